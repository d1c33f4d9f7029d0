/** Strict JSON, against RFC 8259's grammar and JSON.parse as another reader. */
import { describe, expect, it } from 'vitest';
import { TouchstoneError } from '../../../src/base/index.ts';
import { parseJson, type JsonValue } from '../../../src/formats/index.ts';

/** Maps back to what JSON.parse gives. */
function plain(value: JsonValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...(value as ReadonlyMap<string, JsonValue>)].map(([name, member]) => [name, plain(member)]));
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(plain) : value;
}

function faultOf(text: string, maxDepth = 8): Readonly<Record<string, unknown>> {
  try {
    parseJson(text, maxDepth);
  } catch (error) {
    if (error instanceof TouchstoneError && error.code === 'json-text') return error.facts;
    throw error;
  }
  return { why: 'accepted' };
}

it.each([
  '0',
  '-0',
  '12',
  '-1.5e+10',
  '1E3',
  '0.25',
  'true',
  'false',
  'null',
  '""',
  '"a"',
  String.raw`"\"\\\/\b\f\n\r\t\u0041\ud83d\ude00"`,
  '[]',
  '{}',
  '[1,"2",[3]]',
  ' \t\r\n{ "a" : [ true , { "b" : null } ] } \n',
  '{"":1}',
  '"試験"',
  '{"__proto__":1,"constructor":2}',
  '"\u007f"',
])('reads %s as JSON.parse does', (text) => {
  expect(plain(parseJson(text, 8))).toEqual(JSON.parse(text));
});

describe('wrong texts', () => {
  it.each([
    ['', 'end'],
    ['   ', 'end'],
    ['[', 'end'],
    ['[1', 'end'],
    ['[1,', 'end'],
    ['{"a"', 'end'],
    ['{"a":', 'end'],
    ['{"a":1', 'end'],
    ['"abc', 'end'],
    [String.raw`"abc\\`.slice(0, 5), 'end'],
    ['01', 'trailing'],
    ['1.', 'trailing'],
    ['.5', 'character'],
    ['+1', 'character'],
    ['-', 'character'],
    ['1e', 'trailing'],
    ['1e999', 'character'],
    ['NaN', 'character'],
    ['Infinity', 'character'],
    ['True', 'character'],
    ['nul', 'character'],
    ["'a'", 'character'],
    ['{a:1}', 'character'],
    ['{1:1}', 'character'],
    ['[1,]', 'character'],
    ['{"a":1,}', 'character'],
    ['[1 2]', 'character'],
    ['{"a" 1}', 'character'],
    ['[1}', 'character'],
    ['{"a":1]', 'character'],
    ['"\n"', 'character'],
    ['"\t"', 'character'],
    ['"\u0000"', 'character'],
    [String.raw`"\x"`, 'character'],
    [String.raw`"\u12g4"`, 'character'],
    [String.raw`"\u12"`, 'character'],
    ['\u00a01', 'character'],
    ['\ufeff1', 'character'],
    ['// a\n1', 'character'],
    ['1 1', 'trailing'],
    ['[] []', 'trailing'],
    ['{}x', 'trailing'],
    ['1\u0000', 'trailing'],
    ['{"a":1,"a":1}', 'duplicate'],
    [String.raw`{"a":1,"\u0061":2}`, 'duplicate'],
    ['[{"b":{"a":1,"x":2,"a":1}}]', 'duplicate'],
  ])('refuses %j: %s', (text, why) => {
    expect(faultOf(text)['why']).toBe(why);
  });

  it('refuses nesting beyond the limit and not before', () => {
    expect(faultOf('[[[]]]', 3)['why']).toBe('accepted');
    expect(faultOf('[[[[]]]]', 3)['why']).toBe('depth');
    expect(faultOf('{"a":{"b":{}}}', 2)['why']).toBe('depth');
    expect(faultOf('['.repeat(1_000_000), 8)['why']).toBe('depth');
  });

  it('says where: offset, line and column', () => {
    expect(faultOf('[\n  1,\n  x\n]')).toEqual({ why: 'character', offset: 9, line: 3, column: 3 });
    expect(faultOf('{"a":1,\n"a":2}')).toEqual({ why: 'duplicate', offset: 8, line: 2, column: 1 });
  });
});
