/**
 * Any chip of the family for tests, as its loader and stub speak: a table of registers, an answer to GET_SECURITY_INFO, a flash, a kind of port.
 * Written from Espressif's serial protocol and esptool's targets, not from src/board. It runs no code.
 */
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { concat, type Clock, type PortIdentity } from '../../src/base/index.ts';
import { FakePort, type LineState } from './fake-port.ts';

export interface FakeChipOptions {
  readonly identity?: PortIdentity;
  /** Word by address; everything else reads as 0. */
  readonly registers?: Readonly<Record<number, number>>;
  /** The data of GET_SECURITY_INFO; absent: the ROM does not know it. */
  readonly securityInfo?: Uint8Array;
  /** Reads nothing, runs nothing. */
  readonly secureDownload?: boolean;
  /** SPI controller (base, usr2, w0) and the id of the flash behind it. */
  readonly spi?: readonly [base: number, usr2: number, w0: number];
  readonly flashId?: number;
  /** Whether the ROM's FLASH_BEGIN has a fifth word. */
  readonly beginWords?: 4 | 5;
  readonly noMd5?: boolean;
  /** What is said after a reset into what is in flash. */
  readonly says?: string;
  /** Called with every request; what it returns is waited for before the answer. */
  readonly onRequest?: (operation: number, count: number) => Promise<void> | undefined;
}

type Program = 'flash' | 'rom' | 'stub';

const u32 = (data: Uint8Array, index: number): number =>
  data.length < index * 4 + 4 ? 0 : new DataView(data.buffer, data.byteOffset, data.length).getUint32(index * 4, true);
const le32 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];

export class FakeChip extends FakePort {
  program: Program = 'flash';
  readonly flash: Uint8Array = new Uint8Array(1024 * 1024).fill(0xff);
  /** Operations with the words of their data. */
  readonly requests: { readonly operation: number; readonly length: number; readonly words: readonly number[] }[] = [];
  readonly registers = new Map<number, number>();
  deviceRate = 115_200;
  options: FakeChipOptions;
  readonly #clock: Clock;
  #lines: LineState = { dataTerminalReady: false, requestToSend: false };
  #strap = false;
  #slip: number[] | null = null;
  #escaped = false;
  #deflated: Uint8Array[] = [];
  #size = 0;
  #at = 0;
  #life = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(clock: Clock, options: FakeChipOptions = {}) {
    super([], options.identity ?? { kind: 'real', usbVendorId: 0x10c4, usbProductId: 0xea60 });
    this.#clock = clock;
    this.options = options;
    for (const [address, value] of Object.entries(options.registers ?? {})) this.registers.set(Number(address), value);
  }

  operations(): number[] {
    return this.requests.map(({ operation }) => operation);
  }

  override async setSignals(signals: LineState): Promise<void> {
    await super.setSignals(signals);
    const { dataTerminalReady: dtr, requestToSend: rts } = signals;
    const before = this.#lines;
    this.#lines = signals;
    if (this.identity.usbProductId === 0x1001) {
      // USB-Serial/JTAG: the strap is set by DTR alone and forgotten with both released; RTS alone resets
      if (dtr && !rts) this.#strap = true;
      if (!dtr && rts) this.#life++;
      if (!dtr && !rts && !before.dataTerminalReady && before.requestToSend) this.#boot(this.#strap);
      if (!dtr && !rts) this.#strap = false;
      return;
    }
    const low = rts && !dtr;
    const wasLow = before.requestToSend && !before.dataTerminalReady;
    if (low) this.#life++;
    if (wasLow && !low) {
      const life = this.#life;
      await this.#clock.sleep(1);
      if (life === this.#life) this.#boot(this.#lines.dataTerminalReady && !this.#lines.requestToSend);
    }
  }

  override async write(bytes: Uint8Array): Promise<void> {
    await super.write(bytes);
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (this.baudRate !== this.deviceRate || this.program === 'flash') return;
    for (const byte of bytes) this.#take(byte);
  }

  #boot(download: boolean): void {
    this.deviceRate = 115_200;
    this.#slip = null;
    this.#turn = Promise.resolve();
    this.program = download ? 'rom' : 'flash';
    this.say(`ESP-ROM:test\r\nrst:0x1 (POWERON),boot:0x8 (${download ? 'DOWNLOAD(USB/UART0)' : 'SPI_FAST_FLASH_BOOT'})\r\n`);
    this.say(
      download
        ? 'waiting for download\r\n'
        : (this.options.says ?? 'I (23) boot: ESP-IDF v5.4 2nd stage bootloader\r\nI (99) main_task: Calling app_main()\r\n'),
    );
  }

  #take(byte: number): void {
    if (byte === 0xc0) {
      const packet = this.#slip;
      this.#slip = packet === null || packet.length === 0 ? [] : null;
      if (packet !== null && packet.length > 0) void this.#request(Uint8Array.from(packet));
    } else if (this.#slip !== null) {
      if (this.#escaped) this.#slip.push(byte === 0xdc ? 0xc0 : 0xdb);
      else if (byte !== 0xdb) this.#slip.push(byte);
      this.#escaped = !this.#escaped && byte === 0xdb;
    }
  }

  async #request(packet: Uint8Array): Promise<void> {
    const operation = packet[1] ?? 0;
    const data = packet.slice(8);
    this.requests.push({ operation, length: data.length, words: [0, 1, 2, 3, 4].map((index) => u32(data, index)) });
    const life = this.#life;
    const count = this.operations().filter((other) => other === operation).length;
    await (this.#turn = this.#turn.then(() => this.options.onRequest?.(operation, count))); // one after the other, as they came
    if (this.state === 'open' && life === this.#life) this.#perform(operation, data);
  }

  #answer(operation: number, value = 0, data: readonly number[] = [], error = 0): void {
    const status = [error === 0 ? 0 : 1, error, ...(this.program === 'rom' ? [0, 0] : [])];
    const content = [1, operation, (data.length + status.length) & 0xff, 0, ...le32(value), ...data, ...status];
    this.say(Uint8Array.from([0xc0, ...content.flatMap((byte) => (byte === 0xc0 ? [0xdb, 0xdc] : byte === 0xdb ? [0xdb, 0xdd] : [byte])), 0xc0]));
  }

  /** What the ROM does with what it does not know, or not now. */
  #unknown(): void {
    for (let time = 0; time < 8; time++) this.#answer(0, 0, [], 0x05);
  }

  #perform(operation: number, data: Uint8Array): void {
    const stub = this.program === 'stub';
    const closed = this.options.secureDownload === true && [0x05, 0x06, 0x07, 0x09, 0x0a, 0x13].includes(operation);
    if (closed) {
      this.#unknown();
      return;
    }
    switch (operation) {
      case 0x08:
        for (let time = 0; time < 8; time++) this.#answer(operation, stub ? 0 : 0x20120707);
        return;
      case 0x0a:
        this.#answer(operation, this.registers.get(u32(data, 0)) ?? 0);
        return;
      case 0x09:
        for (let at = 0; at < data.length / 4; at += 4) this.#writeRegister(u32(data, at), u32(data, at + 1));
        this.#answer(operation);
        return;
      case 0x14:
        if (this.options.securityInfo === undefined) this.#unknown();
        else this.#answer(operation, 0, [...this.options.securityInfo]);
        return;
      case 0x0d:
        this.#answer(operation, 0, [], data.length === (stub ? 4 : 8) ? 0 : 0x05);
        return;
      case 0x0f:
        this.#answer(operation);
        this.deviceRate = u32(data, 0);
        return;
      case 0x06:
        this.#answer(operation);
        this.program = 'stub';
        this.say(Uint8Array.of(0xc0, 0x4f, 0x48, 0x41, 0x49, 0xc0));
        return;
      case 0x05:
      case 0x07:
      case 0x0b:
        this.#answer(operation);
        return;
      case 0x13:
        this.#md5(operation, u32(data, 0), u32(data, 1));
        return;
      default:
        this.#write(operation, data);
    }
  }

  #writeRegister(address: number, value: number): void {
    const [base, usr2, w0] = this.options.spi ?? [0, 0, 0];
    if (base !== 0 && address === base) {
      const readId = ((this.registers.get(base + usr2) ?? 0) & 0xff) === 0x9f && (value & (1 << 18)) !== 0;
      if (readId) this.registers.set(base + w0, this.options.flashId ?? 0x144020);
    } else this.registers.set(address, value);
  }

  #md5(operation: number, offset: number, length: number): void {
    if (this.options.noMd5 === true) {
      this.#unknown();
      return;
    }
    const digest = createHash('md5').update(this.flash.subarray(offset, offset + length));
    this.#answer(operation, 0, this.program === 'stub' ? [...digest.digest()] : [...new TextEncoder().encode(digest.digest('hex'))]);
  }

  #write(operation: number, data: Uint8Array): void {
    const stub = this.program === 'stub';
    const wanted = stub ? [16, 20] : [4 * (this.options.beginWords ?? 5)];
    const block = data.subarray(16);
    if (operation === 0x02 || operation === 0x10) {
      const fine = wanted.includes(data.length) && u32(data, 4) === 0;
      this.#size = u32(data, 0);
      this.#at = u32(data, 3);
      this.#deflated = [];
      if (fine && operation === 0x02) this.flash.fill(0xff, this.#at, this.#at + this.#size);
      this.#answer(operation, 0, [], fine ? 0 : 0x05);
    } else if (operation === 0x03) {
      this.flash.set(block, this.#at);
      this.#at += block.length;
      this.#answer(operation);
    } else if (operation === 0x11) {
      this.#deflated.push(block.slice());
      this.#answer(operation);
    } else if (operation === 0x12 && stub) {
      const image = inflateSync(concat(...this.#deflated));
      if (image.length === this.#size) this.flash.set(image, this.#at);
      this.#answer(operation, 0, [], image.length === this.#size ? 0 : 0xc0);
    } else if (operation === 0xd0 && stub) {
      this.flash.fill(0xff);
      this.#answer(operation);
    } else this.#unknown();
  }
}
