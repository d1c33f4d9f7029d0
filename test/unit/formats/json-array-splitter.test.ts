/** The array splitter, against JSON.parse and against every way of cutting the stream. */
import { describe, expect, it } from 'vitest';
import { TouchstoneError, type Facts } from '../../../src/base/index.ts';
import { JsonArraySplitter, type SplitterLimits } from '../../../src/formats/index.ts';

const LIMITS: SplitterLimits = { maxItemBytes: 1000, maxDepth: 8 };
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const textOf = (data: Uint8Array): string => Buffer.from(data).toString('utf8');

interface Seen {
  readonly index: number;
  readonly offset: number;
  readonly length: number;
  readonly text: string | null;
}

/** Items with their bytes copied, or the facts of the refusal. */
function split(chunks: Iterable<Uint8Array>, limits = LIMITS): readonly Seen[] | Facts {
  const splitter = new JsonArraySplitter(limits);
  const seen: Seen[] = [];
  try {
    for (const chunk of chunks)
      for (const { bytes: view, ...where } of splitter.push(chunk)) seen.push({ ...where, text: view === null ? null : textOf(view) });
    splitter.end();
  } catch (error) {
    if (error instanceof TouchstoneError && error.code === 'json-text') return error.facts;
    throw error;
  }
  return seen;
}

const whole = (text: string, limits = LIMITS): readonly Seen[] | Facts => split([bytes(text)], limits);
const textsOf = (text: string): readonly (string | null)[] => (whole(text) as readonly Seen[]).map((item) => item.text);
const every = (data: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(data.length / size) }, (_, index) => data.subarray(index * size, (index + 1) * size));

/** Always the same numbers, so that a failure can be repeated. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) yield (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 8;
}

const RIGHT = [
  '[]',
  ' \t\r\n[ \n ] \t\r\n',
  '\ufeff[1]',
  '\ufeff [ {} ]\n',
  '[1,-2.5e+10, true ,false\n,\tnull]',
  '["a","", "b" ]',
  '[{},[],{"a":[]},[[],{}]]',
  '[{"payload":"eyJ","protected":"e30","signature":"AA"},\n {"payload":"eyJ"}]',
  '["[","]","{","}",",",":","[[[[[[[[[[[[","}}}}}}"]',
  '[{"a":"]"},{"b":"}],["},["\\"]"]]',
  String.raw`["\"","\\","\\\"","\\\\","\\\\\"]","\u005b\u0022\u005d","\/\b\f\n\r\t"]`,
  String.raw`[{"\"":"\\"},{"\\":"\""},["\\\\"],"a\\"]`,
  '["試験","\u{1f600}","é]"]',
  '[[[[[[[[]]]]]]],"ok"]',
  '[0]',
] as const;

describe('right arrays', () => {
  it.each(RIGHT)('%j has the items that JSON.parse finds', (text) => {
    const items = whole(text) as readonly Seen[];
    expect(items.map((item) => JSON.parse(item.text as string) as unknown)).toEqual(JSON.parse(text.replace(/^\ufeff/, '')));
    const file = bytes(text);
    for (const [index, item] of items.entries()) {
      expect(item.index).toBe(index);
      expect(textOf(file.subarray(item.offset, item.offset + item.length))).toBe(item.text);
    }
  });

  it.each(RIGHT)('%j gives the same wherever it is cut', (text) => {
    const file = bytes(text);
    const wanted = whole(text);
    for (let size = 1; size < file.length; size++) expect(split(every(file, size))).toEqual(wanted);
    for (let first = 0; first <= file.length; first++)
      for (let second = first; second <= file.length; second++)
        expect(split([file.subarray(0, first), file.subarray(first, second), file.subarray(second)])).toEqual(wanted);
  });

  it('items are the very bytes between the commas, without the white space around them', () => {
    expect(textsOf('[ {"a" : 1} ,\n\t"x" ,3 ]')).toEqual(['{"a" : 1}', '"x"', '3']);
  });

  it('random cuts of a random array change nothing', () => {
    const random = numbers(4);
    const words = ['"', '\\\\', '\\"', 'a', '試', ']', '{', ',', ' '];
    const word = (): string => words[random.next().value % words.length] as string;
    const string = (): string =>
      `"${Array.from({ length: random.next().value % 9 }, word)
        .map((part) => (part === '"' ? '' : part))
        .join('')}"`;
    const value = (depth: number): string => {
      const kind = random.next().value % (depth > 0 ? 4 : 2);
      const inner = Array.from({ length: kind < 2 ? 0 : random.next().value % 4 }, () => value(depth - 1));
      if (kind === 2) return `[${inner.join(', ')}]`;
      return kind === 3 ? `{${inner.map((part, index) => `"${index}":${part}`).join(',')}}` : kind === 1 ? string() : '-1.5';
    };
    for (let round = 0; round < 300; round++) {
      const items = Array.from({ length: random.next().value % 12 }, () => value(5));
      const text = `[${items.join(' ,')}]`;
      expect(textsOf(text)).toEqual(items);
      const file = bytes(text);
      const chunks: Uint8Array[] = [];
      for (let offset = 0; offset < file.length;) {
        const size = random.next().value % 17;
        chunks.push(file.slice(offset, offset + size));
        offset += size;
      }
      expect(split(chunks)).toEqual(whole(text));
    }
  });
});

const WRONG: readonly (readonly [text: string, why: string, offset: number])[] = [
  ['', 'end', 0],
  ['  ', 'end', 2],
  ['\ufeff', 'end', 3],
  ['[', 'end', 1],
  ['[1', 'end', 2],
  ['[1,', 'end', 3],
  ['["a', 'end', 3],
  [String.raw`["a\"]`, 'end', 6],
  [String.raw`["a\\\"]`, 'end', 8],
  ['[{"a":"]}]', 'end', 10],
  ['[{}', 'end', 3],
  ['[[]', 'end', 3],
  ['{"payload":"a"}', 'array', 0],
  ['\n "text"', 'array', 2],
  ['-1', 'array', 0],
  ['12', 'array', 0],
  ['null', 'array', 0],
  ['true', 'array', 0],
  ['false', 'array', 0],
  ['\ufeff{}', 'array', 3],
  ['PK\u0003\u0004', 'character', 0],
  ['<!doctype html>', 'character', 0],
  [' ]', 'character', 1],
  ['\u0001[]', 'character', 0],
  ['\u00a0[]', 'character', 0],
  ['\ufeff\ufeff[]', 'character', 3],
  ['[,]', 'character', 1],
  ['[1,]', 'character', 3],
  ['[1,,2]', 'character', 3],
  ['[1 2]', 'character', 3],
  ['[1"a"]', 'character', 2],
  ['[1[]]', 'character', 2],
  ['[1{}]', 'character', 2],
  ['["a" "b"]', 'character', 5],
  ['["a":1]', 'character', 4],
  ['[{}{}]', 'character', 3],
  ['[[]1]', 'character', 3],
  ['[}', 'character', 1],
  ['[1}', 'character', 2],
  ['[{]', 'character', 2],
  ['[{]}', 'character', 2],
  ['[[}]', 'character', 2],
  ['[{"a":[}]]', 'character', 7],
  ['[]]', 'trailing', 2],
  ['[] []', 'trailing', 3],
  ['[1]x', 'trailing', 3],
  ['[1]\u0000', 'trailing', 3],
  ['[1]\n\ufeff', 'trailing', 4],
  ['[[[[[[[[[', 'depth', 8],
  ['[{"a":{"a":{"a":{"a":{"a":{"a":{"a":{', 'depth', 36],
];

describe('wrong arrays', () => {
  it.each(WRONG)('%j is refused: %s at %d, wherever it is cut', (text, why, offset) => {
    const file = bytes(text);
    expect(whole(text)).toEqual({ why, offset });
    for (let size = 1; size <= file.length; size++) expect(split(every(file, size))).toEqual({ why, offset });
  });

  it.each([
    ['UTF-16 with its mark, little end first', [0xff, 0xfe, 0x5b, 0x00, 0x5d, 0x00], 'utf-16', 0],
    ['UTF-16 with its mark, big end first', [0xfe, 0xff, 0x00, 0x5b, 0x00, 0x5d], 'utf-16', 0],
    ['UTF-16 without mark, little end first', [0x5b, 0x00, 0x5d, 0x00], 'utf-16', 0],
    ['UTF-16 without mark, white space first', [0x0a, 0x00, 0x5b, 0x00], 'utf-16', 0],
    ['UTF-16 without mark, big end first', [0x00, 0x5b, 0x00, 0x5d], 'utf-16', 0],
    ['zeros', [0, 0, 0, 0], 'utf-16', 0],
    ['a photograph', [0xff, 0xd8, 0xff, 0xe0], 'character', 0],
    ['half a byte order mark', [0xef, 0xbb, 0x5b], 'character', 0],
    ['a byte order mark of two bytes', [0xef, 0x5b, 0x5d], 'character', 0],
    ['a byte order mark that ends', [0xef, 0xbb], 'end', 2],
    ['a mark alone', [0xff], 'end', 1],
    ['a zero in front of the bracket, later', [0x20, 0x20, 0x00, 0x5b], 'character', 2],
    ['a quote in two bytes is no quote', [0x5b, 0x22, 0xc0, 0xa2, 0x5d], 'end', 5],
  ])('%s', (_, data, why, offset) => {
    const file = Uint8Array.from(data);
    expect(split([file])).toEqual({ why, offset });
    expect(split(every(file, 1))).toEqual({ why, offset });
  });

  it('depth counts the outer array', () => {
    expect(whole('[]', { ...LIMITS, maxDepth: 1 })).toEqual([]);
    expect(whole('[1,"[["]', { ...LIMITS, maxDepth: 1 })).toHaveLength(2);
    expect(whole('[[]]', { ...LIMITS, maxDepth: 1 })).toEqual({ why: 'depth', offset: 1 });
    expect(whole('[]', { ...LIMITS, maxDepth: 0 })).toEqual({ why: 'depth', offset: 0 });
    expect(whole('[[[1]],[[[1]]]]', { ...LIMITS, maxDepth: 3 })).toEqual({ why: 'depth', offset: 9 });
  });

  it('a refusal is for good', () => {
    const splitter = new JsonArraySplitter(LIMITS);
    const wanted = expect.objectContaining({ code: 'json-text', facts: { why: 'character', offset: 1 } }) as unknown;
    expect(() => splitter.push(bytes('[,'))).toThrow(wanted as Error);
    expect(() => splitter.push(bytes('1]'))).toThrow(wanted as Error);
    expect(() => {
      splitter.end();
    }).toThrow(wanted as Error);
  });

  it('what is wrong inside an item is left to whoever reads the item', () => {
    const items = ['nul', '01', '\u0000', '{a:1}', '{"a" 1,}', '[1,,2]', '"\n"', String.raw`"\x"`, '{"a":1,"a":2}', '[[:]]', '1e999', '\u00a0', '\ufeff'];
    expect(textsOf(`[0,${items.join(',')}]`)).toEqual(['0', ...items]);
  });
});

describe('limits', () => {
  it('an item of exactly the limit is given, one byte more is not, and its neighbours are', () => {
    for (const form of [
      (length: number) => `"${'a'.repeat(length - 2)}"`,
      (length: number) => '1'.repeat(length),
      (length: number) => `[${' '.repeat(length - 2)}]`,
    ]) {
      const file = bytes(`[1,${form(100)}, ${form(101)} ,2]`);
      const wanted = [
        { index: 0, offset: 1, length: 1, text: '1' },
        { index: 1, offset: 3, length: 100, text: form(100) },
        { index: 2, offset: 105, length: 101, text: null },
        { index: 3, offset: 208, length: 1, text: '2' },
      ];
      for (const size of [1, 2, 3, 7, 50, 99, 100, 101, 104, 106, 205, file.length])
        expect(split(every(file, size), { ...LIMITS, maxItemBytes: 100 })).toEqual(wanted);
    }
  });

  it('an item of 10 MB is stepped over in bounded memory', () => {
    const long = new Uint8Array(10_000_000).fill(0x61);
    long[5] = 0x5c; // an escaped quote, brackets
    long[6] = 0x22;
    long.set(bytes(']},['), 7);
    const seen = split([bytes('[{"a":1},{"b":"'), ...every(long, 65_537), bytes('"},{"c":3}]')]) as readonly Seen[];
    expect(seen.map(({ offset, length, text }) => [offset, length, text])).toEqual([
      [1, 7, '{"a":1}'],
      [9, 10_000_008, null],
      [10_000_018, 7, '{"c":3}'],
    ]);
  });

  it('two gigabytes of brackets are refused at the first one too many', () => {
    const splitter = new JsonArraySplitter(LIMITS);
    const chunk = new Uint8Array(1 << 20).fill(0x5b);
    let pushed = 0;
    expect(() => {
      for (; pushed < 2048; pushed++) splitter.push(chunk);
    }).toThrow('"why":"depth","offset":8');
    expect(pushed).toBe(0);
  });

  it('items stay what they are until the next push, also when one began before and one goes on behind', () => {
    const splitter = new JsonArraySplitter(LIMITS);
    expect(splitter.push(bytes('["first'))).toEqual([]);
    const items = splitter.push(bytes(' half", "second", "third'));
    expect(items.map((item) => textOf(item.bytes as Uint8Array))).toEqual(['"first half"', '"second"']);
    expect(splitter.push(bytes('"]')).map((item) => textOf(item.bytes as Uint8Array))).toEqual(['"third"']);
    expect(splitter.offset).toBe(33);
    splitter.end();
  });

  it('what it holds is its own: a caller may fill the same buffer again', () => {
    const splitter = new JsonArraySplitter(LIMITS);
    const buffer = new Uint8Array(4);
    const seen: string[] = [];
    for (const chunk of every(bytes('["abcdefg",{"h":"i"}]   '), 4)) {
      buffer.set(chunk);
      for (const item of splitter.push(buffer)) seen.push(textOf(item.bytes as Uint8Array));
    }
    expect(seen).toEqual(['"abcdefg"', '{"h":"i"}']);
  });

  it('runs of backslashes and quotes cost no more than their length', () => {
    const run = (pair: string): Uint8Array => bytes(`["${pair.repeat(1_000_000)}"]`);
    for (const pair of ['\\\\', '\\"', '\\\\\\"'])
      expect(split(every(run(pair), 1 << 16))).toEqual([{ index: 0, offset: 1, length: pair.length * 1_000_000 + 2, text: null }]);
  });

  it('nothing pushed is nothing changed', () => {
    expect(split([bytes(''), bytes('['), bytes(''), bytes('"a\\'), bytes(''), bytes('\\"'), bytes(''), bytes(']'), bytes('')])).toEqual([
      { index: 0, offset: 1, length: 5, text: '"a\\\\"' },
    ]);
  });
});
