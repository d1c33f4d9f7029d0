/**
 * The SPI flash chip: bytes that writing can only clear and erasing sets.
 * Floor: sim. Knows no protocol; the loader and the ROM use it, `FlashController` answers identification by register.
 * Reference: data sheets of 4 MB NOR flash (commands 9Fh, 05h); ESP32 Technical Reference Manual, chapter 7 (SPI registers).
 */
import type { Device } from '../cpu/memory.ts';

export const FLASH_BYTES = 4 * 1024 * 1024;
export const SECTOR_BYTES = 4096;
/** JEDEC id: manufacturer C8, type 40, capacity 16 (2^22 bytes). */
const JEDEC_ID = 0x1640c8;

export class Flash {
  readonly bytes = new Uint8Array(FLASH_BYTES).fill(0xff);
  /** One bit of the next program operation goes wrong (fault flash-write-corrupts). */
  corruptNextWrite = false;
  /** Erasing and writing fail (fault flash-write-refused). */
  refusesWriting = false;
  /** Where a bit never comes out as it was written (fault flash-stuck-bit). */
  stuckAt: number | null = null;

  /** True when the range lies within the chip. */
  holds(address: number, length: number): boolean {
    return address >= 0 && length >= 0 && address + length <= FLASH_BYTES;
  }

  /** True when the range reads as erased. */
  isBlank(address: number, length: number): boolean {
    return this.bytes.subarray(address, address + length).every((byte) => byte === 0xff);
  }

  /** Erases all sectors that the range touches. */
  erase(address: number, length: number): void {
    if (length === 0) return;
    const start = Math.floor(address / SECTOR_BYTES) * SECTOR_BYTES;
    const end = Math.min(FLASH_BYTES, Math.ceil((address + length) / SECTOR_BYTES) * SECTOR_BYTES);
    this.bytes.fill(0xff, start, end);
  }

  /** Programs bytes: only ones can become zeros. What lies beyond the end is lost. */
  program(address: number, data: Uint8Array): void {
    for (let index = 0; index < data.length && address + index < FLASH_BYTES; index++)
      this.bytes[address + index] = (this.bytes[address + index] as number) & (data[index] as number);
    if (this.corruptNextWrite && data.length > 0) {
      this.corruptNextWrite = false;
      this.bytes[address] = (this.bytes[address] as number) ^ 0x10;
    }
    const stuck = this.stuckAt;
    if (stuck !== null && stuck >= address && stuck < address + data.length) this.bytes[stuck] = (this.bytes[stuck] as number) ^ 0x01;
  }
}

const SPI = { CMD: 0x00, USR: 0x1c, USR2: 0x24, W0: 0x80 } as const;
const SPI_USR = 1 << 18;
const READ_JEDEC_ID = 0x9f;

/** SPI1: user commands that identify the chip; a command is done as soon as it is given. */
export class FlashController implements Device {
  readonly #registers = new Map<number, number>();
  /** Nothing answers on the bus (fault flash-absent). */
  absent = false;

  read(offset: number): number {
    return this.#registers.get(offset) ?? 0;
  }

  write(offset: number, value: number): void {
    if (offset !== SPI.CMD) this.#registers.set(offset, value);
    else if (value & SPI_USR) this.#registers.set(SPI.W0, ((this.#registers.get(SPI.USR2) ?? 0) & 0xff) === READ_JEDEC_ID && !this.absent ? JEDEC_ID : 0);
  }
}
