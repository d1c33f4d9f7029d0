/**
 * The strict JSON reader against JSON.parse, both ways: it accepts exactly what JSON.parse accepts, without repeated members, within the depth,
 * and with finite numbers; and the values are the same.
 */
import { isJsonObject, parseJson, type JsonValue } from '../../src/formats/index.ts';
import { must, type Target } from './corpus.ts';
import { depthOf, hasHugeNumber, membersKept, membersWritten, reshapeJson, type Plain, type Spare } from './json-shape.ts';
import { JSON_DICTIONARY, attempt, byteKind, jsonOrNull, sizeClass, utf8OrNull } from './refusal.ts';
import { jsonSeeds } from './seeds.ts';

const MAX_DEPTH = 8;
const FAULTS = ['end', 'character', 'duplicate', 'depth', 'trailing'];

/** Same value, same members, -0 is not 0. */
export function sameJson(strict: JsonValue, plain: unknown): boolean {
  if (Array.isArray(strict))
    return Array.isArray(plain) && plain.length === strict.length && strict.every((item: JsonValue, index) => sameJson(item, plain[index]));
  if (!isJsonObject(strict)) return Object.is(strict, plain);
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return false;
  return (
    Object.keys(plain).length === strict.size &&
    [...strict].every(([name, member]) => Object.hasOwn(plain, name) && sameJson(member, (plain as Record<string, unknown>)[name]))
  );
}

/** All reasons for which the strict reader must refuse what JSON.parse reads; which one it meets first is its business. */
export function strictFaults(text: string, value: Plain, maxDepth: number): readonly string[] {
  return [
    ...(depthOf(text) > maxDepth ? ['depth'] : []),
    ...(membersWritten(text) !== membersKept(value) ? ['duplicate'] : []),
    ...(hasHugeNumber(text) ? ['character'] : []),
  ];
}

function run(input: Uint8Array): string {
  const text = utf8OrNull(input);
  if (text === null) return 'utf-8';
  const result = attempt(['json-text'], () => parseJson(text, MAX_DEPTH));
  const plain = jsonOrNull(text);
  if ('value' in result) {
    must(plain !== null, 'what is accepted JSON.parse accepts');
    must(sameJson(result.value, plain.value), 'the value is that of JSON.parse');
    must(strictFaults(text, plain.value as Plain, MAX_DEPTH).length === 0, 'nothing is accepted that is repeated, too deep or too large');
    return `ok ${depthOf(text)} ${sizeClass(membersWritten(text))} ${typeof result.value} ${/\\(.)/.exec(text)?.[1] ?? ''}`;
  }
  const { why, offset, line, column } = result.refusal.facts;
  must(FAULTS.includes(String(why)) && typeof offset === 'number' && offset <= text.length, 'the fault is a documented one', () => result.refusal.facts);
  const before = text.slice(0, offset).split('\n');
  must(line === before.length && column === (before.at(-1) as string).length + 1, 'line and column are those of the offset', () => result.refusal.facts);
  must(why !== 'end' || offset === text.length, 'the end is where the text ends', () => result.refusal.facts);
  if (plain !== null)
    must(
      strictFaults(text, plain.value as Plain, MAX_DEPTH).includes(String(why)),
      'what JSON.parse reads is refused for a reason',
      () => result.refusal.facts,
    );
  return `${String(why)} ${sizeClass(offset)} ${byteKind(text.charCodeAt(offset - 1))} ${byteKind(offset < text.length ? text.charCodeAt(offset) : undefined)}`;
}

const SPARE: Spare = {
  values: [null, true, 0, -0, 1e300, 5e-324, 0.1, '', 'é\ud800"\\\u0000', [], {}, [[]], { '': 1, __proto__x: {} }],
  names: ['', 'a', '__proto__', 'constructor', '0', 'é', '"', '\\'],
};

export const jsonTarget: Target = {
  name: 'strict-json',
  seeds: jsonSeeds(),
  dictionary: JSON_DICTIONARY,
  maxBytes: 1500,
  reshape: (random, input) => {
    const plain = jsonOrNull(utf8OrNull(input));
    if (plain === null) return null;
    return Buffer.from(JSON.stringify(reshapeJson(random, plain.value as Plain, SPARE), null, random.below(3)), 'utf8');
  },
  run,
};
