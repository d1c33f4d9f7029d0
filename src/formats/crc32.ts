/**
 * CRC-32/ISO-HDLC, the one of zlib, PNG and the ESP32's ROM (`esp_rom_crc32_le`).
 * Floor: formats. Not for anything a person could forge.
 * Reference: RFC 1952 section 8; check value of "123456789" is 0xCBF43926.
 */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC over `bytes`, 32 bits unsigned. `before` is the CRC of what came before them, as in zlib's crc32(); NVS starts with 0xFFFFFFFF. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}
