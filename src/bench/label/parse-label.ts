/**
 * A label from its file, strictly: what is unknown is refused, and the place is named.
 * Floor: bench. Knows the form of a label and not how it is drawn. Reference: docs/records.md.
 */
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../../formats/index.ts';
import { ELEMENT_KINDS, LABEL_FORMAT, labelError, strangersIn, type LabelElement, type LabelTemplate } from './label.ts';

const MAX_CHARACTERS = 64 * 1024;
const MAX_DEPTH = 4;
const MAX_ELEMENTS = 40;
const NAME = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$/;
const LEAST_MM = 5;
const MOST_MM = 300;
const MOST_CONTENT = 400;
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Reads a file. @throws label-size, label-json, label-format, label-shape */
export function parseLabel(text: string): LabelTemplate {
  if (text.length > MAX_CHARACTERS) throw labelError('label-size', { characters: text.length, most: MAX_CHARACTERS });
  const label = new Part(readJson(text), '');
  const format = label.text('format', 60);
  if (format !== LABEL_FORMAT) throw labelError('label-format', { seen: format, wanted: LABEL_FORMAT });
  label.only(['format', 'name', 'width', 'height', 'elements']);
  const name = label.text('name', 40);
  if (!NAME.test(name)) label.refuse('name');
  const width = label.length('width', LEAST_MM, MOST_MM);
  const height = label.length('height', LEAST_MM, MOST_MM);
  return { format: LABEL_FORMAT, name, width, height, elements: label.list('elements').map((part) => readElement(part, width, height)) };
}

function readJson(text: string): JsonValue {
  try {
    return parseJson(text, MAX_DEPTH);
  } catch {
    throw labelError('label-json');
  }
}

function readElement(part: Part, width: number, height: number): LabelElement {
  const kind = part.oneOf('kind', ELEMENT_KINDS);
  const place = {
    x: part.length('x', 0, width),
    y: part.length('y', 0, height),
    size: part.length('size', 0.5, height),
    content: part.text('content', MOST_CONTENT),
  };
  if (place.content === '' || strangersIn(place.content).length > 0) part.refuse('content');
  if (place.y + place.size > height + 0.001) part.refuse('size'); // what hangs over the edge is printed on the next label
  switch (kind) {
    case 'text':
      part.only(['kind', 'x', 'y', 'size', 'content', 'weight']);
      return { kind, ...place, weight: part.has('weight') ? part.oneOf('weight', ['normal', 'bold']) : 'normal' };
    case 'code128': {
      part.only(['kind', 'x', 'y', 'size', 'width', 'content']);
      const bars = part.length('width', 1, width);
      if (place.x + bars > width + 0.001) part.refuse('width');
      return { kind, ...place, width: bars };
    }
    case 'qr':
    case 'datamatrix':
      part.only(['kind', 'x', 'y', 'size', 'content']);
      if (place.x + place.size > width + 0.001) part.refuse('size');
      return { kind, ...place };
  }
}

/** One object of the file. */
class Part {
  readonly #object: JsonObject;
  readonly #path: string;

  constructor(value: JsonValue | undefined, path: string) {
    this.#path = path;
    this.#object = isJsonObject(value) ? value : this.refuse('');
  }

  refuse(name: string): never {
    throw labelError('label-shape', {
      path: [this.#path, name]
        .filter((part) => part !== '')
        .join('.')
        .slice(0, 80),
    });
  }

  has(name: string): boolean {
    return this.#object.has(name);
  }

  only(known: readonly string[]): void {
    for (const name of this.#object.keys()) if (!known.includes(name)) this.refuse(name);
  }

  text(name: string, most: number): string {
    const value = this.#object.get(name);
    return typeof value === 'string' && value.length <= most && !HIDDEN.test(value) ? value : this.refuse(name);
  }

  length(name: string, least: number, most: number): number {
    const value = this.#object.get(name);
    return typeof value === 'number' && value >= least && value <= most ? value : this.refuse(name);
  }

  oneOf<Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.#object.get(name);
    return words.find((word) => word === value) ?? this.refuse(name);
  }

  list(name: string): readonly Part[] {
    const value = this.#object.get(name);
    if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ELEMENTS) return this.refuse(name);
    return (value as readonly JsonValue[]).map((item, index) => new Part(item, `${name}[${index}]`));
  }
}
