/**
 * Command and answer blocks on the chip's side: count, content, CRC.
 * Floor: sim. Its own CRC on purpose, so that a wrong one of the page cannot agree with itself.
 * Reference: ATECC608A-TNGTLS data sheet, sections 7.2 and 7.3 (CRC-16 polynomial 8005, bits of each byte low first).
 */

export interface CommandBlock {
  readonly opcode: number;
  readonly param1: number;
  readonly param2: number;
  readonly data: Uint8Array;
}

/** CRC over `bytes`, low byte first on the wire. */
export function chipCrc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    for (let mask = 1; mask <= 0x80; mask <<= 1) {
      const differs = ((byte & mask) !== 0) !== ((crc & 0x8000) !== 0);
      crc = (crc << 1) & 0xffff;
      if (differs) crc ^= 0x8005;
    }
  }
  return crc;
}

/** Takes a whole block apart; null when its CRC is wrong. */
export function parseCommand(block: Uint8Array): CommandBlock | null {
  const end = block.length - 2;
  const crc = (block[end] as number) | ((block[end + 1] as number) << 8);
  if (crc !== chipCrc(block.subarray(0, end))) return null;
  return {
    opcode: block[1] as number,
    param1: block[2] as number,
    param2: (block[3] as number) | ((block[4] as number) << 8),
    data: block.slice(5, end),
  };
}

/** An answer as the chip puts it into its output buffer. */
export function encodeAnswer(content: Uint8Array): Uint8Array {
  const answer = new Uint8Array(content.length + 3);
  answer[0] = answer.length;
  answer.set(content, 1);
  const crc = chipCrc(answer.subarray(0, content.length + 1));
  answer[content.length + 1] = crc & 0xff;
  answer[content.length + 2] = crc >> 8;
  return answer;
}
