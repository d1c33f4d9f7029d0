/**
 * DPORT: the interrupt matrix of the first core; all other registers just keep what is written.
 * Floor: sim. Knows no peripheral: sources come in by number.
 * Reference: ESP32 Technical Reference Manual, chapter 2 (interrupt matrix; sources in table 2-1), register 0x3FF00104 + 4 × source.
 */
import type { Device } from '../cpu/memory.ts';

const PRO_MAP = 0x104;
const SOURCES = 69;
/** Number of UART0's interrupt source. */
export const UART0_SOURCE = 34;
/** After reset every source leads to an internal interrupt, that is nowhere. */
const UNMAPPED = 16;
/** Interrupts that come from inside the core and take no outside source. */
const INTERNAL = (1 << 6) | (1 << 7) | (1 << 11) | (1 << 15) | (1 << 16) | (1 << 29);

export class Dport implements Device {
  readonly #map = new Uint8Array(SOURCES);
  readonly #on = new Uint8Array(SOURCES);
  readonly #others = new Map<number, number>();
  readonly #setLines: (lines: number) => void;

  constructor(setLines: (lines: number) => void) {
    this.#setLines = setLines;
    this.reset();
  }

  reset(): void {
    this.#map.fill(UNMAPPED);
    this.#on.fill(0);
    this.#others.clear();
    this.#setLines(0);
  }

  /** Level of a peripheral's interrupt request. */
  setSource(source: number, on: boolean): void {
    const level = on ? 1 : 0;
    if (this.#on[source] === level) return;
    this.#on[source] = level;
    this.#drive();
  }

  read(offset: number): number {
    const source = (offset - PRO_MAP) >> 2;
    return offset >= PRO_MAP && source < SOURCES ? (this.#map[source] as number) : (this.#others.get(offset) ?? 0);
  }

  write(offset: number, value: number): void {
    const source = (offset - PRO_MAP) >> 2;
    if (offset >= PRO_MAP && source < SOURCES) {
      this.#map[source] = value & 31;
      this.#drive();
    } else this.#others.set(offset, value);
  }

  #drive(): void {
    let lines = 0;
    for (let source = 0; source < SOURCES; source++) if (this.#on[source] === 1) lines |= 1 << (this.#map[source] as number);
    this.#setLines(lines & ~INTERNAL);
  }
}
