/**
 * What to tell a person about an error code: what happened, what was seen, what to do.
 * Floor: ui. Looks up and fills in; the codes are in strings/tables.ts, the sentences in the language's tables.
 */
import type { Facts } from '../base/index.ts';
import { factList, factText, reader } from './facts.ts';
import { adviceFallback, adviceTable } from './strings/late.ts';
import type { Advice, ErrorCode } from './strings/tables.ts';

/** Words for a code with its facts, or null when the code has none. `around`: what else is known, such as the pins. */
export function knownAdvice(code: string, facts: Facts, around: Facts = {}): Advice | null {
  return Object.hasOwn(adviceTable, code) ? adviceTable[code as ErrorCode](reader({ ...around, ...facts })) : null;
}

/** Words for any code; unknown codes still show code and facts. */
export function advise(code: string, facts: Facts, around: Facts = {}): Advice {
  return knownAdvice(code, facts, around) ?? adviceFallback(factText(code), factList(facts));
}
