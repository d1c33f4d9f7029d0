/** The 72 bytes of a compressed certificate, against the vectors of Microchip's definition and of real chips. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/index.ts';
import { certificateSerial, parseCompressedCertificate, type CompressedCertificate } from '../../../src/trust/x509/compressed-certificate.ts';
import { datesOf } from './authority.ts';

/** Any signature, then dates, signer id 2C00, template 3, chain 0, serial source A, format 0. */
const bytesWith = (dates: string, tail = '2c0030a000'): Uint8Array => fromHex(`${'11'.repeat(32)}${'22'.repeat(32)}${dates}${tail}`);

function good(bytes: Uint8Array): CompressedCertificate {
  const parsed = parseCompressedCertificate(bytes);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed;
}
const iso = (timeMs: number | null): string | null => (timeMs === null ? null : new Date(timeMs).toISOString().slice(0, 13));

describe('dates', () => {
  it.each([
    ['753e0e', '2014-10-15T16', '2028-10-15T16'],
    ['a5ac9c', '2020-11-11T04', '2048-11-11T04'],
    ['963a9f', '2018-12-14T20', '2049-12-14T20'],
    ['cb069c', '2025-06-01T20', '2053-06-01T20'],
    ['9456c0', '2018-08-21T22', null],
    ['c1741c', '2024-02-29T00', '2052-02-29T00'],
    ['00841f', '2000-01-01T00', '2031-01-01T00'],
  ])('%s are %s to %s', (dates, notBefore, notAfter) => {
    const { notBeforeMs, notAfterMs } = good(bytesWith(dates));
    expect([iso(notBeforeMs), iso(notAfterMs)]).toEqual([notBefore, notAfter]);
  });

  it.each([
    ['month 0', datesOf(2014, 0, 15, 16, 14)],
    ['month 13', datesOf(2014, 13, 15, 16, 14)],
    ['day 0', datesOf(2014, 10, 0, 16, 14)],
    ['31 June', datesOf(2025, 6, 31, 0, 28)],
    ['29 February of a common year', datesOf(2025, 2, 29, 0, 28)],
    ['hour 24', datesOf(2014, 10, 15, 24, 14)],
    ['29 February whose year of expiry has none', datesOf(2024, 2, 29, 0, 31)],
    ['an empty slot', Buffer.from('ffffff', 'hex')],
    ['a zeroed slot', Buffer.from('000000', 'hex')],
  ])('refuse %s', (_, dates) => {
    expect(parseCompressedCertificate(bytesWith(dates.toString('hex')))).toMatchObject({ fault: 'compressed-dates' });
  });

  it('have more bits of years in formats 1 and 2, but issue ends with UTCTime', () => {
    expect(iso(good(bytesWith('a5ac9c', '2c0030a110')).notAfterMs)).toBe('2080-11-11T04');
    expect(parseCompressedCertificate(bytesWith('a5ac9c', '2c0030a140'))).toMatchObject({ fault: 'compressed-dates', facts: { year: 2052 } });
    expect(iso(good(bytesWith('75be0e', '2c0030a240')).notBeforeMs)).toBe('2046-11-15T16');
    expect(iso(good(bytesWith('a5ac9c', '2c0030a0ff')).notAfterMs)).toBe('2048-11-11T04'); // reserved in format 0
  });
});

it('gives signer, template and chain', () => {
  expect(good(bytesWith('a5ac9c', '0d0142a000'))).toMatchObject({ signerId: '0D01', templateId: 4, chainId: 2, serialSource: 'public-key' });
});

it.each([
  ['71 bytes', bytesWith('a5ac9c').subarray(1), 'compressed-length'],
  ['73 bytes', fromHex(`${'00'.repeat(73)}`), 'compressed-length'],
  ['format 3', bytesWith('a5ac9c', '2c0030a300'), 'compressed-format'],
  ['a serial number that is stored elsewhere', bytesWith('a5ac9c', '2c00300000'), 'compressed-serial-source'],
  ['serial rule E, which writes negative numbers', bytesWith('a5ac9c', '2c0030e000'), 'compressed-serial-source'],
])('refuses %s', (_, bytes, fault) => {
  expect(parseCompressedCertificate(bytes)).toMatchObject({ fault });
});

describe('serial numbers', () => {
  const publicKey = fromHex('d330b8b2ede4d502df48b54a2f29cc79f901e594fd6bf92deb6d187ac77f2dbbb160279a4a20a7e6e3507f973aad43919bef2d1c99b29c153323dfcd99106769');

  it('by rule A are the hash of key and dates', async () => {
    expect(toHex(await certificateSerial(good(bytesWith('a5ac9c')), publicKey, new Uint8Array(9)))).toBe('5f235abdb72bed34b43772e79d40c11c');
  });

  it('by rule B are the hash of the chip’s serial number and dates, with the top bits 01', async () => {
    const chipSerial = fromHex('0123a23f29f9366a01');
    const serial = await certificateSerial(good(bytesWith('a5ac9c', '2c0030b000')), publicKey, chipSerial);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', fromHex('0123a23f29f9366a01a5ac9c')));
    expect(toHex(serial.subarray(1))).toBe(toHex(hash.subarray(1, 16)));
    expect((serial[0] as number) >> 6).toBe(1);
  });
});
