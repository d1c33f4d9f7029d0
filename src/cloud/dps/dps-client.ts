/**
 * The Device Provisioning Service's own interface: enrollments and registrations of one service, by one route, at one pace.
 * Floor: cloud. Knows no jobs and no certificates. Calls that may be repeated are; a bulk is sent once, its lost answer is for the caller to resolve.
 * Reference: DPS service REST 2021-10-01: Individual Enrollment (Get, Create Or Update, Delete, Query, Run Bulk Operation), Device Registration State (Get, Delete).
 */
import { TouchstoneError } from '../../base/index.ts';
import type { CancelSignal, Clock } from '../../base/index.ts';
import { isJsonObject } from '../../formats/index.ts';
import { call } from '../http/call.ts';
import type { CloudAnswer, CloudHttp, CloudRequest } from '../http/cloud-http.ts';
import { badAnswer, jsonOf } from '../http/fields.ts';
import type { OperationPace } from '../http/operation-pace.ts';
import { withRetry } from '../http/retry.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { CloudRoute, Enrollment, EnrollmentRequest, ProvisioningService, ProvisioningStatus, RegistrationState } from '../model.ts';
import type { TokenSource } from '../sign-in/sign-in.ts';
import { NO_REGISTRATION, parseBulk, parseEnrollment, parseRegistration } from './parse-enrollment.ts';
import type { BulkOutcome } from './parse-enrollment.ts';
import { numbersSurvive, pathOf, writeBulk, writeJson } from './write-enrollment.ts';

const VERSION = { 'api-version': '2021-10-01' };
const BULK_LIMIT = 10;
const PAGE_LIMIT = 1_000;
const CONTINUATION_LIMIT = 8_192;

export type { BulkOutcome } from './parse-enrollment.ts';

export interface DpsClientOptions {
  readonly http: CloudHttp;
  readonly token: TokenSource;
  readonly service: Pick<ProvisioningService, 'serviceHost' | 'portalHost'>;
  readonly route: CloudRoute;
  readonly pace: OperationPace;
  readonly clock: Clock;
  readonly random: () => number;
}

export interface EnrollmentPage {
  readonly enrollments: readonly Enrollment[];
  /** `unreadable`: there may be more, but the browser does not show the header that leads there. */
  readonly next: { readonly kind: 'end' } | { readonly kind: 'more'; readonly continuation: string } | { readonly kind: 'unreadable' };
}

type DpsRequest = Pick<CloudRequest, 'method' | 'path' | 'headers' | 'body'>;

export class DpsClient {
  readonly #options: DpsClientOptions;
  readonly #host: string;

  constructor(options: DpsClientOptions) {
    const { service, route } = options;
    this.#options = options;
    this.#host = route.kind === 'portal' ? (service.portalHost ?? service.serviceHost) : service.serviceHost;
  }

  /** Null when there is none. */
  async getEnrollment(registrationId: string, signal?: CancelSignal): Promise<Enrollment | null> {
    const answer = await this.#repeat({ method: 'GET', path: pathOf('enrollments', registrationId) }, [200, 404], signal);
    return answer.status === 404 ? null : this.#enrollment(answer, registrationId);
  }

  /** Status `none` when the service knows of none: whether it says 404 or `unassigned` before the first contact is not documented. */
  async getRegistration(registrationId: string, signal?: CancelSignal): Promise<RegistrationState> {
    const answer = await this.#repeat({ method: 'GET', path: pathOf('registrations', registrationId) }, [200, 404], signal);
    return answer.status === 404 ? NO_REGISTRATION : parseRegistration(answer, jsonOf(answer));
  }

  /** 1 to 10 requests in one call, mode create: nothing that exists is changed. One outcome a request, in their order. One try: a lost answer is for the caller to resolve. */
  async bulkCreate(requests: readonly EnrollmentRequest[], signal?: CancelSignal): Promise<readonly BulkOutcome[]> {
    if (requests.length < 1 || requests.length > BULK_LIMIT) throw new RangeError(`${requests.length} requests in a bulk`);
    const answer = await this.#once({ method: 'POST', path: '/enrollments', body: writeBulk(requests) }, [200], signal, requests.length);
    const ids = requests.map(({ registrationId }) => registrationId);
    return parseBulk(answer, jsonOf(answer), ids);
  }

  /** Reads it, and puts it back with another status and its own etag; every other field goes back as it came. @throws cloud-not-found, cloud-precondition */
  setStatus(registrationId: string, status: ProvisioningStatus, signal?: CancelSignal): Promise<Enrollment> {
    const path = pathOf('enrollments', registrationId);
    const { clock, random } = this.#options;
    // the pair is repeated, not the PUT: after a lost answer the etag is another, and the status may be the wanted one already
    return withRetry({ clock, random, signal }, async () => {
      const before = await this.#once({ method: 'GET', path }, [200], signal);
      const json = jsonOf(before);
      const known = this.#enrollment(before, registrationId);
      if (known.provisioningStatus === status) return known;
      if (!isJsonObject(json) || known.etag === null) throw badAnswer(before, 'enrollment.etag');
      if (!numbersSurvive(before.text)) throw badAnswer(before, 'enrollment.number');
      const body = writeJson(new Map([...json, ['provisioningStatus', status]]));
      const after = await this.#once({ method: 'PUT', path, headers: { 'if-match': known.etag }, body }, [200], signal);
      return this.#enrollment(after, registrationId);
    });
  }

  /** Resolves also when there was none. */
  async deleteEnrollment(registrationId: string, signal?: CancelSignal): Promise<void> {
    await this.#repeat({ method: 'DELETE', path: pathOf('enrollments', registrationId), headers: { 'if-match': '*' } }, [200, 204, 404], signal);
  }

  /** The device registers anew at its next contact. Resolves also when there was none. */
  async forgetRegistration(registrationId: string, signal?: CancelSignal): Promise<void> {
    await this.#repeat({ method: 'DELETE', path: pathOf('registrations', registrationId) }, [200, 204, 404], signal);
  }

  /** `continuation` null: from the start. `max` 1 to 1,000. */
  async queryPage(continuation: string | null, max: number, signal?: CancelSignal): Promise<EnrollmentPage> {
    if (!(max >= 1 && max <= PAGE_LIMIT)) throw new RangeError(`${max} enrollments a page`);
    const headers = { 'x-ms-max-item-count': String(max), ...(continuation === null ? {} : { 'x-ms-continuation': continuation }) };
    const answer = await this.#repeat({ method: 'POST', path: '/enrollments/query', headers, body: '{"query":"SELECT *"}' }, [200], signal);
    const values = jsonOf(answer);
    if (!Array.isArray(values) || values.length > PAGE_LIMIT) throw badAnswer(answer, 'query');
    const enrollments = values.map((value) => parseEnrollment(answer, value));
    const next = answer.header('x-ms-continuation') ?? '';
    if (next.length > CONTINUATION_LIMIT) throw badAnswer(answer, 'x-ms-continuation');
    if (next !== '') return { enrollments, next: { kind: 'more', continuation: next } };
    // the last page has no such header, and neither has one that the browser may not read: the others of its kind tell which
    const readable = answer.header('x-ms-item-type') !== null || answer.header('x-ms-max-item-count') !== null;
    return { enrollments, next: { kind: readable || enrollments.length < max ? 'end' : 'unreadable' } };
  }

  /** For the administrator's test: asks to delete what cannot exist, which changes nothing. Its status tells whether the account may. @throws cloud-* */
  async mayDelete(registrationId: string, signal?: CancelSignal): Promise<number> {
    const request: DpsRequest = { method: 'DELETE', path: pathOf('enrollments', registrationId), headers: { 'if-match': '"touchstone-setup-test"' } };
    return (await this.#once(request, [200, 204, 404, 412], signal)).status;
  }

  #enrollment(answer: CloudAnswer, registrationId: string): Enrollment {
    const enrollment = parseEnrollment(answer, jsonOf(answer));
    if (enrollment.registrationId.toLowerCase() !== registrationId.toLowerCase()) throw badAnswer(answer, 'enrollment.registrationId');
    return enrollment;
  }

  #repeat(request: DpsRequest, expected: readonly number[], signal?: CancelSignal): Promise<CloudAnswer> {
    const { clock, random } = this.#options;
    return withRetry({ clock, random, signal }, () => this.#once(request, expected, signal));
  }

  #once(request: DpsRequest, expected: readonly number[], signal?: CancelSignal, operations = 1): Promise<CloudAnswer> {
    const { http, token, pace, route } = this.#options;
    if (this.#host === '') return Promise.reject(new TouchstoneError<CloudErrorCode>('cloud-host', { host: '' }));
    return call({ http, token, pace, operations }, { ...request, host: this.#host, route, query: VERSION }, expected, signal);
  }
}
