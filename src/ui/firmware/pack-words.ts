/** Numbers of packs as people read them, and why a pack cannot be flashed now. Floor: ui. Pure. */
import type { AppView } from '../app-view.ts';
import { firmwareWords as words } from '../strings/late.ts';
import type { FirmwareView } from './firmware-view.ts';

/** 65536 → "0x10000". */
export const hexOffset = (offset: number): string => `0x${offset.toString(16)}`;

/** 64 hex digits → both ends. */
export const shortHash = (hex: string): string => (hex.length <= 20 ? hex : `${hex.slice(0, 8)}…${hex.slice(-8)}`);

/** "0x10000" or "65536" → 65536; null for what is no place in a flash. */
export function parseOffset(text: string): number | null {
  const value = /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  return Number.isInteger(value) && value <= 0xffff_ffff ? value : null;
}

/** Why the chosen pack cannot be flashed at this moment; null when it can. */
export function whyNot(view: Pick<AppView, 'slot' | 'pending'> & { readonly firmware: FirmwareView | null }): string | null {
  const { firmware, slot, pending } = view;
  const pack = firmware?.pack ?? null;
  if (firmware === null || pack === null) return words.whyNot.pack;
  if (slot.port === null) return words.whyNot.board;
  if (slot.phase === 'lost') return words.whyNot.lost;
  if (pending !== null || slot.phase === 'running' || firmware.reading !== null) return words.whyNot.busy;
  if (pack.chip === null) return words.whyNot.chip;
  const { use, problem, needs } = firmware.settings;
  if (use === 'off' || firmware.settings.partitions.length === 0) return null;
  if (problem !== null) return words.whyNot.settings;
  const { chip } = slot;
  const missing = needs.filter((name) => (name === 'serial' && chip === null) || (name === 'cn' && (chip?.commonName ?? null) === null));
  return missing.length === 0 ? null : words.whyNot.needs(missing);
}
