/**
 * SLIP on the board's side: bytes in, packets out.
 * Floor: sim. Its own code on purpose: a wrong encoder of the page cannot agree with itself here.
 * Reference: RFC 1055; Espressif's serial protocol (packets begin and end with C0).
 */

/** Longest packet kept: a 16 KiB block with its headers; anything longer is dropped as a whole. */
const LONGEST = 0x4000 + 256;

export class SlipReceiver {
  /** The stub takes two delimiters in a row for an empty packet, and waits for the beginning of the next: once it has lost count, it takes
   * the gaps for packets. The ROM takes the second for a beginning. */
  countsEmpty = false;
  readonly #packet: (content: Uint8Array) => void;
  #content: number[] = [];
  #inside = false;
  #escaped = false;
  #spoilt = false;

  constructor(packet: (content: Uint8Array) => void) {
    this.#packet = packet;
  }

  reset(): void {
    this.#content = [];
    this.#inside = false;
    this.#escaped = false;
    this.#spoilt = false;
    this.countsEmpty = false;
  }

  /** A packet that seemed to be over goes on. */
  reopen(content: Uint8Array): void {
    this.#content = Array.from(content);
    this.#inside = true;
  }

  push(byte: number): void {
    if (byte === 0xc0) {
      const content = this.#content;
      const whole = this.#inside && content.length > 0 && !this.#escaped && !this.#spoilt;
      const empty = this.countsEmpty && this.#inside;
      this.#content = [];
      this.#escaped = false;
      this.#inside = !whole && !empty;
      this.#spoilt = false;
      if (whole) this.#packet(Uint8Array.from(content));
    } else if (this.#inside) this.#inner(byte);
  }

  #inner(byte: number): void {
    if (this.#escaped) {
      this.#escaped = false;
      if (byte === 0xdc) this.#keep(0xc0);
      else if (byte === 0xdd) this.#keep(0xdb);
      else this.#spoilt = true;
    } else if (byte === 0xdb) this.#escaped = true;
    else this.#keep(byte);
  }

  #keep(byte: number): void {
    if (this.#content.length >= LONGEST) this.#spoilt = true;
    else this.#content.push(byte);
  }
}

/** A packet as the board sends it. */
export function slipBytes(content: Iterable<number>): number[] {
  const out = [0xc0];
  for (const byte of content) {
    if (byte === 0xc0) out.push(0xdb, 0xdc);
    else if (byte === 0xdb) out.push(0xdb, 0xdd);
    else out.push(byte);
  }
  out.push(0xc0);
  return out;
}
