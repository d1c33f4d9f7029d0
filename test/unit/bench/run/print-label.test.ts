/** A plan that prints: after everything that passed, never after what stopped it, and always with the truth on the label. */
import { expect, it } from 'vitest';
import { TouchstoneError } from '../../../../src/base/index.ts';
import type { LabelledRun } from '../../../../src/bench/label/label.ts';
import { runPlan } from '../../../../src/bench/run/plan-run.ts';
import { MAC, SERIAL, planOf, playedTools, proof, staged } from './played-tools.ts';

const IDENTIFY = { kind: 'identify-board', name: 'identify' };
const CHECK = { kind: 'check-chip', name: 'check' };
const PRINT = { kind: 'print-label', name: 'print', settings: { label: 'carton' } };

interface Printed {
  readonly label: string;
  readonly run: LabelledRun;
}

async function run(
  phases: readonly object[],
  chip: 'good' | 'bad',
  failure?: Error,
): Promise<{ readonly printed: readonly Printed[]; readonly outcome: string; readonly details: readonly string[] }> {
  const printed: Printed[] = [];
  const { tools, board } = playedTools({
    print: (label, one) => {
      if (failure !== undefined) return Promise.reject(failure);
      printed.push({ label, run: one });
      return Promise.resolve();
    },
  });
  if (chip === 'bad')
    board.proofs = board.proofs.map((one) => (one.id === 'possession' ? proof('possession', { outcome: 'fail', reason: 'signature-wrong' }) : one));
  const { draft } = await runPlan(staged(planOf(...phases), tools));
  return { printed, outcome: draft.outcome, details: draft.details.map(({ code }) => code) };
}

it('a board that passed gets the label of the plan with its own names and PASS', async () => {
  const { printed, outcome } = await run([IDENTIFY, CHECK, PRINT], 'good');
  expect(outcome).toBe('pass');
  expect(printed).toMatchObject([
    { label: 'carton', run: { id: 'run-1', outcome: 'pass', operator: 'Mei', plan: { name: 'Test' }, board: { mac: MAC }, chip: { serialNumber: SERIAL } } },
  ]);
});

it('a board that failed gets none', async () => {
  expect(await run([IDENTIFY, CHECK, PRINT], 'bad')).toMatchObject({ printed: [], outcome: 'fail' });
});

it('a board that failed in a phase that lets the run go on gets one that says so', async () => {
  const { printed } = await run([IDENTIFY, { ...CHECK, atFailure: 'go-on' }, PRINT], 'bad');
  expect(printed.map((one) => one.run.outcome)).toEqual(['fail']);
});

it('a label that cannot be printed is an error of the bench, not of the board', async () => {
  const { outcome, details } = await run([IDENTIFY, CHECK, PRINT], 'good', new TouchstoneError('label-unknown', { name: 'carton' }));
  expect([outcome, details]).toEqual(['error', ['label-unknown']]);
});
