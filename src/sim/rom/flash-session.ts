/**
 * Writing flash over the serial loader, plain or deflated, with the times that flash takes.
 * Floor: sim. Knows no packets: loader.ts hands over blocks and carries a stub's error to the next command.
 * The ROM erases everything first and answers a block when it is written. The stub answers first; it erases as it goes, in large blocks where
 * it can, and leaves sectors alone that are blank, until it has met the first that is not.
 * Like them, this does not look at sequence numbers: a block sent twice is written twice, and MD5 tells.
 * Reference: Espressif, "Serial protocol", writing data; esp-flasher-stub 1.1, command_handler.c; data sheets of 4 MB NOR flash for the times.
 */
import { Unzlib } from 'fflate';
import { CYCLES_PER_MS, CYCLES_PER_SECOND } from '../soc/timeline.ts';
import { SECTOR_BYTES, type Flash } from '../soc/flash.ts';
import { wordOf, type LoaderFault, type LoaderKind, type LoaderReply } from './command.ts';

const SECTOR_ERASE_CYCLES = 30 * CYCLES_PER_MS;
const BLOCK_BYTES = 65_536;
const BLOCK_ERASE_CYCLES = 150 * CYCLES_PER_MS;
/** Reading a sector to see whether it is blank. */
const BLANK_CHECK_CYCLES = 2 * CYCLES_PER_MS;
const CHIP_ERASE_CYCLES = 6 * CYCLES_PER_SECOND;
const PAGE_BYTES = 256;
const PAGE_PROGRAM_CYCLES = 0.5 * CYCLES_PER_MS;
/** A stub takes four words, or five: the fifth asks for encrypted writing. */
const BEGIN_BYTES: readonly number[] = [16, 20];

export class FlashSession {
  readonly #flash: Flash;
  readonly #kind: () => LoaderKind;
  #open: 'no' | 'plain' | 'deflated' = 'no';
  #address = 0;
  /** Bytes still to be written, before deflating. */
  #remaining = 0;
  #eraseFrom = 0;
  #eraseEnd = 0;
  #metDirty = false;
  #encrypts = false;
  #inflate: Unzlib | null = null;
  #inflated: Uint8Array[] = [];

  constructor(flash: Flash, kind: () => LoaderKind) {
    this.#flash = flash;
    this.#kind = kind;
  }

  reset(): void {
    this.#open = 'no';
    this.#inflate = null;
    this.#inflated = [];
  }

  /** FLASH_BEGIN and FLASH_DEFL_BEGIN: size to erase, blocks, block size, offset, perhaps "encrypt". */
  begin(form: 'plain' | 'deflated', data: Uint8Array): LoaderReply {
    const stub = this.#kind() === 'stub';
    if (data.length < 16 || (stub && !BEGIN_BYTES.includes(data.length))) return { fault: 'message' };
    const size = wordOf(data, 0);
    const address = wordOf(data, 3);
    if (!this.#flash.holds(address, size)) return { fault: 'range' };
    this.#open = form;
    this.#address = address;
    this.#encrypts = wordOf(data, 4) !== 0;
    // FLASH_BEGIN's size is rounded as the host likes, blocks are padded: only the block count is the whole truth
    this.#remaining = form === 'deflated' ? size : wordOf(data, 1) * wordOf(data, 2);
    this.#inflated = [];
    this.#inflate = form === 'deflated' ? new Unzlib((chunk) => void this.#inflated.push(chunk)) : null;
    this.#eraseFrom = Math.floor(address / SECTOR_BYTES) * SECTOR_BYTES;
    this.#eraseEnd = Math.ceil((address + size) / SECTOR_BYTES) * SECTOR_BYTES;
    this.#metDirty = false;
    if (stub) return { after: this.#eraseTo(this.#eraseFrom + 1) };
    this.#flash.erase(address, size);
    return { before: Math.ceil(((address % SECTOR_BYTES) + size) / SECTOR_BYTES) * SECTOR_ERASE_CYCLES };
  }

  /** One block of the form that was begun. */
  write(form: 'plain' | 'deflated', block: Uint8Array): LoaderReply {
    if (this.#open !== form) return { fault: 'refused' };
    const plain = form === 'plain' ? block : this.#unpack(block);
    if (typeof plain === 'string') return { fault: plain };
    if (this.#flash.refusesWriting) return { fault: 'flash' };
    const stub = this.#kind() === 'stub';
    if (!stub && plain.length > this.#remaining) return { fault: 'too-much' };
    const erase = stub ? this.#eraseTo(this.#address + plain.length) : 0;
    this.#flash.program(this.#address, this.#encrypts ? plain.map((byte) => byte ^ 0x5a) : plain);
    this.#address += plain.length;
    this.#remaining -= plain.length;
    const program = Math.ceil(plain.length / PAGE_BYTES) * PAGE_PROGRAM_CYCLES;
    return stub ? { after: erase + program } : { before: program };
  }

  /** FLASH_END and FLASH_DEFL_END. `restart` is what a zero flag asks for. */
  end(form: 'plain' | 'deflated', data: Uint8Array, restart: () => void): LoaderReply {
    if (data.length < 4) return { fault: 'message' };
    const stub = this.#kind() === 'stub';
    if (stub && this.#open !== form) return { fault: 'refused' };
    if (stub && this.#remaining !== 0) return { fault: 'message' };
    this.reset();
    return wordOf(data, 0) === 0 ? { then: restart } : {};
  }

  /** Stub only: the whole chip, or whole sectors. */
  eraseAll(): LoaderReply {
    if (this.#flash.refusesWriting) return { fault: 'flash' };
    this.#flash.erase(0, this.#flash.bytes.length);
    return { before: CHIP_ERASE_CYCLES };
  }

  eraseRegion(address: number, length: number): LoaderReply {
    if (address % SECTOR_BYTES !== 0 || length % SECTOR_BYTES !== 0 || !this.#flash.holds(address, length)) return { fault: 'message' };
    this.#flash.erase(address, length);
    return { before: (length / SECTOR_BYTES) * SECTOR_ERASE_CYCLES };
  }

  /** Erases as the stub does, at least up to `target`; gives the cycles that it takes. */
  #eraseTo(target: number): number {
    let cycles = 0;
    while (this.#eraseFrom < Math.min(target, this.#eraseEnd)) {
      if (!this.#metDirty) {
        cycles += BLANK_CHECK_CYCLES;
        if (this.#flash.isBlank(this.#eraseFrom, SECTOR_BYTES)) {
          this.#eraseFrom += SECTOR_BYTES;
          continue;
        }
        this.#metDirty = true;
      }
      const large = this.#eraseFrom % BLOCK_BYTES === 0 && this.#eraseEnd - this.#eraseFrom >= BLOCK_BYTES;
      const step = large ? BLOCK_BYTES : SECTOR_BYTES;
      this.#flash.erase(this.#eraseFrom, step);
      this.#eraseFrom += step;
      cycles += large ? BLOCK_ERASE_CYCLES : SECTOR_ERASE_CYCLES;
    }
    return cycles;
  }

  #unpack(block: Uint8Array): Uint8Array | LoaderFault {
    try {
      this.#inflate?.push(block);
    } catch {
      this.reset();
      return 'inflate';
    }
    const joined = new Uint8Array(this.#inflated.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of this.#inflated) {
      joined.set(chunk, at);
      at += chunk.length;
    }
    this.#inflated = [];
    return joined;
  }
}
