/**
 * Writing flash over the serial loader, plain or deflated, with the times that flash takes.
 * Floor: sim. Knows no packets: loader.ts hands over blocks.
 * Reference: Espressif, "Serial protocol", writing data; stub_flasher: the stub answers a block first and writes it then,
 * and, like it, this does not look at sequence numbers: a block sent twice is written twice, and MD5 tells.
 */
import { Unzlib } from 'fflate';
import { CYCLES_PER_MS, CYCLES_PER_SECOND } from '../soc/timeline.ts';
import { SECTOR_BYTES, type Flash } from '../soc/flash.ts';
import { wordOf, type LoaderFault, type LoaderKind, type LoaderReply } from './command.ts';

const SECTOR_ERASE_CYCLES = 30 * CYCLES_PER_MS;
const CHIP_ERASE_CYCLES = 6 * CYCLES_PER_SECOND;
const PAGE_BYTES = 256;
const PAGE_PROGRAM_CYCLES = 0.5 * CYCLES_PER_MS;

export class FlashSession {
  readonly #flash: Flash;
  readonly #kind: () => LoaderKind;
  #open: 'no' | 'plain' | 'deflated' = 'no';
  #address = 0;
  /** Bytes still to be written, before deflating. */
  #remaining = 0;
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

  /** FLASH_BEGIN and FLASH_DEFL_BEGIN: size to erase, blocks, block size, offset. */
  begin(form: 'plain' | 'deflated', data: Uint8Array): LoaderReply {
    if (data.length < 16) return { fault: 'message' };
    const size = wordOf(data, 0);
    const address = wordOf(data, 3);
    if (!this.#flash.holds(address, size)) return { fault: 'range' };
    this.#flash.erase(address, size);
    this.#open = form;
    this.#address = address;
    // FLASH_BEGIN's size is rounded as the host likes, blocks are padded: only the block count is the whole truth
    this.#remaining = form === 'deflated' ? size : wordOf(data, 1) * wordOf(data, 2);
    this.#inflated = [];
    this.#inflate = form === 'deflated' ? new Unzlib((chunk) => void this.#inflated.push(chunk)) : null;
    const erase = Math.ceil(((address % SECTOR_BYTES) + size) / SECTOR_BYTES) * SECTOR_ERASE_CYCLES;
    return this.#kind() === 'rom' ? { before: erase } : { after: erase };
  }

  /** One block of the form that was begun. */
  write(form: 'plain' | 'deflated', block: Uint8Array): LoaderReply {
    if (this.#open !== form) return { fault: 'refused' };
    const plain = form === 'plain' ? block : this.#unpack(block);
    if (typeof plain === 'string') return { fault: plain };
    if (plain.length > this.#remaining) return { fault: 'too-much' };
    this.#flash.program(this.#address, plain);
    this.#address += plain.length;
    this.#remaining -= plain.length;
    const program = Math.ceil(plain.length / PAGE_BYTES) * PAGE_PROGRAM_CYCLES;
    return this.#kind() === 'rom' ? { before: program } : { after: program };
  }

  /** FLASH_END and FLASH_DEFL_END. `restart` is what a zero flag asks for. */
  end(form: 'plain' | 'deflated', data: Uint8Array, restart: () => void): LoaderReply {
    if (data.length < 4) return { fault: 'message' };
    if (this.#kind() === 'stub' && this.#open !== form) return { fault: 'refused' };
    const short = this.#kind() === 'stub' && form === 'deflated' && this.#remaining > 0;
    this.reset();
    if (short) return { fault: 'too-little' };
    return wordOf(data, 0) === 0 ? { then: restart } : {};
  }

  /** Stub only: the whole chip, or whole sectors. */
  eraseAll(): LoaderReply {
    this.#flash.erase(0, this.#flash.bytes.length);
    return { before: CHIP_ERASE_CYCLES };
  }

  eraseRegion(address: number, length: number): LoaderReply {
    if (address % SECTOR_BYTES !== 0 || length % SECTOR_BYTES !== 0 || !this.#flash.holds(address, length)) return { fault: 'message' };
    this.#flash.erase(address, length);
    return { before: (length / SECTOR_BYTES) * SECTOR_ERASE_CYCLES };
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
