/** The built-in rules as data: each is well formed by the rules for users' files, and the documentation says what they can say. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CAPTURE_KINDS } from '../../../../src/bench/patterns/captures.ts';
import { parsePattern } from '../../../../src/bench/patterns/pattern.ts';
import { parseConnectRules } from '../../../../src/bench/connect/parse-rules.ts';
import { BUILT_IN_RULES } from '../../../../src/bench/connect/rules/built-in.ts';
import { REASON_TABLES } from '../../../../src/bench/connect/rules/tables.ts';
import { CONNECT_REASONS, CONNECT_STEPS, STALL_LIMIT_MS } from '../../../../src/bench/connect/vocabulary.ts';
import { CRASH_LINES } from '../../../../src/bench/crash/lines.ts';

const DOCUMENT = readFileSync(new URL('../../../../docs/connect-rules.md', import.meta.url), 'utf8');
const tableReasons = Object.values(REASON_TABLES).flatMap(({ cases, otherwise }) => [...Object.values(cases), otherwise]);

it('has ids that are each there once', () => {
  const ids = BUILT_IN_RULES.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

it('names a repository and a file for each', () => {
  for (const { id, source } of BUILT_IN_RULES) expect(source, id).toMatch(/^[A-Za-z0-9_-]+\/[A-Za-z0-9_.-]+ \S/);
});

it("passes its own rules through the reader of users' files", () => {
  const rules = BUILT_IN_RULES.map((rule) => ({ ...rule, id: `own-${rule.id}`.slice(0, 48) }));
  const chunks = [rules.slice(0, 100), rules.slice(100)].filter((chunk) => chunk.length > 0);
  for (const chunk of chunks) expect(parseConnectRules(JSON.stringify({ version: 1, name: 'own', rules: chunk })).rules).toEqual(chunk);
});

it('asks a table only for what the pattern captures', () => {
  for (const { id, match, reason } of BUILT_IN_RULES) {
    if (typeof reason !== 'object') continue;
    expect(
      parsePattern(match).holes.map(({ name }) => name),
      id,
    ).toContain(reason.by);
  }
});

it('can say every reason but the one that is kept for users', () => {
  const said = new Set([...BUILT_IN_RULES.flatMap(({ reason }) => (typeof reason === 'string' ? [reason] : [])), ...tableReasons]);
  expect(CONNECT_REASONS.filter((reason) => !said.has(reason))).toEqual(['firmware-says']);
});

it('can show every step', () => {
  const shown = new Set<string | undefined>(BUILT_IN_RULES.flatMap(({ done = [], begin }) => [...done, begin]));
  expect(CONNECT_STEPS.filter((step) => !shown.has(step) && !step.startsWith('tls-'))).toEqual([]);
  expect(shown.has('tls')).toBe(true);
  expect(Object.keys(STALL_LIMIT_MS)).toEqual([...CONNECT_STEPS]);
});

it('has no rule that another rule before it always hides', () => {
  const hidden = BUILT_IN_RULES.flatMap(({ id, match, during }, index) => {
    const earlier = BUILT_IN_RULES.slice(0, index).find((rule) => rule.match === match && (rule.during === undefined || rule.during === during));
    return earlier === undefined ? [] : [`${id} behind ${earlier.id}`];
  });
  expect(hidden).toEqual([]);
});

it('knows crash lines that are all well-formed patterns', () => {
  for (const { match } of CRASH_LINES) expect(() => parsePattern(match), match).not.toThrow();
});

it('reads the example of the documentation', () => {
  const example = /```json\n([\s\S]+?)```/.exec(DOCUMENT)?.[1] ?? '';
  expect(parseConnectRules(example).rules.map(({ id }) => id)).toEqual(['gw-chip', 'gw-join', 'gw-left', 'gw-scope', 'gw-modem', 'gw-cloud']);
});

it('is documented: every step, reason, table and kind of capture', () => {
  for (const word of [...CONNECT_STEPS, ...CONNECT_REASONS, ...CAPTURE_KINDS, ...Object.keys(REASON_TABLES)]) expect(DOCUMENT, word).toContain(`\`${word}\``);
});
