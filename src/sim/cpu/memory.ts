/**
 * The address space of the board: data memory, instruction memory, peripherals.
 * Floor: sim. Knows no instructions and no peripheral; devices are attached by page.
 * Reference: ESP32 Technical Reference Manual, section 1.3.2 (internal memory); the instruction bus takes aligned words only.
 * Not modelled: SRAM1's second, mirrored address range, RTC memory, caches, external memory.
 */

/** Data memory that bytes, halves and words may reach. */
export const DRAM_START = 0x3ffae000;
export const DRAM_BYTES = 0x40000000 - DRAM_START;
/** Instruction memory: aligned words only, and the only memory that can be executed. */
export const IRAM_START = 0x40080000;
export const IRAM_BYTES = 0x20000;
const PERIPHERAL_START = 0x3ff00000;
const PERIPHERAL_BYTES = 0x80000;
const ROM_START = 0x40000000;
const ROM_BYTES = 0x70000;
/** First word of the ROM that tools read to tell chips apart: an ESP32. */
const CHIP_MAGIC_ADDRESS = 0x40001000;
const CHIP_MAGIC = 0x00f01d83;

/** Registers of one 4 KiB page of the peripheral bus. */
export interface Device {
  /** `offset` within the page, a multiple of 4. */
  read(offset: number): number;
  write(offset: number, value: number): void;
}

export class Memory {
  readonly dram32: Int32Array<ArrayBuffer>;
  readonly dram16: Uint16Array<ArrayBuffer>;
  readonly dram8: Uint8Array<ArrayBuffer>;
  readonly iram32: Int32Array<ArrayBuffer>;
  readonly #iram8: Uint8Array<ArrayBuffer>;
  /** By page of the peripheral bus. */
  readonly #devices: (Device | undefined)[] = new Array<Device | undefined>(PERIPHERAL_BYTES >> 12).fill(undefined);
  /** Called with the byte offset of each instruction word that was written. */
  onInstructionWrite: ((offset: number) => void) | null = null;

  constructor() {
    const dram = new ArrayBuffer(DRAM_BYTES);
    this.dram32 = new Int32Array(dram);
    this.dram16 = new Uint16Array(dram);
    this.dram8 = new Uint8Array(dram);
    const iram = new ArrayBuffer(IRAM_BYTES);
    this.iram32 = new Int32Array(iram);
    this.#iram8 = new Uint8Array(iram);
  }

  /** Puts a device at the page that begins at `address`. */
  attach(address: number, device: Device): void {
    this.#devices[(address - PERIPHERAL_START) >> 12] = device;
  }

  /** True where an aligned word may be read or written. */
  isMapped(address: number): boolean {
    return within(address, DRAM_START, DRAM_BYTES) || within(address, IRAM_START, IRAM_BYTES) || this.isPeripheral(address);
  }

  isPeripheral(address: number): boolean {
    return within(address, PERIPHERAL_START, PERIPHERAL_BYTES);
  }

  isRom(address: number): boolean {
    return within(address, ROM_START, ROM_BYTES);
  }

  isInstruction(address: number): boolean {
    return within(address, IRAM_START, IRAM_BYTES);
  }

  /** Reads an aligned word; unmapped space and registers that do not exist read 0. */
  read32(address: number): number {
    const wanted = address >>> 0;
    if (within(wanted, DRAM_START, DRAM_BYTES)) return this.dram32[(wanted - DRAM_START) >>> 2] as number;
    if (within(wanted, IRAM_START, IRAM_BYTES)) return this.iram32[(wanted - IRAM_START) >>> 2] as number;
    if (this.isPeripheral(wanted)) return this.readPeripheral(wanted);
    return wanted === CHIP_MAGIC_ADDRESS ? CHIP_MAGIC : 0;
  }

  /** Writes an aligned word; what is written to unmapped space is lost. */
  write32(address: number, value: number): void {
    const wanted = address >>> 0;
    if (within(wanted, DRAM_START, DRAM_BYTES)) this.dram32[(wanted - DRAM_START) >>> 2] = value;
    else if (within(wanted, IRAM_START, IRAM_BYTES)) {
      this.iram32[(wanted - IRAM_START) >>> 2] = value;
      this.onInstructionWrite?.((wanted - IRAM_START) & ~3);
    } else if (this.isPeripheral(wanted)) this.writePeripheral(wanted, value);
  }

  /** Reads a register; `address` is on the peripheral bus. */
  readPeripheral(address: number): number {
    const device = this.#devices[(address - PERIPHERAL_START) >> 12];
    return device === undefined ? 0 : device.read(address & 0xffc) | 0;
  }

  /** Writes a register; `address` is on the peripheral bus. */
  writePeripheral(address: number, value: number): void {
    this.#devices[(address - PERIPHERAL_START) >> 12]?.write(address & 0xffc, value | 0);
  }

  /** Copies bytes into data or instruction memory, as a loader does. Bytes outside both are dropped. */
  load(address: number, bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++) {
      const to = address + index;
      if (within(to, DRAM_START, DRAM_BYTES)) this.dram8[to - DRAM_START] = bytes[index] as number;
      else if (within(to, IRAM_START, IRAM_BYTES)) {
        this.#iram8[to - IRAM_START] = bytes[index] as number;
        this.onInstructionWrite?.((to - IRAM_START) & ~3);
      }
    }
  }

  /** Fills both memories with noise grown from `seed`, as after power-on: nothing may rely on zeros. */
  scramble(seed: number): void {
    let state = seed | 1;
    for (const words of [this.dram32, this.iram32]) {
      for (let index = 0; index < words.length; index++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        words[index] = state;
      }
    }
  }

  /** Three instruction bytes at a byte offset of instruction memory. */
  instructionBits(offset: number): number {
    return (this.#iram8[offset] ?? 0) | ((this.#iram8[offset + 1] ?? 0) << 8) | ((this.#iram8[offset + 2] ?? 0) << 16);
  }
}

function within(address: number, start: number, bytes: number): boolean {
  return address >= start && address < start + bytes;
}
