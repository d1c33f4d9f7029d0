/**
 * What a UART makes of a byte sent at another rate.
 * Floor: sim. Pure: one frame of eight data bits, no parity, in; the bytes that a receiver reads out.
 * Not modelled: frames of a faster sender running into each other (they are dropped by whoever calls, see serial-line.ts).
 */

/** Two rates that differ by no more than this understand each other: half a bit in ten, less the edges' blur. */
const TOLERANCE = 0.04;

/** True when bytes sent at one rate arrive whole at the other. */
export function ratesAgree(senderBaud: number, receiverBaud: number): boolean {
  return Math.abs(senderBaud - receiverBaud) <= TOLERANCE * receiverBaud;
}

/** The bytes that a receiver samples from one frame; none, one or (from a slow sender) several. */
export function resample(byte: number, senderBaud: number, receiverBaud: number): number[] {
  if (ratesAgree(senderBaud, receiverBaud)) return [byte];
  const frame = (byte << 1) | 0x200; // start bit 0, eight bits, stop bit 1
  const bitsPerSample = senderBaud / receiverBaud;
  const level = (bit: number): number => (bit >= 10 ? 1 : (frame >> Math.floor(bit)) & 1);
  const heard: number[] = [];
  let start = 0;
  while (start < 10) {
    if (level(start) === 1) {
      start = Math.floor(start) + 1;
      continue;
    }
    if (level(start + 0.5 * bitsPerSample) === 1) {
      start += 0.5 * bitsPerSample; // too short for a start bit
      continue;
    }
    let value = 0;
    for (let bit = 0; bit < 8; bit++) value |= level(start + (bit + 1.5) * bitsPerSample) << bit;
    heard.push(value);
    start += 9.5 * bitsPerSample;
  }
  return heard;
}
