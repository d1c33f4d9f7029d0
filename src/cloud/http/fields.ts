/**
 * Field by field out of a JSON answer: the type, the length, and nothing that was not asked for.
 * Floor: cloud. Knows no service. Absent and null are the same; a wrong type is an answer that cannot be read.
 * What is not read here never enters the house: `connectionString` is not read anywhere.
 */
import { TouchstoneError } from '../../base/index.ts';
import { isJsonObject, parseJson } from '../../formats/index.ts';
import type { JsonObject, JsonValue } from '../../formats/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { CloudAnswer } from './cloud-http.ts';

const MAX_DEPTH = 32;
const TEXT_LIMIT = 1_024;

/** An answer that cannot be read; `why` names the place, never its content. */
export const badAnswer = (answer: Pick<CloudAnswer, 'host' | 'status'>, why: string, cause?: unknown): TouchstoneError<CloudErrorCode> =>
  new TouchstoneError<CloudErrorCode>('cloud-answer', { host: answer.host, status: answer.status, why }, cause);

/** The answer's JSON. @throws cloud-answer */
export function jsonOf(answer: CloudAnswer): JsonValue {
  try {
    return parseJson(answer.text, MAX_DEPTH);
  } catch {
    throw badAnswer(answer, 'json');
  }
}

/** The members of one object of an answer. */
export class Fields {
  readonly #answer: Pick<CloudAnswer, 'host' | 'status'>;
  readonly #object: JsonObject;
  readonly #place: string;

  constructor(answer: Pick<CloudAnswer, 'host' | 'status'>, value: JsonValue | undefined, place: string) {
    this.#answer = answer;
    this.#place = place;
    if (!isJsonObject(value)) throw this.fail('');
    this.#object = value;
  }

  /** The error for a member that cannot be what it is. */
  fail(name: string): TouchstoneError<CloudErrorCode> {
    return badAnswer(this.#answer, name === '' ? this.#place : `${this.#place}.${name}`);
  }

  /** At most `limit` UTF-16 units; null when absent. */
  text(name: string, limit = TEXT_LIMIT): string | null {
    const value = this.#object.get(name) ?? null;
    if (value !== null && (typeof value !== 'string' || value.length > limit)) throw this.fail(name);
    return value;
  }

  /** A text that must be there and not be empty. */
  name(name: string, limit = TEXT_LIMIT): string {
    const value = this.text(name, limit);
    if (value === null || value === '') throw this.fail(name);
    return value;
  }

  /** Null when absent. */
  number(name: string): number | null {
    const value = this.#object.get(name) ?? null;
    if (value !== null && typeof value !== 'number') throw this.fail(name);
    return value;
  }

  /** Null when absent. */
  flag(name: string): boolean | null {
    const value = this.#object.get(name) ?? null;
    if (value !== null && typeof value !== 'boolean') throw this.fail(name);
    return value;
  }

  /** Null when absent. */
  object(name: string): Fields | null {
    const value = this.#object.get(name) ?? null;
    return value === null ? null : new Fields(this.#answer, value, `${this.#place}.${name}`);
  }

  /** Empty when absent. */
  list(name: string, limit: number): readonly JsonValue[] {
    const value = this.#object.get(name) ?? [];
    if (!Array.isArray(value) || value.length > limit) throw this.fail(name);
    return value as readonly JsonValue[];
  }

  /** The members of a free object, as plain values; {} when absent. */
  free(name: string): Readonly<Record<string, unknown>> {
    const value = this.#object.get(name) ?? null;
    if (value !== null && !isJsonObject(value)) throw this.fail(name);
    return value === null ? {} : (plain(value) as Readonly<Record<string, unknown>>);
  }
}

/** Maps become objects; `fromEntries` defines members, so that one named `__proto__` is a member like any other. */
function plain(value: JsonValue): unknown {
  if (isJsonObject(value)) return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]));
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(plain) : value;
}
