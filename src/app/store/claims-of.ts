/**
 * What a run that passed claims in the shared store: its chip and its board.
 * Floor: app. A golden board and a dry run of a real one claim nothing. Demo units (always a dry run) are claimed in a folder of their own, for practice.
 */
import type { RunRecord } from '../../bench/index.ts';
import type { SharedStore, UnitClaim, UnitKind } from '../../cloud/index.ts';
import type { ClaimRow } from '../../ui/index.ts';

/** Claims them, and tells what came of it. @throws cloud-…, store-… */
export async function claimUnits(store: SharedStore, record: RunRecord, signal: AbortSignal): Promise<readonly ClaimRow[]> {
  const counts = record.purpose === 'production' || (record.virtual && record.purpose === 'dry-run');
  if (record.outcome !== 'pass' || !counts) return [];
  const { link, virtual, station, endMs } = record;
  const chip = record.chip?.serialNumber ?? null;
  const mac = record.board?.mac?.toUpperCase() ?? null;
  const ours: UnitClaim = { chip, mac, chain: link.chain, number: link.number, station: station.slice(0, 200), at: new Date(endMs).toISOString() };
  const rows: ClaimRow[] = [];
  for (const unit of ['chip', 'board'] as const) {
    const id = unit === 'chip' ? chip : mac;
    if (id === null) continue;
    const kind: UnitKind = virtual ? `demo-${unit}` : unit;
    const end = await store.claim(kind, id, ours, signal);
    if (end === null) continue;
    const holder = end.result === 'won' ? null : end.holder;
    rows.push({
      ...{ unit, id, number: link.number, demo: virtual, result: end.result, look: end.result === 'other' ? ('new' as const) : ('none' as const) },
      holder: holder === null ? null : { station: holder.station, at: holder.at, chip: holder.chip, mac: holder.mac, number: holder.number },
    });
  }
  return rows;
}
