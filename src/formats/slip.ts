/**
 * SLIP, the plain encoding: delimiters and escapes.
 * Floor: formats. Knows nothing of what is inside; frame-splitter.ts tells text and frames apart.
 * Reference: RFC 1055.
 */

/** The delimiter before and after each packet. */
export const SLIP_END = 0xc0;
export const SLIP_ESC = 0xdb;
export const SLIP_ESC_END = 0xdc;
export const SLIP_ESC_ESC = 0xdd;

function count(content: Uint8Array, byte: number): number {
  let found = 0;
  for (let at = content.indexOf(byte); at >= 0; at = content.indexOf(byte, at + 1)) found++;
  return found;
}

/** Where `byte` comes next, or the end. */
function next(content: Uint8Array, byte: number, from: number): number {
  const at = content.indexOf(byte, from);
  return at < 0 ? content.length : at;
}

/** `C0`, the escaped content, `C0`. What lies between two escapes is copied as a whole: blocks of 16 KiB pass here. */
export function encodeSlip(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(content.length + 2 + count(content, SLIP_END) + count(content, SLIP_ESC));
  let at = 0;
  let length = 0;
  let end = next(content, SLIP_END, 0);
  let escape = next(content, SLIP_ESC, 0);
  out[length++] = SLIP_END;
  while (at < content.length) {
    const stop = Math.min(end, escape);
    out.set(content.subarray(at, stop), length);
    length += stop - at;
    at = stop + 1;
    if (stop === content.length) break;
    out[length++] = SLIP_ESC;
    out[length++] = stop === end ? SLIP_ESC_END : SLIP_ESC_ESC;
    if (stop === end) end = next(content, SLIP_END, at);
    else escape = next(content, SLIP_ESC, at);
  }
  out[length] = SLIP_END;
  return out;
}
