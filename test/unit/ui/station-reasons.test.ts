/** Every code that a run or a slot can end with has words, and the one thing to do. The codes are read from the sources of the rooms that make them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROOF_IDS } from '../../../src/bench/index.ts';
import { connectReasons, crashWords } from '../../../src/ui/strings/late.ts';
import { reasonLine } from '../../../src/ui/station/reason-words.ts';

const ROOT = join(import.meta.dirname, '../../../src');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const files = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).flatMap((name) => (name.endsWith('.ts') ? [join(folder, name)] : []));

/** Codes as literals where a run, a guard or a slot says how it ended. */
const MADE = [
  /\bfailed\('([a-z-]+)'/g,
  /\bcode:\s*'([a-z-]+)'/g,
  /\?\s*'([a-z-]+)'\s*:\s*'([a-z-]+)',\n\s*facts/g,
  /TouchstoneError<\w+>\(\s*'([a-z-]+)'/g,
  /_CERTAIN = '([a-z-]+)'/g,
];
const madeIn = (...folders: readonly string[]): readonly string[] =>
  folders
    .flatMap(files)
    .flatMap((path) => MADE.flatMap((form) => [...textOf(path).matchAll(form)].flatMap(([, ...codes]) => codes.filter((code) => code !== undefined))));

/** Members of a union of literals. */
function unionOf(path: string, name: string): readonly string[] {
  const [, body = ''] = new RegExp(`type ${name} =([^;]+);`).exec(textOf(path)) ?? [];
  return [...body.matchAll(/'([a-z0-9-]+)'/g)].map(([, member = '']) => member);
}

const histories = unionOf('bench/run/unit.ts', 'UnitHistory').filter((one) => one !== 'new' && one !== 'same-unit');
const flashOutcomes = unionOf('bench/flash-snapshot.ts', 'FlashOutcome').filter((one) => one !== 'proved' && one !== 'start-unsure');
const labelsOfTheRecordsScreen = ['label-size', 'label-json', 'label-format', 'label-shape'];
const warningsOfTheFirmwareScreen = unionOf('board/pack/pack.ts', 'PackWarningCode');

const CODES = [
  ...madeIn('bench/run', 'bench/station', 'bench/label', 'bench/plan', 'app/station').filter((code) => !labelsOfTheRecordsScreen.includes(code)),
  ...madeIn('link', 'board', 'chip').filter((code) => !warningsOfTheFirmwareScreen.includes(code)),
  ...histories.map((one) => `unit-${one}`),
  ...flashOutcomes.map((one) => `flash-${one}`),
  ...Object.keys(connectReasons).map((one) => `connect-${one}`),
  ...Object.keys(crashWords.kinds).map((one) => `crash-${one}`),
  ...unionOf('cloud/errors.ts', 'CloudErrorCode'),
  ...unionOf('base/byte-port.ts', 'PortErrorCode'),
  'unexpected',
];

describe('a code that a slot can show', () => {
  it('is among those that were found: the search sees what it should see', () => {
    for (const code of [
      'run-phase-timeout',
      'measurement-unset',
      'measurement-outside',
      'label-other',
      'slot-not-certain',
      'wrong-lot',
      'no-free-slot',
      'link-timeout',
    ])
      expect(CODES).toContain(code);
    expect(histories).toHaveLength(2);
    expect(flashOutcomes.length).toBeGreaterThan(0);
    expect(CODES.length).toBeGreaterThan(100);
  });

  it('has words of its own and one thing to do', () => {
    const without = [...new Set(CODES)].filter((code) => {
      const { what, action } = reasonLine({ code, facts: {} }, 'microchip');
      return what.includes(`“${code}”`) || action.trim() === '' || /undefined|NaN/.test(`${what}${action}`);
    });
    expect(without).toEqual([]);
  });

  it('is said of every proof that fails and of every one that was not made, and never of Microchip on a demo board', () => {
    for (const id of PROOF_IDS)
      for (const outcome of ['fail', 'unmeasured'])
        for (const root of ['microchip', 'demo'] as const) {
          const { what, action } = reasonLine({ code: `${id}-${outcome}`, facts: { proof: id, outcome } }, root);
          expect(`${what} ${action}`).not.toMatch(new RegExp(`${id}-|undefined${root === 'demo' ? '|Microchip' : ''}`));
        }
  });
});
