/**
 * CRC-32 as archives use it, four bytes at a step.
 * Floor: app. Knows no archive.
 * Reference: ISO 3309 with the polynomial 0xEDB88320 (reflected); APPNOTE 6.3.9 section 4.4.7; "slicing by 4" after Intel, 2006.
 */

const TABLES: readonly Uint32Array[] = makeTables();

function makeTables(): readonly Uint32Array[] {
  const tables = Array.from({ length: 4 }, () => new Uint32Array(256));
  const [first] = tables as [Uint32Array];
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) !== 0 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    first[byte] = value;
  }
  for (let step = 1; step < 4; step++) {
    const [before, table] = [tables[step - 1] as Uint32Array, tables[step] as Uint32Array];
    for (let byte = 0; byte < 256; byte++) {
      const value = before[byte] as number;
      table[byte] = (first[value & 255] as number) ^ (value >>> 8);
    }
  }
  return tables;
}

/** Takes bytes in pieces of any size. */
export class Crc32 {
  #value = 0xffffffff;

  update(bytes: Uint8Array): void {
    const [t0, t1, t2, t3] = TABLES as readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    let value = this.#value;
    const wholeWords = bytes.length - (bytes.length % 4);
    let at = 0;
    for (; at < wholeWords; at += 4) {
      value ^= (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
      value = (t3[value & 255] as number) ^ (t2[(value >>> 8) & 255] as number) ^ (t1[(value >>> 16) & 255] as number) ^ (t0[(value >>> 24) & 255] as number);
    }
    for (; at < bytes.length; at++) value = (t0[(value ^ (bytes[at] as number)) & 255] as number) ^ (value >>> 8);
    this.#value = value;
  }

  /** Of all bytes so far, unsigned. */
  get value(): number {
    return (this.#value ^ 0xffffffff) >>> 0;
  }
}
