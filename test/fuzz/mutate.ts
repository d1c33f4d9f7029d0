/**
 * Blind changes of bytes: flips, deletions, duplications, swaps, splices with another input, tokens of the format.
 * Knows no format; the tokens come in. What keeps a form intact while changing it is in json-shape.ts and der-tree.ts.
 */
import { concat } from '../../src/base/index.ts';
import type { Random } from './random.ts';

/** What a change may draw from. */
export interface Material {
  /** Other inputs, for splicing. */
  readonly others: readonly Uint8Array[];
  /** Tokens of the format. */
  readonly dictionary: readonly Uint8Array[];
  readonly maxBytes: number;
}

type Change = (random: Random, input: Uint8Array, material: Material) => Uint8Array;

const EDGES = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0xff, 0x20, 0x22, 0x5c] as const;
const LONGEST_RANGE = 64;

/** A short piece of the input; most are a few bytes. */
function range(random: Random, input: Uint8Array): readonly [start: number, end: number] {
  const start = random.below(input.length + 1);
  const length = random.oneIn(4) ? random.below(LONGEST_RANGE) : random.below(5);
  return [start, Math.min(input.length, start + length)];
}

const replace = (input: Uint8Array, start: number, end: number, ...by: readonly Uint8Array[]): Uint8Array =>
  concat(input.subarray(0, start), ...by, input.subarray(end));

function withByte(random: Random, input: Uint8Array, next: (byte: number) => number): Uint8Array {
  if (input.length === 0) return input;
  const changed = Uint8Array.from(input); // a Buffer's slice would be the input itself
  const index = random.below(input.length);
  changed[index] = next(changed[index] as number);
  return changed;
}

const CHANGES: readonly Change[] = [
  (random, input) => withByte(random, input, (byte) => byte ^ (1 << random.below(8))),
  (random, input) => withByte(random, input, (byte) => byte + (random.oneIn(2) ? 1 : -1)),
  (random, input) => withByte(random, input, () => (random.oneIn(2) ? random.pick(EDGES) : random.below(256))),
  (random, input) => replace(input, ...range(random, input)),
  (random, input) => {
    const [start, end] = range(random, input);
    return replace(input, start, start, ...Array.from({ length: random.oneIn(8) ? random.below(20) : 1 }, () => input.subarray(start, end)));
  },
  (random, input) => {
    const [start, end] = range(random, input);
    const to = random.below(input.length + 1);
    return replace(input, to, to, input.subarray(start, end));
  },
  (random, input) => {
    const [a, b, c, d] = [...range(random, input), ...range(random, input)].toSorted((left, right) => left - right) as [number, number, number, number];
    return concat(input.subarray(0, a), input.subarray(c, d), input.subarray(b, c), input.subarray(a, b), input.subarray(d));
  },
  (random, input, { dictionary }) => {
    const at = random.below(input.length + 1);
    const token = random.pick(dictionary);
    return replace(input, at, at, ...Array.from({ length: random.oneIn(8) ? random.below(12) : 1 }, () => token));
  },
  (random, input, { dictionary }) => {
    const token = random.pick(dictionary);
    const at = random.below(input.length + 1);
    return replace(input, at, Math.min(input.length, at + (random.oneIn(2) ? token.length : random.below(5))), token);
  },
  (random, input, { dictionary }) => swapToken(random, input, random.pick(dictionary), random.pick(dictionary)),
  (random, input, { others }) => {
    const other = random.pick(others);
    return concat(input.subarray(0, random.below(input.length + 1)), other.subarray(random.below(other.length + 1)));
  },
  (random, input, { others }) => {
    const other = random.pick(others);
    const [start, end] = range(random, other);
    return replace(input, ...range(random, input), other.subarray(start, end));
  },
  (random, input) => (random.oneIn(4) ? input.subarray(0, random.below(input.length + 1)) : input.subarray(random.below(Math.min(input.length, 8)))),
];

/** One occurrence of a token becomes another one. */
function swapToken(random: Random, input: Uint8Array, token: Uint8Array, other: Uint8Array): Uint8Array {
  const text = Buffer.from(input.buffer, input.byteOffset, input.length);
  const from = random.below(input.length + 1);
  const at = text.indexOf(token, from);
  const found = at >= 0 ? at : text.indexOf(token);
  return found < 0 ? input : replace(input, found, found + token.length, other);
}

/** A copy with one to several changes, at most `maxBytes` long. */
export function mutate(random: Random, input: Uint8Array, material: Material): Uint8Array {
  let changed = input;
  do changed = random.pick(CHANGES)(random, changed, material).subarray(0, material.maxBytes);
  while (random.oneIn(2));
  return Uint8Array.from(changed);
}
