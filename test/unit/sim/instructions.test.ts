/** Every instruction that the interpreter knows, from its encoding (as GNU as for xtensa-lx106 writes it, or, where that cannot, from the ISA manual's fields). */
import { describe, expect, it } from 'vitest';
import { CODE, DATA, SR_EXCCAUSE, SR_SAR, bytesOf, core } from './core.ts';

const u = (value: number): number => value >>> 0;
/** a4 and a5 before; a3 after (a3 starts as 0x33). */
type Case = readonly [text: string, bits: number, length: 2 | 3, a4: number, a5: number, a3: number];

const ARITHMETIC: readonly Case[] = [
  ['add a3,a4,a5', 0x803450, 3, 0x7fffffff, 1, 0x80000000],
  ['add.n a3,a4,a5', 0x345a, 2, -1, 3, 2],
  ['addx2 a3,a4,a5', 0x903450, 3, 0x40000001, 5, 0x80000007],
  ['addx4 a3,a4,a5', 0xa03450, 3, 3, 1, 13],
  ['addx8 a3,a4,a5', 0xb03450, 3, 0x20000001, 1, 9],
  ['sub a3,a4,a5', 0xc03450, 3, 0, 1, 0xffffffff],
  ['subx2 a3,a4,a5', 0xd03450, 3, 5, 1, 9],
  ['subx4 a3,a4,a5', 0xe03450, 3, 5, 1, 19],
  ['subx8 a3,a4,a5', 0xf03450, 3, 5, 1, 39],
  ['and a3,a4,a5', 0x103450, 3, 0xff00ff00, 0x0ff00ff0, 0x0f000f00],
  ['or a3,a4,a5', 0x203450, 3, 0xf0f0, 0x0f00, 0xfff0],
  ['xor a3,a4,a5', 0x303450, 3, 0xffff, 0x0f0f, 0xf0f0],
  ['addi a3,a4,-128', 0x80c432, 3, 100, 0, u(-28)],
  ['addi a3,a4,127', 0x7fc432, 3, 1, 0, 128],
  ['addi.n a3,a4,-1', 0x340b, 2, 0, 0, 0xffffffff],
  ['addi.n a3,a4,15', 0x34fb, 2, 1, 0, 16],
  ['addmi a3,a4,-32768', 0x80d432, 3, 0, 0, u(-32768)],
  ['addmi a3,a4,32512', 0x7fd432, 3, 1, 0, 32513],
  ['movi a3,-2048', 0x00a832, 3, 0, 0, u(-2048)],
  ['movi a3,2047', 0xffa732, 3, 0, 0, 2047],
  ['movi.n a3,-32', 0x036c, 2, 0, 0, u(-32)],
  ['movi.n a3,95', 0xf35c, 2, 0, 0, 95],
  ['mov.n a3,a4', 0x043d, 2, 0x12345678, 0, 0x12345678],
  ['neg a3,a5', 0x603050, 3, 0, 0x80000000, 0x80000000],
  ['neg a3,a5 of 1', 0x603050, 3, 0, 1, 0xffffffff],
  ['abs a3,a5', 0x603150, 3, 0, -7, 7],
  ['abs a3,a5 of the smallest', 0x603150, 3, 0, 0x80000000, 0x80000000],
  ['moveqz a3,a4,a5 taken', 0x833450, 3, 9, 0, 9],
  ['moveqz a3,a4,a5 not taken', 0x833450, 3, 9, 1, 0x33],
  ['movnez a3,a4,a5 taken', 0x933450, 3, 9, 1, 9],
  ['movnez a3,a4,a5 not taken', 0x933450, 3, 9, 0, 0x33],
  ['movltz a3,a4,a5 taken', 0xa33450, 3, 9, -1, 9],
  ['movltz a3,a4,a5 not taken', 0xa33450, 3, 9, 0, 0x33],
  ['movgez a3,a4,a5 taken', 0xb33450, 3, 9, 0, 9],
  ['movgez a3,a4,a5 not taken', 0xb33450, 3, 9, -1, 0x33],
  ['slli a3,a4,1', 0x1134f0, 3, 0xc0000001, 0, 0x80000002],
  ['slli a3,a4,31', 0x013410, 3, 3, 0, 0x80000000],
  ['srli a3,a5,15', 0x413f50, 3, 0, 0x80000000, 0x10000],
  ['srai a3,a5,0', 0x213050, 3, 0, 0x87654321, 0x87654321],
  ['srai a3,a5,31', 0x313f50, 3, 0, 0x80000000, 0xffffffff],
  ['extui a3,a5,0,16', 0xf43050, 3, 0, 0xdeadbeef, 0xbeef],
  ['extui a3,a5,20,12', 0xb53450, 3, 0, 0xdeadbeef, 0xdea],
  ['extui a3,a5,31,1', 0x053f50, 3, 0, 0x80000000, 1],
  ['mull a3,a4,a5', 0x823450, 3, 0x12345678, 0x9abcdef0, 0x242d2080],
  ['mul16u a3,a4,a5', 0xc13450, 3, 0x1ffff, 0xffff, 0xfffe0001],
  ['mul16s a3,a4,a5', 0xd13450, 3, 0xffff, 3, u(-3)],
  ['muluh a3,a4,a5', 0xa23450, 3, 0xffffffff, 0xffffffff, 0xfffffffe],
  ['muluh a3,a4,a5 with carries', 0xa23450, 3, 0x12345678, 0x9abcdef0, 0x0b00ea4e],
  ['mulsh a3,a4,a5', 0xb23450, 3, -2, 3, 0xffffffff],
  ['mulsh a3,a4,a5 of the smallest', 0xb23450, 3, 0x80000000, 0x80000000, 0x40000000],
  ['quou a3,a4,a5', 0xc23450, 3, 0xffffffff, 2, 0x7fffffff],
  ['quou a3,a4,a5 by itself', 0xc23450, 3, 0xfffffffe, 0xffffffff, 0],
  ['quos a3,a4,a5', 0xd23450, 3, -7, 2, u(-3)],
  ['quos a3,a4,a5 of the smallest by -1', 0xd23450, 3, 0x80000000, -1, 0x80000000],
  ['remu a3,a4,a5', 0xe23450, 3, 0xffffffff, 16, 15],
  ['rems a3,a4,a5', 0xf23450, 3, -7, 2, u(-1)],
  ['min a3,a4,a5', 0x433450, 3, -1, 1, 0xffffffff],
  ['max a3,a4,a5', 0x533450, 3, -1, 1, 1],
  ['minu a3,a4,a5', 0x633450, 3, -1, 1, 1],
  ['maxu a3,a4,a5', 0x733450, 3, -1, 1, 0xffffffff],
  ['sext a3,a4,7', 0x233400, 3, 0x80, 0, u(-128)],
  ['sext a3,a4,15', 0x233480, 3, 0x17fff, 0, 0x7fff],
  ['clamps a3,a4,7 above', 0x333400, 3, 200, 0, 127],
  ['clamps a3,a4,7 below', 0x333400, 3, -200, 0, u(-128)],
  ['clamps a3,a4,7 within', 0x333400, 3, -5, 0, u(-5)],
  ['nsau a3,a4', 0x40f430, 3, 1, 0, 31],
  ['nsau a3,a4 of 0', 0x40f430, 3, 0, 0, 32],
  ['nsa a3,a4', 0x40e430, 3, -1, 0, 31],
  ['nsa a3,a4 of 0x0000ffff', 0x40e430, 3, 0xffff, 0, 15],
  ['nop', 0x0020f0, 3, 0, 0, 0x33],
  ['nop.n', 0xf03d, 2, 0, 0, 0x33],
  ['memw', 0x0020c0, 3, 0, 0, 0x33],
  ['isync', 0x002000, 3, 0, 0, 0x33],
  ['rsync', 0x002010, 3, 0, 0, 0x33],
  ['esync', 0x002020, 3, 0, 0, 0x33],
  ['dsync', 0x002030, 3, 0, 0, 0x33],
  ['extw', 0x0020d0, 3, 0, 0, 0x33],
];

describe('arithmetic', () => {
  it.each(ARITHMETIC)('%s', (_text, bits, length, a4, a5, a3) => {
    const machine = core(bytesOf([bits, length]), { 3: 0x33, 4: a4, 5: a5 });
    machine.run(1);
    expect(machine.reg(3)).toBe(a3);
    expect(machine.cpu.pc).toBe(CODE + length);
    expect([machine.reg(4), machine.reg(5)]).toEqual([u(a4), u(a5)]);
  });
});

/** The setter of SAR, a4, then the shift: sll a3,a4 · srl a3,a5 · sra a3,a5 · src a3,a4,a5 with a5 = 0x87654321. */
const SHIFTS: readonly (readonly [text: string, setter: number, a4: number, sar: number, shift: number, a3: number])[] = [
  ['ssr 4; srl', 0x400400, 4, 4, 0x913050, 0x08765432],
  ['ssr 0; srl', 0x400400, 32, 0, 0x913050, 0x87654321],
  ['ssr 31; sra', 0x400400, 31, 31, 0xb13050, 0xffffffff],
  ['ssl 4; sll', 0x401400, 4, 28, 0xa13400, 0x40],
  ['ssl 0; sll', 0x401400, 0, 32, 0xa13400, 0],
  ['ssl 0; srl gives nothing', 0x401400, 0, 32, 0x913050, 0],
  ['ssl 0; sra gives the sign', 0x401400, 0, 32, 0xb13050, 0xffffffff],
  ['ssai 31; srl', 0x404f10, 0, 31, 0x913050, 1],
  ['ssai 5; src', 0x404500, 0x1f, 5, 0x813450, 0xfc3b2a19],
  ['ssr 0; sll gives nothing', 0x400400, 0, 0, 0xa13400, 0],
  ['ssa8l 1; src', 0x402400, 1, 8, 0x813450, 0x01876543],
  ['ssa8b 1; srl', 0x403400, 1, 24, 0x913050, 0x87],
];

describe('shifts through SAR', () => {
  it.each(SHIFTS)('%s', (_text, setter, a4, sar, shift, a3) => {
    const machine = core(bytesOf([setter, 3], [shift, 3]), { 4: a4, 5: 0x87654321 });
    machine.run(1);
    expect(machine.special(SR_SAR)).toBe(sar);
    machine.run(1);
    expect(machine.reg(3)).toBe(a3);
  });
});

/** Branches to CODE + 10 with a4 and a5; `taken` says whether. */
const BRANCHES: readonly (readonly [text: string, bits: number, length: 2 | 3, a4: number, a5: number, taken: boolean])[] = [
  ['j', 0x000186, 3, 0, 0, true],
  ['beqz', 0x006416, 3, 0, 0, true],
  ['beqz', 0x006416, 3, 1, 0, false],
  ['bnez', 0x006456, 3, 1, 0, true],
  ['bnez', 0x006456, 3, 0, 0, false],
  ['bltz', 0x006496, 3, -1, 0, true],
  ['bltz', 0x006496, 3, 0, 0, false],
  ['bgez', 0x0064d6, 3, 0, 0, true],
  ['bgez', 0x0064d6, 3, -1, 0, false],
  ['beqz.n', 0x648c, 2, 0, 0, true],
  ['beqz.n', 0x648c, 2, 1, 0, false],
  ['bnez.n', 0x64cc, 2, 1, 0, true],
  ['bnez.n', 0x64cc, 2, 0, 0, false],
  ['beqi 10', 0x069426, 3, 10, 0, true],
  ['beqi 10', 0x069426, 3, 9, 0, false],
  ['bnei -1', 0x060466, 3, 0, 0, true],
  ['bnei -1', 0x060466, 3, -1, 0, false],
  ['blti 256', 0x06f4a6, 3, 255, 0, true],
  ['blti 256', 0x06f4a6, 3, 256, 0, false],
  ['bgei 128', 0x06e4e6, 3, 128, 0, true],
  ['bgei 128', 0x06e4e6, 3, -129, 0, false],
  ['bltui 65536', 0x0614b6, 3, 65535, 0, true],
  ['bltui 65536', 0x0614b6, 3, -1, 0, false],
  ['bgeui 32768', 0x0604f6, 3, -1, 0, true],
  ['bgeui 32768', 0x0604f6, 3, 32767, 0, false],
  ['beq', 0x061457, 3, 7, 7, true],
  ['beq', 0x061457, 3, 7, 8, false],
  ['bne', 0x069457, 3, 7, 8, true],
  ['bne', 0x069457, 3, 7, 7, false],
  ['blt', 0x062457, 3, -1, 0, true],
  ['blt', 0x062457, 3, 0, -1, false],
  ['bge', 0x06a457, 3, 0, 0, true],
  ['bge', 0x06a457, 3, -1, 0, false],
  ['bltu', 0x063457, 3, 0, -1, true],
  ['bltu', 0x063457, 3, -1, 0, false],
  ['bgeu', 0x06b457, 3, -1, 0, true],
  ['bgeu', 0x06b457, 3, 0, -1, false],
  ['bany', 0x068457, 3, 6, 2, true],
  ['bany', 0x068457, 3, 6, 1, false],
  ['bnone', 0x060457, 3, 6, 1, true],
  ['bnone', 0x060457, 3, 6, 2, false],
  ['ball', 0x064457, 3, 7, 5, true],
  ['ball', 0x064457, 3, 4, 5, false],
  ['bnall', 0x06c457, 3, 4, 5, true],
  ['bnall', 0x06c457, 3, 7, 5, false],
  ['bbc', 0x065457, 3, 0, 33, true],
  ['bbc', 0x065457, 3, 2, 33, false],
  ['bbs', 0x06d457, 3, 2, 33, true],
  ['bbs', 0x06d457, 3, 0, 33, false],
  ['bbci 31', 0x0674f7, 3, 0x7fffffff, 0, true],
  ['bbci 31', 0x0674f7, 3, -1, 0, false],
  ['bbsi 5', 0x06e457, 3, 32, 0, true],
  ['bbsi 5', 0x06e457, 3, ~32, 0, false],
  ['bbsi 31', 0x06f4f7, 3, 0x80000000, 0, true],
];

describe('branches', () => {
  it.each(BRANCHES)('%s (%#) with a4 and a5 given', (_text, bits, length, a4, a5, taken) => {
    const machine = core(bytesOf([bits, length]), { 4: a4, 5: a5 });
    machine.run(1);
    expect(machine.cpu.pc).toBe(taken ? CODE + 10 : CODE + length);
  });

  it('branches backwards', () => {
    const machine = core(bytesOf([0x0020f0, 3], [0xff9447 | 0, 3]), { 4: 1 }); // bne a4,a4 is never taken
    machine.run(2);
    expect(machine.cpu.pc).toBe(CODE + 6);
    const back = core(bytesOf([0x0020f0, 3], [0xf91457, 3])); // beq a4,a5, -7 + 4
    back.run(2);
    expect(back.cpu.pc).toBe(CODE);
  });
});

describe('calls and returns', () => {
  it('call0 keeps the address of the next instruction and counts from the aligned one', () => {
    const machine = core(bytesOf([0x0020f0, 3], [0x000545, 3]));
    machine.run(2);
    expect(machine.reg(0)).toBe(CODE + 6);
    expect(machine.cpu.pc).toBe(CODE + 0 + 4 + 4 * 0x15); // (CODE+3) & ~3, offset field 0x15
  });

  it.each([
    ['callx0 a4', 0x0004c0, 3, CODE + 3],
    ['jx a4', 0x0004a0, 3, 0x11],
  ] as const)('%s goes where a4 says', (_text, bits, length, a0) => {
    const machine = core(bytesOf([bits, length]), { 0: 0x11, 4: CODE + 0x40 });
    machine.run(1);
    expect(machine.cpu.pc).toBe(CODE + 0x40);
    expect(machine.reg(0)).toBe(a0);
  });

  it.each([
    ['ret', 0x000080, 3],
    ['ret.n', 0xf00d, 2],
  ] as const)('%s goes where a0 says', (_text, bits, length) => {
    const machine = core(bytesOf([bits, length]), { 0: CODE + 0x80 });
    machine.run(1);
    expect(machine.cpu.pc).toBe(CODE + 0x80);
  });
});

describe('loads and stores', () => {
  it.each([
    ['l32i a3,a4,1020', 0xff2432, 3, DATA + 4 - 1020, 0x87654321],
    ['l32i.n a3,a4,60', 0xf438, 2, DATA + 4 - 60, 0x87654321],
    ['l16ui a3,a4,510', 0xff1432, 3, DATA + 6 - 510, 0x8765],
    ['l16si a3,a4,510', 0xff9432, 3, DATA + 6 - 510, 0xffff8765],
    ['l8ui a3,a4,255', 0xff0432, 3, DATA + 7 - 255, 0x87],
    ['l32ai a3,a4,0', 0x00b432, 3, DATA + 4, 0x87654321],
  ] as const)('%s', (_text, bits, length, a4, a3) => {
    const machine = core(bytesOf([bits, length]), { 4: a4 });
    machine.memory.write32(DATA + 4, 0x87654321);
    machine.run(1);
    expect(machine.reg(3)).toBe(a3);
  });

  it.each([
    ['s32i a3,a4,1020', 0xff6432, 3, DATA + 4 - 1020, 0x12345678],
    ['s32i.n a3,a4,60', 0xf439, 2, DATA + 4 - 60, 0x12345678],
    ['s16i a3,a4,510', 0xff5432, 3, DATA + 6 - 510, 0x5678ffff],
    ['s8i a3,a4,255', 0xff4432, 3, DATA + 7 - 255, 0x78ffffff],
    ['s32ri a3,a4,0', 0x00f432, 3, DATA + 4, 0x12345678],
  ] as const)('%s', (_text, bits, length, a4, stored) => {
    const machine = core(bytesOf([bits, length]), { 3: 0x12345678, 4: a4 });
    machine.memory.write32(DATA + 4, -1);
    machine.run(1);
    expect(u(machine.memory.read32(DATA + 4))).toBe(stored);
  });

  it('l32r reads a literal that lies before it', () => {
    const machine = core(Uint8Array.of(0x44, 0x33, 0x22, 0x11, 0x31, 0xff, 0xff)); // literal, l32r a3
    machine.cpu.pc = CODE + 4;
    machine.run(1);
    expect(machine.reg(3)).toBe(0x11223344);
  });

  it('aligned words of instruction memory can be read and written as data', () => {
    const machine = core(bytesOf([0x002432, 3], [0x006452, 3]), { 4: CODE + 0x100, 5: 0xcafe });
    machine.memory.write32(CODE + 0x100, 0xbeef);
    machine.run(2);
    expect(machine.reg(3)).toBe(0xbeef);
    expect(machine.memory.read32(CODE + 0x100)).toBe(0xcafe);
  });

  it('a program that rewrites an instruction runs the new one, also when only its last byte changed', () => {
    const machine = core(bytesOf([0x0020f0, 3], [0x7fc432, 3]), { 4: 1 });
    machine.run(2);
    expect(machine.reg(3)).toBe(128);
    machine.memory.load(CODE + 5, Uint8Array.of(0x01)); // addi a3,a4,1
    machine.cpu.pc = CODE;
    machine.run(2);
    expect(machine.reg(3)).toBe(2);
  });

  it('s32c1i stores only when memory is what SCOMPARE1 says, and gives back what was there', () => {
    const machine = core(bytesOf([0x130c20, 3], [0x00e432, 3], [0x00e432, 3]), { 2: 5, 3: 6, 4: DATA }); // wsr.scompare1 a2; s32c1i a3,a4,0
    machine.memory.write32(DATA, 5);
    machine.run(2);
    expect([machine.reg(3), machine.memory.read32(DATA)]).toEqual([5, 6]);
    machine.run(1);
    expect([machine.reg(3), machine.memory.read32(DATA)]).toEqual([6, 6]);
  });
});

describe('hardware loops', () => {
  // loop a4, +3 … body: addi a3,a3,1
  const body = [0x01c332, 3] as const;
  it.each([
    ['loop', 0x028476, 3, 3],
    ['loop', 0x028476, 1, 1],
    ['loopnez', 0x029476, 2, 2],
    ['loopnez', 0x029476, 0, 0],
    ['loopgtz', 0x02a476, 4, 4],
    ['loopgtz', 0x02a476, -4, 0],
  ] as const)('%s runs its body a4 times (%#)', (_text, bits, a4, times) => {
    const machine = core(bytesOf([bits, 3], body, [0x0020f0, 3]), { 3: 0, 4: a4 });
    machine.run(1 + times);
    expect(machine.reg(3)).toBe(times);
    expect(machine.cpu.pc).toBe(CODE + 6);
  });
});

describe('what this core does not have', () => {
  it.each([
    ['ill', 0x000000, 3, 0],
    ['ill.n', 0xf06d, 2, 0],
    ['entry', 0x004136, 3, 0],
    ['retw', 0x000090, 3, 0],
    ['call8', 0x0000a5, 3, 0],
    ['mul.aa.ll (MAC16)', 0x740004, 3, 0],
    ['lsi (floating point)', 0x000003, 3, 32],
    ['add.s (floating point)', 0x0a0000, 3, 32],
    ['rsr of a register that does not exist', 0x034030, 3, 0],
    ['wsr.prid', 0x13eb30, 3, 0],
    ['wide reserved operation', 0x00000f, 3, 0],
  ] as const)('%s raises the right exception', (_text, bits, length, cause) => {
    const machine = core(bytesOf([bits, length]));
    machine.run(1);
    expect(machine.special(SR_EXCCAUSE)).toBe(cause);
    expect(machine.cpu.pc).toBe(0x40080340);
  });
});
