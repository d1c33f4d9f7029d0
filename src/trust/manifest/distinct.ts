/**
 * Tables of distinct values for columns: the number of a value, made when it is seen first.
 * Floor: trust. Bounded: a file made to have more values than there is room for gets "none" for the rest.
 */
import type { EntryProblem } from '../entry/entry-reason.ts';
import { asciiText } from '../entry/plain-values.ts';
import { MAX_DISTINCT } from './columns.ts';

/** Texts longer than this are cut: no list shows more. */
const LONGEST = 128;

/** Values, each with a key of its own. Number 0 is "none". */
export class Distinct<Value> {
  readonly #numbers = new Map<string, number>();
  readonly #values: Value[] = [];

  get values(): readonly Value[] {
    return this.#values;
  }

  /** The number of the value with this key; 0 when it is new and there is no room. */
  number(key: string, value: Value, room = MAX_DISTINCT): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#values.length >= room) return 0;
    const number = this.#values.push(value);
    this.#numbers.set(key, number);
    return number;
  }
}

/** The number of a text, cut when it is long. */
export function textNumber(texts: Distinct<string>, text: string): number {
  const cut = text.slice(0, LONGEST);
  return texts.number(cut, cut);
}

/** The number of a problem. Where there is no room for its facts, its reason stays: of these there are few. */
export function problemNumber(problems: Distinct<EntryProblem>, { reason, facts }: EntryProblem): number {
  return problems.number(JSON.stringify([reason, facts]), { reason, facts }) || problems.number(reason, { reason, facts: {} }, Infinity);
}

/** Texts given as bytes; remembers the last one, which is nearly always the next one too. */
export class SpanNumbers {
  readonly #texts: Distinct<string>;
  #last = new Uint8Array(0);
  #number = -1;

  constructor(texts: Distinct<string>) {
    this.#texts = texts;
  }

  /** The number of the printable ASCII in `bytes` from `from` to `to`. */
  number(bytes: Uint8Array, from: number, to: number): number {
    if (this.#number >= 0 && this.#isLast(bytes, from, to)) return this.#number;
    this.#last = new Uint8Array(bytes.subarray(from, to));
    this.#number = textNumber(this.#texts, asciiText(this.#last, 0, this.#last.length));
    return this.#number;
  }

  #isLast(bytes: Uint8Array, from: number, to: number): boolean {
    const last = this.#last;
    if (to - from !== last.length) return false;
    for (let index = 0; index < last.length; index++) if (bytes[from + index] !== last[index]) return false;
    return true;
  }
}
