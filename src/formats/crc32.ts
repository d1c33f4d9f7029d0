/**
 * CRC-32/ISO-HDLC, the one of zip, zlib, PNG and the ESP32's ROM (`esp_rom_crc32_le`), four bytes at a step.
 * Floor: formats. Not for anything a person could forge.
 * Reference: RFC 1952 section 8; check value of "123456789" is 0xCBF43926; "slicing by 4" after Intel, 2006.
 */

type Tables = readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

const TABLES: Tables = makeTables();

function makeTables(): Tables {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  const next = (before: Uint32Array): Uint32Array => before.map((value) => (first[value & 0xff] as number) ^ (value >>> 8));
  const second = next(first);
  const third = next(second);
  return [first, second, third, next(third)];
}

/** CRC over `bytes`, 32 bits unsigned. `before` is the CRC of what came before them, as in zlib's crc32(); NVS starts with 0xFFFFFFFF. */
export function crc32(bytes: Uint8Array, before = 0): number {
  const [t0, t1, t2, t3] = TABLES;
  const wholeWords = bytes.length - (bytes.length % 4);
  let crc = ~before;
  let at = 0;
  for (; at < wholeWords; at += 4) {
    crc ^= (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
    crc = (t3[crc & 0xff] as number) ^ (t2[(crc >>> 8) & 0xff] as number) ^ (t1[(crc >>> 16) & 0xff] as number) ^ (t0[(crc >>> 24) & 0xff] as number);
  }
  for (; at < bytes.length; at++) crc = (t0[(crc ^ (bytes[at] as number)) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}
