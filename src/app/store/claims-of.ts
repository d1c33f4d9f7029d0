/**
 * What a run claims in the shared store: its chip and its board as seen, whatever became of them, and as passed if it passed.
 * Floor: app. A golden board and a dry run of a real one claim nothing. Demo units (always a dry run) are claimed in a folder of their own, for practice.
 * What the guard entered while the run went on stands in its record and is not asked for again.
 */
import type { OutcomeDetail, RunDraft, RunRecord } from '../../bench/index.ts';
import type { SharedStore, UnitClaim, UnitSighting } from '../../cloud/index.ts';
import type { ClaimRow } from '../../ui/index.ts';

/** A run whose unit can be entered. */
export interface SeenRun extends Pick<RunDraft, 'id' | 'station' | 'slot'> {
  readonly chip: string;
  readonly mac: string;
  readonly atMs: number;
}

/** Where claims go, and what makes them ours. */
export interface ClaimPlace {
  readonly store: SharedStore;
  /** Names the store. */
  readonly place: string;
}

const CLAIMED = 'unit-claimed';
/** The verdict said it already. */
const TOLD = ['unit-same-chip-other-board', 'unit-swapped-chip'];
const UNITS = ['chip', 'board'] as const;

/** Does a run of this kind claim its unit? */
export const isSeen = ({ purpose, virtual }: Pick<RunDraft, 'purpose' | 'virtual'>): boolean => purpose === 'production' || (virtual && purpose === 'dry-run');

export const sightingOf = ({ id, station, slot, chip, mac, atMs }: SeenRun, chain: string | null): UnitSighting => ({
  ...{ chip, mac, chain, run: id, station: station.slice(0, 200), slot, at: new Date(atMs).toISOString() },
});

/** What a record says of it: the store, when, and what this run was the first to enter. */
export const claimedNote = (store: string, won: { readonly chip?: string; readonly board?: string }, atMs: number): OutcomeDetail => ({
  code: CLAIMED,
  facts: { store, at: new Date(atMs).toISOString(), ...won },
});

/** Claims them, and tells what came of it. @throws cloud-…, store-… */
export async function claimUnits(where: ClaimPlace, record: RunRecord, signal: AbortSignal): Promise<readonly ClaimRow[]> {
  if (!isSeen(record)) return [];
  const ids = { chip: record.chip?.serialNumber.toUpperCase() ?? null, mac: record.board?.mac?.toUpperCase() ?? null };
  const seen = await claimSeen(where, record, ids, signal);
  const isAnothers = seen.some(({ result }) => result === 'other'); // one station has a unit, not one the sight of it and another the pass
  return record.outcome === 'pass' && !isAnothers ? [...seen, ...(await claimPassed(where, record, ids, signal))] : seen;
}

type Ids = Pick<UnitClaim, 'chip' | 'mac'>;

/** The chip first: a unit whose chip is another unit's claims no board. */
async function claimSeen({ store, place }: ClaimPlace, record: RunRecord, { chip, mac }: Ids, signal: AbortSignal): Promise<readonly ClaimRow[]> {
  if (chip === null || mac === null) return [];
  const { link, virtual, details, startMs } = record;
  const sighting = sightingOf({ ...record, chip, mac, atMs: startMs }, link.chain);
  const entered = details.find(({ code, facts }) => code === CLAIMED && facts['store'] === place)?.facts;
  const isTold = details.some(({ code }) => TOLD.includes(code));
  const rows: ClaimRow[] = [];
  for (const unit of UNITS) {
    const id = unit === 'chip' ? chip : mac;
    const end = entered?.[unit] === id ? ({ result: 'won' } as const) : await store.see(virtual ? `demo-${unit}` : unit, sighting, signal);
    const { result } = end;
    const holder = 'holder' in end ? end.holder : null;
    if (result === 'same-unit') continue; // a retest; its record says so
    const look = result === 'unread' || (result === 'other' && !isTold) ? 'new' : 'none';
    rows.push({
      ...{ book: 'seen', unit, id, number: link.number, demo: virtual, result, look },
      holder: holder === null ? null : { station: holder.station, at: holder.at, chip: holder.chip, mac: holder.mac, number: null, slot: holder.slot },
    });
    if (result === 'other') break;
  }
  return rows;
}

async function claimPassed({ store }: ClaimPlace, record: RunRecord, { chip, mac }: Ids, signal: AbortSignal): Promise<readonly ClaimRow[]> {
  const { link, virtual, station, endMs } = record;
  const ours: UnitClaim = { chip, mac, chain: link.chain, number: link.number, station: station.slice(0, 200), at: new Date(endMs).toISOString() };
  const rows: ClaimRow[] = [];
  for (const unit of UNITS) {
    const id = unit === 'chip' ? chip : mac;
    if (id === null) continue;
    const end = await store.claim(virtual ? `demo-${unit}` : unit, id, ours, signal);
    if (end === null) continue;
    const holder = 'holder' in end ? end.holder : null;
    rows.push({
      ...{ book: 'passed', unit, id, number: link.number, demo: virtual, result: end.result },
      look: end.result === 'other' || end.result === 'unread' ? 'new' : 'none',
      holder: holder === null ? null : { station: holder.station, at: holder.at, chip: holder.chip, mac: holder.mac, number: holder.number, slot: null },
    });
  }
  return rows;
}
