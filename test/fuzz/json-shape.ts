/**
 * JSON reshaped as a value, so that it stays JSON: members left out, renamed, repeated, exchanged, replaced.
 * Also two measures of a text that JSON.parse took, made without the reader under test: how deep it nests, how many members it writes.
 */
import type { Random } from './random.ts';

export type Plain = string | number | boolean | null | Plain[] | { [name: string]: Plain };

const isObject = (value: Plain): value is Record<string, Plain> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a change may put somewhere. */
export interface Spare {
  readonly values: readonly Plain[];
  readonly names: readonly string[];
}

/** One place of the value changed. */
export function reshapeJson(random: Random, value: Plain, spare: Spare): Plain {
  const isFull = (Array.isArray(value) && value.length > 0) || (isObject(value) && Object.keys(value).length > 0);
  if (!isFull || random.oneIn(8)) return typeof value === 'string' && !random.oneIn(3) ? reshapeText(random, value) : random.pick(spare.values);
  return Array.isArray(value) ? reshapeArray(random, value, spare) : reshapeObject(random, value as Record<string, Plain>, spare);
}

function reshapeArray(random: Random, value: readonly Plain[], spare: Spare): Plain {
  const index = random.below(value.length);
  if (!random.oneIn(4)) return value.with(index, reshapeJson(random, value[index] as Plain, spare));
  if (random.oneIn(2)) return value.toSpliced(index, 1);
  const copy = (): Plain => (random.oneIn(2) ? reshapeJson(random, value[index] as Plain, spare) : (value[index] as Plain)); // the same again, or nearly
  const more = Array.from({ length: random.oneIn(4) ? random.below(20) : 1 }, () => (random.oneIn(3) ? random.pick(spare.values) : copy()));
  return value.toSpliced(index, 0, ...more);
}

function reshapeObject(random: Random, value: Readonly<Record<string, Plain>>, spare: Spare): Plain {
  const members = Object.entries(value);
  const deep = members.flatMap(([, member], place) => (typeof member === 'object' && member !== null ? [place] : []));
  const index = deep.length > 0 && random.oneIn(2) ? random.pick(deep) : random.below(members.length); // or what is deep would hardly be met
  const [name, member] = members[index] as [string, Plain];
  const [otherName, other] = random.pick(members);
  if (!random.oneIn(4)) members[index] = [name, reshapeJson(random, member, spare)];
  else if (random.oneIn(3)) members.splice(index, 1);
  else if (random.oneIn(3)) members[index] = [random.oneIn(2) ? random.pick(spare.names) : reshapeText(random, name), member];
  else if (random.oneIn(2)) members[index] = [name, other];
  else members.push([random.oneIn(2) ? random.pick(spare.names) : `${otherName}2`, random.pick(spare.values)]);
  return Object.fromEntries(members);
}

const PIECES = ['=', '==', 'A', 'a', '0', '-', '_', '+', '/', '"', '\\', '\u0000', 'é', '\ud800', 'ſ', 'Z', '.', ' '] as const;

function reshapeText(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const rest = at + (random.oneIn(3) ? random.below(4) : random.below(2));
  if (random.oneIn(6)) return random.oneIn(2) ? text.toUpperCase() : text.toLowerCase();
  return text.slice(0, at) + (random.oneIn(2) ? '' : random.pick(PIECES)) + text.slice(rest);
}

const MEMBER = /"[^"\\]*":\s*(?:"[^"\\]*"|[-\d.]+|\w+|\{\}|\[\])/g;

/** A text changed in a way that a value cannot show: a member twice, something behind the end or in front, a gap. */
export function respell(random: Random, json: string, tokens: readonly string[]): string {
  const members = [...json.matchAll(MEMBER)];
  if (members.length > 0 && random.oneIn(2)) {
    const { 0: member, index } = random.pick(members);
    return `${json.slice(0, index)}${member},${json.slice(index)}`;
  }
  const token = random.pick(tokens);
  if (random.oneIn(2)) return random.oneIn(3) ? token + json : json + token;
  const gaps = [...json.matchAll(/[[\]{},:]/g)];
  const at = (gaps.length > 0 ? random.pick(gaps).index : 0) + random.below(2);
  return json.slice(0, at) + token + json.slice(at);
}

const withoutStrings = (json: string): string => json.replace(/"(?:[^"\\]|\\.)*"/gs, '""');

/** Arrays and objects inside each other, in a text that is JSON. */
export function depthOf(json: string): number {
  let [depth, deepest] = [0, 0];
  for (const [bracket] of withoutStrings(json).matchAll(/[[{\]}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Members as written, in a text that is JSON: repeated ones count each time. */
export const membersWritten = (json: string): number => withoutStrings(json).split(':').length - 1;

/** Members as kept in a value. */
export function membersKept(value: Plain): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + membersKept(item), 0);
  return isObject(value) ? Object.values(value).reduce<number>((sum, member) => sum + 1 + membersKept(member), 0) : 0;
}

/** True when a number of the text is too large for a double. */
export const hasHugeNumber = (json: string): boolean =>
  [...withoutStrings(json).matchAll(/-?\d+(\.\d+)?([eE][+-]?\d+)?/g)].some(([number]) => !Number.isFinite(Number(number)));
