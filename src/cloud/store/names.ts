/**
 * What is where in the shared store, and how long each may be. One blob a thing, written once, never changed, never deleted by the page.
 * Floor: cloud. Pure. Reference: docs/shared-store.md.
 *   runs/<chain>/<number, ten digits>.json      one record of one run
 *   units/chip/<serial>.json  units/board/<mac>.json   who passed this chip, this board, first
 *   packs/<fingerprint>.zip  plans/<fingerprint>.json  manifests/<sha256>.json
 */

export type StoreFileKind = 'pack' | 'plan' | 'manifest';
/** `demo-…`: of virtual boards, in a folder of their own. */
export type UnitKind = 'chip' | 'board' | 'demo-chip' | 'demo-board';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const NUMBER_DIGITS = 10;
const MOST_NUMBER = 9_999_999_999;
const FILES: Readonly<Record<StoreFileKind, (fingerprint: string) => string>> = {
  pack: (fingerprint) => `packs/${fingerprint}.zip`,
  plan: (fingerprint) => `plans/${fingerprint}.json`,
  manifest: (fingerprint) => `manifests/${fingerprint}.json`,
};
const UNITS: Readonly<Record<UnitKind, string>> = {
  chip: 'units/chip',
  board: 'units/board',
  'demo-chip': 'demo/units/chip',
  'demo-board': 'demo/units/board',
};
const MIB = 1024 * 1024;

/** Folder of all chains. */
export const RUNS = 'runs/';

export const isChain = (text: string): boolean => UUID.test(text);
/** @throws RangeError for what is no record's place: whoever asks has read it from a record */
export function runName(chain: string, number: number): string {
  if (!isChain(chain) || !Number.isSafeInteger(number) || number < 1 || number > MOST_NUMBER) throw new RangeError('no place of a record');
  return `${RUNS}${chain}/${String(number).padStart(NUMBER_DIGITS, '0')}.json`;
}

export function fileName(kind: StoreFileKind, fingerprint: string): string {
  if (!SHA256.test(fingerprint)) throw new RangeError('no fingerprint');
  return FILES[kind](fingerprint);
}

/** `id`: a serial number or a MAC address, with or without separators. Null when it cannot be one. */
export function unitName(kind: UnitKind, id: string): string | null {
  const bare = id.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
  const digits = kind.endsWith('chip') ? 18 : 12;
  return new RegExp(`^[0-9A-F]{${digits}}$`).test(bare) ? `${UNITS[kind]}/${bare}.json` : null;
}

/** The longest answer that is read, by what is asked for. */
export function limitOf(name: string): number {
  if (/^(?:demo\/)?units\//.test(name)) return 4 * 1024;
  if (name.startsWith('runs/')) return 16 * MIB;
  return name.startsWith('packs/') || name.startsWith('manifests/') ? 256 * MIB : 16 * MIB;
}
