/** Exceptions, interrupts, timers and the register window: addresses and causes restated from the ISA manual and the ESP32's core configuration. */
import { describe, expect, it } from 'vitest';
import { CODE, DATA, SR_EPC1, SR_EPC2, SR_EPS2, SR_EXCCAUSE, SR_EXCVADDR, SR_INTENABLE, SR_PS, VECTORS, bytesOf, core } from './core.ts';

const L32I = 0x002432; // l32i a3,a4,0
const L16UI = 0x001432;
const L8UI = 0x000432;
const S32I = 0x006432;
const S16I = 0x005432;
const S8I = 0x004432;
const NOP = 0x0020f0;
const SR_DEPC = 192;
const SR_CCOMPARE0 = 240;

describe('accesses that the bus refuses', () => {
  it.each([
    ['load from nowhere', L32I, 0x00000010, 28],
    ['store to nowhere', S32I, 0x00000010, 29],
    ['load below data memory', L32I, 0x3ffadffc, 28],
    ['load just behind data memory is the ROM and is fine as a word, not as a byte', L8UI, 0x40000000, 3],
    ['store to the ROM', S32I, 0x40000000, 29],
    ['load between ROM and instruction memory', L32I, 0x40070000, 28],
    ['load behind instruction memory', L32I, 0x400a0000, 28],
    ['byte load from instruction memory', L8UI, CODE, 3],
    ['half load from instruction memory', L16UI, CODE, 3],
    ['byte store to instruction memory', S8I, CODE, 3],
    ['half store to instruction memory', S16I, CODE, 3],
    ['byte load from a peripheral', L8UI, 0x3ff40000, 3],
    ['unaligned word load', L32I, DATA + 1, 9],
    ['unaligned word store', S32I, DATA + 2, 9],
    ['unaligned half load', L16UI, DATA + 1, 9],
    ['unaligned word load from instruction memory', L32I, CODE + 2, 9],
  ])('%s', (_text, bits, address, cause) => {
    const machine = core(bytesOf([NOP, 3], [bits, 3]), { 3: 0x77, 4: address });
    machine.run(2);
    expect(machine.special(SR_EXCCAUSE)).toBe(cause);
    expect(machine.special(SR_EXCVADDR)).toBe(address);
    expect(machine.special(SR_EPC1)).toBe(CODE + 3);
    expect(machine.cpu.pc).toBe(VECTORS + 0x340);
    expect(machine.reg(3)).toBe(0x77);
    expect(machine.special(SR_PS)).toBe(0x30); // EXCM
  });

  it('reads words of the ROM, where tools find the chip by its magic', () => {
    const machine = core(bytesOf([L32I, 3]), { 4: 0x40001000 });
    machine.run(1);
    expect(machine.reg(3)).toBe(0x00f01d83);
  });
});

describe('exceptions', () => {
  it.each([
    ['syscall', 0x005000, 1],
    ['quou by 0', 0xc23450, 6],
    ['quos by 0', 0xd23450, 6],
    ['remu by 0', 0xe23450, 6],
    ['rems by 0', 0xf23450, 6],
  ])('%s raises its cause', (_text, bits, cause) => {
    const machine = core(bytesOf([bits, 3]), { 4: 1, 5: 0 });
    machine.run(1);
    expect(machine.special(SR_EXCCAUSE)).toBe(cause);
    expect(machine.special(SR_EPC1)).toBe(CODE);
  });

  it.each([
    ['the ROM', 0x40000400],
    ['data memory', DATA],
    ['nowhere', 0],
    ['behind instruction memory', 0x400a0000],
  ])('a jump to %s is InstructionFetchProhibited at the target', (_text, target) => {
    const machine = core(bytesOf([0x0004a0, 3]), { 4: target });
    machine.run(2);
    expect(machine.special(SR_EXCCAUSE)).toBe(20);
    expect(machine.special(SR_EPC1)).toBe(target);
    expect(machine.special(SR_EXCVADDR)).toBe(target);
  });

  it('goes to the kernel vector when PS.UM is 0, and to the double vector inside an exception', () => {
    const kernel = core(bytesOf([0x000000, 3]));
    kernel.cpu.special[SR_PS] = 0;
    kernel.run(1);
    expect(kernel.cpu.pc).toBe(VECTORS + 0x300);
    const double = core(bytesOf([0x000000, 3]));
    double.cpu.special[SR_PS] = 0x30;
    double.run(1);
    expect(double.cpu.pc).toBe(VECTORS + 0x3c0);
    expect(double.special(SR_DEPC)).toBe(CODE);
    expect(double.special(SR_EPC1)).toBe(0);
  });

  it('rfe goes back and clears EXCM; break enters the debug level', () => {
    const machine = core(bytesOf([0x000000, 3]));
    machine.memory.load(VECTORS + 0x340, bytesOf([0x003000, 3])); // rfe
    machine.run(2);
    expect(machine.cpu.pc).toBe(CODE);
    expect(machine.special(SR_PS)).toBe(0x20);
    const broken = core(bytesOf([0x0041f0, 3]));
    broken.run(1);
    expect(broken.cpu.pc).toBe(VECTORS + 0x280);
  });

  it('hangs, and says why, when the vectors are still the ROM’s', () => {
    const machine = core(bytesOf([L32I, 3]), { 4: 0x10 });
    machine.cpu.special[231] = 0x40000000;
    machine.run(100);
    expect(machine.cpu.romException).toEqual({ cause: 28, epc: CODE, vaddr: 0x10 });
  });
});

describe('interrupts', () => {
  it('a level-1 line enters the user vector with cause 4 before the next instruction', () => {
    const machine = core(bytesOf([NOP, 3], [NOP, 3]));
    machine.cpu.special[SR_INTENABLE] = 1;
    machine.run(1);
    machine.cpu.setLines(1);
    machine.memory.load(VECTORS + 0x340, bytesOf([NOP, 3]));
    machine.run(1);
    expect(machine.special(SR_EXCCAUSE)).toBe(4);
    expect(machine.special(SR_EPC1)).toBe(CODE + 3);
    expect(machine.cpu.pc).toBe(VECTORS + 0x343);
  });

  it.each([
    ['INTENABLE 0', 0x20, 0, 1],
    ['PS.INTLEVEL 1', 0x21, 1, 1],
    ['PS.EXCM', 0x30, 1, 1],
    ['PS.INTLEVEL 2 against level 2', 0x22, 1 << 19, 1 << 19],
  ])('is held off by %s', (_text, ps, enable, lines) => {
    const machine = core(bytesOf([NOP, 3], [NOP, 3], [NOP, 3]));
    machine.cpu.special[SR_PS] = ps;
    machine.cpu.special[SR_INTENABLE] = enable;
    machine.cpu.setLines(lines);
    machine.run(2);
    expect(machine.cpu.pc).toBe(CODE + 6);
  });

  it('a level-3 line interrupts a level-1 handler, keeps PS and PC of its own, and rfi gives them back', () => {
    const machine = core(bytesOf([NOP, 3]));
    machine.memory.load(VECTORS + 0x1c0, bytesOf([0x003310, 3])); // rfi 3
    machine.cpu.special[SR_PS] = 0x21;
    machine.cpu.special[SR_INTENABLE] = 1 << 23;
    machine.cpu.setLines(1 << 23);
    machine.cpu.run(machine.clock.now + 1);
    machine.cpu.setLines(0);
    expect(machine.special(SR_EPC2 + 1)).toBe(CODE);
    expect(machine.special(SR_EPS2 + 1)).toBe(0x21);
    expect(machine.special(SR_PS)).toBe(0x21);
    expect(machine.cpu.pc).toBe(CODE);
  });

  it('rsil gives the old PS and raises the level', () => {
    const machine = core(bytesOf([0x006530, 3])); // rsil a3,5
    machine.run(1);
    expect(machine.reg(3)).toBe(0x20);
    expect(machine.special(SR_PS)).toBe(0x25);
  });

  it('software interrupts are set and cleared by INTSET and INTCLEAR; lines are not', () => {
    const machine = core(bytesOf([0x13e230, 3], [0x03e230, 3], [0x13e340, 3], [0x03e250, 3]), { 3: (1 << 7) | 1, 4: -1 });
    machine.run(4); // wsr.intset a3; rsr.interrupt a3; wsr.intclear a4; rsr.interrupt a5
    expect(machine.reg(3)).toBe(1 << 7);
    expect(machine.reg(5)).toBe(0);
  });

  it('waiti sleeps until an interrupt comes and returns behind itself', () => {
    const machine = core(bytesOf([0x007000, 3], [NOP, 3]));
    machine.memory.load(VECTORS + 0x340, bytesOf([0x003000, 3]));
    machine.cpu.special[SR_INTENABLE] = 1;
    machine.run(1000);
    expect(machine.cpu.waiting).toBe(true);
    expect(machine.clock.now).toBe(1000);
    machine.cpu.setLines(1);
    machine.cpu.run(1001);
    expect(machine.special(SR_EPC1)).toBe(CODE + 3);
    expect(machine.cpu.waiting).toBe(false);
  });
});

describe('the cycle counter and its comparators', () => {
  it('CCOUNT counts one a instruction and can be set', () => {
    const machine = core(bytesOf([NOP, 3], [0x03ea30, 3], [0x13ea40, 3], [0x03ea50, 3]), { 4: 0xfffffff0 });
    machine.run(4);
    expect(machine.reg(3)).toBe(2);
    expect(machine.reg(5) >>> 0).toBe(0xfffffff1);
  });

  it('CCOMPARE0 raises interrupt 6 exactly when CCOUNT reaches it, and writing it clears the request', () => {
    const machine = core(bytesOf([0x13f030, 3], [0x000046 | (0x3ffff << 6), 3]), { 3: 50 }); // wsr.ccompare0 a3; j to itself (offset -1 → pc+3)
    machine.memory.load(CODE + 3, bytesOf([0xffff06, 3])); // j .
    machine.cpu.special[SR_INTENABLE] = 1 << 6;
    machine.run(50);
    expect(machine.cpu.pending).toBe(1 << 6);
    machine.cpu.setCcompare(0, 40);
    expect(machine.cpu.pending).toBe(0);
    expect(machine.special(SR_CCOMPARE0)).toBe(40);
  });

  it('a comparator that was passed waits for the counter to come round', () => {
    const machine = core(bytesOf([0x007000, 3]));
    machine.cpu.setCcount(100);
    machine.cpu.setCcompare(0, 99);
    expect(machine.cpu.nextTimerAt).toBe(2 ** 32 - 1);
  });
});

describe('the register window', () => {
  it('WINDOWBASE moves the sixteen registers over sixty-four', () => {
    const machine = core(bytesOf([NOP, 3]));
    machine.cpu.setWindowBase(0);
    for (let index = 0; index < 16; index++) machine.cpu.registers[index] = 100 + index;
    machine.cpu.setWindowBase(1);
    expect(machine.reg(0)).toBe(104);
    expect(machine.reg(12)).toBe(0);
    machine.cpu.setWindowBase(0);
    expect(machine.reg(15)).toBe(115);
  });
});
