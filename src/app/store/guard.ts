/**
 * Was this unit at another station? A run enters its chip and its board in the shared store before anything is done to them, and learns who was there first:
 * two seconds at most, then it goes on with what was heard until then.
 * Floor: app. Judges nothing. Answers with records where they can be read, else with what a claim says.
 */
import type { EarlierRun, RunRecord } from '../../bench/index.ts';
import type { SharedStore, UnitClaim, UnitKind, UnitSighting } from '../../cloud/index.ts';
import { problemOf } from '../cloud/problem.ts';

const LIMIT_MS = 2_000;

/** What was found in a slot. */
export interface UnitIds {
  readonly chip: string | null;
  readonly mac: string | null;
}

export interface GuardParts {
  readonly store: (signal: AbortSignal) => Promise<SharedStore>;
  /** Null for a text that is no whole record. */
  readonly read: (text: string) => Promise<RunRecord | null>;
  /** True for a run that stands in this browser's own records; those that were exported and taken away do not. */
  readonly isHere: (chain: string, number: number) => Promise<boolean>;
}

/** What the store said in time. `won`: serial number, MAC address that this run entered first. `why`: what it did not say, and why; null when it said everything. */
export interface Heard {
  readonly earlier: readonly EarlierRun[];
  readonly won: { readonly chip?: string; readonly board?: string };
  readonly why: string | null;
}

/** Collects what is heard, while it is heard. */
interface Ears {
  readonly earlier: Map<string, EarlierRun>;
  readonly won: { chip?: string; board?: string };
  why: string | null;
}

/** Never rejects. `enter`: this run's own entry, null for a run that does not count. `side`: where virtual boards practise, nothing else is asked. */
export async function askStore(
  parts: GuardParts,
  unit: UnitIds,
  enter: (() => Promise<UnitSighting>) | null,
  side: 'real' | 'demo',
  limitMs = LIMIT_MS,
): Promise<Heard> {
  const limit = AbortSignal.timeout(limitMs);
  const ears: Ears = { earlier: new Map(), won: {}, why: null };
  const late = new Promise<'late'>((resolve) => {
    limit.addEventListener('abort', () => resolve('late'), { once: true });
  });
  const ask = async (): Promise<string | null> => {
    const store = await parts.store(limit);
    const questions = [
      enter === null ? sightings(store, unit, ears, limit) : enter().then((sighting) => claimSeen(store, sighting, side, ears, limit)),
      side === 'demo' ? null : passes(parts, store, unit, ears, limit),
    ];
    const ends = await Promise.allSettled(questions);
    const failed = ends.find((end) => end.status === 'rejected');
    return failed === undefined ? null : problemOf(failed.reason).code;
  };
  const asking = ask().catch((error: unknown) => problemOf(error).code);
  const end = await Promise.race([asking, late]);
  return { earlier: [...ears.earlier.values()], won: { ...ears.won }, why: limit.aborted && end !== null ? 'late' : (end ?? ears.why) };
}

/** The chip first: a unit whose chip is another unit's leaves no claim on its board behind. */
async function claimSeen(store: SharedStore, sighting: UnitSighting, side: 'real' | 'demo', ears: Ears, signal: AbortSignal): Promise<void> {
  for (const unit of ['chip', 'board'] as const) {
    const end = await store.see(side === 'demo' ? `demo-${unit}` : unit, sighting, signal);
    if (end.result === 'won') ears.won[unit] = unit === 'chip' ? sighting.chip : sighting.mac;
    else if (end.result === 'unread') ears.why = 'cloud-answer';
    else hear(ears, fromSighting(end.holder, side));
    if (end.result === 'other') return;
  }
}

async function sightings(store: SharedStore, unit: UnitIds, ears: Ears, signal: AbortSignal): Promise<void> {
  const asked = kindsOf(unit).map(async ([kind, id]) => {
    const holder = await store.sightingOf(kind, id, signal);
    if (holder !== null) hear(ears, fromSighting(holder, 'real'));
  });
  await Promise.all(asked);
}

/** Who passed first. */
async function passes(parts: GuardParts, store: SharedStore, unit: UnitIds, ears: Ears, signal: AbortSignal): Promise<void> {
  const claims = await Promise.all(kindsOf(unit).map(([kind, id]) => store.claimOf(kind, id, signal)));
  const found = claims.filter((claim) => claim !== null);
  const unique = [...new Map(found.map((claim) => [`${claim.chain} ${claim.number}`, claim])).values()];
  const told = unique.map(async (claim) => {
    if (await parts.isHere(claim.chain, claim.number)) return;
    hear(ears, (await recordOf(parts, store, claim, signal).catch(() => null)) ?? fromClaim(claim));
  });
  await Promise.all(told);
}

const kindsOf = ({ chip, mac }: UnitIds): readonly (readonly [UnitKind, string])[] => [
  ...(chip === null ? [] : [['chip', chip] as const]),
  ...(mac === null ? [] : [['board', mac] as const]),
];

/** One run may have left two claims and a record: what says how it ended counts. */
function hear({ earlier }: Ears, run: EarlierRun): void {
  if ((earlier.get(run.id)?.outcome ?? 'not-known') === 'not-known') earlier.set(run.id, run);
}

/** Null when it cannot be read, or is not what its claim says. */
async function recordOf({ read }: GuardParts, store: SharedStore, claim: UnitClaim, signal: AbortSignal): Promise<RunRecord | null> {
  const text = await store.record(claim.chain, claim.number, signal);
  const record = text === null ? null : await read(text);
  const isIts =
    record !== null &&
    record.link.chain === claim.chain &&
    record.chip?.serialNumber === (claim.chip ?? undefined) &&
    (record.board?.mac?.toUpperCase() ?? null) === claim.mac;
  return isIts ? record : null;
}

const fromSighting = ({ chip, mac, run, station, slot, at }: UnitSighting, side: 'real' | 'demo'): EarlierRun => ({
  ...{ id: run, station, slot, startMs: Date.parse(at), purpose: 'production', virtual: side === 'demo', outcome: 'not-known' },
  ...{ chip: { serialNumber: chip }, board: { mac }, plan: { fingerprint: '' }, pack: null },
});

const fromClaim = ({ chip, mac, chain, number, station, at }: UnitClaim): EarlierRun => ({
  ...{ id: `${chain}-${number}`, station, slot: 0, startMs: Date.parse(at), purpose: 'production', virtual: false, outcome: 'pass' },
  ...{ chip: chip === null ? null : { serialNumber: chip }, board: mac === null ? null : { mac }, plan: { fingerprint: '' }, pack: null },
});
