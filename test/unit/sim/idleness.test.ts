/** A core that only polls must not keep the host busy; one that computes must not be slowed down. */
import { describe, expect, it } from 'vitest';
import { board, type Table } from './bench.ts';

const word = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];

/** Three literals (a4, a5, a6), the watchdogs stopped, then `code` in a loop of its own making. */
function image(code: readonly number[]): Uint8Array {
  const literals = [0x3ff4001c, 0x3ff40000, 0x3ffb0000, 0x50d83aa1, 0x3ff480a4, 0x3ff4808c, 0x3ff5f064, 0x3ff5f048].flatMap(word);
  const body: number[] = [];
  const l32r = (register: number, literal: number): void => {
    const offset = (literal * 4 - ((literals.length + body.length + 3) & ~3)) >> 2;
    body.push((register << 4) | 1, offset & 0xff, (offset >> 8) & 0xff);
  };
  for (const [literal, register] of [
    [3, 3],
    [4, 7],
    [5, 8],
    [6, 9],
    [7, 10],
  ] as const)
    l32r(register, literal);
  body.push(0x32, 0x67, 0x00, 0x32, 0x69, 0x00); // s32i a3,a7,0; s32i a3,a9,0: keys
  body.push(0x22, 0xa0, 0x00, 0x22, 0x68, 0x00, 0x22, 0x6a, 0x00); // movi a2,0; s32i a2,a8,0; s32i a2,a10,0
  l32r(4, 0);
  l32r(5, 1);
  l32r(6, 2);
  const data = [...literals, ...body, ...code];
  while (data.length % 4 !== 0) data.push(0);
  const bytes = [
    0xe9,
    1,
    2,
    0x20,
    ...word(0x40080000 + literals.length),
    0xee,
    ...new Array<number>(15).fill(0),
    ...word(0x40080000),
    ...word(data.length),
    ...data,
  ];
  const sum = data.reduce((xor, byte) => xor ^ byte, 0xef);
  while (bytes.length % 16 !== 15) bytes.push(0);
  return Uint8Array.from([...bytes, sum]);
}

/** Reads STATUS until a byte has come, sends it back, for ever. */
const ECHO = [
  0x22,
  0x24,
  0x00, // l32i a2,a4,0
  0x20,
  0x20,
  0x74, // extui a2,a2,0,8
  0x16,
  0x62,
  0xff, // beqz a2, back to the load
  0x22,
  0x25,
  0x00, // l32i a2,a5,0
  0x22,
  0x65,
  0x00, // s32i a2,a5,0
  0x46,
  0xfb,
  0xff, // j back
];
/** Adds up sixteen kilobytes of data memory for ever. */
const SUM = [
  0x72,
  0xc7,
  0x04, // addi a7,a7,4
  0x70,
  0x80,
  0xd4, // extui a8,a7,0,14
  0x8a,
  0x96, // add.n a9,a6,a8
  0x38,
  0x09, // l32i.n a3,a9,0
  0x3a,
  0x22, // add.n a2,a2,a3
  0x06,
  0xfc,
  0xff, // j back
];

function running(code: readonly number[]): Table {
  const table = board({ image: image(code) });
  table.until(() => table.text().includes('entry 0x'));
  return table;
}

describe('a polling core', () => {
  it('is found out after 50 ms and then runs a fraction of the time', () => {
    const table = running(ECHO);
    table.runMs(30);
    expect(table.board.polling).toBe(false);
    table.runMs(100);
    expect(table.board.polling).toBe(true);
    expect(table.board.busy).toBe(false);
    const before = table.board.instructions;
    table.runMs(1000);
    expect(table.board.instructions - before).toBeLessThan(40_000_000 / 20);
    expect(table.text().match(/rst:/g)).toHaveLength(1);
  });

  it('wakes up for a byte and answers it at once', () => {
    const table = running(ECHO);
    table.runMs(200);
    table.board.receive(Uint8Array.of(0x41));
    table.runMs(1);
    expect(table.text()).toMatch(/\r\n(A|)$/);
    table.runMs(1);
    expect(table.text()).toMatch(/\r\nA$/);
    expect(table.board.polling).toBe(false);
    table.runMs(200);
    expect(table.board.polling).toBe(true);
  });
});

describe('a working core', () => {
  it('is left alone, however long it does not touch a peripheral', () => {
    const table = running(SUM);
    table.runMs(10);
    const before = table.board.instructions;
    for (let step = 0; step < 40; step++) {
      table.runMs(10);
      expect(table.board.polling).toBe(false);
    }
    expect(table.board.instructions - before).toBeGreaterThan(0.99 * 400 * 40_000);
    expect(table.text()).not.toContain('Fatal');
  });
});
