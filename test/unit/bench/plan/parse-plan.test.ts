/** Plans: what is read, what is filled in, and what is refused with its place. */
import { describe, expect, it } from 'vitest';
import { isTouchstoneError } from '../../../../src/base/index.ts';
import { builtInPlans } from '../../../../src/bench/plan/built-in.ts';
import { declarationsOf } from '../../../../src/bench/plan/measurements.ts';
import { parsePlan, planFingerprint, planText } from '../../../../src/bench/plan/parse-plan.ts';

const PHASE = { kind: 'check-chip' };
const file = (change: object = {}): string => JSON.stringify({ format: 'touchstone-plan/1', name: 'A plan', phases: [PHASE], ...change });
const withPhase = (phase: object): string => file({ phases: [{ ...PHASE, ...phase }] });

function refusal(text: string): readonly [string, unknown] {
  try {
    parsePlan(text);
  } catch (error) {
    if (isTouchstoneError(error)) return [error.code, error.facts['path'] ?? error.facts];
    throw error;
  }
  return ['taken', null];
}

describe('a plan', () => {
  it('gets the values that its file leaves out', () => {
    expect(parsePlan(file())).toEqual({
      format: 'touchstone-plan/1',
      name: 'A plan',
      version: '1',
      description: '',
      guards: { passedBefore: 'accept', duplicate: 'stop', label: 'none', labelForm: '', goldenHours: 0, alarmAfter: 3 },
      phases: [
        {
          name: 'check-chip',
          kind: 'check-chip',
          attempts: 1,
          timeoutMs: 120_000,
          atFailure: 'stop',
          limits: {},
          settings: {
            path: 'ram',
            require: [
              'board-identified',
              'firmware-expected',
              'chip-answers',
              'zones-locked',
              'serial-well-formed',
              'signer-chain',
              'device-chain',
              'key-in-certificate',
              'possession',
            ],
          },
        },
      ],
    });
  });

  it('is the same plan after it was written and read, with the same fingerprint', async () => {
    for (const plan of builtInPlans()) {
      const again = parsePlan(planText(plan));
      expect(again).toEqual(plan);
      expect(await planFingerprint(again)).toBe(await planFingerprint(plan));
    }
  });

  it('has another fingerprint when anything in it is another', async () => {
    const fingerprints = await Promise.all(
      [file(), file({ version: '2' }), withPhase({ attempts: 2 }), withPhase({ limits: { time: [{ kind: 'range', max: 3 }] } })].map((text) =>
        planFingerprint(parsePlan(text)),
      ),
    );
    expect(new Set(fingerprints).size).toBe(4);
  });

  it('makes a measurement with a limit one that must be there', () => {
    const [phase] = parsePlan(withPhase({ limits: { 'serial-number': [{ kind: 'equals', value: '0123A23F29F9366A01' }] } })).phases;
    const declared = declarationsOf(phase as NonNullable<typeof phase>);
    expect(declared.find(({ name }) => name === 'serial-number')).toMatchObject({ need: 'must' });
    expect(declared.find(({ name }) => name === 'model')).toMatchObject({ need: 'may' });
  });

  it.each<[string, string, readonly [string, unknown]]>([
    ['no JSON', '{', ['plan-json', {}]],
    ['a member twice', '{"format":"touchstone-plan/1","format":"touchstone-plan/1"}', ['plan-json', {}]],
    ['a list', '[]', ['plan-shape', '']],
    ['nothing', '{}', ['plan-shape', 'format']],
    ['another format', file({ format: 'touchstone-plan/2' }), ['plan-format', { seen: 'touchstone-plan/2', wanted: 'touchstone-plan/1' }]],
    ['an unknown member', file({ phase: [] }), ['plan-shape', 'phase']],
    ['no name', file({ name: ' ' }), ['plan-shape', 'name']],
    ['a name with a direction in it', file({ name: 'a\u202eb' }), ['plan-shape', 'name']],
    ['no phases', file({ phases: [] }), ['plan-shape', 'phases']],
    ['too many phases', file({ phases: Array.from({ length: 33 }, (_, index) => ({ ...PHASE, name: `p${index}` })) }), ['plan-shape', 'phases']],
    ['a phase that is no object', file({ phases: [1] }), ['plan-shape', 'phases[0]']],
    ['an unknown kind', withPhase({ kind: 'run-script' }), ['plan-shape', 'phases[0].kind']],
    ['a kind that every object has', withPhase({ kind: 'constructor' }), ['plan-shape', 'phases[0].kind']],
    ['two phases of one name', file({ phases: [PHASE, PHASE] }), ['plan-shape', 'phases[1].name']],
    ['a name that is no name', withPhase({ name: 'Check it' }), ['plan-shape', 'phases[0].name']],
    ['no attempt', withPhase({ attempts: 0 }), ['plan-shape', 'phases[0].attempts']],
    ['half an attempt', withPhase({ attempts: 1.5 }), ['plan-shape', 'phases[0].attempts']],
    ['a time-out as text', withPhase({ timeoutMs: '5000' }), ['plan-shape', 'phases[0].timeoutMs']],
    ['no time at all', withPhase({ timeoutMs: 0 }), ['plan-shape', 'phases[0].timeoutMs']],
    ['a limit on what is not measured', withPhase({ limits: { colour: [] } }), ['plan-shape', 'phases[0].limits.colour']],
    ['a range without ends', withPhase({ limits: { time: [{ kind: 'range' }] } }), ['plan-shape', 'phases[0].limits.time[0].min']],
    ['a range that nothing is in', withPhase({ limits: { time: [{ kind: 'range', min: 2, max: 1 }] } }), ['plan-shape', 'phases[0].limits.time[0].max']],
    ['a range of words', withPhase({ limits: { verdict: [{ kind: 'range', max: 1 }] } }), ['plan-shape', 'phases[0].limits.verdict[0].kind']],
    ['a word for a number', withPhase({ limits: { time: [{ kind: 'equals', value: 'fast' }] } }), ['plan-shape', 'phases[0].limits.time[0].value']],
    ['an empty choice', withPhase({ limits: { verdict: [{ kind: 'one-of', values: [] }] } }), ['plan-shape', 'phases[0].limits.verdict[0].values']],
    ['an unknown setting', withPhase({ settings: { pins: 3 } }), ['plan-shape', 'phases[0].settings.pins']],
    ['an unknown proof', withPhase({ settings: { require: ['looks-good'] } }), ['plan-shape', 'phases[0].settings.require']],
    ['a proof twice', withPhase({ settings: { require: ['possession', 'possession'] } }), ['plan-shape', 'phases[0].settings.require']],
    [
      'a fingerprint that is none',
      file({ phases: [{ kind: 'flash-pack', settings: { fingerprint: 'abc' } }] }),
      ['plan-shape', 'phases[0].settings.fingerprint'],
    ],
    ['a command without an answer', file({ phases: [{ kind: 'serial-command', settings: { send: 'hi' } }] }), ['plan-shape', 'phases[0].settings.expect']],
    ['an empty question', file({ phases: [{ kind: 'ask-operator', settings: { question: ' ' } }] }), ['plan-shape', 'phases[0].settings.question']],
    ['an unknown guard', file({ guards: { luck: 1 } }), ['plan-shape', 'guards.luck']],
    ['a match before the check', file({ phases: [{ kind: 'match-manifest' }, PHASE] }), ['plan-order', { phase: 'match-manifest', needs: 'check-chip' }]],
    ['a state before the enrolment', file({ phases: [PHASE, { kind: 'read-state' }] }), ['plan-order', { phase: 'read-state', needs: 'enrol' }]],
  ])('is refused with its place: %s', (_name, text, wanted) => {
    expect(refusal(text)).toEqual(wanted);
  });

  it('is refused when it is too long, before it is read', () => {
    expect(refusal(' '.repeat(256 * 1024 + 1))[0]).toBe('plan-size');
  });
});

describe('what a phase measures by its own settings', () => {
  const command = (settings: object, limits: object = {}): string =>
    file({ phases: [{ kind: 'serial-command', name: 'supply', settings: { expect: 'supply {value:decimal} V', ...settings }, limits }] });

  it('is declared with its unit before anything runs, takes several limits, and must be there', () => {
    const limits = { value: [{ kind: 'range', min: 3.2, max: 3.4 }, { kind: 'range', max: 3.3 }] }; // prettier-ignore
    const [phase] = parsePlan(command({ unit: 'V' }, limits)).phases;
    expect(declarationsOf(phase as NonNullable<typeof phase>)).toContainEqual({ name: 'value', unit: 'V', limits: limits.value, need: 'must' });
  });

  it('cannot have limits where nothing captures a number', () => {
    for (const expect_ of ['supply ok', 'supply {volts:decimal} V', 'supply {value:word} V'])
      expect(refusal(command({ expect: expect_ }, { value: [{ kind: 'range', max: 3 }] }))).toEqual(['plan-shape', 'phases[0].limits.value']);
  });

  it('is longer awaited than the phase’s own settings wait, unless the plan says otherwise', () => {
    const timeout = (settings: object, phase: object = {}): unknown =>
      parsePlan(file({ phases: [{ kind: 'judge-log', settings, ...phase }] })).phases[0]?.timeoutMs;
    expect(timeout({})).toBe(120_000);
    expect(timeout({ withinMs: 600_000 })).toBe(615_000);
    expect(timeout({ withinMs: 600_000 }, { timeoutMs: 30_000 })).toBe(30_000);
  });
});
