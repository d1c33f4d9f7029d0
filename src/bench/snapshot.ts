/**
 * What one slot shows at one moment: plain values that ui renders.
 * Floor: bench. Knows no sentences and holds no port.
 */
import type { Facts, Proof } from '../base/index.ts';

/** The twelve proofs, in the order of the verdict's rows. */
export const PROOF_IDS = [
  'board-identified',
  'firmware-expected',
  'chip-answers',
  'zones-locked',
  'serial-well-formed',
  'signer-chain',
  'device-chain',
  'key-in-certificate',
  'possession',
  'in-manifest',
  'entry-signature',
  'entry-equals-chip',
] as const;
export type ProofId = (typeof PROOF_IDS)[number];

/** How the bench firmware gets onto the board. */
export type CheckPath = 'ram' | 'flash';

export type StepId = 'find-board' | 'load-firmware' | 'flash-firmware' | 'start-firmware' | 'read-chip' | 'prove';
export type StepState = 'waiting' | 'running' | 'done' | 'failed';

export interface StepSnapshot<Id extends string = StepId> {
  readonly id: Id;
  readonly state: StepState;
  /** Milliseconds taken, or so far. */
  readonly elapsedMs: number;
  /** Bytes, when the step moves bytes. */
  readonly progress?: { readonly doneBytes: number; readonly totalBytes: number };
}

export interface BoardSnapshot {
  /** For example "ESP32-D0WD-V3" and its revision "3.1". */
  readonly chipName: string;
  readonly revision: string;
  /** Six bytes, upper case, with colons. */
  readonly mac: string;
  readonly flashSizeBytes: number;
  readonly flashTouched: boolean;
  readonly baudRate: number;
}

/** What the chip calls itself. */
export interface ChipSnapshot {
  /** 18 hex digits, upper case. */
  readonly serialNumber: string;
  /** For example "ATECC608B". */
  readonly model: string;
  /** 7-bit I2C address. */
  readonly address: number;
  /** Subject common name of the rebuilt device certificate, when one was rebuilt. */
  readonly commonName: string | null;
  /** DER of that certificate: its signatures hold up to a believed root. Absent when none was rebuilt. */
  readonly deviceCertificate?: Uint8Array;
  /** DER of the signer certificate above it; absent likewise. */
  readonly signerCertificate?: Uint8Array;
}

/** `genuine-matched` is the only green one. `genuine-unmatched`: nothing contradicts, but no entry was proved equal.
 * `contradicts-manifest`: the chip is genuine and an entry says otherwise. `not-measured`: a required proof could not be made. */
export type VerdictKind = 'genuine-matched' | 'genuine-unmatched' | 'contradicts-manifest' | 'not-genuine' | 'not-measured';

export interface VerdictSnapshot {
  readonly kind: VerdictKind;
  /** True when a demo root was believed: only on the virtual bench. */
  readonly demo: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly unmeasured: number;
  readonly elapsedMs: number;
  readonly path: CheckPath;
}

/** A fault of the bench (cable, port, time), not of the chip. */
export interface FaultSnapshot {
  readonly code: string;
  readonly facts: Facts;
}

/** `empty`: no port. `ready`: a port, nothing done yet. `done`: a verdict. `failed`: a fault. `lost`: the cable came out. */
export type SlotPhase = 'empty' | 'ready' | 'running' | 'done' | 'failed' | 'aborted' | 'lost';

export interface SlotSnapshot {
  readonly phase: SlotPhase;
  readonly port: { readonly kind: 'real' | 'virtual'; readonly usbVendorId?: number; readonly usbProductId?: number } | null;
  readonly path: CheckPath | null;
  readonly steps: readonly StepSnapshot[];
  readonly board: BoardSnapshot | null;
  readonly chip: ChipSnapshot | null;
  readonly proofs: readonly Proof<ProofId>[];
  readonly verdict: VerdictSnapshot | null;
  readonly fault: FaultSnapshot | null;
  readonly pins: { readonly sda: number; readonly scl: number };
}

/** How often something stands in a file; `name` '' counts what is beyond the longest list. */
export interface Tally {
  readonly name: string;
  readonly entries: number;
}

/** Whose signature holds for entries of a file. */
export interface ManifestSignerSnapshot {
  readonly name: string;
  readonly origin: 'microchip' | 'demo' | 'own';
  /** RFC 3339. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly entries: number;
}

/** One loaded manifest file. */
export interface ManifestSnapshot {
  readonly id: number;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly entries: number;
  readonly verified: number;
  readonly failed: number;
  /** Entries without certificates (payload version 2). */
  readonly withoutCertificates: number;
  readonly demo: boolean;
  /** Signers whose signatures hold, in order of appearance. */
  readonly signers: readonly ManifestSignerSnapshot[];
  /** Most first. */
  readonly partNumbers: readonly Tally[];
  readonly models: readonly Tally[];
  readonly versions: readonly Tally[];
  /** RFC 3339; null when no entry says. */
  readonly firstProvisioned: string | null;
  readonly lastProvisioned: string | null;
  /** Entries whose serial number stands once more, here or in another file, with the same or with different content. */
  readonly duplicates: { readonly same: number; readonly different: number; readonly otherFiles: readonly string[] };
  /** `kept`: it will be here next time. `not-kept`: the browser did not take it, or it is the demo's. */
  readonly storage: 'kept' | 'not-kept';
  /** Entries that could not be read or verified: position and reason code; the first 200. */
  readonly problems: readonly { readonly index: number; readonly uniqueId: string | null; readonly reason: string; readonly facts: Facts }[];
}

/** One line of the log. */
export interface LogLine {
  readonly number: number;
  /** Milliseconds since the log began. */
  readonly atMs: number;
  /** `board`: text from the wire; `page`: a note of the bench; `broken`: a frame given up or bytes that are no text. */
  readonly source: 'board' | 'page' | 'broken';
  readonly text: string;
}
