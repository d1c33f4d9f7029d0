/**
 * What the parts of the interpreter need of the core: state they may touch, and what only the core itself does.
 * Floor: sim. Types only; cpu.ts is the core, execute.ts and slow.ts act on it.
 */
import type { Memory } from './memory.ts';

/** Virtual time of the whole board, in cycles of 40 MHz. */
export interface CycleClock {
  now: number;
}

/** What stood in the registers when an exception met the ROM's own vectors. */
export interface RomException {
  readonly cause: number;
  readonly epc: number;
  readonly vaddr: number;
}

export interface Core {
  readonly registers: Int32Array;
  /** Special registers by number; SAR, PS and the others live here while the core stands still. */
  readonly special: Int32Array;
  /** Decoded instructions by byte offset in instruction memory. */
  readonly code: Int32Array;
  readonly immediates: Int32Array;
  readonly memory: Memory;
  readonly clock: CycleClock;
  /** Address of the next instruction. */
  pc: number;
  /** In WAITI. */
  waiting: boolean;
  /** Leaves the slice after the present instruction: an event came nearer, or an interrupt may be due. */
  stop: boolean;
  /** Cycle at which the slice ends; with the cycles left it gives the present time. */
  sliceEnd: number;
  /** Cycles that the present instruction took beyond its one. */
  extraCycles: number;
  /** Clock at which CCOUNT was 0. */
  readonly ccountOffset: number;
  threadPointer: number;
  /** Stores to the peripheral bus since start; whoever looks for idle loops compares it. */
  peripheralWrites: number;
  /** True when an interrupt would be taken now. */
  readonly interruptDue: boolean;
  /** INTERRUPT: lines and latched requests, enabled or not. */
  readonly pending: number;
  readonly ccount: number;
  setCcount(value: number): void;
  /** Writing CCOMPAREn arms the timer and takes its request back. */
  setCcompare(timer: number, value: number): void;
  /** INTSET and INTCLEAR reach software interrupts 7 and 29 and the edge-triggered ones. */
  latchInterrupts(set: number, clear: number): void;
  /** WSR.WINDOWBASE and ROTW: the sixteen visible registers are a window on sixty-four. */
  setWindowBase(base: number): void;
  /** Enters the exception vector; `pc` becomes the handler. */
  raise(cause: number, epc: number, vaddr?: number): void;
  /** Enters the vector of interrupt level 2…7 (6 is debug). */
  raiseLevel(level: number, epc: number): void;
}
