/** Base64 in bytes: right and wrong encodings, with Node's Buffer and the decoder of base as the other readers. */
import { describe, expect, it } from 'vitest';
import { fromBase64Url } from '../../../src/base/index.ts';
import { decodeDigits, digitsFor } from '../../../src/trust/entry/base64-bytes.ts';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** What was decoded, and how many digits that took; null when it was refused. */
function decoded(text: string, alphabet: 'base64' | 'base64url' = 'base64url', limit = text.length): { readonly hex: string; readonly digits: number } | null {
  const target = new Uint8Array(text.length + 8).fill(0xee);
  const made = decodeDigits(alphabet, bytesOf(text), 0, limit, target, 3);
  if (made < 0) return null;
  expect(target.subarray(0, 3)).toEqual(new Uint8Array(3).fill(0xee));
  expect(target.subarray(3 + made).every((byte) => byte === 0xee)).toBe(true);
  return { hex: Buffer.from(target.subarray(3, 3 + made)).toString('hex'), digits: digitsFor(made) };
}

it('decodes every length as another reader does', () => {
  for (let length = 0; length < 100; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 89 + length * 31) & 255);
    const hex = Buffer.from(bytes).toString('hex');
    const [url, standard] = [Buffer.from(bytes).toString('base64url'), Buffer.from(bytes).toString('base64').replace(/=+$/, '')];
    expect(decoded(url)).toEqual({ hex, digits: url.length });
    expect(decoded(standard, 'base64')).toEqual({ hex, digits: url.length });
    expect(decoded(`${url}"AAAA`)).toEqual({ hex, digits: url.length });
    expect(decoded(`${url}AAAA`, 'base64url', url.length)).toEqual({ hex, digits: url.length });
  }
});

it('knows 64 digits in each alphabet and no others', () => {
  const accepted = (alphabet: 'base64' | 'base64url'): string =>
    Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))
      .filter((character) => decoded(`AAA${character}`, alphabet)?.digits === 4)
      .join('');
  expect(accepted('base64')).toBe('+/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
  expect(accepted('base64url')).toBe('-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz');
});

describe('refuses', () => {
  it.each(['A', 'AAAAA', 'AB', 'AAB', 'A"AA', 'AAAA B'.slice(0, 5) + 'B', '_', 'AAAAAP'])('%j, which is no whole encoding', (text) => {
    const refused = decoded(text);
    if (refused !== null) expect(refused.digits).toBeLessThan(text.length);
    expect(() => fromBase64Url(text)).toThrow();
  });

  it('pad bits that are set, all of them', () => {
    const two = Array.from({ length: 64 }, (_, value) => decoded(`A${'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[value] ?? ''}`));
    expect(two.filter((one) => one !== null)).toHaveLength(4);
    const three = Array.from({ length: 64 }, (_, value) => decoded(`AA${'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[value] ?? ''}`));
    expect(three.filter((one) => one !== null)).toHaveLength(16);
  });
});
