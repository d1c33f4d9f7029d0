/** PEM, against RFC 7468. */
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/index.ts';
import { encodePem, parsePem } from '../../../src/formats/index.ts';

const BLOCK = '-----BEGIN TEST-----\nAQID\n-----END TEST-----\n';

describe('reading', () => {
  it.each([
    ['LF', BLOCK],
    ['CR LF', BLOCK.replaceAll('\n', '\r\n')],
    ['CR', BLOCK.replaceAll('\n', '\r')],
    ['no last line end', BLOCK.trimEnd()],
    ['blanks behind lines', BLOCK.replaceAll('\n', ' \t\n')],
    ['explanations around', `Subject: O = x\n-- none --\n${BLOCK}more\n`],
    ['short lines', '-----BEGIN TEST-----\nAQ\nID\n-----END TEST-----\n'],
  ])('takes %s', (_, text) => {
    const blocks = parsePem(text);
    expect(blocks.map(({ label, bytes }) => [label, toHex(bytes)])).toEqual([['TEST', '010203']]);
  });

  it('gives several blocks in order and none for none', () => {
    expect(parsePem(`${BLOCK}${BLOCK.replaceAll('TEST', 'EC PRIVATE KEY')}`).map(({ label }) => label)).toEqual(['TEST', 'EC PRIVATE KEY']);
    expect(parsePem('')).toEqual([]);
  });

  it.each([
    ['no END', '-----BEGIN TEST-----\nAQID\n', 'pem-boundary'],
    ['no BEGIN', 'AQID\n-----END TEST-----\n', 'pem-boundary'],
    ['another label', '-----BEGIN TEST-----\nAQID\n-----END TOAST-----\n', 'pem-boundary'],
    ['a block in a block', '-----BEGIN TEST-----\n-----BEGIN TEST-----\nAQID\n-----END TEST-----\n', 'pem-boundary'],
    ['a broken boundary', '-----BEGIN TEST----\nAQID\n-----END TEST-----\n', 'pem-boundary'],
    ['text behind a boundary', '-----BEGIN TEST-----x\nAQID\n-----END TEST-----\n', 'pem-boundary'],
    ['a header inside', '-----BEGIN TEST-----\nProc-Type: 4,ENCRYPTED\n\nAQID\n-----END TEST-----\n', 'pem-base64'],
    ['a blank line inside', '-----BEGIN TEST-----\n\nAQID\n-----END TEST-----\n', 'pem-base64'],
    ['base64url', '-----BEGIN TEST-----\nAQ-_\n-----END TEST-----\n', 'pem-base64'],
    ['missing padding', '-----BEGIN TEST-----\nAQI\n-----END TEST-----\n', 'pem-base64'],
    ['padding in the middle', '-----BEGIN TEST-----\nAQ==\nAQID\n-----END TEST-----\n', 'pem-base64'],
    ['pad bits that are set', '-----BEGIN TEST-----\nAR==\n-----END TEST-----\n', 'pem-base64'],
    ['an endless line', `-----BEGIN TEST-----\n${'A'.repeat(80)}\n-----END TEST-----\n`, 'pem-base64'],
  ])('refuses %s', (_, text, code) => {
    expect(() => parsePem(text)).toThrow(code);
  });
});

it('writes lines of 64 and reads them back', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, index) => index);
  const text = encodePem('CERTIFICATE', bytes);
  expect(text.split('\n').map((line) => line.length)).toEqual([27, 64, 64, 8, 25, 0]);
  expect(parsePem(text)[0]?.bytes).toEqual(bytes);
});
