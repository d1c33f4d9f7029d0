/** The duplicate guard in a dry run: virtual boards are held against virtual boards of this shift, real ones against production. */
import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../../../src/bench/plan/parse-plan.ts';
import { noFindings, type Findings } from '../../../../src/bench/run/findings.ts';
import { runPlan } from '../../../../src/bench/run/plan-run.ts';
import { historyOf, judgeUnit, type EarlierRun } from '../../../../src/bench/run/unit.ts';
import { MAC, SERIAL, planOf, playedTools, staged } from './played-tools.ts';

const SHIFT_MS = Date.UTC(2026, 10, 23, 8);
const PLAN = 'ab'.repeat(32);
const OTHER_SERIAL = '0123DE4D7A00000901';
const OTHER_MAC = '02:00:00:DE:31:09';

const found = (serialNumber = SERIAL, mac = MAC): Findings => ({ ...noFindings(), chip: { serialNumber }, board: { mac } }) as unknown as Findings;
const earlier = (change: Partial<EarlierRun> & { readonly serial?: string; readonly mac?: string } = {}): EarlierRun => {
  const { serial = SERIAL, mac = MAC, ...more } = change;
  return {
    ...{ id: 'before', startMs: SHIFT_MS + 1000, station: 'S1', slot: 1, purpose: 'dry-run', virtual: true, outcome: 'pass' },
    ...{ chip: { serialNumber: serial }, board: { mac }, plan: { fingerprint: PLAN }, pack: null },
    ...more,
  };
};
const { guards } = parsePlan(JSON.stringify({ format: 'touchstone-plan/1', name: 'x', phases: [{ kind: 'check-chip' }] }));
const judged = (runs: readonly EarlierRun[], rehearsedSinceMs: number | null, findings = found()) =>
  judgeUnit({ findings, earlier: runs, guards, planFingerprint: PLAN, packFingerprint: null, label: '', rehearsedSinceMs });

describe('a virtual board', () => {
  it('has three histories in a dry run as a real one has in production', () => {
    const history = (run: EarlierRun) => historyOf(found(), [run], SHIFT_MS).history;
    expect(history(earlier())).toBe('same-unit');
    expect(history(earlier({ mac: OTHER_MAC }))).toBe('same-chip-other-board');
    expect(history(earlier({ serial: OTHER_SERIAL }))).toBe('swapped-chip');
    expect(history(earlier({ serial: OTHER_SERIAL, mac: OTHER_MAC }))).toBe('new');
  });

  it('that passed in this shift is finished; a moved chip is stopped', () => {
    expect(judged([earlier()], SHIFT_MS)).toMatchObject({ act: 'finish', detail: { code: 'unit-passed-before' } });
    expect(judged([earlier({ mac: OTHER_MAC })], SHIFT_MS)).toMatchObject({ act: 'stop', detail: { code: 'unit-same-chip-other-board' } });
  });

  it('is new in every shift: what was rehearsed before it does not count, not even where it is the same unit again', () => {
    const before = earlier({ startMs: SHIFT_MS - 1 });
    expect(judged([before], SHIFT_MS)).toEqual({ act: 'go-on', detail: null });
    expect(judged([before, earlier({ outcome: 'fail' })], SHIFT_MS)).toMatchObject({ act: 'go-on', detail: { code: 'unit-retest' } });
  });

  it('is never held against production, golden boards, or a dry run of a real board', () => {
    for (const change of [
      { purpose: 'production', virtual: false },
      { purpose: 'golden', virtual: false },
      { virtual: false },
      { purpose: 'production' },
    ] as const)
      expect(judged([earlier({ ...change, mac: OTHER_MAC })], SHIFT_MS)).toEqual({ act: 'go-on', detail: null });
  });
});

describe('a real board', () => {
  it('is held against production whenever it was, and never against a dry run', () => {
    const production = earlier({ purpose: 'production', virtual: false, startMs: 1 });
    expect(judged([production], null)).toMatchObject({ act: 'finish', detail: { code: 'unit-passed-before' } });
    expect(judged([earlier({ mac: OTHER_MAC }), earlier({ purpose: 'golden', virtual: false })], null)).toEqual({ act: 'go-on', detail: null });
  });

  it('that failed in production and passed as a golden board did not pass', () => {
    const runs = [earlier({ purpose: 'production', virtual: false, outcome: 'fail' }), earlier({ purpose: 'golden', virtual: false })];
    expect(judged(runs, null)).toMatchObject({ act: 'go-on', detail: { code: 'unit-retest' } });
  });
});

describe('a run of a plan', () => {
  const CHECK = { kind: 'check-chip' };
  const seen = (run: EarlierRun) => playedTools({ seenBefore: () => Promise.resolve([run]) }).tools;

  it('is judged by its shift when it is told when that began', async () => {
    const moved = earlier({ mac: OTHER_MAC });
    const rehearsed = await runPlan(staged(planOf(CHECK), seen(moved), { rehearsedSinceMs: SHIFT_MS }));
    expect(rehearsed.draft).toMatchObject({ outcome: 'fail', details: [{ code: 'unit-same-chip-other-board', facts: { before: OTHER_MAC } }] });
    const real = await runPlan(staged(planOf(CHECK), seen(moved)));
    expect(real.draft).toMatchObject({ outcome: 'pass', details: [] });
  });
});
