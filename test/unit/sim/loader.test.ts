/**
 * The serial loader against a transcript written by hand from Espressif's "Serial protocol": request `00 op len16 chk32 data`,
 * answer `01 op len16 value32 data status`, between C0 with DB DC and DB DD inside.
 */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { board, type Table } from './bench.ts';

const word = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
const hex = (bytes: readonly number[] | Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const checksum = (data: readonly number[]): number => data.reduce((xor, byte) => xor ^ byte, 0xef);

function slip(content: readonly number[]): Uint8Array {
  return Uint8Array.from([0xc0, ...content.flatMap((byte) => (byte === 0xc0 ? [0xdb, 0xdc] : byte === 0xdb ? [0xdb, 0xdd] : [byte])), 0xc0]);
}

function packets(text: string): string[] {
  const found: string[] = [];
  for (const part of text.split('\xc0')) {
    const content = part.replaceAll('\xdb\xdc', '\xc0').replaceAll('\xdb\xdd', '\xdb');
    if (content.length > 0) found.push(hex(Array.from(content, (letter) => letter.charCodeAt(0))));
  }
  return found;
}

interface Session {
  readonly table: Table;
  /** Sends a request and gives the packets that came within `ms`. */
  request(op: number, data: readonly number[], sum?: number, ms?: number): string[];
  /** Sends raw bytes. */
  raw(bytes: Uint8Array, ms?: number): string[];
}

function session(): Session {
  const table = board();
  table.board.setSignals({ dataTerminalReady: false, requestToSend: true });
  table.runMs(50);
  table.board.setSignals({ dataTerminalReady: true, requestToSend: false });
  table.until(() => table.text().endsWith('waiting for download\r\n'));
  const raw = (bytes: Uint8Array, ms = 100): string[] => {
    const before = table.text().length;
    table.board.receive(bytes);
    table.runMs(ms + (bytes.length * 10_000) / 115_200);
    return packets(table.text().slice(before));
  };
  return { table, raw, request: (op, data, sum = 0, ms = 100) => raw(slip([0, op, data.length & 0xff, data.length >> 8, ...word(sum), ...data]), ms) };
}

const SYNC = [0x07, 0x07, 0x12, 0x20, ...new Array<number>(32).fill(0x55)];
const OK = '00000000';

describe('the ROM’s loader', () => {
  let rom: Session;
  beforeEach(() => {
    rom = session();
  });

  it('answers SYNC eight times with a value that is not 0', () => {
    const answers = rom.request(0x08, SYNC);
    expect(answers).toHaveLength(8);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^01080400[0-9a-f]{8}00000000$/);
    expect(answers[0]?.slice(8, 16)).not.toBe('00000000');
  });

  it('reads registers: the magic of an ESP32, the MAC, the UART’s divider', () => {
    expect(rom.request(0x0a, word(0x40001000))).toEqual([`010a0400${hex(word(0x00f01d83))}${OK}`]);
    expect(rom.request(0x0a, word(0x3ff5a004))).toEqual([`010a0400${hex(word(0x00de3001))}${OK}`]);
    expect(rom.request(0x0a, word(0x3ff40014))).toEqual([`010a0400${hex(word(347 | (4 << 20)))}${OK}`]);
  });

  it('writes registers under a mask', () => {
    rom.request(0x09, [...word(0x3ffb0000), ...word(0x11223344), ...word(0xffffffff), ...word(0)]);
    expect(rom.request(0x09, [...word(0x3ffb0000), ...word(0xffffffff), ...word(0x0000ff00), ...word(0)])).toEqual([`01090400${hex(word(0))}${OK}`]);
    expect(rom.request(0x0a, word(0x3ffb0000))).toEqual([`010a0400${hex(word(0x1122ff44))}${OK}`]);
  });

  it('refuses what it does not know, eight times and under another operation', () => {
    const answers = rom.request(0x14, []);
    expect(answers).toHaveLength(8);
    expect(answers[0]).toMatch(/^0100040000000000010500/);
  });

  it('refuses the stub’s commands', () => {
    expect(rom.request(0xd0, [])[0]).toMatch(/^0100/);
  });

  it.each([
    ['a data command whose checksum is wrong: 07', 0x07, [...word(4), ...word(0), ...word(0), ...word(0), 1, 2, 3, 4], 0x00, '07'],
    ['a data command whose size lies: 05', 0x07, [...word(5), ...word(0), ...word(0), ...word(0), 1, 2, 3, 4], checksum([1, 2, 3, 4]), '05'],
    ['data without a begin: 06', 0x03, [...word(4), ...word(0), ...word(0), ...word(0), 1, 2, 3, 4], checksum([1, 2, 3, 4]), '06'],
    ['MEM_DATA without MEM_BEGIN: 06', 0x07, [...word(4), ...word(0), ...word(0), ...word(0), 1, 2, 3, 4], checksum([1, 2, 3, 4]), '06'],
    ['a begin beyond the end of flash: 06', 0x02, [...word(0x2000), ...word(8), ...word(0x400), ...word(0x3ff000), ...word(0)], 0, '06'],
    ['READ_REG without an address: 05', 0x0a, [], 0, '05'],
    ['a short MEM_END: 05', 0x06, word(0), 0, '05'],
    ['a baud rate of 0: 05', 0x0f, [...word(0), ...word(0)], 0, '05'],
  ])('answers %s', (_text, op, data, sum, error) => {
    expect(rom.request(op, data, sum)).toEqual([`01${op.toString(16).padStart(2, '0')}0400${hex(word(0))}01${error}0000`]);
  });

  it.each([
    ['a packet shorter than its header', slip([0, 8, 0])],
    ['a length that lies', slip([0, 0x0a, 9, 0, 0, 0, 0, 0, 1, 2, 3, 4])],
    ['an answer', slip([1, 0x0a, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
    ['a broken escape', Uint8Array.of(0xc0, 0, 0x0a, 4, 0, 0, 0, 0, 0, 0xdb, 0x00, 0, 0, 0, 0xc0)],
    ['an endless packet', Uint8Array.from({ length: 0x4200 }, (_, index) => (index === 0 ? 0xc0 : 0x55))],
  ])('keeps silent on %s and still works', (_text, bytes) => {
    expect(rom.raw(bytes)).toEqual([]);
    expect(rom.raw(Uint8Array.of(0xc0))).toEqual([]);
    expect(rom.request(0x0a, word(0x40001000))).toHaveLength(1);
  });

  it('writes flash: erases, programs, and answers MD5 in letters', () => {
    rom.request(0x0d, word(0));
    const data = Array.from({ length: 0x400 }, (_, index) => (index * 31) & 0xff);
    expect(rom.request(0x02, [...word(0x400), ...word(1), ...word(0x400), ...word(0x10000), ...word(0)], 0, 400)).toEqual([`01020400${hex(word(0))}${OK}`]);
    expect(rom.request(0x03, [...word(0x400), ...word(0), ...word(0), ...word(0), ...data], checksum(data))).toEqual([`01030400${hex(word(0))}${OK}`]);
    expect(Array.from(rom.table.board.exportFlash().subarray(0x10000, 0x10400))).toEqual(data);
    const digest = createHash('md5').update(Uint8Array.from(data)).digest('hex');
    const letters = hex(Array.from(digest, (letter) => letter.charCodeAt(0)));
    expect(rom.request(0x13, [...word(0x10000), ...word(0x400), ...word(0), ...word(0)])).toEqual([`01132400${hex(word(0))}${letters}${OK}`]);
  });

  it('does not set bits without erasing: flash only loses them', () => {
    const begin = (erase: number): string[] => rom.request(0x02, [...word(erase), ...word(1), ...word(4), ...word(0x20000), ...word(0)], 0, 200);
    const write = (data: readonly number[]): string[] => rom.request(0x03, [...word(4), ...word(0), ...word(0), ...word(0), ...data], checksum(data));
    begin(4);
    write([0xf0, 0xff, 0x0f, 0x00]);
    begin(0);
    write([0x3c, 0x55, 0xff, 0xff]);
    expect(Array.from(rom.table.board.exportFlash().subarray(0x20000, 0x20004))).toEqual([0x30, 0x55, 0x0f, 0x00]);
  });

  it('loads deflated data and answers 0B when the stream is broken', () => {
    const data = new Uint8Array(3000).map((_, index) => index >> 3);
    const packed = Array.from(deflateSync(data));
    const begin = [...word(0x1000), ...word(1), ...word(0x400), ...word(0x1000)];
    rom.request(0x10, begin, 0, 200);
    expect(rom.request(0x11, [...word(packed.length), ...word(0), ...word(0), ...word(0), ...packed], checksum(packed))[0]).toMatch(/00000000$/);
    expect(rom.table.board.exportFlash().subarray(0x1000, 0x1000 + 3000)).toEqual(data);
    rom.request(0x10, begin, 0, 200);
    const broken = packed.map((byte, index) => (index === 2 ? 0xff : byte));
    expect(rom.request(0x11, [...word(broken.length), ...word(0), ...word(0), ...word(0), ...broken], checksum(broken))).toEqual([
      `01110400${hex(word(0))}010b0000`,
    ]);
  });

  it('changes its baud rate after the answer, and hears garbage at the old one', () => {
    expect(rom.request(0x0f, [...word(460_800), ...word(0)])).toHaveLength(1);
    expect(rom.request(0x0a, word(0x40001000))).toEqual([]);
    rom.table.board.setHostBaudRate(460_800);
    expect(rom.request(0x0a, word(0x40001000))).toHaveLength(1);
  });

  it('loads a program into RAM and starts it, flash untouched', () => {
    // literal 0x3FF40000, then: l32r a4; movi a3,'!'; s32i a3,a4,0; j .
    const code = [0x00, 0x00, 0xf4, 0x3f, 0x41, 0xff, 0xff, 0x32, 0xa0, 0x21, 0x32, 0x64, 0x00, 0x06, 0xff, 0xff];
    rom.request(0x05, [...word(code.length), ...word(1), ...word(0x1800), ...word(0x40080000)]);
    rom.request(0x07, [...word(code.length), ...word(0), ...word(0), ...word(0), ...code], checksum(code));
    const before = rom.table.text().length;
    rom.request(0x06, [...word(0), ...word(0x40080004)]);
    expect(rom.table.text().slice(before)).toMatch(/\xc0!$/);
    expect(rom.table.board.exportFlash().every((byte) => byte === 0xff)).toBe(true);
  });
});

describe('the stub', () => {
  let stub: Session;
  beforeEach(() => {
    stub = session();
    const text = new Array<number>(16).fill(0);
    stub.request(0x05, [...word(16), ...word(1), ...word(0x1800), ...word(0x400a8000)]);
    stub.request(0x07, [...word(16), ...word(0), ...word(0), ...word(0), ...text], checksum(text));
    expect(stub.request(0x06, [...word(0), ...word(0x400a802c)])).toEqual([
      `01060400${hex(word(0))}${OK}`,
      hex(Array.from('OHAI', (letter) => letter.charCodeAt(0))),
    ]);
  });

  it('answers with two status bytes, SYNC eight times and with value 0', () => {
    expect(stub.request(0x08, SYNC)).toEqual(new Array<string>(8).fill('01080200000000000000'));
  });

  it('answers MD5 in 16 raw bytes', () => {
    const digest = createHash('md5').update(new Uint8Array(256).fill(0xff)).digest('hex');
    expect(stub.request(0x13, [...word(0), ...word(256), ...word(0), ...word(0)])).toEqual([`0113120000000000${digest}0000`]);
  });

  it('erases regions of whole sectors only, and the whole chip', () => {
    const image = new Uint8Array(4 * 1024 * 1024).fill(0x11);
    stub.table.board.importFlash(image);
    expect(stub.request(0xd1, [...word(0x1001), ...word(0x1000)])[0]).toMatch(/01c0$/);
    expect(stub.request(0xd1, [...word(0x1000), ...word(0x1000)])[0]).toMatch(/0000$/);
    expect(stub.table.board.exportFlash().indexOf(0xff)).toBe(0x1000);
    expect(stub.table.board.exportFlash().lastIndexOf(0xff)).toBe(0x1fff);
    expect(stub.request(0xd0, [], 0, 7000)[0]).toMatch(/0000$/);
    expect(stub.table.board.exportFlash().every((byte) => byte === 0xff)).toBe(true);
  });

  it('reads flash in packets that wait for acknowledgements, and ends with their MD5', () => {
    const image = new Uint8Array(4 * 1024 * 1024).map((_, index) => (index * 7) >> 2);
    stub.table.board.importFlash(image);
    const first = stub.request(0xd2, [...word(0x1000), ...word(0x300), ...word(0x100), ...word(2)]);
    expect(first).toEqual(['01d20200000000000000', hex(image.subarray(0x1000, 0x1100)), hex(image.subarray(0x1100, 0x1200))]);
    expect(stub.raw(slip(word(0x100)))).toEqual([hex(image.subarray(0x1200, 0x1300))]);
    expect(stub.raw(slip(word(0x300)))).toEqual([createHash('md5').update(image.subarray(0x1000, 0x1300)).digest('hex')]);
  });

  it('says so when a deflated write ends too early or goes too far', () => {
    const packed = Array.from(deflateSync(new Uint8Array(100)));
    const write = (): string[] => stub.request(0x11, [...word(packed.length), ...word(0), ...word(0), ...word(0), ...packed], checksum(packed));
    stub.request(0x10, [...word(200), ...word(1), ...word(0x4000), ...word(0)], 0, 200);
    expect(write()[0]).toMatch(/0000$/); // a block is answered before it is written
    expect(stub.request(0x12, word(1))[0]).toMatch(/01c0$/);
    stub.request(0x10, [...word(50), ...word(1), ...word(0x4000), ...word(0)], 0, 200);
    expect(write()[0]).toMatch(/0000$/);
    expect(stub.request(0x12, word(1))[0]).toMatch(/01c0$/);
  });

  it('answers the command after a block that it could not inflate with the error, and does not carry that command out', () => {
    stub.request(0x10, [...word(100), ...word(1), ...word(0x4000), ...word(0)], 0, 200);
    const broken = Array.from(deflateSync(new Uint8Array(3000).map((_, index) => index >> 3))).map((byte, index) => (index === 2 ? 0xff : byte));
    expect(stub.request(0x11, [...word(broken.length), ...word(0), ...word(0), ...word(0), ...broken], checksum(broken))[0]).toMatch(/0000$/);
    expect(stub.request(0x0a, word(0x40001000))).toEqual(['010a020000000000' + '01c7']);
    expect(stub.request(0x0a, word(0x40001000))[0]).toMatch(/0000$/);
  });

  it('writes what a fifth word asks to encrypt as something else', () => {
    const data = [1, 2, 3, 4];
    const packed = Array.from(deflateSync(Uint8Array.from(data)));
    const write = (encrypt: number): number[] => {
      stub.request(0x10, [...word(4), ...word(1), ...word(0x4000), ...word(0), ...word(encrypt)], 0, 200);
      stub.request(0x11, [...word(packed.length), ...word(0), ...word(0), ...word(0), ...packed], checksum(packed));
      return Array.from(stub.table.board.exportFlash().subarray(0, 4));
    };
    expect(write(0)).toEqual(data);
    expect(write(1)).not.toEqual(data);
    expect(stub.request(0x10, [...word(4), ...word(1), ...word(0x4000)], 0, 200)[0]).toMatch(/01c0$/);
  });

  it('leaves blank sectors alone until it meets one that is not, and erases large blocks from there on', () => {
    const used = new Uint8Array(4 * 1024 * 1024).fill(0x11, 0x20000);
    used.fill(0xff, 0, 0x20000);
    stub.table.board.importFlash(used);
    const image = new Uint8Array(0x40000);
    const packed = Array.from(deflateSync(image));
    stub.request(0x10, [...word(image.length), ...word(1), ...word(0x4000), ...word(0), ...word(0)], 0, 200);
    const startUs = stub.table.board.nowUs;
    stub.request(0x11, [...word(packed.length), ...word(0), ...word(0), ...word(0), ...packed], checksum(packed), 5);
    stub.table.until(() => stub.request(0x12, word(1), 0, 1).length > 0, 9000);
    const ms = (stub.table.board.nowUs - startUs) / 1000;
    expect(ms).toBeGreaterThan(1024 * 0.5 + 2 * 150); // 1,024 pages, and two blocks of 64 KB
    expect(ms).toBeLessThan(1024 * 0.5 + 2 * 150 + 32 * 2 + 200);
    expect(stub.table.board.exportFlash().indexOf(0x11)).toBe(0x40000);
  });

  it('loses count of the delimiters where one is missing, until it gets one more', () => {
    const read = Array.from(slip([0, 0x0a, 4, 0, 0, 0, 0, 0, ...word(0x40001000)]));
    expect(stub.raw(Uint8Array.from(read.slice(0, -2)))).toEqual([]); // its last byte and its end are lost
    expect(stub.raw(Uint8Array.from(read))).toEqual(['010a0200000000000' + '1c0']); // a broken packet, and then a gap
    expect(stub.raw(Uint8Array.from(read))).toEqual([]);
    expect(stub.raw(Uint8Array.from([0xc0, ...read]))).toHaveLength(1);
  });

  it('loses a packet that comes while it works on one and has another', () => {
    stub.table.board.importFlash(new Uint8Array(4 * 1024 * 1024));
    const image = new Uint8Array(0x20000);
    const packed = Array.from(deflateSync(image));
    stub.request(0x10, [...word(image.length), ...word(1), ...word(0x4000), ...word(0), ...word(0)], 0, 200);
    stub.request(0x11, [...word(packed.length), ...word(0), ...word(0), ...word(0), ...packed], checksum(packed), 5);
    const read = slip([0, 0x0a, 4, 0, 0, 0, 0, 0, ...word(0x40001000)]);
    expect(stub.raw(Uint8Array.from([...read, ...read, ...read]), 2000)).toHaveLength(1);
  });

  it('does not know GET_SECURITY_INFO', () => {
    expect(stub.request(0x14, [])).toEqual(['011402000000000001ff']);
  });

  it('restarts the chip when flashing ends with a zero flag', () => {
    stub.table.board.setSignals({ dataTerminalReady: false, requestToSend: false });
    stub.request(0x02, [...word(0), ...word(0), ...word(0x4000), ...word(0)]);
    stub.request(0x04, word(0));
    expect(stub.table.text()).toContain('rst:0xc (SW_CPU_RESET),boot:0x13');
  });
});
