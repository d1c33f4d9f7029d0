/**
 * One Xtensa LX6 core: its state, exceptions, interrupts and timers; runs in slices of virtual cycles.
 * Floor: sim. Knows no peripheral: interrupt lines come in as bits, time is a shared cycle counter.
 * Reference: Xtensa ISA Reference Manual, section 4.4 (exceptions, interrupts, timers); ESP32 core configuration
 * (vector offsets, interrupt levels). One instruction takes one cycle; accesses to peripherals take some more.
 * Not modelled: the second core, window exceptions (WINDOWBASE rotates registers, but ENTRY/RETW/CALL4–12 are illegal), MPU, debug.
 */
import type { Core, CycleClock, RomException } from './core.ts';
import { execute } from './execute.ts';
import { IRAM_BYTES, IRAM_START, type Memory } from './memory.ts';
import { CAUSE, PS, SR } from './special.ts';

const VECTOR = { level2: 0x180, kernel: 0x300, user: 0x340, double: 0x3c0 } as const;
/** Interrupt numbers by level 1…7 (index 0 unused). */
const LEVEL_MASK: readonly number[] = [0, 0x000637ff, 0x00380000, 0x28c08800, 0x53000000, 0x84010000 | 0, 0, 0x00004000];
/** Timer interrupts 6, 15, 16. */
const TIMER_BIT: readonly number[] = [1 << 6, 1 << 15, 1 << 16];
const EXCM_LEVEL = 3;
const PRID_PRO = 0xcdcd;
const WRAP = 2 ** 32;

export class Cpu implements Core {
  readonly registers = new Int32Array(16);
  readonly special = new Int32Array(256);
  readonly code = new Int32Array(IRAM_BYTES);
  readonly immediates = new Int32Array(IRAM_BYTES);
  readonly memory: Memory;
  readonly clock: CycleClock;
  pc = IRAM_START;
  waiting = false;
  stop = false;
  /** An exception met vectors that are not in instruction memory: the core hangs, as in the ROM's handler. */
  romException: RomException | null = null;
  sliceEnd = 0;
  extraCycles = 0;
  threadPointer = 0;
  peripheralWrites = 0;
  /** Cycles spent on instructions, not asleep. */
  busyCycles = 0;
  #lines = 0;
  #latched = 0;
  ccountOffset = 0;
  readonly #timerAt = [Infinity, Infinity, Infinity];
  readonly #physical = new Int32Array(64);

  constructor(memory: Memory, clock: CycleClock) {
    this.memory = memory;
    this.clock = clock;
    memory.onInstructionWrite = (offset) => {
      // an instruction that begins up to two bytes earlier may reach into this word
      for (let at = offset < 2 ? 0 : offset - 2; at < offset + 4; at++) this.code[at] = 0;
    };
    this.reset();
  }

  /** Registers as after reset. */
  reset(): void {
    this.registers.fill(0);
    this.#physical.fill(0);
    this.special.fill(0);
    this.special[SR.PS] = PS.EXCM | 15;
    this.special[SR.VECBASE] = 0x40000000;
    this.special[SR.PRID] = PRID_PRO;
    this.special[SR.WINDOWSTART] = 1;
    this.waiting = false;
    this.stop = false;
    this.romException = null;
    this.threadPointer = 0;
    this.#lines = 0;
    this.#latched = 0;
    this.ccountOffset = this.clock.now;
    this.#timerAt.fill(Infinity);
  }

  /** Starts at `entry` as the ROM leaves the core: windowed state, a stack of its own, exceptions to the ROM's vectors. */
  startFromRom(entry: number): void {
    this.reset();
    this.special[SR.PS] = PS.WOE | (2 << 16) | PS.UM; // CALLINC 2: the ROM came by a callx8
    this.special[SR.WINDOWBASE] = 4;
    this.special[SR.WINDOWSTART] = (1 << 4) | (1 << 2);
    this.registers[0] = 0x80007d5a | 0;
    this.registers[1] = 0x3ffe3e60;
    this.pc = entry;
  }

  /** Runs until the clock reaches `until` or something asks for attention. */
  run(until: number): void {
    this.stop = false; // what came while the core stood still is looked at now
    while (this.clock.now < until && this.romException === null) {
      this.#fireTimers();
      this.#takeInterrupt();
      const end = Math.min(until, ...this.#timerAt);
      if (this.waiting) this.clock.now = Math.max(this.clock.now, end);
      else {
        const begun = this.clock.now;
        execute(this, Math.min(Math.ceil(end - begun), 0x3fffffff));
        this.busyCycles += this.clock.now - begun;
      }
      if (this.stop) return;
    }
    if (this.romException !== null) this.clock.now = Math.max(this.clock.now, until);
    else this.#fireTimers();
  }

  /** Cycle of the next timer match, `Infinity` without one. */
  get nextTimerAt(): number {
    return Math.min(...this.#timerAt);
  }

  /** Level of the 32 interrupt inputs as the interrupt matrix drives them. */
  setLines(lines: number): void {
    this.#lines = lines;
    if (this.#dueLevel() > 0) this.stop = true;
  }

  get interruptDue(): boolean {
    return this.#dueLevel() > 0;
  }

  get pending(): number {
    return this.#lines | this.#latched;
  }

  latchInterrupts(set: number, clear: number): void {
    const writable = (1 << 7) | (1 << 29) | (1 << 10) | (1 << 22) | (1 << 28) | (1 << 30);
    this.#latched = (this.#latched & ~(clear & writable)) | (set & writable);
  }

  get ccount(): number {
    return (this.clock.now - this.ccountOffset) | 0;
  }

  setCcount(value: number): void {
    this.ccountOffset = this.clock.now - (value >>> 0);
    for (let timer = 0; timer < 3; timer++) if (this.#timerAt[timer] !== Infinity) this.#arm(timer);
  }

  setCcompare(timer: number, value: number): void {
    this.special[SR.CCOMPARE0 + timer] = value;
    this.#latched &= ~(TIMER_BIT[timer] as number);
    this.#arm(timer);
    this.stop = true;
  }

  raise(cause: number, epc: number, vaddr?: number): void {
    const special = this.special;
    const ps = special[SR.PS] as number;
    special[SR.EXCCAUSE] = cause;
    if (vaddr !== undefined) special[SR.EXCVADDR] = vaddr;
    if (ps & PS.EXCM) {
      special[SR.DEPC] = epc;
      this.#enter(VECTOR.double, cause, epc);
    } else {
      special[SR.EPC1] = epc;
      special[SR.PS] = ps | PS.EXCM;
      this.#enter(ps & PS.UM ? VECTOR.user : VECTOR.kernel, cause, epc);
    }
  }

  raiseLevel(level: number, epc: number): void {
    const special = this.special;
    const ps = special[SR.PS] as number;
    special[SR.EPC1 + level - 1] = epc;
    special[SR.EPS2 + level - 2] = ps;
    special[SR.PS] = (ps & ~15) | level | PS.EXCM;
    this.#enter(VECTOR.level2 + (level - 2) * 0x40, CAUSE.Level1Interrupt, epc);
  }

  setWindowBase(base: number): void {
    const old = ((this.special[SR.WINDOWBASE] as number) & 15) * 4;
    for (let index = 0; index < 16; index++) this.#physical[(old + index) & 63] = this.registers[index] as number;
    this.special[SR.WINDOWBASE] = base & 15;
    for (let index = 0; index < 16; index++) this.registers[index] = this.#physical[((base & 15) * 4 + index) & 63] as number;
  }

  #enter(offset: number, cause: number, epc: number): void {
    this.pc = (((this.special[SR.VECBASE] as number) & ~0x3ff) + offset) >>> 0;
    if (!this.memory.isInstruction(this.pc)) {
      this.romException = { cause, epc: epc >>> 0, vaddr: (this.special[SR.EXCVADDR] as number) >>> 0 };
      this.stop = true;
    }
  }

  #arm(timer: number): void {
    const distance = ((this.special[SR.CCOMPARE0 + timer] as number) - this.ccount) >>> 0;
    this.#timerAt[timer] = this.clock.now + (distance === 0 ? WRAP : distance);
  }

  #fireTimers(): void {
    for (let timer = 0; timer < 3; timer++) {
      const at = this.#timerAt[timer] as number;
      if (at > this.clock.now) continue;
      this.#latched |= TIMER_BIT[timer] as number;
      this.#timerAt[timer] = at + WRAP;
    }
  }

  #dueLevel(): number {
    const requests = (this.#lines | this.#latched) & (this.special[SR.INTENABLE] as number);
    if (requests === 0) return 0;
    const ps = this.special[SR.PS] as number;
    const floor = Math.max(ps & 15, ps & PS.EXCM ? EXCM_LEVEL : 0);
    for (let level = 7; level > floor; level--) if ((requests & (LEVEL_MASK[level] as number)) !== 0) return level;
    return 0;
  }

  #takeInterrupt(): void {
    const level = this.#dueLevel();
    if (level === 0) return;
    this.waiting = false;
    if (level === 1) this.raise(CAUSE.Level1Interrupt, this.pc);
    else this.raiseLevel(level, this.pc);
  }
}
