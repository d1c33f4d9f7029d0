/**
 * Tells a core that polls for something from one that works, so that an idle board does not keep a whole host core busy.
 * Floor: sim. Knows no peripheral; looks at what instructions do.
 *
 * How: after 50 ms of virtual time without a store to a peripheral and without a byte from the line, a thousand instructions
 * are watched one by one. A core that stays within few addresses, stores to few places and loads from few is polling. From
 * then on only 1 cycle in 40 is run and the others are skipped (the cycle counter goes on, so waits for a time still end),
 * until the next event, byte or store to a peripheral. A wrong guess costs speed, never a result.
 */
import type { Cpu } from '../cpu/cpu.ts';
import { IRAM_START } from '../cpu/memory.ts';
import { OP } from '../cpu/operations.ts';
import { CYCLES_PER_MS, type Timeline } from './timeline.ts';

const QUIET_CYCLES = 50 * CYCLES_PER_MS;
const LOOK_EVERY_CYCLES = 10 * CYCLES_PER_MS;
const SAMPLE = 1000;
const MOST_PLACES = 160;
const MOST_STORES = 12;
const MOST_LOADS = 48;
const LAZY_RUN_CYCLES = 0.125 * CYCLES_PER_MS;
const LAZY_SKIP_CYCLES = 5 * CYCLES_PER_MS;

export class Idleness {
  readonly #cpu: Cpu;
  readonly #timeline: Timeline;
  #polling = false;
  #quietSince = 0;
  #lookAt = 0;
  #writes = 0;

  constructor(cpu: Cpu, timeline: Timeline) {
    this.#cpu = cpu;
    this.#timeline = timeline;
  }

  /** True while the core only polls. */
  get polling(): boolean {
    return this.#polling;
  }

  /** Something came from outside: look again from the start. */
  wake(): void {
    this.#polling = false;
    this.#quietSince = this.#timeline.now;
    this.#writes = this.#cpu.peripheralWrites;
  }

  /** Runs the core up to `end`, which is no later than the next event. */
  run(end: number): void {
    const cpu = this.#cpu;
    const timeline = this.#timeline;
    if (cpu.waiting) return cpu.run(end);
    if (this.#polling) cpu.run(Math.min(end, timeline.now + LAZY_RUN_CYCLES));
    else cpu.run(Math.min(end, timeline.now + LOOK_EVERY_CYCLES));
    if (cpu.peripheralWrites !== this.#writes) return this.wake();
    if (this.#polling) {
      const skipTo = Math.min(end, timeline.nextAt, cpu.nextTimerAt, timeline.now + LAZY_SKIP_CYCLES);
      timeline.now = Math.max(timeline.now, skipTo);
    } else if (timeline.now - this.#quietSince >= QUIET_CYCLES && timeline.now >= this.#lookAt) {
      this.#lookAt = timeline.now + LOOK_EVERY_CYCLES;
      this.#polling = this.#looksIdle(end);
    }
  }

  #looksIdle(end: number): boolean {
    const cpu = this.#cpu;
    const places = new Set<number>();
    const stores = new Set<number>();
    const loads = new Set<number>();
    for (let step = 0; step < SAMPLE; step++) {
      if (this.#timeline.now >= end || cpu.waiting || cpu.peripheralWrites !== this.#writes) return false;
      places.add(cpu.pc);
      const offset = cpu.pc - IRAM_START;
      const word = cpu.code[offset] ?? 0;
      const op = word & 0xff;
      if (op >= OP.L32I && op <= OP.S8I) {
        const address = (cpu.registers[(word >> 12) & 15] as number) + (cpu.immediates[offset] as number);
        (op >= OP.S32I ? stores : loads).add(address);
      }
      cpu.run(this.#timeline.now + 1);
    }
    return places.size <= MOST_PLACES && stores.size <= MOST_STORES && loads.size <= MOST_LOADS;
  }
}
