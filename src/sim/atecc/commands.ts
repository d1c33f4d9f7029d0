/**
 * What the chip does with a command: zones, TempKey, message digest buffer, hashes, counters, the signature.
 * Floor: sim. Knows no wire and no time but its own execution times.
 * Reference: ATECC608A-TNGTLS data sheet, section 4.4; TempKey rules from section 4.4.6 (Nonce) and 4.4.8 (SHA, Sign).
 * Not modelled (answered 0F): Verify, ECDH, AES, KDF, MAC, CheckMac, GenDig, SecureBoot, new private keys (slots 1–4 are empty here).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { concat } from '../../base/index.ts';
import { CHIP_STATUS, OPCODE, SIZE } from '../../chip/map.ts';
import type { ChipPersona } from './identity.ts';
import type { CommandBlock } from './packet.ts';
import { Zones } from './zones.ts';

const { ExecutionError, ParseError, Success } = CHIP_STATUS;
/** Commands that exist but are not modelled. */
const OTHER_OPCODES: ReadonlySet<number> = new Set([0x08, 0x15, OPCODE.DeriveKey, 0x28, 0x43, OPCODE.Verify, OPCODE.PrivWrite, 0x51, 0x56, 0x80]);
/** Typical execution times in ms at full clock; below the maxima that a host must allow. */
// prettier-ignore
const TYPICAL_MS: Readonly<Record<number, number>> = {
  [OPCODE.Info]: 0.4, [OPCODE.Read]: 0.8, [OPCODE.Random]: 15, [OPCODE.Nonce]: 7, [OPCODE.GenKey]: 59, [OPCODE.Sign]: 64, [OPCODE.SHA]: 9,
  [OPCODE.Counter]: 20, [OPCODE.SelfTest]: 200, [OPCODE.Write]: 26, [OPCODE.Lock]: 32, [OPCODE.UpdateExtra]: 10,
};

/** An answer's content, or a single status byte. */
export type Answer = Uint8Array | number;

export interface CommandSetting {
  readonly persona: ChipPersona;
  readonly form: 'tngtls' | 'blank';
  /** Signs in place of the persona's own key, where a fault wants it. */
  readonly impostor?: ChipPersona['signer'];
}

export class Commands {
  readonly zones: Zones;
  readonly #setting: CommandSetting;
  readonly #random: () => number;
  #tempKey: Uint8Array | null = null;
  #digest: Uint8Array | null = null;
  #hash: ReturnType<typeof sha256.create> | null = null;
  readonly #counters = [0, 0];

  /** `random` gives 32 bits. */
  constructor(setting: CommandSetting, random: () => number) {
    this.#setting = setting;
    this.#random = random;
    this.zones = new Zones(setting.persona.identity, setting.form);
  }

  /** Sleep and power loss: TempKey, the digest buffer and a begun hash are gone. */
  forget(): void {
    this.#tempKey = null;
    this.#digest = null;
    this.#hash = null;
  }

  executionMs(command: CommandBlock): number {
    return TYPICAL_MS[command.opcode] ?? 1;
  }

  run(command: CommandBlock): Answer | Promise<Answer> {
    const { opcode, param1, param2, data } = command;
    switch (opcode) {
      case OPCODE.Info:
        return this.#info(param1, param2);
      case OPCODE.Read:
        return data.length === 0 ? this.zones.read(param1, param2) : ParseError;
      case OPCODE.Random:
        return param1 > 1 ? ParseError : this.#randomBytes();
      case OPCODE.Nonce:
        return this.#nonce(param1, data);
      case OPCODE.GenKey:
        return this.#genKey(param1, param2);
      case OPCODE.Sign:
        return this.#sign(param1, param2);
      case OPCODE.SHA:
        return this.#sha(param1, param2, data);
      case OPCODE.Counter:
        return this.#counter(param1, param2);
      case OPCODE.SelfTest:
        return (param1 & ~0x3f) === 0 ? Success : ParseError;
      case OPCODE.Write:
        return this.zones.write(param1, param2, data);
      case OPCODE.Lock:
        return this.zones.lock(param1, param2);
      case OPCODE.UpdateExtra:
        return this.zones.updateExtra(param1, param2);
      default:
        return OTHER_OPCODES.has(opcode) ? ExecutionError : ParseError;
    }
  }

  #info(mode: number, param2: number): Answer {
    if (mode === 0) return this.#setting.persona.identity.revision.slice();
    if (mode === 1) return param2 > 15 ? ParseError : Uint8Array.of(param2 === 0 && this.#setting.form === 'tngtls' ? 1 : 0, 0, 0, 0);
    if (mode === 2) return Uint8Array.of(0, this.#tempKey === null ? 0 : 0x80, 0, 0); // TempKey.Valid
    return ParseError;
  }

  /** Until the configuration is locked the generator gives a fixed pattern. */
  #randomBytes(): Uint8Array {
    const bytes = new Uint8Array(SIZE.Block);
    for (let index = 0; index < bytes.length; index++)
      bytes[index] = this.zones.configLocked ? this.#random() & 0xff : ([0xff, 0xff, 0, 0][index & 3] as number);
    return bytes;
  }

  #nonce(mode: number, data: Uint8Array): Answer {
    if ((mode & 3) !== 3) {
      if (mode > 1 || data.length !== 20) return ParseError;
      const random = this.#randomBytes();
      this.#tempKey = sha256(concat(random, data, Uint8Array.of(OPCODE.Nonce, mode, 0)));
      return random;
    }
    if (data.length !== (mode & 0x20 ? 64 : 32) || (mode & 0x1c) !== 0) return ParseError;
    const target = mode & 0xc0;
    if (target === 0x00) this.#tempKey = data.slice();
    else if (target === 0x40) this.#digest = data.slice();
    else if (target !== 0x80) return ParseError;
    return Success;
  }

  #genKey(mode: number, slot: number): Answer {
    if (mode !== 0x00 && mode !== 0x04) return mode === 0x08 || mode === 0x10 ? ExecutionError : ParseError;
    const present = mode === 0x00 && slot === 0 && this.#setting.form === 'tngtls';
    return present ? this.#setting.persona.signer.publicKey.slice() : ExecutionError;
  }

  #sign(mode: number, slot: number): Answer | Promise<Answer> {
    if ((mode & 0x80) === 0) return ExecutionError; // internal messages
    if ((mode & ~0xa0) !== 0) return ParseError;
    const message = mode & 0x20 ? this.#digest : this.#tempKey;
    if (slot !== 0 || this.#setting.form !== 'tngtls' || message === null) return ExecutionError;
    const signer = this.#setting.impostor ?? this.#setting.persona.signer;
    return signer.sign(message.slice(0, SIZE.Digest));
  }

  #sha(mode: number, length: number, data: Uint8Array): Answer {
    if (mode === 0) {
      this.#hash = sha256.create();
      return Success;
    }
    if (this.#hash === null) return ExecutionError;
    if (length !== data.length || length > 64) return ParseError;
    if (mode === 1) {
      this.#hash.update(data);
      return Success;
    }
    if ((mode & 0x3f) !== 2 || (mode & 0xc0) === 0x80) return ParseError;
    const digest = this.#hash.update(data).digest();
    this.#hash = null;
    if ((mode & 0xc0) === 0x00) this.#tempKey = digest;
    else if ((mode & 0xc0) === 0x40) this.#digest = digest;
    return digest.slice();
  }

  #counter(mode: number, counter: number): Answer {
    if (mode > 1 || counter > 1) return ParseError;
    const value = (this.#counters[counter] as number) + mode;
    this.#counters[counter] = value;
    return Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, 0);
  }
}
