/** DER writing, against bytes written from X.690. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/index.ts';
import {
  derBitString,
  derElement,
  derExplicit,
  derGeneralizedTime,
  derOctetString,
  derOid,
  derPrintableString,
  derSequence,
  derSetOfOne,
  derTrue,
  derUnsigned,
  derUtcTime,
  derUtf8String,
} from '../../../src/formats/index.ts';

const hex = (text: string): string => text.replaceAll(' ', '');

describe('elements', () => {
  it.each([
    [0, '0400'],
    [1, '0401'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65535, '0482ffff'],
    [65536, '0483010000'],
  ])('writes the length %i in the shortest form', (length, header) => {
    const written = toHex(derElement(0x04, new Uint8Array(length)));
    expect(written.slice(0, header.length)).toBe(header);
    expect(written.length).toBe(header.length + 2 * length);
  });

  it.each([
    [derSequence(), '30 00'],
    [derSequence(derTrue(), derUnsigned(Uint8Array.of(0))), '30 06 01 01 ff 02 01 00'],
    [derSetOfOne(derTrue()), '31 03 01 01 ff'],
    [derExplicit(3, derTrue()), 'a3 03 01 01 ff'],
    [derBitString(Uint8Array.of(0x80)), '03 02 00 80'],
    [derOctetString(Uint8Array.of(1), Uint8Array.of(2)), '04 02 01 02'],
    [derUtf8String('Inc'), '0c 03 49 6e 63'],
    [derPrintableString('eui48_0'), '13 07 65 75 69 34 38 5f 30'],
    [derUtcTime(Date.UTC(2020, 10, 11, 4)), '17 0d 32 30 31 31 31 31 30 34 30 30 30 30 5a'],
    [derGeneralizedTime(Date.UTC(9999, 11, 31, 23, 59, 59)), '18 0f 39 39 39 39 31 32 33 31 32 33 35 39 35 39 5a'],
  ])('writes element %#', (written, wanted) => {
    expect(toHex(written)).toBe(hex(wanted));
  });
});

it.each([
  ['', '020100'],
  ['00', '020100'],
  ['0000', '020100'],
  ['7f', '02017f'],
  ['80', '02020080'],
  ['00007f', '02017f'],
  ['000080', '02020080'],
  ['ff'.repeat(32), `022100${'ff'.repeat(32)}`],
])('writes the unsigned integer %s minimally', (bytes, wanted) => {
  expect(toHex(derUnsigned(fromHex(bytes)))).toBe(wanted);
});

it.each([
  ['1.2.840.10045.4.3.2', '06082a8648ce3d040302'],
  ['2.5.29.14', '0603551d0e'],
  ['2.999.3', '0603883703'],
  ['0.39', '060127'],
])('writes the object identifier %s', (dotted, wanted) => {
  expect(toHex(derOid(dotted))).toBe(wanted);
});

it.each([
  ['an empty identifier', () => derOid('')],
  ['a root above 2', () => derOid('3.1')],
  ['a second arc above 39 below root 2', () => derOid('1.40')],
  ['an arc with a leading zero', () => derOid('1.02')],
  ['text that is not printable ASCII', () => derUtf8String('試')],
  ['a control character', () => derPrintableString('a\nb')],
  ['a UTCTime after 2049', () => derUtcTime(Date.UTC(2050, 0, 1))],
  ['a UTCTime before 1950', () => derUtcTime(Date.UTC(1949, 11, 31))],
  ['a year of five digits', () => derGeneralizedTime(Date.UTC(10000, 0, 1))],
  ['no time', () => derGeneralizedTime(Number.NaN)],
])('refuses %s', (_, write) => {
  expect(write).toThrow('der-value');
});
