/**
 * Who is at the other end, whatever chip of the family it is: name, revision, MAC, crystal, features, flash, protection. Reads only.
 * Floor: board. Knows how to ask; which chip it is is chips.ts, and esptool-js's targets know where each chip keeps its facts.
 * Reference: esptool-js 0.7.0, targets/*.js; esptool cmds.py, attach_flash.
 */
import type { ESPLoader } from 'esptool-js';
import { boardError } from '../errors.ts';
import { connectionOf, type Connection } from './bridges.ts';
import { detectChip, type ChipKind, type DetectedChip } from './chips.ts';
import { attachFlash, nullIfRefused, flashSizeOf, readFlashId, type SpiRegisters } from './flash-chip.ts';
import { identifyEsp32 } from './identify.ts';
import type { ChipSecurity } from './security.ts';
import type { LoaderSession } from './session.ts';

export interface ChipIdentity {
  /** The family, as packs name it: "ESP32-C3". */
  readonly chip: string;
  /** The very part, as far as its eFuses tell: "ESP32-C3 (QFN32)". */
  readonly chipName: string;
  /** "major.minor"; null when the chip does not tell. */
  readonly revision: string | null;
  readonly features: readonly string[];
  /** Upper case, with colons; null in secure download mode. */
  readonly mac: string | null;
  readonly crystalMHz: number | null;
  /** null when the flash did not answer, or must not be asked (secure download mode). */
  readonly flashId: number | null;
  /** 0 when not known. */
  readonly flashSizeBytes: number;
  readonly security: ChipSecurity;
  readonly connection: Connection;
}

/** A chip with what the engine needs of it beyond what people read. */
export interface KnownChip {
  readonly identity: ChipIdentity;
  readonly kind: ChipKind;
  /** What a probe of the wire must read; null when nothing can be read. */
  readonly magic: number | null;
}

const READ_MS = 6_000;
const POWER_MS = 4_000;
const OPEN: ChipSecurity = { secureBoot: false, flashEncrypted: false, secureDownload: false };
/** Its flash must be powered by hand, and its watchdogs calmed. Other targets' own steps after connecting concern USB-OTG only. */
const NEEDS_POWER = 'ESP32-P4';

/** Asks the loader who it is. @throws board-wrong-chip (seen: unknown), board-loader, port-lost, or the signal's reason */
export async function identifyChip(session: LoaderSession): Promise<KnownChip> {
  const detected = await detectChip(session);
  const { kind, magic } = detected;
  const connection = connectionOf(session.context.identity);
  const security: ChipSecurity = withoutChipId(detected);
  if (kind.name === 'ESP32') {
    const { flashEncrypted, secureBoot, ...facts } = await identifyEsp32(session);
    return { identity: { chip: kind.name, ...facts, security: { ...OPEN, flashEncrypted, secureBoot }, connection }, kind, magic };
  }
  if (security.secureDownload) {
    const unread = { revision: null, features: [], mac: null, crystalMHz: null, flashId: null, flashSizeBytes: 0 };
    return { identity: { chip: kind.name, chipName: kind.name, ...unread, security, connection }, kind, magic: null };
  }
  const target = session.context.esptool.targetOf(kind.name);
  if (target === null) throw boardError('board-wrong-chip', { seen: kind.name, wanted: 'a chip that esptool-js knows' });
  const facts = await session.ask('read-chip', READ_MS, async (esp) => {
    esp.chip = target;
    return await readFacts(esp, kind.name);
  });
  const flashId = await readFlash(session, kind.name);
  return {
    identity: { chip: kind.name, ...facts, flashId, flashSizeBytes: flashId === null ? 0 : flashSizeOf(flashId), security, connection },
    kind,
    magic,
  };
}

function withoutChipId({ security }: DetectedChip): ChipSecurity {
  if (security === null) return OPEN;
  const { secureBoot, flashEncrypted, secureDownload } = security;
  return { secureBoot, flashEncrypted, secureDownload };
}

type Facts = Pick<ChipIdentity, 'chipName' | 'revision' | 'features' | 'mac' | 'crystalMHz'>;

async function readFacts(esp: ESPLoader, chip: string): Promise<Facts> {
  const description = await esp.chip.getChipDescription(esp);
  const revision = /\(revision v?(\d+(?:\.\d+)?)\)/.exec(description)?.[1] ?? null;
  const facts = {
    chipName: description.replace(/\s*\(revision [^)]*\)/, '') || chip,
    revision,
    features: (await esp.chip.getChipFeatures(esp)).map((feature) => feature.trim()),
    crystalMHz: await esp.chip.getCrystalFreq(esp),
  };
  return { ...facts, mac: (await esp.chip.readMac(esp)).toUpperCase() };
}

/** Attaches the flash and asks for its id. @throws port-lost, or the signal's reason */
async function readFlash(session: LoaderSession, chip: string): Promise<number | null> {
  return await nullIfRefused(async () => {
    if (chip === NEEDS_POWER) await session.ask('power-flash', POWER_MS, async (esp) => esp.chip.postConnect?.(esp));
    await attachFlash(session, chip);
    return await readFlashId(session, await spiRegisters(session));
  });
}

/** Asks again, for instance once the stub runs, which attaches the flash by itself. @throws port-lost, or the signal's reason */
export async function rereadFlashId(session: LoaderSession): Promise<number | null> {
  return await nullIfRefused(async () => await readFlashId(session, await spiRegisters(session)));
}

/** Of the target that was set last; the loader begins as an ESP32. */
async function spiRegisters(session: LoaderSession): Promise<SpiRegisters> {
  const chip = await session.ask('read-target', READ_MS, (esp) => Promise.resolve(esp.chip));
  return {
    base: chip.SPI_REG_BASE,
    usr: chip.SPI_USR_OFFS,
    usr1: chip.SPI_USR1_OFFS,
    usr2: chip.SPI_USR2_OFFS,
    w0: chip.SPI_W0_OFFS,
    misoLength: chip.SPI_MISO_DLEN_OFFS,
  };
}
