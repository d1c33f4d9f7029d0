/**
 * Was this unit seen at another station? The duplicate guard's question to the shared store: at most two seconds, then the run goes on with what is known here.
 * Floor: app. Answers with the record of the run that passed first; where that record cannot be read, with what its claim says.
 */
import type { RunDraft, RunRecord } from '../../bench/index.ts';
import type { SharedStore, UnitClaim } from '../../cloud/index.ts';

const LIMIT_MS = 2_000;

export interface GuardParts {
  readonly store: (signal: AbortSignal) => Promise<SharedStore>;
  /** Null for a text that is no whole record. */
  readonly read: (text: string) => Promise<RunRecord | null>;
  /** True for a run that stands in this browser's own records; those that were exported and taken away do not. */
  readonly isHere: (chain: string, number: number) => Promise<boolean>;
}

/** Earlier runs elsewhere. @throws what is in the way; after two seconds a DOMException named TimeoutError */
export async function seenElsewhere(parts: GuardParts, serialNumber: string | null, mac: string | null, limitMs = LIMIT_MS): Promise<readonly RunRecord[]> {
  const limit = AbortSignal.timeout(limitMs);
  const late = new Promise<never>((_resolve, reject) => {
    limit.addEventListener('abort', () => reject(limit.reason as Error), { once: true });
  });
  const asking = ask(parts, serialNumber, mac, limit);
  asking.catch(() => undefined); // it may come after the limit
  return Promise.race([late, asking]);
}

async function ask(parts: GuardParts, serialNumber: string | null, mac: string | null, signal: AbortSignal): Promise<readonly RunRecord[]> {
  const store = await parts.store(signal);
  const claims = await Promise.all([
    serialNumber === null ? null : store.claimOf('chip', serialNumber, signal),
    mac === null ? null : store.claimOf('board', mac, signal),
  ]);
  const found = claims.filter((claim) => claim !== null);
  const unique = [...new Map(found.map((claim) => [`${claim.chain} ${claim.number}`, claim])).values()];
  const runs = unique.map(async (claim) => ((await parts.isHere(claim.chain, claim.number)) ? null : recordOf(parts, store, claim, signal)));
  return (await Promise.all(runs)).filter((run) => run !== null);
}

async function recordOf({ read }: GuardParts, store: SharedStore, claim: UnitClaim, signal: AbortSignal): Promise<RunRecord> {
  const text = await store.record(claim.chain, claim.number, signal);
  const record = text === null ? null : await read(text);
  const isIts =
    record !== null &&
    record.link.chain === claim.chain &&
    record.chip?.serialNumber === (claim.chip ?? undefined) &&
    (record.board?.mac?.toUpperCase() ?? null) === claim.mac;
  return isIts ? record : fromClaim(claim);
}

/** What a claim alone says of a run; it is judged and never kept. */
function fromClaim({ chip, mac, chain, number, station, at }: UnitClaim): RunRecord {
  const atMs = Date.parse(at);
  return {
    format: 'touchstone-run/1',
    id: `${chain}-${number}`,
    ...{ station, slot: 0, operator: '', workOrder: '', label: '', purpose: 'production', virtual: false },
    ...{ startMs: atMs, endMs: atMs, outcome: 'pass', details: [] },
    plan: { name: '', version: '', fingerprint: '' },
    pack: null,
    versions: { page: '', firmware: null, build: null },
    board: mac === null ? null : { chipName: '', revision: null, mac, flashSizeBytes: 0 },
    chip: chip === null ? null : { serialNumber: chip, model: '', commonName: null, deviceCertificate: null, signerCertificate: null },
    ...{ entry: null, enrolment: null, phases: [], log: [], logDropped: 0 },
    link: { chain, number, previous: '', hash: '' },
  };
}

/** Why the store was not asked, as a run's record notes it. */
export const notAskedNote = (draft: RunDraft, why: string): RunDraft => ({
  ...draft,
  details: [...draft.details, { code: 'store-not-asked', facts: { why } }],
});
