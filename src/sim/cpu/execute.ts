/**
 * The hot loop: runs decoded instructions until the slice is used up.
 * Floor: sim. Knows registers and plain data memory; all else (peripherals, instruction memory as data, exceptions, special
 * registers, undecoded code) goes through slow.ts.
 * Reference: Xtensa ISA Reference Manual, chapter 6.
 * The operation numbers are written as literals (their names beside them) because V8 makes a jump table of literals only;
 * test/unit/sim/instructions.test.ts runs every one of them from its encoding, so a wrong number cannot hide.
 */
import type { Core } from './core.ts';
import { DRAM_BYTES, DRAM_START, IRAM_BYTES, IRAM_START } from './memory.ts';
import { slow } from './slow.ts';
import { PS, SR } from './special.ts';

/** Constants of BEQI…BGEI. */
const B4CONST = Int32Array.of(-1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256);
/** Constants of BLTUI and BGEUI. */
const B4CONSTU = Int32Array.of(32768, 65536, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256);

/** Runs up to `budget` instructions from `cpu.pc`; returns with the clock moved on. */
export function execute(cpu: Core, budget: number): void {
  const a = cpu.registers;
  const { code, immediates } = cpu;
  const { dram32, dram16, dram8, iram32 } = cpu.memory;
  // imported bindings are slow inside the loop where no bundler made constants of them
  const dramStart = DRAM_START;
  const dramBytes = DRAM_BYTES;
  const iramStart = IRAM_START;
  const iramBytes = IRAM_BYTES;
  cpu.sliceEnd = cpu.clock.now + budget;
  let left = budget;
  let pc = (cpu.pc - iramStart) | 0; // relative to instruction memory all through the loop
  let sar = cpu.special[SR.SAR] as number;
  let counterEnd = cpu.sliceEnd - cpu.ccountOffset;
  let trap = 0;
  let address = 0;
  // hardware loops are rare in this code: while one is open, slices are one instruction long
  const looping = cpu.special[SR.LCOUNT] !== 0;
  const begun = cpu.pc;

  do {
    let w = 0;
    if (pc >>> 0 < iramBytes) w = code[pc] as number;
    else w = 97; // FetchOutside
    const here = pc;
    const d = (w >> 8) & 15;
    const s = a[(w >> 12) & 15] as number;
    const t = a[(w >> 16) & 15] as number;
    pc = here + (w >> 24);
    left--;
    // one line an instruction: a table
    // prettier-ignore
    switch (w & 0xff) {
      case 1: a[d] = s + t; break; // ADD
      case 2: a[d] = (s << 1) + t; break; // ADDX2
      case 3: a[d] = (s << 2) + t; break; // ADDX4
      case 4: a[d] = (s << 3) + t; break; // ADDX8
      case 5: a[d] = s - t; break; // SUB
      case 6: a[d] = (s << 1) - t; break; // SUBX2
      case 7: a[d] = (s << 2) - t; break; // SUBX4
      case 8: a[d] = (s << 3) - t; break; // SUBX8
      case 9: a[d] = s & t; break; // AND
      case 10: a[d] = s | t; break; // OR
      case 11: a[d] = s ^ t; break; // XOR
      case 12: a[d] = s + (immediates[here] as number); break; // ADDI
      case 13: a[d] = immediates[here] as number; break; // MOVI
      case 14: a[d] = s; break; // MOV
      case 15: a[d] = -t; break; // NEG
      case 16: a[d] = t < 0 ? -t : t; break; // ABS
      case 17: a[d] = iram32[immediates[here] as number] as number; break; // L32R
      case 18: // L32I
        address = (s + (immediates[here] as number)) | 0;
        if ((address - dramStart) >>> 0 < dramBytes && (address & 3) === 0) a[d] = dram32[(address - dramStart) >> 2] as number;
        else trap = 18;
        break;
      case 19: // L16UI
        address = (s + (immediates[here] as number)) | 0;
        if ((address - dramStart) >>> 0 < dramBytes && (address & 1) === 0) a[d] = dram16[(address - dramStart) >> 1] as number;
        else trap = 19;
        break;
      case 20: // L16SI
        address = (s + (immediates[here] as number)) | 0;
        if ((address - dramStart) >>> 0 < dramBytes && (address & 1) === 0) a[d] = ((dram16[(address - dramStart) >> 1] as number) << 16) >> 16;
        else trap = 20;
        break;
      case 21: // L8UI
        address = (s + (immediates[here] as number)) | 0;
        if ((address - dramStart) >>> 0 < dramBytes) a[d] = dram8[address - dramStart] as number;
        else trap = 21;
        break;
      case 22: // S32I
        address = (s + (immediates[here] as number)) | 0;
        if ((address - dramStart) >>> 0 < dramBytes && (address & 3) === 0) dram32[(address - dramStart) >> 2] = t;
        else trap = 22;
        break;
      case 23: // S16I
        address = (s + (immediates[here] as number)) | 0;
        if ((address - dramStart) >>> 0 < dramBytes && (address & 1) === 0) dram16[(address - dramStart) >> 1] = t;
        else trap = 23;
        break;
      case 24: // S8I
        address = (s + (immediates[here] as number)) | 0;
        if ((address - dramStart) >>> 0 < dramBytes) dram8[address - dramStart] = t;
        else trap = 24;
        break;
      case 25: pc = immediates[here] as number; break; // J
      case 26: // CALL0
        a[0] = pc + iramStart;
        pc = immediates[here] as number;
        break;
      case 27: // CALLX0
        a[0] = pc + iramStart;
        pc = (s - iramStart) | 0;
        break;
      case 28: pc = (s - iramStart) | 0; break; // JX, RET
      case 29: if (s === 0) pc = immediates[here] as number; break; // BEQZ
      case 30: if (s !== 0) pc = immediates[here] as number; break; // BNEZ
      case 31: if (s < 0) pc = immediates[here] as number; break; // BLTZ
      case 32: if (s >= 0) pc = immediates[here] as number; break; // BGEZ
      case 33: if (s === B4CONST[d]) pc = immediates[here] as number; break; // BEQI
      case 34: if (s !== B4CONST[d]) pc = immediates[here] as number; break; // BNEI
      case 35: if (s < (B4CONST[d] as number)) pc = immediates[here] as number; break; // BLTI
      case 36: if (s >= (B4CONST[d] as number)) pc = immediates[here] as number; break; // BGEI
      case 37: if (s >>> 0 < (B4CONSTU[d] as number)) pc = immediates[here] as number; break; // BLTUI
      case 38: if (s >>> 0 >= (B4CONSTU[d] as number)) pc = immediates[here] as number; break; // BGEUI
      case 39: if (s === t) pc = immediates[here] as number; break; // BEQ
      case 40: if (s !== t) pc = immediates[here] as number; break; // BNE
      case 41: if (s < t) pc = immediates[here] as number; break; // BLT
      case 42: if (s >= t) pc = immediates[here] as number; break; // BGE
      case 43: if (s >>> 0 < t >>> 0) pc = immediates[here] as number; break; // BLTU
      case 44: if (s >>> 0 >= t >>> 0) pc = immediates[here] as number; break; // BGEU
      case 45: if ((s & t) !== 0) pc = immediates[here] as number; break; // BANY
      case 46: if ((s & t) === 0) pc = immediates[here] as number; break; // BNONE
      case 47: if ((~s & t) === 0) pc = immediates[here] as number; break; // BALL
      case 48: if ((~s & t) !== 0) pc = immediates[here] as number; break; // BNALL
      case 49: if (((s >>> (t & 31)) & 1) === 0) pc = immediates[here] as number; break; // BBC
      case 50: if (((s >>> (t & 31)) & 1) !== 0) pc = immediates[here] as number; break; // BBS
      case 51: if (((s >>> (d | ((w >> 12) & 16))) & 1) === 0) pc = immediates[here] as number; break; // BBCI
      case 52: if (((s >>> (d | ((w >> 12) & 16))) & 1) !== 0) pc = immediates[here] as number; break; // BBSI
      case 53: if (t === 0) a[d] = s; break; // MOVEQZ
      case 54: if (t !== 0) a[d] = s; break; // MOVNEZ
      case 55: if (t < 0) a[d] = s; break; // MOVLTZ
      case 56: if (t >= 0) a[d] = s; break; // MOVGEZ
      case 57: a[d] = s << (immediates[here] as number); break; // SLLI
      case 58: a[d] = t >>> (immediates[here] as number); break; // SRLI
      case 59: a[d] = t >> (immediates[here] as number); break; // SRAI
      case 60: {
        // EXTUI: bits 0–4 the shift, bits 8 and up the width of the mask
        const immediate = immediates[here] as number;
        a[d] = (t >>> (immediate & 31)) & (0xffffffff >>> (immediate >> 8));
        break;
      }
      case 61: a[d] = sar === 0 ? 0 : s << (32 - sar); break; // SLL
      case 62: a[d] = sar >= 32 ? 0 : t >>> sar; break; // SRL
      case 63: a[d] = t >> (sar >= 32 ? 31 : sar); break; // SRA
      case 64: a[d] = sar === 0 ? t : sar >= 32 ? s : (s << (32 - sar)) | (t >>> sar); break; // SRC
      case 65: sar = s & 31; break; // SSR
      case 66: sar = 32 - (s & 31); break; // SSL
      case 67: sar = immediates[here] as number; break; // SSAI
      case 68: sar = (s & 3) << 3; break; // SSA8L
      case 69: sar = 32 - ((s & 3) << 3); break; // SSA8B
      case 70: a[d] = Math.imul(s, t); break; // MULL
      case 71: a[d] = Math.imul(s & 0xffff, t & 0xffff); break; // MUL16U
      case 72: a[d] = Math.imul((s << 16) >> 16, (t << 16) >> 16); break; // MUL16S
      case 73: a[d] = highUnsigned(s, t); break; // MULUH
      case 74: a[d] = highUnsigned(s, t) - (s < 0 ? t : 0) - (t < 0 ? s : 0); break; // MULSH
      case 75: if (t !== 0) a[d] = (s >>> 0) / (t >>> 0); else trap = 75; break; // QUOU
      case 76: if (t !== 0) a[d] = s / t; else trap = 76; break; // QUOS
      case 77: if (t !== 0) a[d] = (s >>> 0) % (t >>> 0); else trap = 77; break; // REMU
      case 78: if (t !== 0) a[d] = s % t; else trap = 78; break; // REMS
      case 79: a[d] = s < t ? s : t; break; // MIN
      case 80: a[d] = s > t ? s : t; break; // MAX
      case 81: a[d] = s >>> 0 < t >>> 0 ? s : t; break; // MINU
      case 82: a[d] = s >>> 0 > t >>> 0 ? s : t; break; // MAXU
      case 83: {
        // SEXT: the immediate is the sign bit
        const up = 31 - (immediates[here] as number);
        a[d] = (s << up) >> up;
        break;
      }
      case 84: a[d] = Math.clz32(s); break; // NSAU
      case 85: a[d] = Math.clz32(s < 0 ? ~s : s) - 1; break; // NSA
      case 86: {
        // CLAMPS to the range of a signed number whose sign bit is the immediate
        const top = 2 ** (immediates[here] as number) - 1;
        a[d] = s > top ? top : s < -top - 1 ? -top - 1 : s;
        break;
      }
      case 87: break; // NOP and the synchronising instructions
      case 88: a[d] = counterEnd - left; break; // RSR.CCOUNT
      default:
        trap = w & 0xff || 256; // 256: not decoded yet
    }
    if (trap !== 0) {
      cpu.special[SR.SAR] = sar;
      cpu.clock.now = cpu.sliceEnd - left;
      cpu.pc = (pc + iramStart) | 0;
      cpu.extraCycles = 0;
      slow(cpu, trap, (here + iramStart) | 0, w, address);
      trap = 0;
      left -= cpu.extraCycles;
      pc = (cpu.pc - iramStart) | 0;
      sar = cpu.special[SR.SAR] as number;
      counterEnd = cpu.sliceEnd - cpu.ccountOffset;
      if (cpu.stop) break;
    }
  } while (left > 0 && !looping);

  cpu.pc = (pc + iramStart) | 0;
  cpu.special[SR.SAR] = sar;
  cpu.clock.now = cpu.sliceEnd - left;
  if (looping) closeLoop(cpu, begun);
}

/** Hardware loop: whoever walks (not jumps) from `begun` onto LEND goes back to LBEG until LCOUNT is used up; not inside exception handlers. */
function closeLoop(cpu: Core, begun: number): void {
  const special = cpu.special;
  const length = (cpu.code[begun - IRAM_START] ?? 0) >> 24;
  if (cpu.pc !== special[SR.LEND] || cpu.pc !== begun + length || special[SR.LCOUNT] === 0 || (special[SR.PS] as number) & PS.EXCM) return;
  special[SR.LCOUNT] = (special[SR.LCOUNT] as number) - 1;
  cpu.pc = special[SR.LBEG] as number;
}

/** Upper half of the unsigned product of two words. */
function highUnsigned(left: number, right: number): number {
  const leftLow = left & 0xffff;
  const leftHigh = left >>> 16;
  const rightLow = right & 0xffff;
  const rightHigh = right >>> 16;
  const middle = Math.imul(leftHigh, rightLow) >>> 0;
  const carry = (middle & 0xffff) + (Math.imul(leftLow, rightHigh) >>> 0) + (Math.imul(leftLow, rightLow) >>> 16);
  return (Math.imul(leftHigh, rightHigh) + (middle >>> 16) + Math.floor(carry / 0x10000)) | 0;
}
