/**
 * The members of foreign JSON values, asked for one by one; every answer has the right form, or the place is named.
 * Floor: bench. Knows no records. Works on what `JSON.parse` makes, because records are many; only own members are looked at.
 */

/** A value that has not the form it must have. `path`: where, for example "phases[2].startMs". */
export class WrongForm extends Error {
  readonly path: string;

  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

/** Latest time that a Date can hold (ECMA-262, time values). */
const LAST_MS = 8_640_000_000_000_000;

export class RecordMembers {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #path: string;

  /** `known`: exactly these members may stand there. */
  constructor(value: unknown, path: string, known: readonly string[]) {
    this.#path = path;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new WrongForm(path);
    this.#object = value as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(value)) if (!known.includes(name)) throw new WrongForm(this.pathOf(name.slice(0, 40)));
  }

  pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }

  value(name: string): unknown {
    if (!this.has(name)) throw new WrongForm(this.pathOf(name));
    return this.#object[name];
  }

  text(name: string, most: number, form?: RegExp): string {
    const value = this.value(name);
    if (typeof value !== 'string' || value.length > most || form?.test(value) === false) throw new WrongForm(this.pathOf(name));
    return value;
  }

  textOrNull(name: string, most: number, form?: RegExp): string | null {
    return this.value(name) === null ? null : this.text(name, most, form);
  }

  whole(name: string, from: number, to: number): number {
    const value = this.value(name);
    if (!Number.isSafeInteger(value) || (value as number) < from || (value as number) > to) throw new WrongForm(this.pathOf(name));
    return value as number;
  }

  /** Milliseconds of the Unix epoch that a Date can hold. */
  time(name: string): number {
    const value = this.value(name);
    if (typeof value !== 'number' || !(value >= 0 && value <= LAST_MS)) throw new WrongForm(this.pathOf(name));
    return value;
  }

  flag(name: string): boolean {
    const value = this.value(name);
    if (typeof value !== 'boolean') throw new WrongForm(this.pathOf(name));
    return value;
  }

  oneOf<Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.value(name);
    const found = words.find((word) => word === value);
    if (found === undefined) throw new WrongForm(this.pathOf(name));
    return found;
  }

  list<Item>(name: string, most: number, read: (value: unknown, path: string) => Item): readonly Item[] {
    const value = this.value(name);
    if (!Array.isArray(value) || value.length > most) throw new WrongForm(this.pathOf(name));
    return value.map((item, index) => read(item, `${this.pathOf(name)}[${index}]`));
  }

  orNull<Item>(name: string, read: (value: unknown, path: string) => Item): Item | null {
    const value = this.value(name);
    return value === null ? null : read(value, this.pathOf(name));
  }
}
