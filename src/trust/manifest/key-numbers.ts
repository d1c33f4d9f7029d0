/**
 * Numbers for keys of a few bytes: the same key gets the same number, a new one the next.
 * Floor: trust. Knows no meaning of keys: serial numbers here, tags there. Packed, because a page may hold a million.
 * Reference: open addressing with linear probing; the mixer is Murmur3's (its constants), which only spreads and protects nothing.
 */
export class KeyNumbers {
  readonly #width: number;
  #keys: Uint8Array;
  /** Number + 1 by place; 0: empty. */
  #places: Int32Array;
  #count = 0;

  constructor(width: number, expected = 1024) {
    this.#width = width;
    let room = 16;
    while (room < 2 * expected) room *= 2;
    this.#places = new Int32Array(room);
    this.#keys = new Uint8Array((room / 2) * width);
  }

  get count(): number {
    return this.#count;
  }

  /** The number of the key that stands in `bytes` at `at`. */
  number(bytes: Uint8Array, at: number): number {
    if (2 * (this.#count + 1) > this.#places.length) this.#grow();
    const mask = this.#places.length - 1;
    let place = this.#hash(bytes, at) & mask;
    for (;;) {
      const number = (this.#places[place] as number) - 1;
      if (number < 0) break;
      if (this.#equals(number, bytes, at)) return number;
      place = (place + 1) & mask;
    }
    this.#places[place] = ++this.#count;
    const to = (this.#count - 1) * this.#width;
    for (let index = 0; index < this.#width; index++) this.#keys[to + index] = bytes[at + index] as number;
    return this.#count - 1;
  }

  #equals(number: number, bytes: Uint8Array, at: number): boolean {
    const from = number * this.#width;
    for (let index = 0; index < this.#width; index++) if (this.#keys[from + index] !== bytes[at + index]) return false;
    return true;
  }

  #hash(bytes: Uint8Array, at: number): number {
    let hash = SEED;
    for (let index = 0; index < this.#width; index++) hash = Math.imul(hash ^ (bytes[at + index] as number), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  }

  #grow(): void {
    const keys = new Uint8Array(this.#places.length * this.#width);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#places = new Int32Array(2 * this.#places.length);
    const mask = this.#places.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let place = this.#hash(keys, number * this.#width) & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = number + 1;
    }
  }
}

/** Another one in every page, so that nobody can make a file whose keys all meet in one place. */
const SEED = Math.floor(Math.random() * 2 ** 32) | 0;
