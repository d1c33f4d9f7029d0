/**
 * What enrolling would do, before it is done: looks, and changes nothing.
 * Floor: cloud. Every look is a billed operation: pages of the list are read where that is cheaper than one look an entry, and never more than `lookUpAtMost` in all.
 * Reference: DPS REST 2021-10-01, query (x-ms-max-item-count, x-ms-continuation) and get.
 */
import { TouchstoneError, isTouchstoneError, type CancelSignal, type Facts } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { Enrollment, EnrollmentRequest } from '../model.ts';
import { holdsCertificate, otherCertificate } from './compare.ts';
import type { DemoRule, EnrolItem, EnrolmentChoices, EnrolmentClient } from './item.ts';
import { PreviewRows, type EnrolPreviewRow, type EnrolPreviewState } from './preview-rows.ts';
import { prepare, readChoices } from './request.ts';

export interface EnrolPreview {
  readonly counts: Readonly<Record<EnrolPreviewState, number>>;
  /** Impossible and other ones first, then the same, then new ones; at most 200. */
  readonly rows: readonly EnrolPreviewRow[];
  /** How many are known to be new, same or other. */
  readonly lookedUp: number;
}

export interface PreviewOptions {
  /** Operations spent at most. */
  readonly lookUpAtMost: number;
  /** Certificates read at most; 5,000 when not said. The rest is `unknown`. */
  readonly loadAtMost?: number;
  readonly demo: DemoRule;
  readonly signal?: CancelSignal;
}

const LOAD_AT_MOST = 5_000;
const PAGE_ENTRIES = 1_000;
/** For fewer entries than this the list is not asked for: a look each is as cheap. */
const PAGES_FROM = 4;
/** This part of the operations may be tried on the list; it pays when the service holds few enrollments. */
const PAGES_PART = 4;
const LOOKS_AT_ONCE = 5;

/** An entry that can be asked for; what is needed to tell what the service has. */
interface Candidate {
  readonly index: number;
  readonly serialNumber: string;
  readonly request: Pick<EnrollmentRequest, 'registrationId' | 'deviceId' | 'sha256Thumbprint'>;
}

/** @throws enrol-tags, enrol-hub, and what the client throws */
export async function previewEnrolment(
  items: readonly EnrolItem[],
  choices: EnrolmentChoices,
  client: Pick<EnrolmentClient, 'getEnrollment' | 'queryPage'>,
  options: PreviewOptions,
): Promise<EnrolPreview> {
  const rows = new PreviewRows();
  const loaded = items.slice(0, options.loadAtMost ?? LOAD_AT_MOST);
  const candidates = await candidatesOf(loaded, choices, options, rows);
  const left = new Map(candidates.map((candidate) => [candidate.request.registrationId.toLowerCase(), candidate]));
  const decide = (candidate: Candidate, enrollment: Enrollment | null): void => {
    left.delete(candidate.request.registrationId.toLowerCase());
    rows.add(decided(candidate, enrollment));
  };
  const spent = await readPages(left, client, options, decide);
  await lookOneByOne([...left.values()].slice(0, Math.max(0, options.lookUpAtMost - spent)), client, options, decide);
  for (const candidate of left.values()) rows.add(rowOf(candidate, 'unknown'));
  rows.addUnknown(items.length - loaded.length);
  return { counts: rows.counts, rows: rows.shown, lookedUp: candidates.length - left.size };
}

async function candidatesOf(items: readonly EnrolItem[], choices: EnrolmentChoices, options: PreviewOptions, rows: PreviewRows): Promise<readonly Candidate[]> {
  const maker = readChoices(choices);
  const [ids, serials] = [new Set<string>(), new Set<string>()];
  const candidates: Candidate[] = [];
  for (const item of items) {
    if (options.signal?.aborted === true) throw options.signal.reason;
    const { index, serialNumber } = item;
    const serial = serialNumber.toUpperCase();
    const isRepeated = serial !== '' && serials.has(serial);
    serials.add(serial);
    try {
      const { registrationId, deviceId, sha256Thumbprint } = await prepare(item, maker, options.demo);
      const id = registrationId.toLowerCase();
      if (isRepeated || ids.has(id)) throw new TouchstoneError<CloudErrorCode>('enrol-duplicate', { registrationId });
      ids.add(id);
      candidates.push({ index, serialNumber, request: { registrationId, deviceId, sha256Thumbprint } });
    } catch (error) {
      const { code, facts } = isTouchstoneError(error) ? error : new TouchstoneError<CloudErrorCode>('enrol-entry', { why: 'unreadable' });
      const registrationId = String(facts['registrationId'] ?? '');
      rows.add({ index, serialNumber, registrationId, deviceId: '', state: 'impossible', code, facts });
    }
  }
  return candidates;
}

const rowOf = ({ index, serialNumber, request }: Candidate, state: EnrolPreviewState, code = '', facts: Facts = {}): EnrolPreviewRow => ({
  ...{ index, serialNumber, registrationId: request.registrationId, deviceId: request.deviceId, state, code, facts },
});

function decided(candidate: Candidate, enrollment: Enrollment | null): EnrolPreviewRow {
  if (enrollment === null) return rowOf(candidate, 'new');
  if (holdsCertificate(enrollment, candidate.request.sha256Thumbprint)) return rowOf(candidate, 'same');
  const { code, facts } = otherCertificate(candidate.request, enrollment);
  return rowOf(candidate, 'other', code, facts);
}

type Decide = (candidate: Candidate, enrollment: Enrollment | null) => void;
type Lookups = Pick<EnrolmentClient, 'getEnrollment' | 'queryPage'>;

/** Reads the service's list page by page as long as that can pay; at its end everything is decided. Gives the operations spent. */
async function readPages(left: ReadonlyMap<string, Candidate>, client: Lookups, { lookUpAtMost, signal }: PreviewOptions, decide: Decide): Promise<number> {
  const looks = Math.min(left.size, lookUpAtMost);
  if (looks < PAGES_FROM) return 0;
  const most = Math.ceil(looks / PAGES_PART);
  let continuation: string | null = null;
  for (let pages = 1; pages <= most; pages++) {
    const { enrollments, next } = await client.queryPage(continuation, PAGE_ENTRIES, signal);
    for (const enrollment of enrollments) {
      const candidate = left.get(enrollment.registrationId.toLowerCase());
      if (candidate !== undefined) decide(candidate, enrollment);
    }
    if (next.kind === 'end') for (const candidate of [...left.values()]) decide(candidate, null);
    if (next.kind !== 'more' || left.size === 0) return pages;
    if (left.size <= most - pages) return pages; // the few that are left cost less than more pages may
    continuation = next.continuation;
  }
  return most;
}

async function lookOneByOne(candidates: readonly Candidate[], client: Lookups, { signal }: PreviewOptions, decide: Decide): Promise<void> {
  for (let at = 0; at < candidates.length; at += LOOKS_AT_ONCE) {
    const some = candidates.slice(at, at + LOOKS_AT_ONCE);
    const found = await Promise.all(some.map(({ request }) => client.getEnrollment(request.registrationId, signal)));
    for (const [which, candidate] of some.entries()) decide(candidate, found[which] ?? null);
  }
}
