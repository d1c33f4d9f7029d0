/** What the records screen keeps or asks beside the records: heads, room. */
import { describe, expect, it } from 'vitest';
import { higherHeads, parseHeads } from '../../../../src/app/records/kept-heads.ts';
import { spaceState } from '../../../../src/app/records/space.ts';

const hash = 'ab'.repeat(32);
const GB = 1024 ** 3;

describe('kept heads', () => {
  it('are read as they were written', () => {
    expect(parseHeads(JSON.stringify([{ chain: 'a', number: 3, hash }]))).toEqual([{ chain: 'a', number: 3, hash }]);
  });

  it.each([
    null,
    '',
    'nonsense',
    'null',
    '{}',
    '[null]',
    '[{"chain":"a"}]',
    `[{"chain":"a b","number":1,"hash":"${hash}"}]`,
    `[{"chain":"a","number":0,"hash":"${hash}"}]`,
  ])('that make no sense (%s) are none', (text) => {
    expect(parseHeads(text)).toEqual([]);
  });

  it('never go back', () => {
    const kept = [{ chain: 'a', number: 5, hash }];
    expect(higherHeads(kept, [{ chain: 'a', number: 4, hash }])).toEqual(kept);
    expect(
      higherHeads(kept, [
        { chain: 'a', number: 6, hash },
        { chain: 'b', number: 1, hash },
      ]),
    ).toEqual([
      { chain: 'a', number: 6, hash },
      { chain: 'b', number: 1, hash },
    ]);
  });
});

it.each([
  [null, 10 * GB, 'unknown'],
  [1, null, 'unknown'],
  [1, 0, 'unknown'],
  [GB, 10 * GB, 'enough'],
  [9 * GB, 10 * GB, 'low'],
  [150 * 1024 ** 2, 200 * 1024 ** 2, 'low'],
] as const)('with %s of %s bytes used there is %s room', (used, quota, wanted) => {
  expect(spaceState(used, quota)).toBe(wanted);
});
