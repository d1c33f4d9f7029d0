/** NVS tables: Espressif's own, one row per board, and what stands in braces. */
import { describe, expect, test } from 'vitest';
import {
  fillNvs,
  findBoardRow,
  normalIdentity,
  parseBoardTable,
  parseNvsCsv,
  placeholdersOf,
  type NvsFill,
  type NvsTemplate,
} from '../../../src/formats/index.ts';

const BOARD: NvsFill = (name) => ({ serial: '0123A23F29F9366A01', mac: '24:6f:28:aa:bb:cc', cn: 'sn0123A23F29F9366A01' })[name];
const nothing: NvsFill = () => null;
const refusal = (code: string, facts: object): Error => expect.objectContaining({ code, facts: expect.objectContaining(facts) as object }) as Error;
const template = (encoding: NvsTemplate['encoding'], content: string | Uint8Array): NvsTemplate => ({ namespace: 'ns', key: 'k', encoding, content });
const filled = (encoding: NvsTemplate['encoding'], content: string | Uint8Array, fill = BOARD): unknown =>
  fillNvs([template(encoding, content)], fill)[0]?.value;

describe('key,type,encoding,value', () => {
  test('gives one template a row, in the namespace above it', () => {
    const text = '# Sample\r\nkey,type,encoding,value\r\nwifi,namespace,,\r\nssid,data,string,"a, b"\r\nn,data,U8,7\r\ndps,namespace\r\nid,data,string,\r\n';
    expect(parseNvsCsv(text)).toEqual([
      { namespace: 'wifi', key: 'ssid', encoding: 'string', content: 'a, b' },
      { namespace: 'wifi', key: 'n', encoding: 'u8', content: '7' },
      { namespace: 'dps', key: 'id', encoding: 'string', content: '' },
    ]);
  });

  test('takes the columns in any order, and lines as the tool does', () => {
    expect(parseNvsCsv('value,encoding,type,key\n,,namespace,n\n"1\r\n2",string,data,k\n')).toEqual([
      { namespace: 'n', key: 'k', encoding: 'string', content: '1\n2' },
    ]);
  });

  test('takes files from where it is told', () => {
    const bytes = Uint8Array.of(1, 2);
    const text = 'key,type,encoding,value\nn,namespace,,\nk,file,binary,certs/device.der\n';
    expect(parseNvsCsv(text, (path) => (path === 'certs/device.der' ? bytes : null))).toEqual([
      { namespace: 'n', key: 'k', encoding: 'binary', content: bytes },
    ]);
    expect(() => parseNvsCsv(text)).toThrow(refusal('nvs-csv', { line: 3, reason: 'file' }));
  });

  test.each<readonly [string, string, number, string]>([
    ['nothing', '', 1, 'header'],
    ['another header', 'key,type,value\n', 1, 'header'],
    ['a header with a column twice', 'key,key,encoding,value\n', 1, 'header'],
    ['a value before any namespace', 'key,type,encoding,value\nk,data,u8,1\n', 2, 'namespace'],
    ['an encoding that is none', 'key,type,encoding,value\nn,namespace,,\nk,data,u128,1\n', 3, 'encoding'],
    ['a type that is none', 'key,type,encoding,value\nn,namespace,,\nk,blob,u8,1\n', 3, 'type'],
    ['a row that is too short', 'key,type,encoding,value\nn,namespace,,\nk,data,u8\n', 3, 'cells'],
    ['a row that is too long', 'key,type,encoding,value\nn,namespace,,\nk,data,string,a,b\n', 3, 'cells'],
  ])('refuses %s', (_what, text, line, reason) => {
    expect(() => parseNvsCsv(text)).toThrow(refusal('nvs-csv', { line, reason }));
  });
});

describe('placeholders', () => {
  test.each<readonly [string, string]>([
    ['{serial}', '0123A23F29F9366A01'],
    ['device-{mac}/{cn}', 'device-24:6f:28:aa:bb:cc/sn0123A23F29F9366A01'],
    ['{{serial}} is {serial}', '{serial} is 0123A23F29F9366A01'],
    ['{"a":{"b":1}}', '{"a":{"b":1}}'],
    ['{ serial }', '{ serial }'],
    ['{}', '{}'],
  ])('%s becomes %s', (text, wanted) => {
    expect(filled('string', text)).toBe(wanted);
  });

  test('does not fill what was filled in', () => {
    expect(filled('string', '{cn}', () => '{serial}')).toBe('{serial}');
  });

  test('refuses one that it does not know, or that the board does not have', () => {
    expect(() => filled('string', 'x{password}')).toThrow(refusal('nvs-placeholder', { name: 'password', reason: 'unknown', key: 'k' }));
    expect(() => filled('string', '{Serial}')).toThrow(refusal('nvs-placeholder', { name: 'Serial', reason: 'unknown' }));
    expect(() => filled('string', '{cn}', nothing)).toThrow(refusal('nvs-placeholder', { name: 'cn', reason: 'missing' }));
  });

  test('are listed before any board is there', () => {
    expect(placeholdersOf([template('string', '{mac}{cn}{{serial}}'), template('string', '{mac}'), template('binary', Uint8Array.of(1))])).toEqual([
      'mac',
      'cn',
    ]);
  });
});

describe('encodings', () => {
  test.each<readonly [NvsTemplate['encoding'], string | Uint8Array, unknown]>([
    ['u8', '255', 255n],
    ['i64', ' -9223372036854775808 ', -9223372036854775808n],
    ['u16', '+7', 7n],
    ['hex2bin', ' 00FFab ', Uint8Array.of(0, 255, 171)],
    ['hex2bin', '', new Uint8Array(0)],
    ['base64', 'AAEC\nAw==', Uint8Array.of(0, 1, 2, 3)],
    ['binary', 'é', Uint8Array.of(0xc3, 0xa9)],
    ['string', Uint8Array.of(0xc3, 0xa9), 'é'],
    ['hex2bin', Uint8Array.of(0x30, 0x31), Uint8Array.of(1)],
    ['binary', Uint8Array.of(0xff), Uint8Array.of(0xff)],
  ])('%s reads %s', (encoding, content, value) => {
    expect(filled(encoding, content)).toEqual(value);
  });

  test.each<readonly [NvsTemplate['encoding'], string | Uint8Array, string]>([
    ['u8', '', 'number'],
    ['u8', '0x10', 'number'],
    ['u8', '1.5', 'number'],
    ['u8', '1_000', 'number'],
    ['u64', '9'.repeat(1_000_000), 'number'],
    ['hex2bin', 'abc', 'hex'],
    ['hex2bin', 'zz', 'hex'],
    ['base64', 'A===', 'base64'],
    ['binary', '\udc00', 'text'],
    ['string', Uint8Array.of(0xff), 'text'],
  ])('%s refuses what it cannot read', (encoding, content, reason) => {
    expect(() => filled(encoding, content)).toThrow(refusal('nvs-value', { namespace: 'ns', key: 'k', type: encoding, reason }));
  });
});

describe('one row per board', () => {
  const TEXT = 'serial,mac,wifi:ssid:string,wifi:password:string,app:slot:u8\n01 23 a2,24-6F-28-AA-BB-CC,bench,"x,y",1\n0123A3,24:6f:28:aa:bb:cd,bench,,2\n';

  test('finds the row of a board by everything that names it', () => {
    const table = parseBoardTable(TEXT);
    expect(table.identifiedBy).toEqual(['serial', 'mac']);
    const board =
      (serial: string, mac: string): NvsFill =>
      (name) =>
        ({ serial, mac, cn: 'x' })[name];
    expect(findBoardRow(table, board('0123a2', '246f28aabbcc'))?.line).toBe(2);
    expect(findBoardRow(table, board('0123a2', '246f28aabbcd'))).toBeNull();
    expect(findBoardRow(table, nothing)).toBeNull();
  });

  test('leaves out keys whose cell is empty', () => {
    expect(parseBoardTable(TEXT).rows[1]?.templates).toEqual([
      { namespace: 'wifi', key: 'ssid', encoding: 'string', content: 'bench' },
      { namespace: 'app', key: 'slot', encoding: 'u8', content: '2' },
    ]);
  });

  test('names no board when no column does', () => {
    const table = parseBoardTable('wifi:ssid:string\na\nb\n');
    expect(table.identifiedBy).toEqual([]);
    expect(table.rows.map((row) => row.templates[0]?.content)).toEqual(['a', 'b']);
    expect(findBoardRow(table, BOARD)).toBeNull();
  });

  test.each<readonly [string, string, object]>([
    ['nothing', '', { reason: 'header' }],
    ['a table of boards without settings', 'mac\n246f28aabbcc\n', { reason: 'header' }],
    ['a column that says no type', 'wifi:ssid\nx\n', { reason: 'column', column: 1, line: 1 }],
    ['a column of a type that is none', 'mac,wifi:ssid:text\n', { reason: 'column', column: 2 }],
    ['a column twice', 'wifi:ssid:string,wifi:ssid:u8\n', { reason: 'twice', column: 2 }],
    ['a row that is too short', 'mac,wifi:ssid:string\n246f28aabbcc\n', { reason: 'cells', line: 2, cells: 1, columns: 2 }],
    ['a MAC that is none', 'mac,wifi:ssid:string\n246f28aabb,x\n', { reason: 'identity', line: 2, column: 1 }],
    ['an empty serial', 'serial,wifi:ssid:string\n,x\n', { reason: 'identity', line: 2 }],
    ['two rows for one board', 'mac,wifi:ssid:string\n246f28aabbcc,x\n24:6F:28:AA:BB:CC,y\n', { reason: 'twice', line: 3, other: 2 }],
  ])('refuses %s', (_what, text, facts) => {
    expect(() => parseBoardTable(text)).toThrow(refusal('nvs-csv', facts));
  });
});

test('spells what names a board in one way', () => {
  expect(normalIdentity('mac', '24:6F:28:aa:bb:CC')).toBe('246f28aabbcc');
  expect(normalIdentity('serial', '0123 a23f')).toBe('0123A23F');
  expect(normalIdentity('cn', ' sn01 ')).toBe('sn01');
  expect(normalIdentity('cn', ' ')).toBeNull();
});
