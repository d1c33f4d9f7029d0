/** How phases end: too late, after an error, with a number that somebody typed or a board answered, and what may follow a check that failed. */
import { describe, expect, it } from 'vitest';
import { TouchstoneError } from '../../../../src/base/index.ts';
import type { LabelledRun } from '../../../../src/bench/label/label.ts';
import { runPlan } from '../../../../src/bench/run/plan-run.ts';
import type { RunTools } from '../../../../src/bench/run/phase.ts';
import { planOf, playedTools, proof, staged } from './played-tools.ts';

const CHECK = { kind: 'check-chip', name: 'check' };
const ASK = { kind: 'ask-operator', name: 'ask', settings: { question: 'Is the lamp on?' } };
const PRINT = { kind: 'print-label', name: 'print' };
const VOLTS = { kind: 'ask-operator', name: 'volts', settings: { question: 'How many volts?', answer: 'number', unit: 'V' } };

/** A clock on which a hundred milliseconds are one. */
function hurried(tools: RunTools): RunTools {
  const sleep: RunTools['clock']['sleep'] = (ms, signal) => tools.clock.sleep(ms / 100, signal);
  return { ...tools, clock: { ...tools.clock, sleep } };
}

describe('a phase', () => {
  it('that heeds no signal is given up when its time is over', async () => {
    const { tools } = playedTools({ print: () => new Promise(() => undefined) });
    const { draft } = await runPlan(staged(planOf({ ...PRINT, timeoutMs: 1_000 }, ASK), hurried(tools)));
    expect(draft).toMatchObject({ outcome: 'timeout', details: [{ code: 'run-phase-timeout' }] });
  });

  it('that comes to a good end after its time is no pass', async () => {
    const { tools } = playedTools({ ask: () => new Promise((resolve) => setTimeout(() => resolve('yes'), 60)) });
    const { draft } = await runPlan(staged(planOf({ ...ASK, timeoutMs: 1_000 }), hurried(tools)));
    expect(draft).toMatchObject({ outcome: 'timeout', phases: [{ outcome: 'error' }] });
  });

  it('whose error is the bench’s ends the run, though it may go on at a failure', async () => {
    const { tools, board } = playedTools();
    board.open = () => Promise.reject(new TouchstoneError('port-busy'));
    const { draft } = await runPlan(staged(planOf({ ...CHECK, atFailure: 'go-on' }, ASK), tools));
    expect(draft.phases.map(({ outcome }) => outcome)).toEqual(['error', 'skip']);
  });

  it('that waits for what was done before can be stopped by a person meanwhile', async () => {
    const stage = staged(planOf(CHECK, ASK), playedTools({ seenBefore: () => new Promise(() => undefined) }).tools);
    const running = runPlan(stage);
    setTimeout(() => stage.stop.abort(), 30);
    expect((await running).draft.outcome).toBe('aborted');
  });
});

describe('a number that the operator types', () => {
  const run = async (answers: string[], limits: object) => {
    const { tools } = playedTools({ ask: () => Promise.resolve(answers.shift() ?? 'none left') });
    return (await runPlan(staged(planOf({ ...VOLTS, limits }), tools))).draft;
  };

  it('is measured in its unit and judged by every one of its limits', async () => {
    const limits = { value: [{ kind: 'range', min: 3, max: 3.6 }, { kind: 'range', max: 3.35 }] }; // prettier-ignore
    expect(await run(['3,3'], limits)).toMatchObject({
      outcome: 'pass',
      phases: [
        {
          measurements: [
            { name: 'answer', value: '3,3' },
            { name: 'value', value: 3.3, unit: 'V' },
          ],
        },
      ],
    });
    expect(await run(['3.4'], limits)).toMatchObject({
      outcome: 'fail',
      details: [{ code: 'measurement-outside', facts: { measurement: 'value', value: 3.4 } }],
    });
    expect(await run(['2'], limits)).toMatchObject({ outcome: 'fail' });
  });

  it('is asked for again when it is none', async () => {
    expect(await run(['three', '', '3.3 V', '1e999', '3.3'], {})).toMatchObject({ outcome: 'pass', phases: [{ attempts: 1 }] });
  });
});

it('a chip whose check failed is not enrolled by a plan that goes on, and the board has failed, not the bench', async () => {
  const asked: unknown[] = [];
  const { tools, board } = playedTools({
    enrol: (proven) => {
      asked.push(proven);
      return Promise.reject(new Error('not to be asked'));
    },
  });
  board.proofs = board.proofs.map((one) => (one.id === 'possession' ? proof('possession', { outcome: 'fail', reason: 'signature-wrong' as never }) : one));
  const { draft } = await runPlan(staged(planOf({ ...CHECK, atFailure: 'go-on' }, { kind: 'enrol' }), tools));
  expect(asked).toEqual([]);
  expect(draft).toMatchObject({ outcome: 'fail', phases: [{ outcome: 'fail' }, { outcome: 'fail', details: [{ code: 'run-no-certificate' }] }] });
});

it('a label says PASS only where nothing can fail any more', async () => {
  const said: LabelledRun['outcome'][] = [];
  const { tools } = playedTools({
    print: (_label, run) => {
      said.push(run.outcome);
      return Promise.resolve();
    },
  });
  await runPlan(staged(planOf(CHECK, { ...PRINT, name: 'early' }, ASK, PRINT, { ...PRINT, name: 'second' }), tools));
  expect(said).toEqual(['', 'pass', 'pass']);
});
