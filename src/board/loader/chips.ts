/**
 * The chips of the family: how each is recognised, and which of its loader's ways are known.
 * Floor: board. A table and the detection; what a chip says of itself is chip-identity.ts.
 * Reference: esptool-js 0.7.0, targets/*.js (chip ids) and magic2Chip; esptool loader.py, connect: the chip id of GET_SECURITY_INFO where
 * the ROM tells it, else the word at 0x40001000.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { boardError } from '../errors.ts';
import { LOADER, words } from './packets.ts';
import { readSecurityInfo, type SecurityInfo } from './security.ts';
import type { LoaderSession } from './session.ts';

export interface ChipKind {
  /** As packs name it (ESP Web Tools' chipFamily). */
  readonly name: string;
  /** In the header of its images, and in its security info. */
  readonly chipId: number | null;
  /** Words at 0x40001000; older silicon has no chip id to tell. */
  readonly magics: readonly number[];
  /** `early`: its ROM changes its rate reliably, so the stub itself may come fast. `late`: only with the stub running. `no-stub`: the ROM writes. */
  readonly stub: 'early' | 'late' | 'no-stub';
}

const kind = (name: string, chipId: number | null, stub: ChipKind['stub'], ...magics: readonly number[]): ChipKind => ({ name, chipId, magics, stub });

/** C2 and C5 come with different crystals, which their ROMs guess; of the newest chips nothing is known yet: they change their rate late. */
export const CHIPS: readonly ChipKind[] = [
  kind('ESP8266', null, 'late', 0xfff0c101),
  kind('ESP32', 0, 'early', 0x00f01d83),
  kind('ESP32-S2', 2, 'early', 0x000007c6),
  kind('ESP32-C3', 5, 'early', 0x6921506f, 0x1b31506f, 0x4881606f, 0x4361606f),
  kind('ESP32-S3', 9, 'early', 0x00000009),
  kind('ESP32-C2', 12, 'late', 0x0c21e06f, 0x6f51306f, 0x7c41a06f),
  kind('ESP32-C6', 13, 'early', 0x2ce0806f),
  kind('ESP32-H2', 16, 'early', 0xd7b73e80, 0x97e30068),
  kind('ESP32-P4', 18, 'late', 0x00000000, 0x0addbad0, 0x07039ad9),
  kind('ESP32-C61', 20, 'late', 0x2421606f, 0x33f0206f, 0x4f81606f),
  kind('ESP32-C5', 23, 'late', 0x1101406f, 0x63e1406f, 0x5fd1406f, 0x30e1706f),
  kind('ESP32-H21', 25, 'no-stub'),
  kind('ESP32-H4', 28, 'late'),
  kind('ESP32-E22', 31, 'no-stub'),
  kind('ESP32-S31', 32, 'late'),
];

/** Chips whose ROM does not tell their id: only these are known by the magic word alone. */
const BY_MAGIC: readonly string[] = ['ESP8266', 'ESP32', 'ESP32-S2'];
const MAGIC_REGISTER = 0x40001000;
const S2 = 'ESP32-S2';

export interface DetectedChip {
  readonly kind: ChipKind;
  /** null in secure download mode: nothing is read then. */
  readonly magic: number | null;
  /** null where the ROM has no such operation. */
  readonly security: SecurityInfo | null;
}

const byMagic = (magic: number | null): ChipKind | undefined => CHIPS.find(({ magics }) => magic !== null && magics.includes(magic));

/** Asks the loader which chip it is. @throws board-wrong-chip (seen: unknown) for one that is not in the table, board-loader, port-lost, or the signal's reason */
export async function detectChip(session: LoaderSession): Promise<DetectedChip> {
  const magic = await readMagic(session);
  const old = byMagic(magic);
  if (old !== undefined && old.name !== S2 && BY_MAGIC.includes(old.name)) return { kind: old, magic, security: null };
  const security = await readSecurityInfo(session);
  const chipId = security?.chipId ?? null;
  const kind =
    chipId !== null
      ? CHIPS.find((one) => one.chipId === chipId && !BY_MAGIC.includes(one.name))
      : security?.secureDownload === true
        ? named(S2)
        : byMagic(magic);
  if (kind !== undefined) return { kind, magic, security };
  throw boardError('board-wrong-chip', {
    seen: 'unknown',
    ...(magic === null ? {} : { magic: `0x${magic.toString(16).padStart(8, '0')}` }),
    ...(chipId === null ? {} : { chipId }),
  });
}

const named = (name: string): ChipKind | undefined => CHIPS.find((one) => one.name === name);

/** The word that tells old chips apart; null when the loader does not read registers (secure download mode). */
async function readMagic(session: LoaderSession): Promise<number | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await session.command('read-register', LOADER.readRegister, words(MAGIC_REGISTER));
    } catch (error) {
      if (!isTouchstoneError(error) || error.code !== 'board-loader') throw error;
      if (error.facts.reason !== 'silent') return null;
      if (attempt === 3) throw error;
    }
  }
}
