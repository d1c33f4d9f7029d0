/**
 * Base64 from bytes of a file into bytes of a buffer: no text in between, nothing allocated, and its end found on the way.
 * Floor: trust. As strict as base/bytes.ts: no white space, no other alphabet, pad bits zero. Knows no entries.
 * Reference: RFC 4648 sections 3.5, 4 and 5; RFC 7515 section 2 (base64url without padding).
 */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function table(last: '+/' | '-_'): Int32Array {
  const values = new Int32Array(256).fill(-1);
  for (const [value, digit] of [...DIGITS, ...last].entries()) values[digit.charCodeAt(0)] = value;
  return values;
}

const VALUES = { base64: table('+/'), base64url: table('-_') } as const;

/**
 * Decodes digits from `start` on, up to the first byte that is none or up to `limit`, into `target` at `at`. Gives how many bytes that made, or -1 when the
 * digits are no whole encoding. Padding is left to the caller; `digitsFor` says how many digits were read.
 */
export function decodeDigits(alphabet: keyof typeof VALUES, source: Uint8Array, start: number, limit: number, target: Uint8Array, at: number): number {
  const values = VALUES[alphabet];
  const whole = limit - 3;
  let from = start;
  let to = at;
  for (; from < whole; from += 4) {
    const word =
      ((values[source[from] as number] as number) << 18) |
      ((values[source[from + 1] as number] as number) << 12) |
      ((values[source[from + 2] as number] as number) << 6) |
      (values[source[from + 3] as number] as number);
    if (word < 0) break; // a byte that is no digit is -1, whose sign survives being shifted and joined
    target[to] = word >> 16;
    target[to + 1] = word >> 8;
    target[to + 2] = word;
    to += 3;
  }
  let word = 0;
  let rest = 0;
  for (; rest < 4 && from + rest < limit; rest++) {
    const value = values[source[from + rest] as number] as number;
    if (value < 0) break;
    word = (word << 6) | value;
  }
  if (rest === 1) return -1;
  if (rest === 2) {
    if ((word & 0xf) !== 0) return -1; // RFC 4648 section 3.5: pad bits must be zero
    target[to++] = word >> 4;
  } else if (rest === 3) {
    if ((word & 0x3) !== 0) return -1;
    target[to++] = word >> 10;
    target[to++] = word >> 2;
  }
  return to - at;
}

/** Digits that make so many bytes. */
export const digitsFor = (bytes: number): number => Math.ceil((bytes * 4) / 3);
