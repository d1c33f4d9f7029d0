/**
 * What flashing a pack says: before (options), meanwhile (progress) and afterwards (report).
 * Floor: board. Types only; the words for people are ui's.
 */
import type { ChipIdentity } from '../loader/chip-identity.ts';
import type { StartProof } from './start-proof.ts';

/** `connect`: resetting into the loader. `speed`: trying a faster rate. `stub`: the flasher's own code. `compare`: what is in flash already?
 * `erase`: the whole chip. `write`, `verify`: a part. `start`: waiting for the first word of the new firmware. */
export type FlashStage = 'connect' | 'speed' | 'stub' | 'compare' | 'erase' | 'write' | 'verify' | 'start';

export interface FlashProgress {
  readonly stage: FlashStage;
  /** Index into the pack's parts; null while it is about none of them. */
  readonly partIndex: number | null;
  readonly partCount: number;
  /** Of this part, uncompressed; both 0 while it is about none. */
  readonly partDoneBytes: number;
  readonly partBytes: number;
  /** Of all parts: written, or found there already. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** By the rate measured so far; null while there is nothing to measure by. */
  readonly secondsLeft: number | null;
  readonly baudRate: number;
}

export type OnFlashProgress = (progress: FlashProgress) => void;

export interface FlashOptions {
  /** What the pack asks for, unless told. `whole-chip` also takes everything that is in no part: settings, certificates, other firmware. */
  readonly erase?: 'what-is-written' | 'whole-chip';
  /** `skip-same` (unless told): a part whose bytes are in flash already is not written. */
  readonly rewrite?: 'skip-same' | 'always';
  /** The family, for a pack that does not tell it ("ESP32-C3"). */
  readonly chip?: string;
  readonly onProgress?: OnFlashProgress;
  /** How long the new firmware may take to its first line; 5 s unless told. */
  readonly startLimitMs?: number;
  /** The rate at which the firmware talks; 115,200 unless told. The boot log of the ROM comes at 115,200. */
  readonly logBaudRate?: number;
}

export interface PartReport {
  readonly offset: number;
  readonly bytes: number;
  /** Of the part; and of the flash, when `verified` says so. Hex. */
  readonly md5: string;
  /** True when the flash held the same bytes already. */
  readonly skipped: boolean;
  /** `not-verifiable`: this loader reads nothing back (secure download mode), or has no MD5. It was written; nobody has seen it. */
  readonly verified: 'md5' | 'not-verifiable';
  /** How often it was written: 0 when skipped. */
  readonly attempts: number;
  /** Bytes on the wire of the last attempt, 0 when skipped. */
  readonly wireBytes: number;
  readonly writeMs: number;
  readonly baudRate: number;
}

/** A rate that was tried and given up. */
export interface LostRate {
  readonly baudRate: number;
  /** `silent`: nobody answered after the change. Else the loader's operation that failed. */
  readonly reason: string;
}

export interface PackReport {
  readonly board: ChipIdentity;
  /** The pack that was flashed. */
  readonly fingerprint: string;
  readonly parts: readonly PartReport[];
  /** True when every part was read back by MD5. Never true otherwise. */
  readonly verified: boolean;
  readonly erased: 'what-is-written' | 'whole-chip';
  readonly eraseMs: number;
  /** `rom`: without the stub, plain and slowly. */
  readonly writer: 'stub' | 'rom';
  readonly baudRate: number;
  readonly lostRates: readonly LostRate[];
  /** From the call to the last proof, without the start of the firmware. */
  readonly elapsedMs: number;
  readonly started: StartProof;
}
