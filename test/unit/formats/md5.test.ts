/** MD5 by the test suite of RFC 1321, appendix A.5. */
import { expect, test } from 'vitest';
import { toHex } from '../../../src/base/index.ts';
import { md5 } from '../../../src/formats/index.ts';

const RFC1321: readonly (readonly [message: string, digest: string])[] = [
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['a', '0cc175b9c0f1b6a831c399e269772661'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
  ['12345678901234567890123456789012345678901234567890123456789012345678901234567890', '57edf4a22be3c955ac49da2e2107b67a'],
];
test.each(RFC1321)('of %j is %s', (message, digest) => {
  expect(toHex(md5(new TextEncoder().encode(message)))).toBe(digest);
});

// Lengths around the padding; digests by coreutils' md5sum over that many bytes 'x'.
const LENGTHS: readonly (readonly [length: number, digest: string])[] = [
  [55, '04364420e25c512fd958a70738aa8f72'],
  [56, '668a72d5ba17f08e62dabcafad6db14b'],
  [57, '693037871c4a9d3d8685018905cb530a'],
  [63, '7dc2ca208106a2f703567bdff99d8981'],
  [64, 'c1bb4f81d892b2d57947682aeb252456'],
  [65, '1bc932052302d074bdec39795fe00cf6'],
  [119, 'ab347a5f68c8a443cfcddc633f12c24f'],
  [120, 'fb98667f98096de92620b64f46e1c5b5'],
  [1000003, '55a76be3046fa1e602ae663deccfcd78'],
];
test.each(LENGTHS)('of %d bytes x is %s', (length, digest) => {
  expect(toHex(md5(new Uint8Array(length).fill(0x78)))).toBe(digest);
});

test('does not depend on where the bytes lie in their buffer', () => {
  const buffer = new Uint8Array(200).fill(0x78);
  expect(toHex(md5(buffer.subarray(3, 67)))).toBe(toHex(md5(new Uint8Array(64).fill(0x78))));
});
