/** One plan on one board whose tools are played: order, retries, limits, ends, and the record. */
import { describe, expect, it } from 'vitest';
import { TouchstoneError } from '../../../../src/base/index.ts';
import { emptyChain, linkRecord } from '../../../../src/bench/record/chain.ts';
import type { RunDraft, RunRecord } from '../../../../src/bench/record/record.ts';
import type { RunTools } from '../../../../src/bench/run/phase.ts';
import { runPlan, type PlanRunOptions } from '../../../../src/bench/run/plan-run.ts';
import type { EarlierRun } from '../../../../src/bench/run/unit.ts';
import { EPOCH_MS, MAC, SERIAL, allProofs, planOf, playedTools, proof, staged } from './played-tools.ts';

const CHECK = { kind: 'check-chip', name: 'check' };
const MATCH = { kind: 'match-manifest', name: 'match' };
const ASK = { kind: 'ask-operator', name: 'ask', settings: { question: 'Is the lamp on?' } };

describe('a run', () => {
  it('passes when every phase passes, and records what was found', async () => {
    const { draft, picture } = await runPlan(staged(planOf({ kind: 'identify-board' }, CHECK, MATCH, ASK), playedTools().tools));
    expect(draft).toMatchObject({
      id: 'run-1',
      outcome: 'pass',
      details: [],
      slot: 3,
      operator: 'Mei',
      startMs: EPOCH_MS,
      virtual: false,
      plan: { name: 'Test', fingerprint: 'ff'.repeat(32) },
      board: { chipName: 'ESP32-D0WD-V3', mac: MAC },
      chip: { serialNumber: SERIAL, commonName: `sn${SERIAL}` },
      entry: { fileName: 'order.json', index: 7 },
    });
    expect(draft.phases.map(({ name, outcome, attempts }) => [name, outcome, attempts])).toEqual([
      ['identify-board', 'pass', 1],
      ['check', 'pass', 1],
      ['match', 'pass', 1],
      ['ask', 'pass', 1],
    ]);
    expect(draft.phases[1]?.measurements.find(({ name }) => name === 'verdict')).toMatchObject({ outcome: 'pass', value: 'genuine-matched' });
    expect(picture).toMatchObject({ state: 'done', outcome: 'pass' });
  });

  it('records the bench firmware that answered, its image, and all proofs; not what the page would have used', async () => {
    const { tools } = playedTools();
    const check = {
      ...tools.check,
      firmware: () => Promise.resolve({ name: 'bench.bin', version: '9.9.9', buildId: 'new-build', sha256: 'ab'.repeat(32), bytes: 10 } as never),
    };
    const { draft } = await runPlan(staged(planOf(CHECK), { ...tools, check }));
    expect(draft.versions).toEqual({ page: '0.1.0', firmware: '1.2.3', build: 'aabbccdd' }); // hello of the board
    expect(draft.firmware).toEqual({ bench: { version: '1.2.3', build: 'aabbccdd', place: 'ram', sha256: 'ab'.repeat(32), md5: null }, flash: [] });
    expect(draft.details[0]).toMatchObject({ code: 'other-build' });
    const [attachment] = draft.phases[0]?.attachments ?? [];
    expect(attachment).toMatchObject({ name: 'proofs.json', mimeType: 'application/json' });
    expect((JSON.parse(attachment?.text ?? '[]') as { id: string }[]).map(({ id }) => id)).toEqual([
      'board-identified',
      'firmware-expected',
      ...allProofs().map(({ id }) => id),
    ]);
  });

  it('names no bench firmware where none was started', async () => {
    const { draft } = await runPlan(staged(planOf({ kind: 'identify-board' }), playedTools().tools));
    expect(draft.versions).toEqual({ page: '0.1.0', firmware: null, build: null });
    expect(draft.firmware).toEqual({ bench: null, flash: [] });
  });

  it('records the fingerprints of both certificates', async () => {
    const { tools } = playedTools();
    const judged = await tools.check.proveChip({} as never, 'real');
    const certificates = { device: Uint8Array.of(1), signer: Uint8Array.of(2) } as never;
    const check = { ...tools.check, proveChip: () => Promise.resolve({ ...judged, certificates }) };
    const { draft } = await runPlan(staged(planOf(CHECK), { ...tools, check }));
    expect(draft.chip).toMatchObject({
      deviceCertificate: '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a', // sha256 of one byte 01
      signerCertificate: 'dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986', // and of 02
    });
  });

  it('does not show its end by itself: the record comes first', async () => {
    const stage = staged(planOf(CHECK), playedTools().tools);
    await runPlan(stage);
    expect(stage.shown.every(({ state, outcome }) => state === 'running' && outcome === null)).toBe(true);
  });

  it('fails with the reasons of the proofs, and skips what follows', async () => {
    const { tools, board } = playedTools();
    board.proofs = allProofs().map((one) => (one.id === 'possession' ? proof('possession', { outcome: 'fail', reason: 'signature-invalid' as never }) : one));
    const { draft } = await runPlan(staged(planOf(CHECK, MATCH, ASK), tools));
    expect(draft.outcome).toBe('fail');
    expect(draft.details).toEqual([{ code: 'signature-invalid', facts: { proof: 'possession', outcome: 'fail' } }]);
    expect(draft.phases.map(({ outcome }) => outcome)).toEqual(['fail', 'skip', 'skip']);
    expect(draft.phases[2]).toMatchObject({ attempts: 0, measurements: [{ name: 'answer', outcome: 'skipped', value: null }] });
  });

  it('takes a proof that was not measured for no pass', async () => {
    const { tools, board } = playedTools();
    board.proofs = allProofs().map((one) => (one.id === 'zones-locked' ? proof('zones-locked', { outcome: 'unmeasured' }) : one));
    const { draft } = await runPlan(staged(planOf(CHECK), tools));
    expect(draft.outcome).toBe('fail');
    expect(draft.details[0]).toMatchObject({ code: 'zones-locked-unmeasured' });
  });

  it('goes on after a failure where the plan says so, and has failed all the same', async () => {
    const { tools } = playedTools({ ask: () => Promise.resolve('no') });
    const { draft } = await runPlan(staged(planOf({ ...ASK, atFailure: 'go-on' }, CHECK), tools));
    expect(draft.phases.map(({ outcome }) => outcome)).toEqual(['fail', 'pass']);
    expect(draft).toMatchObject({ outcome: 'fail', details: [{ code: 'operator-said-no' }] });
  });

  it('tries a phase again as often as the plan allows, and keeps the last try only', async () => {
    const answers = ['no', 'no', 'yes'];
    const { tools } = playedTools({ ask: () => Promise.resolve(answers.shift() ?? 'none left') });
    const { draft } = await runPlan(staged(planOf({ ...ASK, attempts: 3 }), tools));
    expect(draft.phases[0]).toMatchObject({ outcome: 'pass', attempts: 3, measurements: [{ name: 'answer', value: 'yes' }], details: [] });
  });

  it('fails a phase that passed when a measurement is outside its limits, and says which', async () => {
    const limits = { verdict: [{ kind: 'equals', value: 'genuine-unmatched' }] };
    const { draft } = await runPlan(staged(planOf({ ...CHECK, limits }), playedTools().tools));
    expect(draft).toMatchObject({ outcome: 'fail', details: [{ code: 'measurement-outside', facts: { measurement: 'verdict', value: 'genuine-matched' } }] });
  });

  it('fails when a measurement with a limit was never made', async () => {
    const { tools, board } = playedTools();
    board.proofs = [];
    const { draft } = await runPlan(
      staged(planOf({ ...CHECK, settings: { require: [] } }, { ...MATCH, limits: { file: [{ kind: 'equals', value: 'order.json' }] } }), tools),
    );
    expect(draft.phases[1]?.outcome).toBe('fail');
  });

  it('is an error, not a failure of the part, when the bench is broken', async () => {
    const { tools, board } = playedTools();
    board.open = () => Promise.reject(new TouchstoneError('port-busy', { by: 'another program' }));
    const { draft } = await runPlan(staged(planOf(CHECK), tools));
    expect(draft).toMatchObject({ outcome: 'error', details: [{ code: 'port-busy', facts: { by: 'another program' } }] });
  });

  it('does not try again when the cable is out', async () => {
    const { tools, board } = playedTools();
    let opened = 0;
    board.open = () => {
      opened++;
      return Promise.reject(new TouchstoneError('port-lost'));
    };
    const { draft } = await runPlan(staged(planOf({ ...CHECK, attempts: 5, atFailure: 'go-on' }, ASK), tools));
    expect(opened).toBe(1);
    expect(draft.phases.map(({ outcome }) => outcome)).toEqual(['error', 'skip']);
  });

  it('notices that another board was put in the slot between two phases', async () => {
    const { tools, board } = playedTools({
      ask: () => {
        board.mac = '24:0A:C4:99:99:99';
        return Promise.resolve('yes');
      },
    });
    const { draft } = await runPlan(staged(planOf({ kind: 'identify-board' }, ASK, CHECK), tools));
    expect(draft).toMatchObject({ outcome: 'error', details: [{ code: 'run-other-board', facts: { wanted: MAC } }] });
  });

  it('is aborted when a person stops it, and what was to come is skipped', async () => {
    const stage = staged(
      planOf(ASK, CHECK),
      playedTools({
        ask: (_question, _answer, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
      }).tools,
    );
    const running = runPlan(stage);
    setTimeout(() => stage.stop.abort(), 10);
    const { draft } = await running;
    expect(draft.outcome).toBe('aborted');
    expect(draft.phases.map(({ outcome }) => outcome)).toEqual(['error', 'skip']);
  });

  it('ends an attempt that takes longer than the plan allows', async () => {
    const { tools } = playedTools({
      ask: (_question, _answer, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('late')))),
    });
    const clock = { ...tools.clock, sleep: (ms: number, signal?: Parameters<typeof tools.clock.sleep>[1]) => tools.clock.sleep(ms / 100, signal) };
    const { draft } = await runPlan(staged(planOf({ ...ASK, timeoutMs: 1_000 }), { ...tools, clock }));
    expect(draft).toMatchObject({ outcome: 'timeout', details: [{ code: 'run-phase-timeout', facts: { limitMs: 1_000 } }] });
  });

  it('is not a pass when the chip is of another order', async () => {
    const wrongLot = await runPlan(staged(planOf(CHECK, { ...MATCH, settings: { files: ['other.json'] } }), playedTools().tools));
    expect(wrongLot.draft.details).toEqual([{ code: 'wrong-lot', facts: { seen: 'order.json', wanted: 'other.json' } }]);
    const wrongPart = await runPlan(staged(planOf(CHECK, { ...MATCH, settings: { partNumber: 'ATECC608B-TNGTLSU' } }), playedTools().tools));
    expect(wrongPart.draft.details[0]?.code).toBe('wrong-part');
  });

  it('keeps the lines of its own time, and says how many it left out', async () => {
    const stage = staged(planOf(ASK), playedTools().tools);
    stage.log.add('board', 'before');
    const late = {
      ...stage,
      tools: {
        ...stage.tools,
        ask: () => {
          for (let index = 0; index < 2_005; index++) stage.log.add('board', `line ${index}`);
          return Promise.resolve('yes');
        },
      },
    };
    const { draft } = await runPlan(late);
    expect(draft.log).toHaveLength(2_000);
    expect(draft.log[0]).toMatchObject({ source: 'board', text: 'line 5' });
    expect(draft.logDropped).toBe(5);
  });

  it('asks the cloud with the certificate that was proven, and with none else', async () => {
    const { draft } = await runPlan(staged(planOf(CHECK, { kind: 'enrol' }), playedTools().tools));
    expect(draft).toMatchObject({ outcome: 'error', details: [{ code: 'run-no-certificate' }] });
  });
});

describe('a unit that was here before', () => {
  const earlier = async (change: object): Promise<readonly RunRecord[]> => {
    const { draft } = await runPlan(staged(planOf(CHECK, ASK), playedTools().tools));
    return [await linkRecord({ ...draft, id: 'earlier', ...change }, emptyChain('c'))];
  };
  const run = async (
    records: readonly RunRecord[],
    guards: object = {},
    change: Partial<PlanRunOptions> = {},
    tools: Partial<RunTools> = {},
  ): Promise<RunDraft> => {
    const plan = { ...planOf(CHECK, ASK), guards: { ...planOf(CHECK).guards, ...guards } };
    const { draft } = await runPlan(staged(plan, playedTools({ seenBefore: () => Promise.resolve(records), ...tools }).tools, change));
    return draft;
  };
  const CHIP = { serialNumber: SERIAL, model: 'ATECC608B', commonName: null, deviceCertificate: null, signerCertificate: null };
  const BOARD = { chipName: 'ESP32', revision: null, mac: MAC, flashSizeBytes: 0 };

  it('is asked for once, by its run, before anything is done to the board; what another station only claimed stops it and says no outcome', async () => {
    const asked: unknown[] = [];
    const claim: EarlierRun = {
      ...{ id: 'elsewhere', startMs: 0, station: 'B', slot: 7, purpose: 'production', virtual: false, outcome: 'not-known' },
      ...{ chip: { serialNumber: SERIAL }, board: { mac: '24:0A:C4:00:00:00' }, plan: { fingerprint: '' }, pack: null },
    };
    const draft = await run([], {}, {}, { seenBefore: (...question) => (asked.push(question), Promise.resolve([claim])) });
    const { id, station, slot, purpose } = draft;
    expect(asked).toEqual([[SERIAL, MAC, { id, station, slot, purpose, virtual: false }]]);
    expect(draft.phases.map(({ outcome }) => outcome)).toEqual(['pass', 'skip']);
    expect(draft.details).toEqual([
      {
        code: 'unit-same-chip-other-board',
        facts: { record: 'elsewhere', at: '1970-01-01T00:00:00.000Z', station: 'B', slot: 7, seen: MAC, before: '24:0A:C4:00:00:00' },
      },
    ]);
  });

  it('is a retest, not a pass, where another station only claimed it', async () => {
    const claim: EarlierRun = {
      ...{ id: 'elsewhere', startMs: 0, station: 'B', slot: 7, purpose: 'production', virtual: false, outcome: 'not-known' },
      ...{ chip: { serialNumber: SERIAL }, board: { mac: MAC }, plan: { fingerprint: '' }, pack: null },
    };
    const draft = await run([], {}, {}, { seenBefore: () => Promise.resolve([claim]) });
    expect(draft).toMatchObject({ outcome: 'pass', details: [{ code: 'unit-retest', facts: { station: 'B', slot: 7 } }] });
    expect(draft.phases.map(({ outcome }) => outcome)).toEqual(['pass', 'pass']);
  });

  it('is finished at once when it passed this very plan; the chip is checked all the same', async () => {
    const draft = await run(await earlier({}));
    expect(draft).toMatchObject({ outcome: 'pass', details: [{ code: 'unit-passed-before', facts: { record: 'earlier' } }] });
    expect(draft.phases.map(({ outcome }) => outcome)).toEqual(['pass', 'skip']);
  });

  it.each([
    ['it failed then', { outcome: 'fail' }],
    ['the plan was another one', { plan: { name: 'Test', version: '1', fingerprint: '00'.repeat(32) } }],
    ['the pack was another one', { pack: { name: 'x', fingerprint: '11'.repeat(32) } }],
  ])('is run in full as a retest when %s', async (_name, change) => {
    const draft = await run(await earlier(change));
    expect(draft.phases.map(({ outcome }) => outcome)).toEqual(['pass', 'pass']);
    expect(draft).toMatchObject({ outcome: 'pass', details: [{ code: 'unit-retest' }] });
  });

  it('is run again where the plan wants that', async () => {
    expect((await run(await earlier({}), { passedBefore: 'run-again' })).phases[1]?.outcome).toBe('pass');
  });

  it('is stopped when the board had another chip, and when the chip was on another board: two words', async () => {
    const swapped = await run(await earlier({ chip: { ...CHIP, serialNumber: '0123FFFFFFFFFFFF01' } }));
    expect(swapped).toMatchObject({ outcome: 'fail', details: [{ code: 'unit-swapped-chip', facts: { seen: SERIAL, before: '0123FFFFFFFFFFFF01' } }] });
    expect(swapped.phases.map(({ outcome }) => outcome)).toEqual(['pass', 'skip']);
    const moved = await run(await earlier({ board: { ...BOARD, mac: '24:0A:C4:00:00:00' } }));
    expect(moved).toMatchObject({ outcome: 'fail', details: [{ code: 'unit-same-chip-other-board', facts: { seen: MAC, before: '24:0A:C4:00:00:00' } }] });
  });

  it('is what the operator says, where the plan asks', async () => {
    const records = await earlier({ board: { ...BOARD, mac: '24:0A:C4:00:00:00' } });
    const asked: string[] = [];
    const ask = (answer: string): Partial<RunTools> => ({
      ask: (question, _answer, _signal, facts) => {
        asked.push(question, String(facts?.['before']));
        return Promise.resolve(answer);
      },
    });
    expect((await run(records, { duplicate: 'ask' }, {}, ask('no'))).outcome).toBe('fail');
    expect((await run(records, { duplicate: 'ask' }, {}, ask('yes'))).outcome).toBe('pass');
    expect(asked.slice(0, 2)).toEqual(['unit-same-chip-other-board', '24:0A:C4:00:00:00']);
  });

  it('is not confused with golden boards and demo boards', async () => {
    const board = { ...BOARD, mac: '24:0A:C4:00:00:00' };
    expect((await run(await earlier({ board, purpose: 'golden' }))).outcome).toBe('pass');
    expect((await run(await earlier({ board, virtual: true }))).outcome).toBe('pass');
  });

  it('stops the run when the records cannot be read: what was not looked up is not new', async () => {
    const draft = await run([], {}, {}, { seenBefore: () => Promise.reject(new TouchstoneError('record-store', { why: 'failed' })) });
    expect(draft).toMatchObject({ outcome: 'error', details: [{ code: 'record-store' }] });
  });

  it.each([
    ['0123A23F29F9366A01', 'chip-serial', 'pass'],
    ['sn0123a23f29f9366a01', 'chip-serial', 'pass'],
    ['24-0a-c4-11-22-33', 'mac', 'pass'],
    ['0123A23F29F9366A02', 'chip-serial', 'fail'],
    ['', 'chip-serial', 'fail'],
    ['', 'any', 'pass'],
  ])('with the label "%s" where the plan wants its %s: %s', async (label, wanted, outcome) => {
    const head = { ...staged(planOf(CHECK), playedTools().tools).head, label };
    expect((await run([], { label: wanted }, { head })).outcome).toBe(outcome);
  });
});
