/**
 * The array splitter against JSON.parse, against itself with other cuts, and against the grammar of what stands between items.
 * Where it is laxer than JSON (inside an item) each item is given to JSON.parse alone: all items right must mean the whole is right, and the same.
 */
import { isDeepStrictEqual } from 'node:util';
import { JsonArraySplitter, parseJson, type SplitterLimits } from '../../src/formats/index.ts';
import { must, type Target } from './corpus.ts';
import { depthOf } from './json-shape.ts';
import { Random, seedOf } from './random.ts';
import { JSON_DICTIONARY, attempt, byteKind, jsonOrNull, sizeClass, utf8OrNull } from './refusal.ts';
import { fileSeeds } from './seeds.ts';

const LIMITS: SplitterLimits = { maxItemBytes: 40, maxDepth: 6 };
const FAULTS = ['array', 'character', 'end', 'depth', 'trailing', 'utf-16'];

interface Item {
  readonly index: number;
  readonly offset: number;
  readonly length: number;
  readonly hex: string | null;
}
interface Fault {
  readonly why: string;
  readonly offset: number;
}

const isFault = (result: readonly Item[] | Fault): result is Fault => 'why' in result;

function split(input: Uint8Array, cut: () => number, limits = LIMITS): readonly Item[] | Fault {
  const splitter = new JsonArraySplitter(limits);
  const items: Item[] = [];
  const result = attempt(['json-text'], () => {
    for (let offset = 0; offset < input.length;) {
      const size = cut();
      const chunk = Uint8Array.from(input.subarray(offset, offset + size)); // a copy that ends here: whoever looks behind it sees nothing
      for (const { bytes, ...where } of splitter.push(chunk)) items.push({ ...where, hex: bytes === null ? null : Buffer.from(bytes).toString('hex') });
      chunk.fill(0x22); // what it still needs must be its own
      offset += size;
    }
    splitter.end();
    return items;
  });
  return 'value' in result ? result.value : (result.refusal.facts as unknown as Fault);
}

const atOnce = (input: Uint8Array, limits = LIMITS): readonly Item[] | Fault => split(input, () => input.length, limits);

function run(input: Uint8Array): string {
  const result = atOnce(input);
  const random = new Random(seedOf(input));
  const longest = 1 + random.below(random.oneIn(2) ? 4 : 64);
  for (const cut of [() => 1, () => random.below(longest + 1)])
    must(isDeepStrictEqual(split(input, cut), result), 'where the stream is cut makes no difference', () => [result, split(input, cut)]);

  const text = utf8OrNull(input);
  const whole = jsonOrNull(text?.replace(/^\ufeff/, '') ?? null);
  return isFault(result) ? refused(input, result, whole === null ? null : { ...whole, text: text as string }) : accepted(input, result, whole);
}

function refused(input: Uint8Array, fault: Fault, whole: { readonly value: unknown; readonly text: string } | null): string {
  const { why, offset } = fault;
  must(FAULTS.includes(why) && Object.keys(fault).length === 2, 'the fault is a documented one', () => fault);
  if (whole !== null) {
    const isArray = Array.isArray(whole.value);
    must(
      isArray ? why === 'depth' && depthOf(whole.text) > LIMITS.maxDepth : why === 'array',
      'an array that JSON.parse reads is refused for its depth only',
      () => fault,
    );
  }
  if (why === 'end') must(offset === input.length, 'the end is where the bytes end', () => fault);
  else must(offset < input.length, 'the fault is at a byte', () => fault);
  if (why === 'depth') {
    const deeper = atOnce(input, { ...LIMITS, maxDepth: LIMITS.maxDepth + 1 });
    must(!isFault(deeper) || deeper.offset > offset, 'one more level goes further', () => [fault, deeper]);
  } else if (why !== 'end' && offset > 0) {
    const before = atOnce(input.subarray(0, offset));
    must(why === 'trailing' ? !isFault(before) : isFault(before) && before.why === 'end', 'the first byte that is wrong is the one named', () => [
      fault,
      before,
    ]);
  }
  return `${why} ${sizeClass(offset)} ${byteKind(input[offset - 1])} ${byteKind(input[offset])}`;
}

/** No white space around, brackets in pairs and not too deep; strings may hold anything. */
function isWhole(item: string): boolean {
  let brackets = item.replace(/"(?:[^"\\]|\\.)*"/gs, '').replace(/[^[\]{}]/g, '');
  let depth = 1;
  for (; brackets !== ''; depth++) {
    const outer = brackets.replace(/\[\]|\{\}/g, '');
    if (outer === brackets) return false;
    brackets = outer;
  }
  return depth <= LIMITS.maxDepth && !/^[ \t\n\r]|[ \t\n\r]$/.test(item);
}

const WHITE = /^[ \t\n\r]*$/;

function accepted(input: Uint8Array, items: readonly Item[], whole: { readonly value: unknown } | null): string {
  const latin = Buffer.from(input)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '');
  const shift = input.length - latin.length;
  let between = '';
  let end = 0;
  for (const [index, item] of items.entries()) {
    const start = item.offset - shift;
    must(item.index === index && start >= end && item.length > 0, 'items follow each other', () => item);
    between += `${latin.slice(end, start)}i`;
    end = start + item.length;
    must(isWhole(latin.slice(start, end)), 'an item is one value in its brackets, without white space around it', () => latin.slice(start, end));
    const hex = Buffer.from(latin.slice(start, end), 'latin1').toString('hex');
    must(item.hex === (item.length > LIMITS.maxItemBytes ? null : hex), 'an item has its bytes, or none when it is too long', () => [item, hex]);
  }
  between += latin.slice(end);
  const [open, ...parts] = between.replace(/[ \t\n\r]+/g, '').split('i');
  must(
    open === (items.length > 0 ? '[' : '[]') && parts.every((part, index) => part === (index === parts.length - 1 ? ']' : ',')),
    'brackets and commas between items',
    () => between,
  );
  must(WHITE.test(between.replace(/[[\],i]/g, '')), 'nothing else between items', () => between);

  const texts = items.map(({ offset, length }) => utf8OrNull(input.subarray(offset, offset + length)));
  const values = texts.map(jsonOrNull);
  must((whole !== null) === values.every((value) => value !== null), 'the whole is JSON when all items are', () => [texts, whole]);
  if (whole !== null)
    must(
      isDeepStrictEqual(
        values.map((value) => value?.value),
        whole.value,
      ),
      'the items are those of JSON.parse',
      () => [values, whole.value],
    );

  const kinds = texts.map((text, index) => {
    if (text === null) return 'utf-8';
    const strict = attempt(['json-text'], () => parseJson(text, LIMITS.maxDepth));
    must(!('value' in strict) || values[index] !== null, 'an item that parseJson reads JSON.parse reads too', () => text);
    return 'value' in strict ? typeof strict.value : String(strict.refusal.facts['why']);
  });
  return `ok ${sizeClass(items.length)} ${[...new Set(kinds)].toSorted().join(',')} ${items.some(({ hex }) => hex === null) ? 'long' : ''}`;
}

export const splitterTarget: Target = { name: 'splitter', seeds: fileSeeds(), dictionary: JSON_DICTIONARY, maxBytes: 400, run };
