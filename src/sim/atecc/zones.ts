/**
 * The chip's memory: configuration, OTP, slots; who may read and write what.
 * Floor: sim. Knows no packets and no time.
 * Reference: ATECC608A-TNGTLS data sheet, sections 2 and 4.4.2 (addresses), 4.4.9 and following (Lock, UpdateExtra, Write).
 * Where a command is refused the answer is a status byte, as the chip gives it.
 */
import { CHIP_STATUS, CONFIG_OFFSET, SIZE, SLOT_SIZE, UNLOCKED, ZONE } from '../../chip/map.ts';
import { configZone, type ChipIdentity } from './identity.ts';
import { chipCrc } from './packet.ts';

const { ExecutionError, ParseError, Success } = CHIP_STATUS;
/** Slots that a TNGTLS chip lets one lock. */
const LOCKABLE: ReadonlySet<number> = new Set([2, 3, 4, 6, 8]);
/** The one slot of a TNGTLS chip that takes writes in clear. */
const CLEAR_WRITE_SLOT = 8;
/** Configuration bytes below this, and the lock and extra bytes, cannot be written. */
const FIRST_WRITABLE_CONFIG = 16;

export class Zones {
  readonly config: Uint8Array;
  readonly #otp: Uint8Array;
  readonly #slots = new Map<number, Uint8Array>();

  constructor(identity: ChipIdentity, form: 'tngtls' | 'blank') {
    this.config = configZone(identity, form);
    this.#otp = form === 'tngtls' ? identity.otp.slice() : new Uint8Array(SIZE.OtpZone).fill(0xff);
    for (const [slot, content] of Object.entries(form === 'tngtls' ? identity.slots : {})) {
      const whole = new Uint8Array(SLOT_SIZE[Number(slot)] ?? 0);
      whole.set(content.subarray(0, whole.length));
      this.#slots.set(Number(slot), whole);
    }
  }

  get configLocked(): boolean {
    return this.config[CONFIG_OFFSET.LockConfig] !== UNLOCKED;
  }

  get dataLocked(): boolean {
    return this.config[CONFIG_OFFSET.LockValue] !== UNLOCKED;
  }

  /** The 7-bit address on the bus: UserExtraAdd replaces I2C_Address once it was set. */
  get i2cAddress(): number {
    const extra = this.config[CONFIG_OFFSET.UserExtraAdd] as number;
    const useExtra = extra !== 0 && ((this.config[CONFIG_OFFSET.ChipMode] as number) & 1) === 1;
    return (useExtra ? extra : (this.config[CONFIG_OFFSET.I2CAddress] as number)) >> 1;
  }

  /** Read: 4 or 32 bytes, or a status byte. */
  read(param1: number, address: number): Uint8Array | number {
    const length = param1 & ZONE.ReadBlock ? SIZE.Block : SIZE.Word;
    const zone = param1 & 3;
    if ((param1 & ~(ZONE.ReadBlock | 3)) !== 0 || zone === 3) return ParseError;
    const found = this.#locate(zone, address, length);
    if (typeof found === 'number') return found;
    if (zone !== ZONE.Config && !this.dataLocked) return ExecutionError;
    return found.memory.slice(found.offset, found.offset + length);
  }

  /** Write in clear. */
  write(param1: number, address: number, data: Uint8Array): number {
    const length = param1 & ZONE.ReadBlock ? SIZE.Block : SIZE.Word;
    const zone = param1 & 3;
    if (zone === 3 || data.length < length) return ParseError;
    const found = this.#locate(zone, address, length);
    if (typeof found === 'number') return found;
    const { memory, offset } = found;
    if (zone === ZONE.Config) {
      if (this.configLocked || offset < FIRST_WRITABLE_CONFIG || (offset >= 84 && offset < 88)) return ExecutionError;
    } else if (zone === ZONE.OTP) return ExecutionError;
    else if (slotOf(address) !== CLEAR_WRITE_SLOT || !this.dataLocked || this.#slotLocked(CLEAR_WRITE_SLOT)) return ExecutionError;
    memory.set(data.subarray(0, length), offset);
    return Success;
  }

  /** Lock: a zone, or with mode bit 1 one slot. */
  lock(mode: number, summary: number): number {
    if ((mode & 2) !== 0) {
      const slot = (mode >> 2) & 15;
      if (!this.dataLocked || !LOCKABLE.has(slot) || this.#slotLocked(slot)) return ExecutionError;
      const at = CONFIG_OFFSET.SlotLocked + (slot >> 3);
      this.config[at] = (this.config[at] as number) & ~(1 << (slot & 7));
      return Success;
    }
    const offset = (mode & 1) === 0 ? CONFIG_OFFSET.LockConfig : CONFIG_OFFSET.LockValue;
    if (this.config[offset] !== UNLOCKED || (offset === CONFIG_OFFSET.LockValue && !this.configLocked)) return ExecutionError;
    if ((mode & 0x80) === 0 && offset === CONFIG_OFFSET.LockConfig && summary !== chipCrc(this.config)) return ExecutionError;
    this.config[offset] = 0;
    return Success;
  }

  /** UpdateExtra: each of the two bytes may be set once. */
  updateExtra(mode: number, value: number): number {
    if (mode > 1) return ParseError;
    const offset = CONFIG_OFFSET.UserExtraAdd - 1 + mode;
    if (this.config[offset] !== 0) return ExecutionError;
    this.config[offset] = value & 0xff;
    return Success;
  }

  #slotLocked(slot: number): boolean {
    return (((this.config[CONFIG_OFFSET.SlotLocked + (slot >> 3)] as number) >> (slot & 7)) & 1) === 0;
  }

  #locate(zone: number, address: number, length: number): { readonly memory: Uint8Array; readonly offset: number } | number {
    const block = zone === ZONE.Data ? address >> 8 : (address >> 3) & 3;
    const word = length === SIZE.Block ? 0 : address & 7;
    const offset = block * SIZE.Block + word * SIZE.Word;
    const memory = zone === ZONE.Config ? this.config : zone === ZONE.OTP ? this.#otp : this.#slots.get(slotOf(address));
    if (memory === undefined) return ExecutionError;
    return offset + length > memory.length ? ParseError : { memory, offset };
  }
}

function slotOf(address: number): number {
  return (address >> 3) & 15;
}
