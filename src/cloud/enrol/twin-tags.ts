/**
 * Tags of a twin: JSON text in, and for each entry the object that goes into the initial twin.
 * Floor: cloud. Pure. Placeholders are filled after the text was read, inside string values only: no value can become a member.
 * Reference: Azure IoT Hub "Understand and use device twins" (names at most 1 KB without control characters, dot, dollar sign and space; strings at most 4 KB;
 * whole numbers of 53 bits; ten levels; tags at most 8 KB, numbers counted as 8 bytes and booleans as 4).
 */
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../../formats/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import { fillTemplate, hasPlaceholder, unknownPlaceholder, type TemplateValues } from './template.ts';

const LONGEST_TAGS_BYTES = 8 * 1024;
const LONGEST_NAME_BYTES = 1024;
const LONGEST_STRING_BYTES = 4 * 1024;
/** Ten levels below the object of the tags itself. */
const DEEPEST = 11;
const LARGEST_WHOLE = 4_503_599_627_370_495;
/** Longer than any text of 8 KB of content can reasonably be: it is not read at all. */
const LONGEST_TEXT = 64 * 1024;

const NOT_IN_A_NAME = /[\u0000-\u001f\u007f-\u009f.$ ]/;

type Tags = Readonly<Record<string, unknown>>;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The text was read once; every entry is filled from here. */
export interface TagTemplate {
  /** @throws enrol-tags, fact `why`: `value`, `length`, `size` */
  fill(values: TemplateValues): Tags;
}

/**
 * Reads the text of the tags; '' is no tags at all.
 * @throws enrol-tags, facts `offset` in characters, `path`, and `why`: `json`, `object` (it is none), `depth`, `name`, `shape` (null, or a number that is too large), `length` (of a string), `size` (of all), `placeholder`
 */
export function readTags(text: string): TagTemplate {
  const root = text.trim() === '' ? new Map<string, JsonValue>() : parseTags(text);
  checkMembers(root, '', text);
  const fill = (values: TemplateValues): Tags => {
    const filled = fillMembers(root, '', values);
    if (filled.bytes > LONGEST_TAGS_BYTES) throw fault('size', 0, '');
    return filled.value as Tags;
  };
  // Whatever the values are, what stands around them counts already.
  if (sizeWithoutValues(root) > LONGEST_TAGS_BYTES) throw fault('size', 0, '');
  return { fill };
}

const fault = (why: string, offset: number, path: string, more: Readonly<Record<string, string>> = {}): TouchstoneError =>
  new TouchstoneError<CloudErrorCode>('enrol-tags', { why, offset, path, ...more });

function parseTags(text: string): JsonObject {
  if (text.length > LONGEST_TEXT) throw fault('size', LONGEST_TEXT, '');
  let value: JsonValue;
  try {
    value = parseJson(text, DEEPEST);
  } catch (error) {
    if (!isTouchstoneError(error)) throw error;
    const { why, offset } = error.facts;
    throw fault(why === 'depth' ? 'depth' : why === 'duplicate' ? 'name' : 'json', Number(offset), '');
  }
  if (!isJsonObject(value)) throw fault('object', 0, '');
  return value;
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function checkMembers(members: JsonObject, path: string, text: string): void {
  for (const [name, value] of members) {
    const at = below(path, name);
    if (name === '' || bytesOf(name) > LONGEST_NAME_BYTES || NOT_IN_A_NAME.test(name)) throw fault('name', placeOf(text, name), at);
    if (hasPlaceholder(name)) throw fault('name', placeOf(text, name), at);
    checkValue(value, at, text);
  }
}

function checkValue(value: JsonValue, path: string, text: string): void {
  if (isJsonObject(value)) return checkMembers(value, path, text);
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly JsonValue[]).entries()) checkValue(item, below(path, String(index)), text);
    return;
  }
  if (value === null) throw fault('shape', placeOf(text, path.split('.').at(-1) ?? ''), path);
  if (typeof value === 'number' && Number.isInteger(value) && (value > LARGEST_WHOLE || value < -LARGEST_WHOLE - 1)) {
    throw fault('shape', placeOf(text, path.split('.').at(-1) ?? ''), path);
  }
  if (typeof value !== 'string') return;
  const placeholder = unknownPlaceholder(value);
  if (placeholder !== null) throw fault('placeholder', Math.max(0, text.indexOf(placeholder)), path, { placeholder });
  if (!hasPlaceholder(value) && bytesOf(value) > LONGEST_STRING_BYTES) throw fault('length', placeOf(text, path.split('.').at(-1) ?? ''), path);
}

/** Where the member stands, as well as it can be told from its name. */
const placeOf = (text: string, name: string): number => Math.max(0, text.indexOf(JSON.stringify(name)));

interface Filled {
  readonly value: unknown;
  readonly bytes: number;
}

function fillMembers(members: JsonObject, path: string, values: TemplateValues): Filled {
  let bytes = 0;
  const filled: (readonly [string, unknown])[] = [];
  for (const [name, member] of members) {
    const inner = fillValue(member, below(path, name), values);
    bytes += bytesOf(name) + inner.bytes;
    filled.push([name, inner.value]);
  }
  return { value: Object.fromEntries(filled), bytes }; // makes own members only, whatever their names
}

function fillValue(value: JsonValue, path: string, values: TemplateValues): Filled {
  if (isJsonObject(value)) return fillMembers(value, path, values);
  if (typeof value === 'string') {
    const text = fillTemplate(value, values, 'enrol-tags');
    const bytes = bytesOf(text);
    if (bytes > LONGEST_STRING_BYTES) throw fault('length', 0, path);
    return { value: text, bytes };
  }
  if (!Array.isArray(value)) return { value, bytes: typeof value === 'number' ? 8 : 4 };
  const items = (value as readonly JsonValue[]).map((item, index) => fillValue(item, below(path, String(index)), values));
  return { value: items.map((item) => item.value), bytes: items.reduce((sum, item) => sum + item.bytes, 0) };
}

function sizeWithoutValues(value: JsonValue): number {
  if (isJsonObject(value)) return [...value].reduce((sum, [name, member]) => sum + bytesOf(name) + sizeWithoutValues(member), 0);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).reduce<number>((sum, item) => sum + sizeWithoutValues(item), 0);
  if (typeof value === 'string') return hasPlaceholder(value) ? 0 : bytesOf(value);
  return typeof value === 'number' ? 8 : 4;
}
