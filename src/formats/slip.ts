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

/** `C0`, the escaped content, `C0`. */
export function encodeSlip(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const out: number[] = [SLIP_END];
  for (const byte of content) {
    if (byte === SLIP_END) out.push(SLIP_ESC, SLIP_ESC_END);
    else if (byte === SLIP_ESC) out.push(SLIP_ESC, SLIP_ESC_ESC);
    else out.push(byte);
  }
  out.push(SLIP_END);
  return Uint8Array.from(out);
}
