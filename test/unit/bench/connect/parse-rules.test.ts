/** A user's rule file: what is taken, and a longer table of what is refused. */
import { expect, it } from 'vitest';
import { isTouchstoneError } from '../../../../src/base/index.ts';
import { ConnectReader } from '../../../../src/bench/connect/connect-reader.ts';
import { parseConnectRules } from '../../../../src/bench/connect/parse-rules.ts';
import { logOf } from '../../../support/recorded-log.ts';

const RULE = { id: 'mine', match: 'mine: done', done: ['wifi'] };
const file = (...rules: readonly unknown[]): string => JSON.stringify({ version: 1, name: 'mine', rules });
const rule = (change: Readonly<Record<string, unknown>>): string => file({ ...RULE, ...change });

it('takes the least there is', () => {
  expect(parseConnectRules(file(RULE))).toEqual({ name: 'mine', rules: [{ ...RULE, source: 'a user' }] });
});

it('takes a table by its name and uses it', () => {
  const { rules } = parseConnectRules(rule({ match: 'mine: wifi {why:number}', done: undefined, fail: 'wifi', reason: { by: 'why', table: 'wifi' } }));
  const reader = new ConnectReader(rules);
  for (const line of logOf('mine: wifi 15')) reader.read(line);
  expect(reader.current()?.failure).toMatchObject({ reason: 'wifi-password', rule: 'mine', facts: { why: 15 } });
});

it("takes cases of the rule's own, with a family of codes", () => {
  const reason = { by: 'why', cases: { '7': 'dns', '401xxx': 'certificate-refused' }, otherwise: 'firmware-says' };
  const { rules } = parseConnectRules(rule({ match: 'mine: {why:number}', done: undefined, fail: 'tls', reason }));
  const failure = (text: string) => {
    const reader = new ConnectReader(rules);
    for (const line of logOf(text)) reader.read(line);
    return reader.current()?.failure?.reason;
  };
  expect(['mine: 7', 'mine: 401017', 'mine: 8'].map(failure)).toEqual(['dns', 'certificate-refused', 'firmware-says']);
});

const fail = { fail: 'wifi', done: undefined };
const REFUSED: readonly (readonly [string, string, string])[] = [
  ['no JSON', '{', 'rules-json'],
  ['a member twice', '{"version":1,"version":1,"name":"x","rules":[]}', 'rules-json'],
  ['deep nesting', `{"version":1,"name":"x","rules":${'['.repeat(50)}${']'.repeat(50)}}`, 'rules-json'],
  ['a list', '[]', 'rules-shape'],
  ['another version', JSON.stringify({ version: 2, name: 'x', rules: [RULE] }), 'rules-shape'],
  ['no name', JSON.stringify({ version: 1, rules: [RULE] }), 'rules-shape'],
  ['a name with a control character', JSON.stringify({ version: 1, name: 'x\u0007', rules: [RULE] }), 'rules-shape'],
  ['a name with a direction trick', JSON.stringify({ version: 1, name: 'x\u202e', rules: [RULE] }), 'rules-shape'],
  ['an unknown member of the file', JSON.stringify({ version: 1, name: 'x', rules: [RULE], script: 'x' }), 'rules-shape'],
  ['no rules', file(), 'rules-count'],
  ['201 rules', file(...Array.from({ length: 201 }, (_, n) => ({ ...RULE, id: `mine${n}` }))), 'rules-count'],
  ['a file beyond all measure', ' '.repeat(300_000), 'rules-size'],
  ['a rule that is a text', file('mine'), 'rules-shape'],
  ['a rule that is null', file(null), 'rules-shape'],
  ['an unknown member', rule({ regex: '(a+)+$' }), 'rules-shape'],
  ['an id with capitals', rule({ id: 'Mine' }), 'rules-shape'],
  ['no id', rule({ id: undefined }), 'rules-shape'],
  ['an id twice', file(RULE, RULE), 'rules-duplicate'],
  ['the id of a built-in rule', rule({ id: 'seed-common-name' }), 'rules-duplicate'],
  ['no match', rule({ match: undefined }), 'rules-shape'],
  ['a match that is a number', rule({ match: 5 }), 'rules-shape'],
  ['a match that begins with a wildcard', rule({ match: '*done' }), 'rules-pattern'],
  ['a match that begins too short', rule({ match: 'ab{x:word}' }), 'rules-pattern'],
  ['a match with a regular expression', rule({ match: 'mine: {x:(a+)+}' }), 'rules-pattern'],
  ['an unknown step', rule({ done: ['coffee'] }), 'rules-shape'],
  ['steps that are no list', rule({ done: 'wifi' }), 'rules-shape'],
  ['an empty list of steps', rule({ done: [] }), 'rules-shape'],
  ['nothing to do', rule({ done: undefined }), 'rules-shape'],
  ['an unknown phase', rule({ during: 'moon' }), 'rules-shape'],
  ['an unknown stage', rule({ boot: 'bios' }), 'rules-shape'],
  ['a failure without a reason', rule(fail), 'rules-shape'],
  ['a reason without a failure', rule({ reason: 'dns' }), 'rules-shape'],
  ['a rank without a failure', rule({ rank: 'precise' }), 'rules-shape'],
  ['an unknown reason', rule({ ...fail, reason: 'bad-luck' }), 'rules-shape'],
  ['a reason from Object', rule({ ...fail, reason: 'constructor' }), 'rules-shape'],
  ['a table by a capture that is not there', rule({ ...fail, reason: { by: 'why', table: 'wifi' } }), 'rules-shape'],
  ['a table that is none', rule({ ...fail, match: 'mine: {why:number}', reason: { by: 'why', table: 'constructor' } }), 'rules-shape'],
  ['a table and cases', rule({ ...fail, match: 'mine: {why:number}', reason: { by: 'why', table: 'wifi', otherwise: 'dns' } }), 'rules-shape'],
  ['cases with an unknown reason', rule({ ...fail, match: 'mine: {why:number}', reason: { by: 'why', cases: { '1': 'x' }, otherwise: 'dns' } }), 'rules-shape'],
  ['cases without an otherwise', rule({ ...fail, match: 'mine: {why:number}', reason: { by: 'why', cases: {} } }), 'rules-shape'],
  ['a fact that is an object', rule({ facts: { a: {} } }), 'rules-shape'],
  ['a fact with a hidden character', rule({ facts: { a: 'x\u200b' } }), 'rules-shape'],
  ['a fact named __proto__', `{"version":1,"name":"x","rules":[{"id":"a","match":"abcd","done":["wifi"],"facts":{"__proto__":"x"}}]}`, 'rules-shape'],
  ['nine facts', rule({ facts: Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`f${n}`, n])) }), 'rules-shape'],
  ['a source with a line ending', rule({ source: 'a\nb' }), 'rules-shape'],
];

it.each(REFUSED)('refuses %s', (_, text, code) => {
  let seen: unknown = null;
  try {
    parseConnectRules(text);
  } catch (error) {
    seen = error;
  }
  expect(isTouchstoneError(seen) ? seen.code : seen).toBe(code);
});

it('says which rule and which member it refused', () => {
  expect(() => parseConnectRules(file(RULE, { ...RULE, id: 'other', begin: 'x' }))).toThrowError(/"rule":2,"member":"begin"/);
});
