/**
 * Descriptions in JSON, read field by field with an error that names the field.
 * Floor: board. Knows no schema.
 * Reference: RFC 8259 through formats' strict reader.
 */
import { TouchstoneError } from '../../../base/index.ts';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../../../formats/index.ts';
import { packError } from '../pack.ts';

const MAX_JSON_BYTES = 1024 * 1024;
const MAX_DEPTH = 8;

/** Reads a file as JSON. @throws pack-json */
export function readJson(file: string, bytes: Uint8Array): JsonValue {
  if (bytes.length > MAX_JSON_BYTES) throw packError('pack-json', { file, reason: 'size', bytes: bytes.length, limit: MAX_JSON_BYTES });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw packError('pack-json', { file, reason: 'utf8' }, error);
  }
  try {
    return parseJson(text, MAX_DEPTH);
  } catch (error) {
    const { why = 'text', line = 0, column = 0 } = error instanceof TouchstoneError ? error.facts : {};
    throw packError('pack-json', { file, reason: why, line, column }, error);
  }
}

/** Hex with 0x, or decimal; null for anything else. */
export function parseOffset(text: string): number | null {
  return /^(?:0[xX][0-9a-fA-F]{1,8}|\d{1,10})$/.test(text) ? Number(text) : null;
}

/** One object of a file, and where it stands there. */
export class JsonFields {
  readonly #file: string;
  readonly #where: string;
  readonly #object: JsonObject;

  /** @throws pack-field when `value` is no object; `where` is empty for the whole file. */
  constructor(file: string, where: string, value: JsonValue | undefined) {
    if (!isJsonObject(value)) throw packError('pack-field', { file, field: where === '' ? '(all)' : where });
    this.#file = file;
    this.#where = where;
    this.#object = value;
  }

  get names(): readonly string[] {
    return [...this.#object.keys()];
  }

  has(name: string): boolean {
    return this.#object.has(name);
  }

  value(name: string): JsonValue | undefined {
    return this.#object.get(name);
  }

  /** @throws pack-field */
  text(name: string): string {
    const value = this.#object.get(name);
    return typeof value === 'string' ? value : this.refuse(name);
  }

  /** Null where the field is missing. @throws pack-field when it is there and no text. */
  optionalText(name: string): string | null {
    return this.has(name) ? this.text(name) : null;
  }

  /** A whole number from 0 to 2^32 - 1. @throws pack-field */
  whole(name: string): number {
    const value = this.#object.get(name);
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff ? value : this.refuse(name);
  }

  /** A place in the flash: a whole number, or the same as text ("0x10000"), as hand-written manifests have it. @throws pack-field */
  offset(name: string): number {
    const value = this.#object.get(name);
    return typeof value === 'string' ? (parseOffset(value) ?? this.refuse(name)) : this.whole(name);
  }

  /** @throws pack-field */
  object(name: string): JsonFields {
    return new JsonFields(this.#file, this.#path(name), this.#object.get(name));
  }

  /** A list of objects, not empty and with at most `limit` of them. @throws pack-field */
  objects(name: string, limit: number): readonly JsonFields[] {
    const value = this.#object.get(name);
    if (!Array.isArray(value) || value.length === 0 || value.length > limit) return this.refuse(name);
    return value.map((item: JsonValue, index) => new JsonFields(this.#file, `${this.#path(name)}[${String(index)}]`, item));
  }

  /** @throws pack-field, always */
  refuse(name: string): never {
    throw packError('pack-field', { file: this.#file, field: this.#path(name) });
  }

  #path(name: string): string {
    return this.#where === '' ? name : `${this.#where}.${name}`;
  }
}
