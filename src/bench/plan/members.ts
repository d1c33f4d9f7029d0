/**
 * The members of one JSON object, asked for one by one; every answer has the right form, or the file is refused with the place.
 * Floor: bench. Knows no plan.
 */
import { TouchstoneError } from '../../base/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../formats/index.ts';

/**
 * `plan-size`: longer than 256 KiB. `plan-json`: no strict JSON; the cause says where. `plan-shape`: a member is missing, unknown or not of its form; fact
 * `path`, for example "phases[2].timeoutMs". `plan-format`: another format or version of it; fact `seen`. `plan-order`: phases that cannot follow each other; facts `phase`, `needs`.
 */
export type PlanErrorCode = 'plan-size' | 'plan-json' | 'plan-shape' | 'plan-format' | 'plan-order';

const LONGEST_PATH = 120;

/** Texts that people write: no control, no bidirectional and no line characters. */

const NOT_SHOWN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

export class Members {
  readonly #object: JsonObject;
  readonly #path: string;

  constructor(value: JsonValue, path: string) {
    this.#path = path;
    this.#object = isJsonObject(value) ? value : this.refuse('');
  }

  refuse(name: string): never {
    throw new TouchstoneError<PlanErrorCode>('plan-shape', { path: this.pathOf(name).slice(0, LONGEST_PATH) });
  }

  pathOf(name: string): string {
    return [this.#path, name].filter((part) => part !== '').join('.');
  }

  /** Refuses members that nobody knows: a typing error must not be a setting that is silently left out. */
  only(known: readonly string[]): void {
    for (const name of this.#object.keys()) if (!known.includes(name)) this.refuse(name);
  }

  names(): readonly string[] {
    return [...this.#object.keys()];
  }

  value(name: string): JsonValue {
    return this.#object.get(name) ?? this.refuse(name);
  }

  /** `otherwise` when the member is not there. */
  text(name: string, most: number, otherwise?: string): string {
    if (otherwise !== undefined && !this.#object.has(name)) return otherwise;
    const value = this.value(name);
    return typeof value === 'string' && value.length <= most && !NOT_SHOWN.test(value) ? value : this.refuse(name);
  }

  whole(name: string, from: number, to: number, otherwise?: number): number {
    if (otherwise !== undefined && !this.#object.has(name)) return otherwise;
    const value = this.value(name);
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= from && value <= to ? value : this.refuse(name);
  }

  oneOf<Word extends string>(name: string, words: readonly Word[], otherwise?: Word): Word {
    if (otherwise !== undefined && !this.#object.has(name)) return otherwise;
    const value = this.value(name);
    return words.find((word) => word === value) ?? this.refuse(name);
  }

  list(name: string, most: number, otherwise?: readonly JsonValue[]): readonly JsonValue[] {
    if (otherwise !== undefined && !this.#object.has(name)) return otherwise;
    const value = this.value(name);
    return Array.isArray(value) && value.length <= most ? (value as readonly JsonValue[]) : this.refuse(name);
  }

  /** An empty object when the member is not there. */
  inner(name: string): Members {
    return new Members(this.#object.get(name) ?? new Map(), this.pathOf(name));
  }
}
