/**
 * What to tell a person about an error code: what happened, what was seen, what to do.
 * Floor: ui. Looks up and fills in; the codes are in strings/tables.ts, the sentences in the language's tables. A screen that comes later brings its own.
 */
import type { Facts } from '../base/index.ts';
import { factList, factText, reader, type FactReader } from './facts.ts';
import { adviceFallback, adviceTable } from './strings/late.ts';
import type { Advice } from './strings/tables.ts';

type Words = Readonly<Record<string, (fact: FactReader) => Advice>>;
const tables: Words[] = [adviceTable];

/** Adds the words of a screen that was loaded just now; what stands in a corner of the page then has them as well. */
export function learnAdvice(words: Words): void {
  if (!tables.includes(words)) tables.push(words);
}

/** Words for a code with its facts, or null when the code has none. `around`: what else is known, such as the pins. */
export function knownAdvice(code: string, facts: Facts, around: Facts = {}): Advice | null {
  return tables.find((table) => Object.hasOwn(table, code))?.[code]?.(reader({ ...around, ...facts })) ?? null;
}

/** Words for any code; unknown codes still show code and facts. */
export function advise(code: string, facts: Facts, around: Facts = {}): Advice {
  return knownAdvice(code, facts, around) ?? adviceFallback(factText(code), factList(facts));
}
