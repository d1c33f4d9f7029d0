/**
 * A service for tests of enrolling: keeps enrollments as the real one would, fails as it is told, and notices what must never happen.
 * Test support. Counts what every id went through; knows no HTTP.
 */
import { TouchstoneError } from '../../../../src/base/index.ts';
import type { BulkOutcome, CloudErrorCode, Enrollment, EnrollmentPage, EnrollmentRequest, EnrolmentClient } from '../../../../src/cloud/index.ts';

export const EPOCH_MS = Date.UTC(2026, 0, 1);

/** `before`: nothing is done. `after`: it is done, and the answer is lost. */
export interface Fault {
  readonly when: 'before' | 'after';
  readonly code: CloudErrorCode;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

export interface Call {
  readonly kind: 'get' | 'bulk' | 'query';
  readonly ids: readonly string[];
}

/** What one enrollment of a bulk is refused with: errorCode and text. */
export type Refusal = readonly [errorCode: number, errorStatus: string];

export class ScriptedService implements EnrolmentClient {
  readonly held = new Map<string, Enrollment>();
  readonly calls: Call[] = [];
  /** What must never happen; empty at the end of a good test. */
  readonly wrongs: string[] = [];
  readonly creations = new Map<string, number>();
  /** Sent, and the answer did not come back. */
  readonly #inDoubt = new Set<string>();
  fault: (call: Call) => Fault | null = () => null;
  refuse: (request: EnrollmentRequest) => Refusal | null = () => null;
  pageEntries = 100;
  continuation: 'readable' | 'unreadable' = 'readable';
  /** Milliseconds since EPOCH_MS. */
  now: () => number = () => 0;
  /** Ids that the journal holds as sent; a bulk must not hold others. */
  isWrittenDown: ((id: string) => boolean) | null = null;

  /** These may have been sent by an earlier visit: they must be looked for before they are sent. */
  doubt(ids: Iterable<string>): void {
    for (const id of ids) this.#inDoubt.add(id.toLowerCase());
  }

  operations(): number {
    return this.calls.reduce((sum, { kind, ids }) => sum + (kind === 'bulk' ? ids.length : 1), 0);
  }

  put(registrationId: string, sha256Thumbprint: string | null): void {
    this.held.set(registrationId.toLowerCase(), {
      ...{ registrationId, deviceId: registrationId, etag: '"1"', provisioningStatus: 'enabled', allocationPolicy: 'hashed', hubs: [] },
      ...{ sha256Thumbprint, sha1Thumbprint: null, attestation: 'x509', tags: {} },
      created: new Date(EPOCH_MS + this.now()).toISOString(),
      lastUpdated: null,
      registration: {
        ...{ status: 'unassigned', statusText: 'unassigned', substatus: null, assignedHub: null, deviceId: null, errorCode: null },
        ...{ errorMessage: null, lastUpdated: null },
      },
    });
  }

  async getEnrollment(registrationId: string): Promise<Enrollment | null> {
    return await this.#call({ kind: 'get', ids: [registrationId] }, () => {
      this.#inDoubt.delete(registrationId.toLowerCase());
      return this.held.get(registrationId.toLowerCase()) ?? null;
    });
  }

  async bulkCreate(requests: readonly EnrollmentRequest[]): Promise<readonly BulkOutcome[]> {
    const ids = requests.map(({ registrationId }) => registrationId);
    const keys = ids.map((id) => id.toLowerCase());
    if (ids.length < 1 || ids.length > 10) this.wrongs.push(`${ids.length} in a bulk`);
    if (new Set(keys).size !== keys.length) this.wrongs.push('an id twice in a bulk');
    for (const key of keys) {
      if (this.#inDoubt.has(key)) this.wrongs.push(`${key} was sent again without looking`);
      if (this.isWrittenDown?.(key) === false) this.wrongs.push(`${key} was sent before it was written down`);
      this.#inDoubt.add(key);
    }
    const known = (): void => keys.forEach((key) => this.#inDoubt.delete(key));
    try {
      const outcomes = await this.#call({ kind: 'bulk', ids }, () => requests.map((request) => this.#create(request)));
      known();
      return outcomes;
    } catch (error) {
      if (error instanceof TouchstoneError && /throttled|bad-request|unauthorized|forbidden|not-found|host|expired/.test(error.code)) known();
      throw error;
    }
  }

  #create(request: EnrollmentRequest): BulkOutcome {
    const { registrationId, sha256Thumbprint } = request;
    const key = registrationId.toLowerCase();
    const [errorCode, errorStatus] = this.refuse(request) ?? (this.held.has(key) ? ([409202, 'Enrollment already exists.'] as const) : [0, '']);
    if (errorCode !== 0) return { registrationId, outcome: 'failed', errorCode, errorStatus };
    this.put(registrationId, sha256Thumbprint);
    this.creations.set(key, (this.creations.get(key) ?? 0) + 1);
    return { registrationId, outcome: 'created' };
  }

  async queryPage(continuation: string | null, max: number): Promise<EnrollmentPage> {
    return await this.#call({ kind: 'query', ids: [] }, () => {
      const from = Number(continuation ?? 0);
      const to = from + Math.min(max, this.pageEntries);
      const enrollments = [...this.held.values()].slice(from, to);
      if (to >= this.held.size && this.continuation === 'readable') return { enrollments, next: { kind: 'end' } };
      return { enrollments, next: this.continuation === 'readable' ? { kind: 'more', continuation: String(to) } : { kind: 'unreadable' } };
    });
  }

  async #call<Value>(call: Call, work: () => Value): Promise<Value> {
    await Promise.resolve();
    this.calls.push(call);
    const fault = this.fault(call);
    if (fault?.when === 'before') throw new TouchstoneError(fault.code, fault.facts);
    const value = work();
    if (fault !== null) throw new TouchstoneError(fault.code, fault.facts);
    return value;
  }
}
