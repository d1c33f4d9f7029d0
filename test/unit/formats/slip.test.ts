/** SLIP as RFC 1055 has it, and as fast as blocks of 16 KiB need it. */
import { expect, test } from 'vitest';
import { encodeSlip } from '../../../src/formats/index.ts';

test.each([
  ['nothing', [], [0xc0, 0xc0]],
  ['no special byte', [1, 2, 3], [0xc0, 1, 2, 3, 0xc0]],
  ['END becomes DB DC', [0xc0], [0xc0, 0xdb, 0xdc, 0xc0]],
  ['ESC becomes DB DD', [0xdb], [0xc0, 0xdb, 0xdd, 0xc0]],
  ['the escaped letters alone stay', [0xdc, 0xdd], [0xc0, 0xdc, 0xdd, 0xc0]],
  ['specials at both ends and in a row', [0xc0, 0xdb, 7, 0xdb, 0xc0, 0xc0], [0xc0, 0xdb, 0xdc, 0xdb, 0xdd, 7, 0xdb, 0xdd, 0xdb, 0xdc, 0xdb, 0xdc, 0xc0]],
])('%s', (_what, content, packet) => {
  expect([...encodeSlip(Uint8Array.from(content))]).toEqual(packet);
});

test('every byte of a large random block is escaped as one by one', () => {
  let state = 1;
  const block = Uint8Array.from({ length: 40_000 }, () => (state = Math.imul(state, 1_103_515_245) + 12_345) >>> 24);
  const wanted = [...block].flatMap((byte) => (byte === 0xc0 ? [0xdb, 0xdc] : byte === 0xdb ? [0xdb, 0xdd] : [byte]));
  expect(Buffer.compare(encodeSlip(block), Uint8Array.from([0xc0, ...wanted, 0xc0]))).toBe(0);
});
