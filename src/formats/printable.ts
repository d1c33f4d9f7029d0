/**
 * Text of fixed-length fields: up to the first NUL, printable whatever was in it.
 * Floor: formats. Knows no field.
 */

/** `changed` tells whether a byte that is no printable ASCII became "?". */
export interface PrintableText {
  readonly text: string;
  readonly changed: boolean;
}

/** Reads `field` up to its first NUL or its end. */
export function printable(field: Uint8Array): PrintableText {
  const end = field.indexOf(0);
  const used = end < 0 ? field : field.subarray(0, end);
  let changed = false;
  const text = Array.from(used, (byte) => {
    if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
    changed = true;
    return '?';
  }).join('');
  return { text, changed };
}
