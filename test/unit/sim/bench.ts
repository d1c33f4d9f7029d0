/**
 * A board on the table for tests: a throw-away chip, an image, and virtual time that runs until something was seen.
 */
import { existsSync, readFileSync } from 'node:fs';
import { p256 } from '@noble/curves/nist.js';
import { FrameSplitter, encodeFrame, type Frame } from '../../../src/formats/index.ts';
import { VirtualBoard, type ChipIdentity, type ChipPersona, type Fault, type Signer, type VirtualBoardOptions } from '../../../src/sim/index.ts';

const FIRMWARE = new URL('../../../public/firmware/touchstone-bench-esp32.bin', import.meta.url);
export const hasFirmware = existsSync(FIRMWARE);
if (!hasFirmware) console.log('public/firmware/touchstone-bench-esp32.bin is absent: tests with the real firmware are skipped');

export function firmware(): Uint8Array {
  return new Uint8Array(readFileSync(FIRMWARE));
}

/** A generator with a seed, so that a failing test fails again. */
export function seeded(seed = 1): () => number {
  let state = seed | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Signs at once with a key that is 32 times the given byte. */
export function signer(keyByte: number): Signer {
  const key = new Uint8Array(32).fill(keyByte);
  return {
    publicKey: p256.getPublicKey(key, false).slice(1),
    sign: (digest) => p256.sign(digest, key, { prehash: false }),
  };
}

const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

export const IDENTITY: ChipIdentity = {
  serialNumber: Uint8Array.of(0x01, 0x23, 0x00, 0xde, 0x30, 0x00, 0x00, 0x01, 0x01),
  revision: Uint8Array.of(0x00, 0x00, 0x60, 0x03),
  otp: filled(64, 0x4f),
  slots: {
    5: Uint8Array.from('0200DE300001', (letter) => letter.charCodeAt(0)),
    8: filled(416, 0x08),
    10: filled(72, 0x10),
    11: filled(72, 0x11),
    12: filled(72, 0x12),
  },
};

export const PERSONA: ChipPersona = { identity: IDENTITY, signer: signer(7) };
export const OTHER_PERSONA: ChipPersona = { identity: { ...IDENTITY, slots: { ...IDENTITY.slots, 12: filled(72, 0x99) } }, signer: signer(9) };

export interface Table {
  readonly board: VirtualBoard;
  /** Everything the board has sent, as Latin-1 text. */
  text(): string;
  readonly frames: Frame[];
  readonly broken: Uint8Array[];
  /** Runs virtual time until `seen` holds; fails the test when it does not within `limitMs`. */
  until(seen: () => boolean, limitMs?: number): void;
  runMs(ms: number): void;
  /** Sends one command and gives the payload of its answer, or null when none came within `limitMs`. */
  ask(operation: number, payload?: Uint8Array, limitMs?: number): Uint8Array | null;
}

export function board(options: Partial<VirtualBoardOptions> & { readonly image?: Uint8Array; readonly faults?: readonly Fault[] } = {}): Table {
  const made = new VirtualBoard({ chip: PERSONA, otherCaChip: OTHER_PERSONA, impostor: signer(13), random: seeded(), ...options });
  if (options.image !== undefined) {
    const flash = filled(4 * 1024 * 1024, 0xff);
    flash.set(options.image, 0x1000);
    made.importFlash(flash);
  }
  if (options.faults !== undefined) made.setFaults(options.faults);
  let heard = '';
  let requestId = 0;
  const frames: Frame[] = [];
  const broken: Uint8Array[] = [];
  const splitter = new FrameSplitter({ frame: (frame) => void frames.push(frame), text: () => undefined, broken: (content) => void broken.push(content) });
  made.onTransmit((bytes) => {
    heard += String.fromCharCode(...bytes);
    splitter.push(bytes);
  });
  const until = (seen: () => boolean, limitMs = 3000): void => {
    const limit = made.nowUs + limitMs * 1000;
    while (!seen()) {
      if (made.nowUs >= limit) throw new Error(`not seen within ${limitMs} ms of virtual time; the board said ${JSON.stringify(heard.slice(-300))}`);
      made.runUntil(made.nowUs + 500);
    }
  };
  return {
    board: made,
    text: () => heard,
    frames,
    broken,
    until,
    runMs: (ms) => made.runUntil(made.nowUs + ms * 1000),
    ask: (operation, payload = new Uint8Array(0), limitMs = 3000) => {
      const id = ++requestId;
      made.receive(encodeFrame({ channel: 0x80, operation, requestId: id, payload }));
      const answered = (): Frame | undefined => frames.find((frame) => frame.requestId === id && frame.operation === (operation | 0x80));
      try {
        until(() => answered() !== undefined, limitMs);
      } catch {
        return null;
      }
      return answered()?.payload ?? null;
    },
  };
}

/** A board that has started the bench firmware. */
export function started(options: Parameters<typeof board>[0] = {}): Table {
  const table = board({ image: firmware(), ...options });
  table.until(() => /touchstone bench .* build [0-9a-f]{8}\r\n/.test(table.text()));
  return table;
}
