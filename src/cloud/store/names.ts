/**
 * What is where in the shared store, and how long each may be. One blob a thing, written once, never changed, never deleted by the page.
 * Floor: cloud. Pure. Reference: docs/shared-store.md.
 *   runs/<chain>/<number, ten digits>.json      one record of one run
 *   seen/chip/<serial>.json  seen/board/<mac>.json     which run had this chip, this board, in its slot first
 *   units/chip/<serial>.json  units/board/<mac>.json   who passed this chip, this board, first
 *   packs/<fingerprint>.zip  plans/<fingerprint>.json  manifests/<sha256>.json
 *   names/<sha256>.json                         what whoever shared a manifest calls it
 */

/** `manifest-name`: a word about a manifest, which nobody can check. */
export type StoreFileKind = 'pack' | 'plan' | 'manifest' | 'manifest-name';
/** Two books are kept of a unit: whose slot it was in first, and who passed it first. */
export type UnitBook = 'seen' | 'units';
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
  'manifest-name': (fingerprint) => `names/${fingerprint}.json`,
};
const FOLDERS: Readonly<Record<UnitKind, (book: UnitBook) => string>> = {
  chip: (book) => `${book}/chip`,
  board: (book) => `${book}/board`,
  'demo-chip': (book) => `demo/${book}/chip`,
  'demo-board': (book) => `demo/${book}/board`,
};
const SERIAL_DIGITS = 18;
const MAC_DIGITS = 12;
const MIB = 1024 * 1024;

/** Folder of all chains. */
export const RUNS = 'runs/';

export const isUuid = (text: string): boolean => UUID.test(text);
/** @throws RangeError for what is no record's place: whoever asks has read it from a record */
export function runName(chain: string, number: number): string {
  if (!isUuid(chain) || !Number.isSafeInteger(number) || number < 1 || number > MOST_NUMBER) throw new RangeError('no place of a record');
  return `${RUNS}${chain}/${String(number).padStart(NUMBER_DIGITS, '0')}.json`;
}

export function fileName(kind: StoreFileKind, fingerprint: string): string {
  if (!SHA256.test(fingerprint)) throw new RangeError('no fingerprint');
  return FILES[kind](fingerprint);
}

const bare = (id: string): string => id.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
export const isChipKind = (kind: UnitKind): boolean => kind === 'chip' || kind === 'demo-chip';

/** The fingerprint in the name of a file of this kind; null for any other name. */
export function fingerprintIn(kind: StoreFileKind, name: string): string | null {
  const fingerprint = /\/([0-9a-f]{64})\./.exec(name)?.[1] ?? '';
  return SHA256.test(fingerprint) && FILES[kind](fingerprint) === name ? fingerprint : null;
}

/** The folder of a kind, with a slash at its end. */
export const folderOf = (kind: StoreFileKind): string => FILES[kind]('').replace(/[^/]*$/, '');

/** `id`: a serial number or a MAC address, with or without separators. Null when it cannot be one. */
export function unitName(book: UnitBook, kind: UnitKind, id: string): string | null {
  const digits = isChipKind(kind) ? SERIAL_DIGITS : MAC_DIGITS;
  return new RegExp(`^[0-9A-F]{${digits}}$`).test(bare(id)) ? `${FOLDERS[kind](book)}/${bare(id)}.json` : null;
}

/** Does what stands under a unit's name speak of that unit? */
export function isOfUnit(kind: UnitKind, id: string, { chip, mac }: { readonly chip: string | null; readonly mac: string | null }): boolean {
  const named = isChipKind(kind) ? chip : mac;
  return named !== null && bare(named) === bare(id);
}

/** The longest answer that is read, by what is asked for. */
export function limitOf(name: string): number {
  if (/^(?:(?:demo\/)?(?:seen|units)|names)\//.test(name)) return 4 * 1024;
  if (name.startsWith('runs/')) return 16 * MIB;
  return name.startsWith('packs/') || name.startsWith('manifests/') ? 256 * MIB : 16 * MIB;
}
