/**
 * What English advice is made of: places, sizes and names in a sentence, from facts that may be missing.
 * Floor: ui. Knows no codes.
 */
import { sentence, when, type FactReader } from '../facts.ts';
import { count, size } from '../format.ts';
import type { Advice } from './tables.ts';

export const mono = (text: string): string => `\`${text}\``;
export const short = (hex: string): string => mono(hex.length <= 20 ? hex : `${hex.slice(0, 8)}…${hex.slice(-8)}`);

export const advice = (what: string, seen: string, remedy: string): Advice => ({ what, remedy, ...(seen === '' ? {} : { seen }) });

/** "Part, part, part." of those that are there. */
export function seenOf(...parts: readonly (string | undefined)[]): string {
  const text = sentence(parts, '');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export const hex = (text: string): string => mono(Number.isFinite(Number(text)) ? `0x${Number(text).toString(16)}` : text);
export const at = (fact: FactReader, name = 'offset'): string | undefined => when(fact(name), hex);
export const bytes = (text: string): string => (Number.isFinite(Number(text)) ? `${count(Number(text))} bytes (${size(Number(text))})` : text);
export const file = (fact: FactReader, ...names: readonly string[]): string => when(fact(...names, 'name', 'file', 'path'), (name) => `“${name}”`) ?? 'A file';
export const partition = (fact: FactReader, name = 'partition'): string => when(fact(name), (text) => `partition ${mono(text)}`) ?? 'a partition';
export const of = <Code extends string>(table: Readonly<Record<Code, string>>, code: string | undefined): string | undefined =>
  when(code, (known) => (Object.hasOwn(table, known) ? table[known as Code] : mono(known)));
export const AGAIN = 'Build it again, or take the files from where they were built.';
export const TABLE = 'Correct partitions.csv in its project and build again.';
export const PAGE_FAULT = 'Reload the page. If it stays, this is a fault of the page: please report it.';
