/**
 * The serial loader of the ESP32, by its protocol: the ROM's, and the stub's once a stub was loaded and started.
 * Floor: sim. Knows no boot log and no core; what it needs of the board is `LoaderHost`.
 * Reference: Espressif, "Serial protocol" (esptool documentation) and esp-flasher-stub 1.1 (command_handler.c, frame_buffer.c, slip.c): the stub
 * receives one packet while it works on another and loses what comes beyond; an error of its work is the answer to the next command.
 * The stub's code is not run: an entry in the upper half of instruction memory, where esptool's stub for the ESP32 lives and
 * where our firmware never is, makes the loader answer as that stub does.
 */
import { md5 } from '@noble/hashes/legacy.js';
import type { Memory } from '../cpu/memory.ts';
import type { Flash } from '../soc/flash.ts';
import { CYCLES_PER_MS, CYCLES_PER_SECOND, CYCLES_PER_US, type Timeline, type Timer } from '../soc/timeline.ts';
import {
  LOADER_OP as OP,
  dataBlock,
  encodeReply,
  parseRequest,
  wordOf,
  type LoaderFault,
  type LoaderKind,
  type LoaderReply,
  type LoaderRequest,
} from './command.ts';
import { FlashReader } from './flash-reader.ts';
import { FlashSession } from './flash-session.ts';
import { MischiefMaker, type LoaderAccident } from './mischief.ts';
import { slipBytes } from './slip-receiver.ts';

export interface LoaderHost {
  readonly timeline: Timeline;
  readonly memory: Memory;
  readonly flash: Flash;
  /** Puts bytes on the wire; `drained` when the last has left. */
  send(bytes: readonly number[], drained?: () => void): void;
  setBaudRate(baudRate: number): void;
  /** The stub runs: it counts delimiters in its own way (slip-receiver.ts). */
  stubListens(): void;
  /** Leaves the loader and runs what was loaded. */
  run(entry: number): void;
  /** Resets the chip, as after flashing. */
  restart(): void;
}

const STUB_START = 0x400a0000;
const STUB_END = 0x400c0000;
const STUB_GREETING = [0x4f, 0x48, 0x41, 0x49]; // OHAI
const SYNC_VALUE = 0x20120707;
const SYNC_REPLIES = 8;
const UNKNOWN_REPLIES = 8;
const SYNC_BYTES = 36;
const FIRST_BAUD_RATE = 115_200;
/** Work on a request that does nothing slow. */
const REQUEST_CYCLES = 100 * CYCLES_PER_US;
/** Hashing reads flash at about 2 MB/s. */
const MD5_CYCLES_PER_BYTE = 20;
const MOST_WAITING: Readonly<Record<LoaderKind, number>> = { rom: 16, stub: 1 };
/** The stub waits before and after it changes its divider. */
const RATE_CHANGE_CYCLES = 10 * CYCLES_PER_MS;
const LATE_CYCLES = 4 * CYCLES_PER_SECOND;
/** Packets of a flash read that may be under way, however many the host allows. */
const MOST_UNDER_WAY = 4;

interface Received {
  readonly content: Uint8Array;
  readonly accident: LoaderAccident | null;
}

export class Loader {
  readonly mischief = new MischiefMaker();
  /** The stub comes up at the first rate, whatever the ROM was changed to (fault stub-forgets-rate). */
  stubForgetsRate = false;
  readonly #host: LoaderHost;
  readonly #session: FlashSession;
  readonly #timer: Timer;
  #kind: LoaderKind = 'rom';
  #waiting: Received[] = [];
  /** What went wrong after the last answer. */
  #carried: LoaderFault | null = null;
  #busyUntil = 0;
  #act: (() => void) | null = null;
  #reader: FlashReader | null = null;
  /** Address of the next MEM_DATA block, null outside a load. */
  #loadAddress: number | null = null;

  constructor(host: LoaderHost) {
    this.#host = host;
    this.#session = new FlashSession(host.flash, () => this.#kind);
    this.#timer = host.timeline.timer(() => this.#due());
  }

  /** As the ROM starts it. */
  reset(): void {
    this.#kind = 'rom';
    this.#waiting = [];
    this.#carried = null;
    this.#busyUntil = 0;
    this.#act = null;
    this.#reader = null;
    this.#loadAddress = null;
    this.#session.reset();
    this.#timer.stop();
  }

  /** True while a request is being worked on. */
  get busy(): boolean {
    return this.#act !== null;
  }

  /** Takes one packet off the wire; `cut` when its end was lost on the way, so that it is not over yet. */
  packet(content: Uint8Array): 'taken' | 'cut' {
    if (this.#reader !== null && content.length === 4) {
      if (this.#reader.acknowledge(content)) this.#reader = null;
      return 'taken';
    }
    const accident = this.mischief.next(content[1] ?? 0);
    if (accident === 'request-lost') return 'taken';
    if (accident === 'request-cut') return 'cut';
    if (accident === 'request-spoilt') content[content.length - 1] = (content.at(-1) as number) ^ 0x10;
    if (this.#waiting.length < MOST_WAITING[this.#kind]) this.#waiting.push({ content, accident });
    this.#next();
    return 'taken';
  }

  #next(): void {
    if (this.#act !== null || this.#waiting.length === 0) return;
    const wait = this.#busyUntil - this.#host.timeline.now;
    if (wait > 0) return this.#later(wait, () => this.#next());
    const { content, accident } = this.#waiting.shift() as Received;
    const request = parseRequest(content);
    if (request === null) {
      if (this.#kind === 'stub' && content.length >= 8) this.#answer(content[1] ?? 0, { fault: 'message' }, 1);
      return this.#next();
    }
    this.#reader = null;
    const carried = this.#carried;
    this.#carried = null;
    const reply = carried === null ? this.#perform(request) : { fault: carried };
    const lateCycles = accident === 'answer-late' ? LATE_CYCLES : 0;
    this.#later(REQUEST_CYCLES + lateCycles + (reply?.before ?? 0), () => this.#finish(request, reply, accident));
  }

  #later(cycles: number, act: () => void): void {
    this.#act = act;
    this.#timer.startIn(cycles);
  }

  #due(): void {
    const act = this.#act;
    this.#act = null;
    act?.();
  }

  #finish(request: LoaderRequest, reply: LoaderReply | null, accident: LoaderAccident | null): void {
    this.#busyUntil = this.#host.timeline.now + (reply?.after ?? 0);
    if (reply === null) {
      // the ROM repeats its refusal of what it does not know, under another operation
      if (this.#kind === 'rom') this.#answer(0, { fault: 'message' }, UNKNOWN_REPLIES);
      else this.#host.send(slipBytes([0x01, request.op, 2, 0, 0, 0, 0, 0, 1, 0xff]));
    } else if (accident === 'answer-lost') this.#host.send([], reply.then);
    else this.#answer(request.op, reply, request.op === OP.SYNC ? SYNC_REPLIES : 1);
    this.#next();
  }

  #answer(op: number, reply: LoaderReply, times: number): void {
    const bytes = slipBytes(encodeReply(this.#kind, op, reply));
    this.#host.send(Array.from({ length: times }, () => bytes).flat(), reply.then);
  }

  /** Carries a request out; null when this loader does not know it. */
  #perform(request: LoaderRequest): LoaderReply | null {
    const { op, data } = request;
    switch (op) {
      case OP.SYNC:
        return data.length === SYNC_BYTES ? { value: this.#kind === 'rom' ? SYNC_VALUE : 0 } : { fault: 'message' };
      case OP.READ_REG:
        return data.length === 4 ? { value: this.#host.memory.read32(wordOf(data, 0) & ~3) } : { fault: 'message' };
      case OP.WRITE_REG:
        return this.#writeRegisters(data);
      case OP.SPI_ATTACH:
      case OP.SPI_SET_PARAMS:
        return data.length >= 4 ? {} : { fault: 'message' };
      case OP.CHANGE_BAUDRATE: {
        const baudRate = wordOf(data, 0);
        if (data.length !== 8 || baudRate < 300 || baudRate > 5_000_000) return { fault: 'message' };
        return { then: () => this.#host.setBaudRate(baudRate), ...(this.#kind === 'stub' ? { after: RATE_CHANGE_CYCLES } : {}) };
      }
      case OP.MEM_BEGIN:
        return this.#memoryBegin(data);
      case OP.MEM_DATA:
        return this.#memoryData(request);
      case OP.MEM_END:
        return this.#memoryEnd(data);
      case OP.FLASH_BEGIN:
        return this.#session.begin('plain', data);
      case OP.FLASH_DEFL_BEGIN:
        return this.#session.begin('deflated', data);
      case OP.FLASH_DATA:
        return this.#flashData('plain', request);
      case OP.FLASH_DEFL_DATA:
        return this.#flashData('deflated', request);
      case OP.FLASH_END:
        return this.#session.end('plain', data, () => this.#host.restart());
      case OP.FLASH_DEFL_END:
        return this.#session.end('deflated', data, () => this.#host.restart());
      case OP.SPI_FLASH_MD5:
        return this.#md5(data);
      default:
        return this.#kind === 'stub' ? this.#performStub(op, data) : null;
    }
  }

  #performStub(op: number, data: Uint8Array): LoaderReply | null {
    switch (op) {
      case OP.ERASE_FLASH:
        return this.#session.eraseAll();
      case OP.ERASE_REGION:
        return data.length === 8 ? this.#session.eraseRegion(wordOf(data, 0), wordOf(data, 1)) : { fault: 'message' };
      case OP.READ_FLASH:
        return this.#readFlash(data);
      case OP.RUN_USER_CODE:
        return { then: () => this.#host.restart() };
      default:
        return null;
    }
  }

  /** Groups of address, value, mask, delay. */
  #writeRegisters(data: Uint8Array): LoaderReply {
    if (data.length === 0 || data.length % 16 !== 0) return { fault: 'message' };
    const { memory } = this.#host;
    let delayUs = 0;
    for (let at = 0; at < data.length / 4; at += 4) {
      const address = wordOf(data, at) & ~3;
      const mask = wordOf(data, at + 2);
      const old = mask === 0xffffffff ? 0 : memory.read32(address);
      memory.write32(address, (old & ~mask) | (wordOf(data, at + 1) & mask));
      delayUs += Math.min(1_000_000, wordOf(data, at + 3));
    }
    return { before: delayUs * CYCLES_PER_US };
  }

  #memoryBegin(data: Uint8Array): LoaderReply {
    if (data.length < 16) return { fault: 'message' };
    this.#loadAddress = wordOf(data, 3);
    return {};
  }

  #memoryData(request: LoaderRequest): LoaderReply {
    const block = dataBlock(request);
    if (typeof block === 'string') return { fault: block };
    if (this.#loadAddress === null) return { fault: 'refused' };
    this.#host.memory.load(this.#loadAddress, block);
    this.#loadAddress += block.length;
    return {};
  }

  #memoryEnd(data: Uint8Array): LoaderReply {
    if (data.length !== 8) return { fault: 'message' };
    this.#loadAddress = null;
    const entry = wordOf(data, 1);
    if (wordOf(data, 0) !== 0) return {}; // stay
    return { then: () => this.#leave(entry) };
  }

  #leave(entry: number): void {
    if (entry < STUB_START || entry >= STUB_END) return this.#host.run(entry);
    this.reset();
    this.#kind = 'stub';
    this.#host.stubListens();
    if (this.stubForgetsRate) this.#host.setBaudRate(FIRST_BAUD_RATE);
    this.#host.send(slipBytes(STUB_GREETING));
  }

  #flashData(form: 'plain' | 'deflated', request: LoaderRequest): LoaderReply {
    const block = dataBlock(request);
    if (typeof block === 'string') return { fault: block };
    const reply = this.#session.write(form, block);
    if (this.#kind === 'rom' || reply.fault === undefined || reply.fault === 'refused') return reply;
    this.#carried = reply.fault; // the answer has left when the stub begins to write
    return {};
  }

  #md5(data: Uint8Array): LoaderReply {
    const address = wordOf(data, 0);
    const length = wordOf(data, 1);
    if (data.length !== 16) return { fault: 'message' };
    if (!this.#host.flash.holds(address, length)) return { fault: 'range' };
    const digest = md5(this.#host.flash.bytes.subarray(address, address + length));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const text = Uint8Array.from(hex, (character) => character.charCodeAt(0)); // the ROM answers in letters
    return { before: length * MD5_CYCLES_PER_BYTE, data: this.#kind === 'rom' ? text : digest };
  }

  #readFlash(data: Uint8Array): LoaderReply {
    const [address, length, packet, window] = [0, 1, 2, 3].map((index) => wordOf(data, index)) as [number, number, number, number];
    if (data.length !== 16 || packet === 0 || packet > 0x1000 || window === 0 || !this.#host.flash.holds(address, length)) return { fault: 'message' };
    const bytes = this.#host.flash.bytes.slice(address, address + length);
    const reader = new FlashReader(bytes, packet, Math.min(window, MOST_UNDER_WAY), (content) => this.#host.send(slipBytes(content)));
    return {
      then: () => {
        this.#reader = reader;
        reader.start();
      },
    };
  }
}
