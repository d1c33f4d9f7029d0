/** Canonical JSON and the chain of records. */
import { describe, expect, it } from 'vitest';
import { canonicalHash, canonicalJson } from '../../../../src/bench/record/canonical-json.ts';
import { ChainVerifier, emptyChain, linkRecord, type ChainHead, type ChainReport } from '../../../../src/bench/record/chain.ts';
import type { RunRecord } from '../../../../src/bench/record/record.ts';
import { aRun } from './a-run.ts';

const CHAIN = '11111111-1111-4111-8111-111111111111';

async function recordsOf(count: number, chain = CHAIN): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = [];
  let head: ChainHead = emptyChain(chain);
  for (let index = 0; index < count; index++) {
    const record = await linkRecord(aRun({ id: `run-${chain}-${index}`, label: `board ${index}` }), head);
    records.push(record);
    head = record.link;
  }
  return records;
}

async function reportOn(records: readonly RunRecord[], known: readonly ChainHead[] = []): Promise<ChainReport> {
  const verifier = new ChainVerifier();
  for (const record of records) await verifier.add(record);
  return verifier.report(known);
}

describe('canonical JSON', () => {
  it('writes the example of RFC 8785 section 3.2.2 as it stands there', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts members by UTF-16 code units, as RFC 8785 section 3.2.3 has it', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji',
      '\u0080': 'Control',
      '\u00f6': 'o',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toEqual([
      'One', // whole numbers come first in every JavaScript object; the text itself is looked at below
      'Carriage Return',
      'Control',
      'o',
      'Euro Sign',
      'Emoji',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(canonicalJson(value).indexOf('\\r')).toBeLessThan(canonicalJson(value).indexOf('"1"'));
  });

  it('gives one hash for one value, whatever the order of its members', async () => {
    expect(await canonicalHash({ a: 1, b: [2, { d: null, c: 'x' }] })).toBe(await canonicalHash({ b: [2, { c: 'x', d: null }], a: 1 }));
  });

  it('hashes the empty object to the SHA-256 of "{}"', async () => {
    expect(await canonicalHash({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });

  it.each([
    ['not a number', Number.NaN],
    ['infinity', [Infinity]],
    ['a lone surrogate', { text: 'a\ud800b' }],
    ['a function', { go: () => 1 }],
    ['a big integer', 1n],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow('canonical-value');
  });
});

describe('chain', () => {
  it('holds when nothing was touched', async () => {
    const records = await recordsOf(5);
    const report = await reportOn(records);
    expect(report).toMatchObject({ records: 5, breaks: [], breaksFound: 0 });
    expect(report.heads).toEqual([{ chain: CHAIN, number: 5, hash: records[4]?.link.hash }]);
  });

  it('begins with sixty-four zeros', async () => {
    expect((await recordsOf(1))[0]?.link).toMatchObject({ number: 1, previous: '0'.repeat(64) });
  });

  it.each([
    ['the outcome', { outcome: 'fail' } as const],
    ['the operator', { operator: 'somebody else' }],
    ['a measurement', { phases: [] }],
    ['the time', { startMs: 0 }],
  ])('shows that %s of a record was altered', async (_name, change) => {
    const records = [...(await recordsOf(4))];
    records[1] = { ...(records[1] as RunRecord), ...change };
    expect((await reportOn(records)).breaks).toEqual([{ kind: 'altered', chain: CHAIN, number: 2 }]);
  });

  it('shows an altered record whose own hash was made anew', async () => {
    const records = [...(await recordsOf(4))];
    const before = records[0] as RunRecord;
    records[1] = await linkRecord(aRun({ id: 'forged' }), before.link);
    expect((await reportOn(records)).breaks).toEqual([{ kind: 'torn', chain: CHAIN, number: 3 }]);
  });

  it('shows which records are missing, in the middle and at the beginning', async () => {
    const records = await recordsOf(6);
    expect((await reportOn(records.filter((_record, index) => index !== 2 && index !== 3))).breaks).toEqual([
      { kind: 'missing', chain: CHAIN, from: 3, to: 4 },
    ]);
    expect((await reportOn(records.slice(1))).breaks).toEqual([{ kind: 'missing', chain: CHAIN, from: 1, to: 1 }]);
  });

  it('shows a record that stands there twice', async () => {
    const records = await recordsOf(3);
    expect((await reportOn([...records.slice(0, 2), records[1] as RunRecord, ...records.slice(2)])).breaks).toEqual([
      { kind: 'doubled', chain: CHAIN, number: 2 },
    ]);
  });

  it('shows that the newest records are missing only against a head that was kept elsewhere', async () => {
    const records = await recordsOf(5);
    const head = records[4]?.link as ChainHead;
    expect((await reportOn(records.slice(0, 3))).breaks).toEqual([]);
    expect((await reportOn(records.slice(0, 3), [head])).breaks).toEqual([{ kind: 'cut', chain: CHAIN, from: 4, to: 5 }]);
  });

  it('keeps the chains of two stations apart', async () => {
    const mine = await recordsOf(3);
    const theirs = await recordsOf(2, '22222222-2222-4222-8222-222222222222');
    expect(await reportOn([...mine.slice(0, 1), ...theirs, ...mine.slice(1)])).toMatchObject({ records: 5, breaks: [] });
  });
});
