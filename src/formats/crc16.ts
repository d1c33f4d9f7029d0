/**
 * CRC-16/IBM-3740 of the bench frames.
 * Floor: formats. Knows nothing of the ATECC608's own CRC (chip/packet.ts).
 * Reference: docs/protocol.md section 2; check value of "123456789" is 0x29B1.
 */

/** CRC over `bytes`, 16 bits. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}
