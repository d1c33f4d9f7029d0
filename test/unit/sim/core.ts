/**
 * A bare core for tests: program in instruction memory, cycles by hand.
 * Knows the numbers of special registers by itself, on purpose.
 */
import { Cpu } from '../../../src/sim/cpu/cpu.ts';
import { Memory } from '../../../src/sim/cpu/memory.ts';

export const CODE = 0x40080400;
export const VECTORS = 0x40080000;
export const DATA = 0x3ffb0000;
/** Special registers. */
export const SR_SAR = 3;
export const SR_EPC1 = 177;
export const SR_EPC2 = 178;
export const SR_EPS2 = 194;
export const SR_INTENABLE = 228;
export const SR_PS = 230;
const SR_VECBASE = 231;
export const SR_EXCCAUSE = 232;
export const SR_EXCVADDR = 238;

export interface Core {
  readonly cpu: Cpu;
  readonly memory: Memory;
  readonly clock: { now: number };
  /** Value of register `index` as an unsigned word. */
  reg(index: number): number;
  special(number: number): number;
  /** Runs `count` instructions (each takes one cycle unless it reaches a peripheral). */
  run(count: number): void;
}

/** Instructions as GNU's objdump prints them: narrow ones below 0x10000 when `narrow` says so. */
export function bytesOf(...instructions: readonly (readonly [bits: number, length: 2 | 3])[]): Uint8Array {
  return Uint8Array.from(instructions.flatMap(([bits, length]) => [bits & 0xff, (bits >> 8) & 0xff, bits >> 16].slice(0, length)));
}

export function core(program: Uint8Array, registers: Readonly<Record<number, number>> = {}): Core {
  const memory = new Memory();
  const clock = { now: 0 };
  const cpu = new Cpu(memory, clock);
  cpu.special[SR_VECBASE] = VECTORS;
  cpu.special[SR_PS] = 0x20; // user mode, nothing masked
  memory.load(CODE, program);
  cpu.pc = CODE;
  for (const [index, value] of Object.entries(registers)) cpu.registers[Number(index)] = value;
  return {
    cpu,
    memory,
    clock,
    reg: (index) => (cpu.registers[index] as number) >>> 0,
    special: (number) => (cpu.special[number] as number) >>> 0,
    run: (count) => {
      const end = clock.now + count;
      while (clock.now < end) cpu.run(end);
    },
  };
}
