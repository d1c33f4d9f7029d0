/** What a form offers is what the parser takes: every member has its field, every choice is accepted, and no other. */
import { describe, expect, it } from 'vitest';
import { COMMON_FIELDS, GUARD_FIELDS, SETTING_FIELDS } from '../../../../src/bench/plan/fields.ts';
import { parsePlan } from '../../../../src/bench/plan/parse-plan.ts';
import type { PhaseKind } from '../../../../src/bench/plan/plan.ts';

/** What a phase of this kind must say, and what must come before it. */
const MUST: Readonly<Partial<Record<PhaseKind, object>>> = { 'ask-operator': { question: 'Is it on?' }, 'serial-command': { expect: 'READY' } };
const kinds = Object.keys(SETTING_FIELDS) as PhaseKind[];
const before = (kind: PhaseKind): readonly object[] =>
  kind === 'read-state'
    ? [
        { kind: 'check-chip', name: 'c' },
        { kind: 'enrol', name: 'e' },
      ]
    : kind === 'enrol' || kind === 'match-manifest'
      ? [{ kind: 'check-chip', name: 'c' }]
      : [];
const planWith = (kind: PhaseKind, settings: object = {}, phase: object = {}, guards: object = {}) =>
  parsePlan(
    JSON.stringify({
      format: 'touchstone-plan/1',
      name: 'p',
      guards,
      phases: [...before(kind), { kind, name: 'one', ...phase, settings: { ...MUST[kind], ...settings } }],
    }),
  );

describe.each(kinds)('settings of %s', (kind) => {
  it('have a field each', () => {
    expect(SETTING_FIELDS[kind].map(({ name }) => name).toSorted()).toEqual(Object.keys(planWith(kind).phases.at(-1)?.settings ?? {}).toSorted());
  });

  it('take every choice that is offered, and no other', () => {
    for (const { name, type, choices } of SETTING_FIELDS[kind]) {
      if (type !== 'choice') continue;
      for (const choice of choices) expect(() => planWith(kind, { [name]: choice }), choice).not.toThrow();
      expect(() => planWith(kind, { [name]: 'something else' }), name).toThrow(expect.objectContaining({ code: 'plan-shape' }));
    }
  });
});

describe('guards and what every phase has', () => {
  it('have a field each, whose choices are taken', () => {
    const plan = planWith('identify-board');
    expect(GUARD_FIELDS.map(({ name }) => name).toSorted()).toEqual(Object.keys(plan.guards).toSorted());
    expect([...COMMON_FIELDS.map(({ name }) => name), 'kind', 'limits', 'settings'].toSorted()).toEqual(Object.keys(plan.phases[0] ?? {}).toSorted());
    for (const { name, choices } of GUARD_FIELDS)
      for (const choice of choices) expect(() => planWith('identify-board', {}, {}, { [name]: choice })).not.toThrow();
    for (const { name, choices } of COMMON_FIELDS) for (const choice of choices) expect(() => planWith('identify-board', {}, { [name]: choice })).not.toThrow();
  });
});
