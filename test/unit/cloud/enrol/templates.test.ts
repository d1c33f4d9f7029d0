/** Device ids, registration ids and tags: what can be asked for, and what cannot and why. */
import { describe, expect, it } from 'vitest';
import { buildRequest, checkChoices, type EnrolmentChoices, type LoadedEntry } from '../../../../src/cloud/index.ts';
import { CHOICES, idOf, loadedOf, serialOf } from './job-bench.ts';

const SERIAL = serialOf(7);
const make = (choices: Partial<EnrolmentChoices>, loaded: Partial<LoadedEntry> = {}) =>
  buildRequest({ ...loadedOf(7), ...loaded }, { ...CHOICES, ...choices }, SERIAL.toLowerCase());

/** Built of parts, so that the depth can be counted. */
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('a device id', () => {
  it.each([
    ['{cn}', idOf(7)],
    ['{serial}', '012300000000000701'],
    ['line-1-{serial}', 'line-1-012300000000000701'],
    ['{part}.{lot}_{cn}', `ATECC608B-TNGTLS.LOT_${idOf(7)}`],
    ['{cn}{cn}', idOf(7) + idOf(7)],
    ["-.+%_#*?!(),:=@$'", "-.+%_#*?!(),:=@$'"],
    ['a'.repeat(128), 'a'.repeat(128)],
  ])('of %j is %j', (deviceId, made) => {
    expect(make({ deviceId }).deviceId).toBe(made);
  });

  it.each([
    ['', 'empty'],
    ['{mac}', 'placeholder'],
    ['{CN}', 'placeholder'],
    ['{}', 'placeholder'],
    ['{ cn }', 'placeholder'],
    ['{__proto__}', 'placeholder'],
    ['{constructor}', 'placeholder'],
    ['{cn', 'characters'],
    ['cn}', 'characters'],
    ['a b', 'characters'],
    ['a/b', 'characters'],
    ['a;b', 'characters'],
    ['ä', 'characters'],
    ['a\n', 'characters'],
    ['a'.repeat(129), 'length'],
    [`${'a'.repeat(110)}{cn}`, 'length'],
  ])('cannot be made of %j: %s', (deviceId, why) => {
    expect(() => make({ deviceId })).toThrow(expect.objectContaining({ code: 'enrol-device-id', facts: expect.objectContaining({ why }) as unknown }) as Error);
    expect(checkChoices({ ...CHOICES, deviceId })).toMatchObject({ code: 'enrol-device-id', facts: { why } });
  });

  it('is not made of a value that this entry does not have', () => {
    expect(() => make({ deviceId: '{lot}' }, { lot: null })).toThrow(
      expect.objectContaining({ code: 'enrol-device-id', facts: { why: 'value', placeholder: '{lot}', deviceId: '{lot}' } }) as Error,
    );
  });

  it('does not fill what was filled in', () => {
    expect(make({ tags: '{"a":"{lot}"}' }, { lot: '{cn}' }).tags).toEqual({ a: '{cn}' });
    expect(() => make({ deviceId: '{lot}' }, { lot: '{cn}' })).toThrow(expect.objectContaining({ facts: { deviceId: '{cn}', why: 'characters' } }) as Error);
  });
});

describe('a registration id', () => {
  it.each(['sn0123A1B2C3D4E5F601', 'a', 'A.b_c-d:e9', 'a'.repeat(64)])('can be %s', (commonName) => {
    expect(make({ deviceId: 'x' }, { commonName }).registrationId).toBe(commonName);
  });

  it.each([
    ['', 'empty'],
    ['a'.repeat(65), 'length'],
    ['-a', 'ends'],
    ['a.', 'ends'],
    [':', 'ends'],
    ['a b', 'characters'],
    ['a/../b', 'characters'],
    ['a\n', 'characters'],
    ['ａ', 'characters'],
  ])('cannot be %j: %s', (commonName, why) => {
    expect(() => make({ deviceId: 'x' }, { commonName })).toThrow(
      expect.objectContaining({ code: 'enrol-registration-id', facts: { registrationId: commonName, why } }) as Error,
    );
  });
});

describe('tags', () => {
  it.each([
    ['', {}],
    [' \n', {}],
    ['{}', {}],
    ['{"serial":"{serial}","n":1,"b":true,"list":["{cn}",2,{"x":"y"}]}', { serial: '012300000000000701', n: 1, b: true, list: [idOf(7), 2, { x: 'y' }] }],
    ['{"a":"{ is a brace"}', { a: '{ is a brace' }],
    ['{"n":-4503599627370496,"m":4503599627370495,"f":0.5}', { n: -4_503_599_627_370_496, m: 4_503_599_627_370_495, f: 0.5 }],
    [nested(11), JSON.parse(nested(11)) as object],
  ])('of %j are %j', (tags, made) => {
    expect(make({ tags }).tags).toEqual(made);
  });

  it('keep a quotation mark in a value inside that value', () => {
    expect(make({ tags: '{"lot":"{lot}"}' }, { lot: '","admin":"' }).tags).toEqual({ lot: '","admin":"' });
  });

  it('keep __proto__ a member like others', () => {
    const { tags } = make({ tags: '{"__proto__":{"x":1}}' });
    expect(Object.keys(tags)).toEqual(['__proto__']);
    expect(JSON.stringify(tags)).toBe('{"__proto__":{"x":1}}');
  });

  it.each([
    ['{', 'json', 1],
    ['{"a":{cn}}', 'json', 6],
    ['{"a":1,}', 'json', 7],
    ['{"a":1} x', 'json', 8],
    ["{'a':1}", 'json', 1],
    ['{"a":1,"a":2}', 'name', 7],
    ['[]', 'object', 0],
    ['"a"', 'object', 0],
    ['null', 'object', 0],
    [nested(12), 'depth', 55],
    ['{"x":1,"a.b":1}', 'name', 7],
    ['{"$a":1}', 'name', 1],
    ['{"a b":1}', 'name', 1],
    ['{"":1}', 'name', 1],
    ['{"{cn}":1}', 'name', 1],
    ['{"a\\u0007":1}', 'name', 1],
    [`{"${'a'.repeat(1025)}":1}`, 'name', 1],
    ['{"a":null}', 'shape', 1],
    ['{"a":[null]}', 'shape', 0],
    ['{"a":4503599627370496}', 'shape', 1],
    ['{"a":"{mac}"}', 'placeholder', 6],
    [`{"a":"${'x'.repeat(4097)}"}`, 'length', 1],
    [JSON.stringify(Object.fromEntries(['a', 'b', 'c'].map((name) => [name, 'x'.repeat(3000)]))), 'size', 0],
    [`{"a":"${' '.repeat(70_000)}"}`, 'size', 65_536],
  ])('cannot be %j: %s at %d', (tags, why, offset) => {
    expect(checkChoices({ ...CHOICES, tags })).toMatchObject({ code: 'enrol-tags', facts: { why, offset } });
  });

  it('may take 8,192 bytes and not one more, counted as the hub counts', () => {
    const filler = (length: number): string => JSON.stringify({ a: 'x'.repeat(4096), b: 'y'.repeat(length), n: 1, t: true, ä: '' }); // 1 + 1 + 1 + 8 + 1 + 4 + 2
    expect(checkChoices({ ...CHOICES, tags: filler(4096 - 18) })).toBe(null);
    expect(checkChoices({ ...CHOICES, tags: filler(4096 - 17) })).toMatchObject({ facts: { why: 'size' } });
  });

  it('are too long when a value makes them so', () => {
    expect(() => make({ tags: '{"a":"{lot}"}' }, { lot: 'x'.repeat(5000) })).toThrow(
      expect.objectContaining({ code: 'enrol-tags', facts: { why: 'length', offset: 0, path: 'a' } }) as Error,
    );
  });
});

describe('a static allocation', () => {
  it.each([[[]], [['a.azure-devices.net', 'b.azure-devices.net']]])('cannot name %j', (hubs) => {
    expect(checkChoices({ ...CHOICES, allocationPolicy: 'static', hubs })).toEqual({ code: 'enrol-hub', facts: { hubs: hubs.length } });
  });

  it('names one hub, and the request says so', () => {
    expect(make({ allocationPolicy: 'static', hubs: ['a.azure-devices.net'] })).toMatchObject({ allocationPolicy: 'static', hubs: ['a.azure-devices.net'] });
  });
});
