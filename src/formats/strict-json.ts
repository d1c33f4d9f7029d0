/**
 * JSON read strictly: no duplicate members, nothing behind the value, bounded nesting; says where it went wrong.
 * Floor: formats. Knows no schema. Objects become Maps, so that no member name (`__proto__`) can mean something else.
 * Reference: RFC 8259; RFC 7515 section 4 and RFC 7519 section 4 for why duplicate members are refused.
 */
import { TouchstoneError } from '../base/index.ts';

/**
 * The text is not JSON as this house accepts it. Facts: `why` (a JsonFault), `offset` in characters, `line` and `column` from 1.
 */
export type JsonErrorCode = 'json-text';

/** `end`: the text stops early. `character`: not what the grammar wants. `duplicate`: a member name occurs twice. `depth`: nested too deeply. `trailing`: more after the value. */
type JsonFault = 'end' | 'character' | 'duplicate' | 'depth' | 'trailing';

/** Members in order of appearance. */
export type JsonObject = ReadonlyMap<string, JsonValue>;
/** Any JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** Reads one value with at most `maxDepth` arrays and objects inside each other. @throws json-text */
export function parseJson(text: string, maxDepth: number): JsonValue {
  const scanner = new JsonScanner(text);
  const value = scanner.value(maxDepth);
  scanner.end();
  return value;
}

/** True for the Maps that objects become. */
export const isJsonObject = (value: JsonValue | undefined): value is JsonObject => value instanceof Map;

const WHITE_SPACE = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const WORDS: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

class JsonScanner {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depthLeft: number): JsonValue {
    this.#skip(WHITE_SPACE);
    const character = this.#text[this.#offset];
    if (character === '"') return this.#string();
    if (character === '{') return this.#object(depthLeft);
    if (character === '[') return this.#array(depthLeft);
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#offset)) continue;
      this.#offset += word.length;
      return value;
    }
    const start = this.#offset;
    const number = Number(this.#skip(NUMBER) || this.#fail());
    if (!Number.isFinite(number)) this.#fail('character', start);
    return number;
  }

  end(): void {
    this.#skip(WHITE_SPACE);
    if (this.#offset !== this.#text.length) this.#fail('trailing');
  }

  #array(depthLeft: number): readonly JsonValue[] {
    const items: JsonValue[] = [];
    if (this.#open(depthLeft, ']')) return items;
    do items.push(this.value(depthLeft - 1));
    while (this.#comma(']'));
    return items;
  }

  #object(depthLeft: number): JsonObject {
    const members = new Map<string, JsonValue>();
    if (this.#open(depthLeft, '}')) return members;
    do {
      this.#skip(WHITE_SPACE);
      const start = this.#offset;
      if (this.#text[start] !== '"') this.#fail();
      const name = this.#string();
      if (members.has(name)) this.#fail('duplicate', start);
      this.#skip(WHITE_SPACE);
      this.#take(':');
      members.set(name, this.value(depthLeft - 1));
    } while (this.#comma('}'));
    return members;
  }

  /** Steps over the bracket; true when its partner follows at once. */
  #open(depthLeft: number, partner: string): boolean {
    if (depthLeft <= 0) this.#fail('depth');
    this.#offset++;
    this.#skip(WHITE_SPACE);
    if (this.#text[this.#offset] !== partner) return false;
    this.#offset++;
    return true;
  }

  /** After an item: true for a comma, false for the closing bracket. */
  #comma(partner: string): boolean {
    this.#skip(WHITE_SPACE);
    if (this.#text[this.#offset] === ',') {
      this.#offset++;
      return true;
    }
    this.#take(partner);
    return false;
  }

  #string(): string {
    this.#offset++;
    let text = this.#skip(PLAIN);
    while (this.#text[this.#offset] === '\\') {
      const escape = this.#text[this.#offset + 1] ?? this.#fail('end', this.#text.length);
      const plain = Object.hasOwn(ESCAPES, escape) ? ESCAPES[escape] : undefined;
      if (plain === undefined) {
        const digits = this.#text.slice(this.#offset + 2, this.#offset + 6);
        if (escape !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail();
        text += String.fromCharCode(Number.parseInt(digits, 16));
        this.#offset += 6;
      } else {
        text += plain;
        this.#offset += 2;
      }
      text += this.#skip(PLAIN);
    }
    this.#take('"');
    return text;
  }

  #take(character: string): void {
    if (this.#text[this.#offset] !== character) this.#fail();
    this.#offset++;
  }

  /** Steps over what `pattern` (sticky) matches, which may be nothing, and gives it. */
  #skip(pattern: RegExp): string {
    const start = this.#offset;
    pattern.lastIndex = start;
    if (!pattern.test(this.#text)) return '';
    this.#offset = pattern.lastIndex;
    return this.#text.slice(start, this.#offset);
  }

  #fail(fault?: JsonFault, offset = this.#offset): never {
    const why = fault ?? (offset >= this.#text.length ? 'end' : 'character');
    const before = this.#text.slice(0, offset);
    const line = before.split('\n').length;
    throw new TouchstoneError<JsonErrorCode>('json-text', { why, offset, line, column: offset - before.lastIndexOf('\n') });
  }
}
