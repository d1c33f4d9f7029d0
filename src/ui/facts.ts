/**
 * Facts on their way into a sentence: looked up by name, made harmless, and simply missing when they are missing.
 * Floor: ui. Knows no sentences. A fact may come from a chip, a board or a file, so its text is treated as hostile.
 */
import type { Facts } from '../base/index.ts';
import { visibleText } from './visible-text.ts';

/** A compressed certificate or two keys in hex still fit. */
const LONGEST = 320;

/** Gives one fact as text; undefined when it is not there. */
export type FactReader = (...names: readonly string[]) => string | undefined;

/** One value, ready for a sentence: no backticks (they mean monospace there), no control characters, not endless. */
export function factText(value: string | number | boolean, longest = LONGEST): string {
  return visibleText(String(value), longest).replaceAll('`', '’');
}

/** Reads the first fact of these names that is present and not empty. */
export function reader(facts: Facts): FactReader {
  return (...names) => {
    for (const name of names) {
      const value = facts[name];
      if (value !== undefined && value !== '') return factText(value);
    }
    return undefined;
  };
}

/** Joins the parts that are there; `otherwise` when none is. A part made of a missing fact is given as undefined. */
export function sentence(parts: readonly (string | undefined)[], otherwise: string, separator = ', '): string {
  const present = parts.filter((part) => part !== undefined);
  return present.length === 0 ? otherwise : present.join(separator);
}

/** `when(value, (v) => …)`: a part that exists only when the fact does. */
export function when(value: string | undefined, make: (value: string) => string): string | undefined {
  return value === undefined ? undefined : make(value);
}

/** All facts as "name value, name value", for codes and reasons without words of their own. */
export function factList(facts: Facts): string {
  return Object.entries(facts)
    .slice(0, 12)
    .map(([name, value]) => `${factText(name)} \`${factText(value)}\``)
    .join(', ');
}
