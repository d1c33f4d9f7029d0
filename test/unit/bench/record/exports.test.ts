/** What other tools get of a record: OpenHTF's JSON, JUnit's XML, a table; and the columns of a list. */
import { describe, expect, it } from 'vitest';
import { emptyChain, linkRecord } from '../../../../src/bench/record/chain.ts';
import { junitReport } from '../../../../src/bench/record/junit.ts';
import { openHtfFileName, toOpenHtf } from '../../../../src/bench/record/openhtf.ts';
import { recordCsv } from '../../../../src/bench/record/record-csv.ts';
import type { RunDraft, RunRecord } from '../../../../src/bench/record/record.ts';
import { EMPTY_PAGE, appended, isOutOfDate, pageOf, rowsOf, summarize } from '../../../../src/bench/record/summary.ts';
import { reasonsOf, yieldsBy, yieldsByPhase } from '../../../../src/bench/record/yields.ts';
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
            time: {
              name: 'time',
              outcome: 'PASS',
              validators: ['x <= 5'],
              units: { name: 'second [unit of time]', code: 'SEC', suffix: 's' },
              measured_value: 1.4,
            },
            verdict: { outcome: 'PASS', validators: ["'x' matches /^genuine\\-matched$/"], measured_value: 'genuine-matched' },
          },
          attachments: { log: { mimetype: 'text/plain', data: 'YWJj', sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d' } },
        },
        { name: 'flash', outcome: 'SKIP', measurements: {} },
      ],
      log_records: [{ level: 20, message: 'boot: ok', timestamp_millis: START_MS + 12 }],
    });
  });

  it('has exactly the members that OpenHTF itself writes', async () => {
    const limits = [{ kind: 'range', min: 3, max: 3 } as const, { kind: 'equals', value: true } as const, { kind: 'range', min: 1.5, max: 3 } as const];
    const row = { name: 'eq', unit: '', limits, outcome: 'pass', value: 3, setMs: 1 } as const;
    const bare = { name: 'unset', unit: '', limits: [], outcome: 'unset', value: null, setMs: null } as const;
    const attachments = [{ name: 'proofs.json', mimeType: 'application/json', text: '[]' }];
    const broken = aPhase({ name: 'boom', outcome: 'error', details: [{ code: 'port-lost', facts: { at: 3 } }], measurements: [] });
    const late = aPhase({ name: 'late', outcome: 'error', details: [{ code: 'run-phase-timeout', facts: { limitMs: 1 } }], measurements: [] });
    const failed = aPhase({ name: 'fac', outcome: 'fail', details: [{ code: 'wrong-lot', facts: {} }], measurements: [] });
    const outside = aPhase({ name: 'out', outcome: 'fail', details: [{ code: 'measurement-outside', facts: {} }], measurements: [row, bare], attachments });
    const skipped = aPhase({ name: 'skip', outcome: 'skip', attempts: 0, measurements: [] });
    const record = JSON.parse(JSON.stringify(await toOpenHtf(await linked({ phases: [outside, failed, broken, late, skipped] })))) as Record<string, never>;
    const keys = (value: unknown): readonly string[] => Object.keys(value as object).toSorted();
    // Restated from what OutputToJSON of google/openhtf efec5c7 wrote for a test of five such phases.
    expect(keys(record)).toEqual(
      'branches code_info diagnosers diagnoses dut_id end_time_millis log_records marginal metadata outcome outcome_details phases start_time_millis station_id subtests'.split(
        ' ',
      ),
    );
    expect(record['code_info']).toEqual({ name: 'touchstone', docstring: null, sourcecode: '' });
    const phases = record['phases'] as unknown as readonly Record<string, unknown>[];
    for (const phase of phases) {
      expect(keys(phase)).toEqual(
        (
          'attachments codeinfo descriptor_id diagnosers diagnosis_results end_time_millis failure_diagnosis_results marginal measurements name options outcome ' +
          'result start_time_millis subtest_name'
        ).split(' '),
      );
      expect(keys(phase['options'])).toEqual(
        (
          'force_repeat name phase_name_case repeat_limit repeat_on_measurement_fail repeat_on_timeout requires_state run_if run_under_pdb ' +
          'stop_on_measurement_fail timeout_s'
        ).split(' '),
      );
    }
    expect(phases.map(({ outcome, result }) => [outcome, result])).toEqual([
      ['FAIL', { phase_result: 'CONTINUE' }],
      ['FAIL', { phase_result: 'FAIL_AND_CONTINUE' }],
      ['ERROR', { phase_result: { exc_type: 'port-lost', exc_val: 'at: 3', exc_tb: '' } }],
      ['ERROR', { phase_result: null }],
      ['SKIP', { phase_result: 'SKIP' }],
    ]);
    expect(phases[0]?.['measurements']).toEqual({
      eq: { name: 'eq', outcome: 'PASS', validators: ['x == 3', 'x == True', '1.5 <= x <= 3'], measured_value: 3 },
      unset: { name: 'unset', outcome: 'UNSET' },
    });
    expect(phases[0]?.['attachments']).toEqual({
      'proofs.json': { mimetype: 'application/json', sha1: '97d170e1550eee4afc0af065b78cda302a97674c', data: 'W10=' },
    });
    expect(keys((record['log_records'] as unknown as readonly object[])[0])).toEqual([
      'level',
      'lineno',
      'logger_name',
      'message',
      'source',
      'timestamp_millis',
    ]);
  });

  it.each(['PASS', 'FAIL', 'ERROR', 'TIMEOUT', 'ABORTED'])('has the outcome %s of its enumeration', async (outcome) => {
    expect((await toOpenHtf(await linked({ outcome: outcome.toLowerCase() as RunDraft['outcome'] }))).outcome).toBe(outcome);
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
    expect(text).toContain('name="Check only 0123A23F29F9366A01" hostname="SZX-L1-FCT01" tests="3" failures="1" errors="0" skipped="1" time="2.000"');
    expect(text).toContain('<failure type="flash-md5" message="flash-md5 {&quot;seen&quot;:1}"/>');
    expect(text).toContain('check: time = 1.4 s');
  });

  it('is right by the schema of Ant, whose order and attributes are restated here', async () => {
    const cases = [aPhase(), aPhase({ name: 'a', outcome: 'fail' }), aPhase({ name: 'b', outcome: 'error' }), aPhase({ name: 'c', outcome: 'skip' })];
    const text = await joined(junitReport([await linked({ phases: cases, station: ' ' }), await linked({ id: '2' })]));
    const tags = [...text.matchAll(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g)];
    expect(text.replace(/<[^>]*>/g, '').includes('<')).toBe(false);
    const needed: Readonly<Record<string, readonly string[]>> = {
      testsuite: ['errors', 'failures', 'hostname', 'id', 'name', 'package', 'skipped', 'tests', 'time', 'timestamp'],
      property: ['name', 'value'],
      testcase: ['classname', 'name', 'time'],
      failure: ['message', 'type'],
      error: ['message', 'type'],
    };
    const open: { readonly name: string; readonly children: string[] }[] = [{ name: '', children: [] }];
    for (const [, slash, name = '', attributes = '', empty] of tags) {
      if (slash === '/') {
        const { name: opened, children } = open.pop() as (typeof open)[number];
        expect(opened).toBe(name);
        if (name === 'testsuite') expect(children.join(' ')).toMatch(/^properties( testcase)* system-out system-err$/);
        if (name === 'testcase') expect(children).toHaveLength(1);
        continue;
      }
      open.at(-1)?.children.push(name);
      const given = Object.fromEntries([...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
      expect(Object.keys(given).toSorted(), name).toEqual(needed[name] ?? []);
      if (name === 'testsuite') {
        expect(given['timestamp']).toMatch(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$/);
        expect(given['hostname']?.trim()).not.toBe('');
        expect(given['id']).toMatch(/^[01]$/);
      }
      if (empty !== '/') open.push({ name, children: [] });
    }
    expect(open).toHaveLength(1);
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

describe('a page of a list', () => {
  it('of before a cell was kept says that it wants making anew', async () => {
    const page = pageOf([summarize(await linked()), summarize(await linked({ phases: [] }))]);
    expect(isOutOfDate(page)).toBe(false);
    expect(isOutOfDate(EMPTY_PAGE)).toBe(false);
    expect(isOutOfDate({ ...page, texts: page.texts.replaceAll(/\t[pfes]*\n/g, '\n') })).toBe(true);
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

  it('by phase count a unit where its runs got as far as that phase', async () => {
    const phases = (...outcomes: readonly RunDraft['phases'][number]['outcome'][]): RunDraft['phases'] =>
      outcomes.map((outcome, index) => aPhase({ name: ['identify', 'check', 'boot'][index] ?? '', outcome }));
    const rows = [
      await run('1', { chip: chip('A'), outcome: 'fail', phases: phases('pass', 'fail', 'skip') }),
      await run('2', { chip: chip('B'), phases: phases('pass', 'pass', 'pass') }),
      await run('3', { chip: chip('A'), outcome: 'error', phases: phases('pass', 'pass', 'error') }),
      await run('4', { chip: chip('C'), outcome: 'aborted', phases: phases('fail') }),
    ];
    expect([...yieldsByPhase(rows, () => ['identify', 'check', 'boot'])]).toEqual([
      ['identify', { units: 2, passedFirst: 2, passedLast: 2 }],
      ['check', { units: 2, passedFirst: 1, passedLast: 2 }],
      ['boot', { units: 2, passedFirst: 1, passedLast: 1 }],
    ]);
    expect([...yieldsByPhase(rows.slice(1, 2), () => [])].map(([name]) => name)).toEqual(['#1', '#2', '#3']);
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
