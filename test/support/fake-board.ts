/**
 * An ESP32 board for tests, by its protocols only: reset circuit, boot log, ROM loader, flasher stub, bench firmware. It runs no code.
 * Written from Espressif's serial protocol and docs/protocol.md, not from src/board; faults are asked for by name.
 */
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { concat, type Clock } from '../../src/base/index.ts';
import { encodeFrame, FrameSplitter, type Frame } from '../../src/formats/index.ts';
import { FakePort, type LineState } from './fake-port.ts';

export interface FakeBoardFaults {
  /** The reset circuit is missing: the lines do nothing. */
  readonly noAutoReset?: boolean;
  /** IO0 must be low for so long after EN rises. */
  readonly strapAfterMs?: number;
  /** Rates at which nothing gets through. */
  readonly deadRates?: readonly number[];
  /** From this rate on, data blocks arrive damaged. */
  readonly damageFrom?: number;
  readonly magic?: number;
  /** The ROM's answer to MEM_END is lost. */
  readonly loseMemEnd?: boolean;
  /** What was loaded or flashed never speaks. */
  readonly deadFirmware?: boolean;
  /** The firmware speaks, but never changes its rate. */
  readonly stuckRate?: boolean;
  /** One bit of what is written to flash flips. */
  readonly flipBit?: boolean;
  /** No flash chip answers. */
  readonly noFlash?: boolean;
  /** Called before each loader request: cuts cables. */
  readonly onLoaderRequest?: (operation: number, count: number) => void;
}

type Program = 'off' | 'own' | 'rom' | 'stub' | 'bench';

const EFUSE: readonly number[] = [0, 0xa4cf1234, 0x00ab24d7, 0x0000a200, 0, 0x03100000, 0]; // D0WD, 240 MHz, three revision bits with APB date
const READ_ONLY: Readonly<Record<number, number>> = { 0x3ff6607c: 0x96042000, 0x3ff40014: 347 };
const u32 = (data: Uint8Array, index: number): number => new DataView(data.buffer, data.byteOffset, data.length).getUint32(index * 4, true);
const le32 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];

export class FakeBoard extends FakePort {
  program: Program = 'own';
  readonly flash: Uint8Array = new Uint8Array(4 * 1024 * 1024).fill(0xff);
  /** What MEM_DATA brought, by address. */
  readonly memory = new Map<number, Uint8Array>();
  entry = 0;
  /** Operations the loader was asked for, in order. */
  readonly operations: number[] = [];
  readonly answers = new Map<number, (payload: Uint8Array) => readonly number[] | null>();
  faults: FakeBoardFaults;
  deviceRate = 115_200;
  startedFrom = 0;
  readonly #clock: Clock;
  #lines: LineState = { dataTerminalReady: false, requestToSend: false };
  #slip: number[] | null = null;
  #escaped = false;
  #next = 0;
  #deflated: { offset: number; size: number; blocks: Uint8Array[] } | null = null;
  #registers = new Map<number, number>();
  #frames = this.#newFrames();
  #life = 0;

  constructor(clock: Clock, faults: FakeBoardFaults = {}) {
    super();
    this.#clock = clock;
    this.faults = faults;
  }

  override async setSignals(signals: LineState): Promise<void> {
    await super.setSignals(signals);
    const before = this.#enLow();
    this.#lines = signals;
    if (this.faults.noAutoReset === true) return;
    if (!before && this.#enLow()) this.#stop();
    if (before && !this.#enLow()) void this.#boot(this.#life);
  }

  override async write(bytes: Uint8Array): Promise<void> {
    await super.write(bytes);
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (this.baudRate !== this.deviceRate || this.faults.deadRates?.includes(this.baudRate) === true) return; // noise
    if (this.program === 'bench') this.#frames.push(bytes);
    else if (this.program === 'rom' || this.program === 'stub') for (const byte of bytes) this.#take(byte);
  }

  /** What the device sends; noise when the rates differ. */
  send(bytes: Uint8Array | readonly number[] | string): void {
    if (this.state !== 'open') return;
    const chunk = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes);
    const through = this.baudRate === this.deviceRate && this.faults.deadRates?.includes(this.baudRate) !== true;
    const wire = through ? chunk : chunk.map((byte, index) => (byte * 73 + index * 31) & 0xff);
    for (let start = 0; start < wire.length; start += 61) this.say(wire.slice(start, start + 61));
  }

  #enLow(): boolean {
    return this.#lines.requestToSend && !this.#lines.dataTerminalReady;
  }

  #stop(): void {
    this.#life++;
    this.program = 'off';
    this.deviceRate = 115_200;
  }

  async #boot(life: number): Promise<void> {
    await this.#clock.sleep(this.faults.strapAfterMs ?? 10);
    if (life !== this.#life) return;
    const download = this.#lines.dataTerminalReady && !this.#lines.requestToSend;
    this.#slip = null;
    if (download) {
      this.program = 'rom';
      this.send('ets Jun  8 2016 00:22:57\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download\r\n');
      return;
    }
    this.send('ets Jun  8 2016 00:22:57\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n');
    if (this.flash[0x1000] === 0xe9) this.#startBench('flash');
    else {
      this.program = 'own';
      this.send('own firmware runs\r\n');
    }
  }

  #startBench(from: 'flash' | 'ram'): void {
    if (this.faults.deadFirmware === true) {
      this.program = 'off';
      this.send('Fatal exception (28)\r\n');
      return;
    }
    this.program = 'bench';
    this.startedFrom = from === 'flash' ? 1 : 2;
    this.#frames = this.#newFrames();
    this.send('touchstone bench 0.1.0 esp32 build 3890b8fd\r\n');
  }

  // --- the loader -------------------------------------------------------------------------------------------------------------------

  #take(byte: number): void {
    if (byte === 0xc0) {
      const packet = this.#slip;
      this.#slip = packet === null || packet.length === 0 ? [] : null;
      if (packet !== null && packet.length > 0) this.#request(Uint8Array.from(packet));
    } else if (this.#slip !== null) {
      if (this.#escaped) this.#slip.push(byte === 0xdc ? 0xc0 : 0xdb);
      else if (byte !== 0xdb) this.#slip.push(byte);
      this.#escaped = !this.#escaped && byte === 0xdb;
    }
  }

  #request(packet: Uint8Array): void {
    const operation = packet[1] ?? 0;
    const data = packet.slice(8);
    const length = (packet[2] ?? 0) | ((packet[3] ?? 0) << 8);
    if (packet[0] !== 0 || length !== data.length) return;
    this.operations.push(operation);
    this.faults.onLoaderRequest?.(operation, this.operations.filter((other) => other === operation).length);
    if (this.state === 'open') this.#perform(operation, data, packet[4] ?? 0);
  }

  #perform(operation: number, data: Uint8Array, checksum: number): void {
    const block = data.subarray(16);
    const isBlock = operation === 0x07 || operation === 0x11;
    const damaged = this.faults.damageFrom !== undefined && this.deviceRate >= this.faults.damageFrom;
    if (isBlock && (damaged || block.reduce((sum, byte) => sum ^ byte, 0xef) !== checksum)) {
      this.#answer(operation, 0, [], 0x07);
      return;
    }
    switch (operation) {
      case 0x08:
        this.#sync();
        return;
      case 0x0a:
        this.#answer(operation, this.#read(u32(data, 0)));
        return;
      case 0x09:
        this.#write(data);
        this.#answer(operation);
        return;
      case 0x0d:
        this.#answer(operation, 0, [], this.program === 'rom' && data.length !== 8 ? 0x05 : 0);
        return;
      case 0x0f:
        this.#changeRate(operation, data);
        return;
      case 0x05:
        this.#next = u32(data, 3);
        this.#answer(operation);
        return;
      case 0x07:
        this.memory.set(this.#next, block.slice());
        this.#next += block.length;
        this.#answer(operation);
        return;
      case 0x06:
        this.#memEnd(operation, u32(data, 0), u32(data, 1));
        return;
      case 0x10:
        this.#deflated = { size: u32(data, 0), offset: u32(data, 3), blocks: [] };
        this.#answer(operation);
        return;
      case 0x11:
        this.#deflated?.blocks.push(block.slice());
        this.#answer(operation);
        return;
      case 0x12:
        this.#writeFlash();
        this.#answer(operation);
        return;
      case 0x13:
        this.#md5(operation, u32(data, 0), u32(data, 1));
        return;
      default:
        for (let time = 0; time < 8; time++) this.#answer(0, 0, [], 0x05); // what the ROM does with what it does not know
    }
  }

  #answer(operation: number, value = 0, data: readonly number[] = [], error = 0): void {
    const status = [error === 0 ? 0 : 1, error, ...(this.program === 'rom' ? [0, 0] : [])];
    const content = [1, operation, (data.length + status.length) & 0xff, 0, ...le32(value), ...data, ...status];
    this.send([0xc0, ...content.flatMap((byte) => (byte === 0xc0 ? [0xdb, 0xdc] : byte === 0xdb ? [0xdb, 0xdd] : [byte])), 0xc0]);
  }

  #sync(): void {
    for (let time = 0; time < 8; time++) this.#answer(0x08, this.program === 'rom' ? 0x20120707 : 0);
  }

  #read(address: number): number {
    if (address === 0x40001000) return this.faults.magic ?? 0x00f01d83;
    if (address >= 0x3ff5a000 && address < 0x3ff5a01c) return EFUSE[(address - 0x3ff5a000) / 4] ?? 0;
    if (address === 0x3ff42080 && this.faults.noFlash !== true) return 0x164020; // W0 of the SPI controller after RDID: 4 MB
    if (address === 0x3ff42000) return 0; // the command is done
    return READ_ONLY[address] ?? this.#registers.get(address) ?? 0;
  }

  #write(data: Uint8Array): void {
    this.#registers.set(u32(data, 0), u32(data, 1));
  }

  #changeRate(operation: number, data: Uint8Array): void {
    this.#answer(operation);
    this.deviceRate = u32(data, 0);
  }

  #memEnd(operation: number, stay: number, entry: number): void {
    if (this.faults.loseMemEnd !== true || entry >= 0x400a0000) this.#answer(operation);
    if (stay !== 0) return;
    this.entry = entry;
    if (entry >= 0x400a0000) {
      this.program = 'stub';
      this.send([0xc0, 0x4f, 0x48, 0x41, 0x49, 0xc0]);
    } else this.#startBench('ram');
  }

  #writeFlash(): void {
    if (this.#deflated === null) return;
    const image = new Uint8Array(inflateSync(concat(...this.#deflated.blocks)));
    if (this.faults.flipBit === true) image[100] = (image[100] ?? 0) ^ 1;
    if (image.length === this.#deflated.size) this.flash.set(image, this.#deflated.offset);
  }

  #md5(operation: number, offset: number, length: number): void {
    const digest = createHash('md5').update(this.flash.subarray(offset, offset + length));
    this.#answer(operation, 0, this.program === 'stub' ? [...digest.digest()] : [...new TextEncoder().encode(digest.digest('hex'))]);
  }

  // --- the bench firmware -----------------------------------------------------------------------------------------------------------

  #newFrames(): FrameSplitter {
    return new FrameSplitter({
      text: () => undefined,
      broken: () => undefined,
      frame: (frame) => {
        this.#command(frame);
      },
    });
  }

  #command(frame: Frame): void {
    const payload = this.answers.has(frame.operation) ? (this.answers.get(frame.operation)?.(frame.payload) ?? null) : this.#builtIn(frame);
    if (payload === null) return;
    this.send(encodeFrame({ channel: 0x80, operation: frame.operation | 0x80, requestId: frame.requestId, payload: Uint8Array.from(payload) }));
    if (frame.operation === 0x02 && payload[0] === 0) this.#setBenchRate(u32(frame.payload, 0));
  }

  #builtIn({ operation, payload }: Frame): readonly number[] {
    switch (operation) {
      case 0x01:
        return [0, 1, 0, 1, 0, 0x38, 0x90, 0xb8, 0xfd, 0, 0x31, 0x24, 0xd7, 0xa4, 0xcf, 0x12, 0x34, 1, this.startedFrom, 0, 4, ...le32(123_456)];
      case 0x02:
        return payload.length === 8 && u32(payload, 1) === this.deviceRate ? [0] : [1];
      case 0x0a:
        return [0, ...payload];
      default:
        return [2];
    }
  }

  #setBenchRate(rate: number): void {
    if (this.faults.stuckRate === true) return;
    const before = this.deviceRate;
    this.deviceRate = rate;
    if (this.faults.deadRates?.includes(rate) !== true) return;
    const life = this.#life;
    void this.#clock.sleep(1_000).then(() => {
      if (life === this.#life) this.deviceRate = before;
    });
  }
}
