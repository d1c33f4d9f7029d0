/** A chain that begins at a checkpoint, and heads that were seen elsewhere. */
import { describe, expect, it } from 'vitest';
import { ChainVerifier, emptyChain, linkRecord, type ChainHead, type ChainReport } from '../../../../src/bench/record/chain.ts';
import { oldestOf } from '../../../../src/bench/record/oldest.ts';
import type { RunRecord } from '../../../../src/bench/record/record.ts';
import { aRun } from './a-run.ts';

const CHAIN = '11111111-1111-4111-8111-111111111111';

async function chainOf(count: number): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = [];
  let head: ChainHead = emptyChain(CHAIN);
  for (let index = 0; index < count; index++) {
    const record = await linkRecord(aRun({ id: `run-${index}` }), head);
    records.push(record);
    head = record.link;
  }
  return records;
}
const headOf = ({ link: { chain, number, hash } }: RunRecord): ChainHead => ({ chain, number, hash });
const at = (records: readonly RunRecord[], number: number): RunRecord => records[number - 1] as RunRecord;

async function report(records: readonly RunRecord[], checkpoints: readonly ChainHead[], known: readonly ChainHead[] = []): Promise<ChainReport> {
  const verifier = new ChainVerifier(checkpoints, known);
  for (const record of records) await verifier.add(record);
  return verifier.report();
}

describe('a chain whose beginning was taken away', () => {
  it('is whole from its checkpoint on', async () => {
    const all = await chainOf(6);
    expect(await report(all.slice(3), [headOf(at(all, 3))])).toMatchObject({ breaksFound: 0, heads: [headOf(at(all, 6))] });
  });

  it('is whole when nothing is left of it', async () => {
    const all = await chainOf(3);
    expect(await report([], [headOf(at(all, 3))], [headOf(at(all, 3))])).toMatchObject({ breaksFound: 0, heads: [headOf(at(all, 3))] });
  });

  it('is whole when some of what was taken away was imported again', async () => {
    const all = await chainOf(6);
    expect((await report([at(all, 2), ...all.slice(3)], [headOf(at(all, 3))])).breaks).toEqual([]);
    expect((await report(all, [headOf(at(all, 3))])).breaks).toEqual([]);
  });

  it('is torn when it does not go on from its checkpoint', async () => {
    const all = await chainOf(5);
    expect((await report(all.slice(3), [{ ...headOf(at(all, 3)), hash: 'ab'.repeat(32) }])).breaks).toEqual([{ kind: 'torn', chain: CHAIN, number: 4 }]);
  });

  it('misses what lies behind the checkpoint and only that', async () => {
    const all = await chainOf(6);
    expect((await report(all.slice(5), [headOf(at(all, 3))])).breaks).toEqual([{ kind: 'missing', chain: CHAIN, from: 4, to: 5 }]);
  });

  it('is cut when it ends before a head that was seen', async () => {
    const all = await chainOf(6);
    expect((await report([], [headOf(at(all, 3))], [headOf(at(all, 6))])).breaks).toEqual([{ kind: 'cut', chain: CHAIN, from: 4, to: 6 }]);
  });
});

it('a chain that was rewritten as a whole is replaced where a head was seen before', async () => {
  const [before, after] = [await chainOf(4), await chainOf(4)];
  const other = await Promise.all(after.slice(0, 1).map((record) => linkRecord({ ...record, operator: 'Somebody else' }, emptyChain(CHAIN))));
  let head: ChainHead = headOf(at(other, 1));
  const rewritten = [...other];
  for (const record of after.slice(1)) {
    const next = await linkRecord(record, head);
    rewritten.push(next);
    head = headOf(next);
  }
  expect((await report(rewritten, [], [headOf(at(before, 4))])).breaks).toEqual([{ kind: 'replaced', chain: CHAIN, number: 4 }]);
  expect((await report(before, [], [headOf(at(before, 4))])).breaks).toEqual([]);
});

describe('the oldest records', () => {
  const rows = (...all: readonly (readonly [chain: string, number: number])[]) => all.map(([chain, number]) => ({ chain, number }));

  it('are the beginning of every chain', () => {
    expect([...oldestOf(rows(['a', 1], ['b', 7], ['a', 2], ['b', 8], ['a', 3]), 3)]).toEqual([
      ['a', 2],
      ['b', 7],
    ]);
  });

  it('are nothing from the middle of a chain, even when a clock was set back', () => {
    expect([...oldestOf(rows(['a', 3], ['a', 4], ['a', 1], ['a', 2]), 2)]).toEqual([]);
    expect([...oldestOf(rows(['a', 1], ['a', 3], ['a', 2]), 2)]).toEqual([['a', 1]]);
  });

  it('are all of them when that is asked for', () => {
    expect([...oldestOf(rows(['a', 1], ['a', 2]), 10)]).toEqual([['a', 2]]);
  });
});
