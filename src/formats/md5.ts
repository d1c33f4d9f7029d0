/**
 * MD5, because the ESP32's loader proves what is in flash with it and WebCrypto has none.
 * Floor: formats. Not for signatures or anything a person could forge: here it only finds bytes that went wrong on the way.
 * Reference: RFC 1321 section 3.
 */

/** Shift amounts of the four rounds. */
const SHIFTS: readonly (readonly number[])[] = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
/** Table T of section 3.4: floor(2^32 × |sin(i + 1)|). */
const SINES = Uint32Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 0x1_0000_0000));
const BLOCK_BYTES = 64;

/** Which word of the block step `step` takes. */
function wordIndex(round: number, step: number): number {
  if (round === 0) return step;
  if (round === 1) return (5 * step + 1) % 16;
  if (round === 2) return (3 * step + 5) % 16;
  return (7 * step) % 16;
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  if (round === 2) return b ^ c ^ d;
  return c ^ (b | ~d);
}

function addBlock(state: Uint32Array, block: DataView): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < BLOCK_BYTES; step++) {
    const round = step >> 4;
    const sum = (a + mix(round, b, c, d) + (SINES[step] as number) + block.getUint32(4 * wordIndex(round, step), true)) | 0;
    const shift = SHIFTS[round]?.[step & 3] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  state.set([a + (state[0] ?? 0), b + (state[1] ?? 0), c + (state[2] ?? 0), d + (state[3] ?? 0)]);
}

/** The 16 bytes of the digest. */
export function md5(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  const whole = message.length - (message.length % BLOCK_BYTES);
  for (let offset = 0; offset < whole; offset += BLOCK_BYTES) addBlock(state, new DataView(message.buffer, message.byteOffset + offset, BLOCK_BYTES));
  const rest = message.length - whole;
  const tail = new Uint8Array(rest < BLOCK_BYTES - 8 ? BLOCK_BYTES : 2 * BLOCK_BYTES);
  tail.set(message.subarray(whole));
  tail[rest] = 0x80;
  new DataView(tail.buffer).setBigUint64(tail.length - 8, BigInt(message.length) * 8n, true);
  for (let offset = 0; offset < tail.length; offset += BLOCK_BYTES) addBlock(state, new DataView(tail.buffer, offset, BLOCK_BYTES));
  const digest = new Uint8Array(16);
  const view = new DataView(digest.buffer);
  for (const [index, word] of state.entries()) view.setUint32(4 * index, word, true);
  return digest;
}
