/** What other tools get of a record: OpenHTF's JSON, JUnit's XML, a table; and the columns of a list. */
import { describe, expect, it } from 'vitest';
import { emptyChain, linkRecord } from '../../../../src/bench/record/chain.ts';
import { junitReport } from '../../../../src/bench/record/junit.ts';
import { openHtfFileName, toOpenHtf } from '../../../../src/bench/record/openhtf.ts';
import { recordCsv } from '../../../../src/bench/record/record-csv.ts';
import type { RunDraft, RunRecord } from '../../../../src/bench/record/record.ts';
import { EMPTY_PAGE, appended, rowsOf, summarize } from '../../../../src/bench/record/summary.ts';
import { reasonsOf, yieldsBy } from '../../../../src/bench/record/yields.ts';
import { START_MS, aPhase, aRun } from './a-run.ts';

const linked = (change: Partial<RunDraft> = {}): Promise<RunRecord> => linkRecord(aRun(change), emptyChain('c'));
const joined = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
};

describe('OpenHTF JSON', () => {
  it("has OpenHTF's members, words and units", async () => {
    const record = await toOpenHtf(
      await linked({
        phases: [
          aPhase({ attachments: [{ name: 'log', mimeType: 'text/plain', text: 'abc' }] }),
          aPhase({ name: 'flash', outcome: 'skip', attempts: 0, measurements: [] }),
        ],
      }),
    );
    expect(record).toMatchObject({
      dut_id: '0123A23F29F9366A01',
      station_id: 'SZX-L1-FCT01',
      start_time_millis: START_MS,
      end_time_millis: START_MS + 2_000,
      outcome: 'PASS',
      metadata: { test_name: 'Check only', test_version: '1' },
      phases: [
        {
          name: 'check',
          outcome: 'PASS',
          measurements: {
            time: { name: 'time', outcome: 'PASS', validators: ['x <= 5'], units: 's', measured_value: 1.4, set_time_millis: START_MS + 1_400 },
            verdict: { outcome: 'PASS', measured_value: 'genuine-matched' },
          },
          attachments: { log: { mimetype: 'text/plain', data: 'YWJj', sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d' } },
        },
        { name: 'flash', outcome: 'SKIP', measurements: {} },
      ],
      log_records: [{ level: 20, message: 'boot: ok', timestamp_millis: START_MS + 12 }],
    });
  });

  it('names the board by its MAC when no chip was read, and nothing when neither was', async () => {
    expect((await toOpenHtf(await linked({ chip: null }))).dut_id).toBe('24:0a:c4:00:00:01');
    expect((await toOpenHtf(await linked({ chip: null, board: null }))).dut_id).toBeNull();
    expect(openHtfFileName(await linked({ chip: null, board: null }))).toBe(`unknown.Check-only.${START_MS}.json`);
  });
});

describe('JUnit', () => {
  it('makes a suite of a run and a case of a phase', async () => {
    const failed = aPhase({ name: 'flash', outcome: 'fail', details: [{ code: 'flash-md5', facts: { seen: 1 } }], measurements: [] });
    const text = await joined(junitReport([await linked({ outcome: 'fail', phases: [aPhase(), failed, aPhase({ name: 'log', outcome: 'skip' })] })]));
    expect(text).toContain('<testsuite name="Check only 0123A23F29F9366A01" tests="3" failures="1" errors="0" skipped="1" time="2.000"');
    expect(text).toContain('<failure message="flash-md5 {&quot;seen&quot;:1}"/>');
    expect(text).toContain('time = 1.4 s');
  });

  it('lets no text of a board or an operator break out of its place', async () => {
    const text = await joined(
      junitReport([await linked({ operator: '"/><testsuite name="x\u0000\u001b[31m\ud800', plan: { name: '</testsuites>', version: '', fingerprint: '' } })]),
    );
    expect(text.match(/<testsuite /g)).toHaveLength(1);
    expect(text.match(/<\/testsuites>/g)).toHaveLength(1);

    expect(text).not.toMatch(/[\u0000-\u0008\u001b\ud800]/);
  });
});

describe('table of records', () => {
  it('has a row a run and a column a measurement, those of all runs', async () => {
    const other = await linked({
      id: '2',
      phases: [aPhase({ name: 'flash', measurements: [{ name: 'rate', unit: 'By/s', limits: [], outcome: 'pass', value: 91, setMs: 1 }] })],
    });
    const records = [await linked(), other];
    const [head = '', first = '', second = ''] = (await joined(recordCsv(() => records))).split('\r\n');
    expect(head).toContain('check.time [s]');
    expect(head).toContain('flash.rate [By/s]');
    const cell = (line: string, name: string): string | undefined => line.split(',')[head.split(',').indexOf(name)];
    expect(cell(first, 'check.time [s]')).toBe('1.4');
    expect(cell(first, 'flash.rate [By/s]')).toBe('');
    expect(cell(second, 'flash.rate [By/s]')).toBe('91');
    expect(cell(second, 'chip_serial')).toBe('0123A23F29F9366A01');
  });

  it('gives a spreadsheet no formula', async () => {
    const records = [await linked({ operator: '=HYPERLINK("http://x")' })];
    expect(await joined(recordCsv(() => records))).toContain(`"'=HYPERLINK(""http://x"")"`);
  });
});

describe('columns of a list', () => {
  it('give back what went in, whatever the texts are', async () => {
    const rows = await Promise.all(
      [
        aRun(),
        aRun({ id: 'b', outcome: 'fail', details: [{ code: 'chip-status', facts: {} }], purpose: 'golden', virtual: true, slot: 32 }),
        aRun({ id: 'c', operator: 'tab\there\nand line', board: null, chip: null, outcome: 'aborted', purpose: 'dry-run' }),
      ].map(async (run) => summarize(await linkRecord(run, emptyChain('chain')))),
    );
    const page = rows.reduce(appended, EMPTY_PAGE);
    expect(rowsOf(page)).toEqual([rows[0], rows[1], { ...rows[2], operator: 'tab here and line' }]);
    expect(rows[1]).toMatchObject({ reason: 'chip-status', outcome: 'fail', slot: 32, purpose: 'golden', virtual: true });
  });
});

describe('yields', () => {
  const run = async (id: string, change: Partial<RunDraft>): Promise<ReturnType<typeof summarize>> => summarize(await linked({ id, ...change }));
  const chip = (serialNumber: string): RunDraft['chip'] => ({ ...(aRun().chip as NonNullable<RunDraft['chip']>), serialNumber });

  it('count units once: first-pass by their first run, final by their last', async () => {
    const rows = [
      await run('1', { chip: chip('A'), outcome: 'fail' }),
      await run('2', { chip: chip('B') }),
      await run('3', { chip: chip('A') }),
      await run('4', { chip: chip('C'), outcome: 'error' }),
      await run('5', { chip: chip('D'), outcome: 'timeout' }),
    ];
    expect(yieldsBy(rows, 'plan').get('Check only')).toEqual({ units: 4, passedFirst: 1, passedLast: 2 });
  });

  it('leave out golden boards, dry runs, demo boards and runs that a person stopped', async () => {
    const rows = [
      await run('1', { purpose: 'golden' }),
      await run('2', { purpose: 'dry-run' }),
      await run('3', { virtual: true }),
      await run('4', { outcome: 'aborted' }),
    ];
    expect(yieldsBy(rows, 'day').size).toBe(0);
  });

  it('say which reason is the most frequent one', async () => {
    const fail = (code: string): Partial<RunDraft> => ({ outcome: 'fail', details: [{ code, facts: {} }], phases: [aPhase({ outcome: 'fail' })] });
    const rows = [await run('1', fail('a')), await run('2', fail('b')), await run('3', fail('b')), await run('4', {})];
    expect(reasonsOf(rows)).toEqual([
      { reason: 'b', phase: 'check', runs: 2 },
      { reason: 'a', phase: 'check', runs: 1 },
    ]);
  });
});
