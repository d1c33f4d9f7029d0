/**
 * Instruction bytes → decoded instruction.
 * Floor: sim. Pure; knows no machine state and no memory.
 * Reference: Xtensa ISA Reference Manual, section 7.3 (opcode maps) and chapter 8 for the fields; core: LX6 as in the ESP32
 * (density, MUL16, MUL32 with high half, 32-bit divide, MIN/MAX, NSA, SEXT, CLAMPS, loops, S32C1I). Windowed calls, MAC16,
 * booleans and floating point decode as illegal or as coprocessor: the call0 code this board runs has none of them.
 */
import { OP, type Decoded } from './operations.ts';

const sext = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

function make(op: number, length: number, d = 0, s = 0, t = 0, immediate = 0): Decoded {
  return { word: op | (d << 8) | (s << 12) | (t << 16) | (length << 24), immediate: immediate | 0 };
}

/** Decodes the instruction whose first three bytes are `bits` (little-endian) at `address`. Never fails: what is unknown is Illegal. */
export function decode(bits: number, address: number): Decoded {
  const op0 = bits & 15;
  const t = (bits >> 4) & 15;
  const s = (bits >> 8) & 15;
  const r = (bits >> 12) & 15;
  if (op0 >= 8) return decodeNarrow(op0, r, s, t, address);
  const op1 = (bits >> 16) & 15;
  const op2 = (bits >> 20) & 15;
  switch (op0) {
    case 0:
      return decodeQrst(op1, op2, r, s, t);
    case 1:
      return make(OP.L32R, 3, t, 0, 0, ((address + 3) & ~3) + (0xfffc0000 | ((bits >> 8) << 2) | 0)); // word offset below the instruction
    case 2:
      return decodeLoadStore(r, s, t, (bits >> 16) & 0xff);
    case 3:
      return make(OP.Coprocessor, 3);
    case 5:
      return (t & 3) === 0 ? make(OP.CALL0, 3, 0, 0, 0, (address & ~3) + (sext(bits >> 6, 18) << 2) + 4) : make(OP.Illegal, 3);
    case 6:
      return decodeBranchImmediate(bits, r, s, t, address);
    case 7:
      return decodeBranch(r, s, t, address + 4 + sext(bits >> 16, 8));
    default:
      return make(OP.Illegal, 3); // 4: MAC16
  }
}

function decodeNarrow(op0: number, r: number, s: number, t: number, address: number): Decoded {
  switch (op0) {
    case 8:
      return make(OP.L32I, 2, t, s, 0, r << 2);
    case 9:
      return make(OP.S32I, 2, 0, s, t, r << 2);
    case 10:
      return make(OP.ADD, 2, r, s, t);
    case 11:
      return make(OP.ADDI, 2, r, s, 0, t === 0 ? -1 : t);
    case 12: {
      if (t < 8) {
        const value = ((t & 7) << 4) | r;
        return make(OP.MOVI, 2, s, 0, 0, value >= 96 ? value - 128 : value); // -32…95
      }
      return make(t < 12 ? OP.BEQZ : OP.BNEZ, 2, 0, s, 0, address + 4 + (((t & 3) << 4) | r));
    }
    case 13:
      if (r === 0) return make(OP.MOV, 2, t, s);
      if (r !== 15) return make(OP.Illegal, 2);
      if (t === 0) return make(OP.JX, 2, 0, 0); // RET.N: a0
      if (t === 2) return make(OP.BREAK, 2);
      return make(t === 3 ? OP.NOP : OP.Illegal, 2);
    default:
      return make(OP.Illegal, 3);
  }
}

function decodeQrst(op1: number, op2: number, r: number, s: number, t: number): Decoded {
  switch (op1) {
    case 0:
      return decodeRst0(op2, r, s, t);
    case 1:
      return decodeRst1(op2, r, s, t);
    case 2: {
      const op = [0, 0, 0, 0, 0, 0, 0, 0, OP.MULL, 0, OP.MULUH, OP.MULSH, OP.QUOU, OP.QUOS, OP.REMU, OP.REMS][op2] as number;
      return make(op === 0 ? OP.Illegal : op, 3, r, s, t);
    }
    case 3:
      return decodeRst3(op2, r, s, t);
    case 4:
    case 5:
      return make(OP.EXTUI, 3, r, 0, t, s | ((op1 & 1) << 4) | ((31 - op2) << 8)); // shift, and how far to shift all ones for the mask
    case 8:
    case 10:
    case 11:
      return make(OP.Coprocessor, 3);
    default:
      return make(OP.Illegal, 3);
  }
}

function decodeRst0(op2: number, r: number, s: number, t: number): Decoded {
  const plain = [0, OP.AND, OP.OR, OP.XOR, 0, 0, 0, 0, OP.ADD, OP.ADDX2, OP.ADDX4, OP.ADDX8, OP.SUB, OP.SUBX2, OP.SUBX4, OP.SUBX8][op2] as number;
  if (plain !== 0) return make(plain, 3, r, s, t);
  if (op2 === 0) return decodeSt0(r, s, t);
  if (op2 === 4) return decodeSt1(r, s, t);
  if (op2 === 6 && s <= 1) return make(s === 0 ? OP.NEG : OP.ABS, 3, r, 0, t);
  return make(OP.Illegal, 3);
}

function decodeSt0(r: number, s: number, t: number): Decoded {
  switch (r) {
    case 0:
      if (t === 8) return make(OP.JX, 3, 0, 0); // RET: a0
      if (t === 10) return make(OP.JX, 3, 0, s);
      if (t === 12) return make(OP.CALLX0, 3, 0, s);
      return make(OP.Illegal, 3); // ILL, RETW, CALLX4/8/12
    case 2:
      return make([0, 1, 2, 3, 8, 12, 13, 15].includes(t) ? OP.NOP : OP.Illegal, 3); // ISYNC RSYNC ESYNC DSYNC EXCW MEMW EXTW NOP
    case 3:
      if (t === 0 && s === 0) return make(OP.RFE, 3);
      if (t === 0 && s === 2) return make(OP.RFDE, 3);
      return t === 1 && s >= 2 && s <= 7 ? make(OP.RFI, 3, 0, 0, 0, s) : make(OP.Illegal, 3);
    case 4:
      return make(OP.BREAK, 3);
    case 5:
      return make(s === 0 && t === 0 ? OP.SYSCALL : OP.Illegal, 3);
    case 6:
      return make(OP.RSIL, 3, t, 0, 0, s);
    case 7:
      return t === 0 ? make(OP.WAITI, 3, 0, 0, 0, s) : make(OP.Illegal, 3);
    default:
      return make(OP.Illegal, 3);
  }
}

function decodeSt1(r: number, s: number, t: number): Decoded {
  switch (r) {
    case 0:
      return make(OP.SSR, 3, 0, s);
    case 1:
      return make(OP.SSL, 3, 0, s);
    case 2:
      return make(OP.SSA8L, 3, 0, s);
    case 3:
      return make(OP.SSA8B, 3, 0, s);
    case 4:
      return make(OP.SSAI, 3, 0, 0, 0, s | ((t & 1) << 4));
    case 8:
      return make(OP.ROTW, 3, 0, 0, 0, sext(t, 4));
    case 14:
      return make(OP.NSA, 3, t, s);
    case 15:
      return make(OP.NSAU, 3, t, s);
    default:
      return make(OP.Illegal, 3);
  }
}

function decodeRst1(op2: number, r: number, s: number, t: number): Decoded {
  switch (op2) {
    case 0:
    case 1: {
      const field = t | ((op2 & 1) << 4); // 32 minus the amount
      return field === 0 ? make(OP.Illegal, 3) : make(OP.SLLI, 3, r, s, 0, 32 - field);
    }
    case 2:
    case 3:
      return make(OP.SRAI, 3, r, 0, t, s | ((op2 & 1) << 4));
    case 4:
      return make(OP.SRLI, 3, r, 0, t, s);
    case 6:
      return make(OP.XSR, 3, t, 0, t, (r << 4) | s);
    case 8:
      return make(OP.SRC, 3, r, s, t);
    case 9:
      return make(OP.SRL, 3, r, 0, t);
    case 10:
      return make(OP.SLL, 3, r, s);
    case 11:
      return make(OP.SRA, 3, r, 0, t);
    case 12:
      return make(OP.MUL16U, 3, r, s, t);
    case 13:
      return make(OP.MUL16S, 3, r, s, t);
    default:
      return make(OP.Illegal, 3);
  }
}

function decodeRst3(op2: number, r: number, s: number, t: number): Decoded {
  switch (op2) {
    case 0:
      return make(OP.RSR, 3, t, 0, 0, (r << 4) | s);
    case 1:
      return make(OP.WSR, 3, 0, 0, t, (r << 4) | s);
    case 2:
      return make(OP.SEXT, 3, r, s, 0, t + 7);
    case 3:
      return make(OP.CLAMPS, 3, r, s, 0, t + 7);
    case 4:
      return make(OP.MIN, 3, r, s, t);
    case 5:
      return make(OP.MAX, 3, r, s, t);
    case 6:
      return make(OP.MINU, 3, r, s, t);
    case 7:
      return make(OP.MAXU, 3, r, s, t);
    case 8:
      return make(OP.MOVEQZ, 3, r, s, t);
    case 9:
      return make(OP.MOVNEZ, 3, r, s, t);
    case 10:
      return make(OP.MOVLTZ, 3, r, s, t);
    case 11:
      return make(OP.MOVGEZ, 3, r, s, t);
    case 14:
      return make(OP.RUR, 3, r, 0, 0, (s << 4) | t);
    case 15:
      return make(OP.WUR, 3, 0, 0, t, (r << 4) | s);
    default:
      return make(OP.Illegal, 3);
  }
}

function decodeLoadStore(r: number, s: number, t: number, imm8: number): Decoded {
  switch (r) {
    case 0:
      return make(OP.L8UI, 3, t, s, 0, imm8);
    case 1:
      return make(OP.L16UI, 3, t, s, 0, imm8 << 1);
    case 2:
    case 11:
      return make(OP.L32I, 3, t, s, 0, imm8 << 2); // and L32AI
    case 4:
      return make(OP.S8I, 3, 0, s, t, imm8);
    case 5:
      return make(OP.S16I, 3, 0, s, t, imm8 << 1);
    case 6:
    case 15:
      return make(OP.S32I, 3, 0, s, t, imm8 << 2); // and S32RI
    case 7:
      return make(t < 8 ? OP.NOP : OP.Illegal, 3); // data cache hints: internal memory has no cache
    case 9:
      return make(OP.L16SI, 3, t, s, 0, imm8 << 1);
    case 10:
      return make(OP.MOVI, 3, t, 0, 0, sext((s << 8) | imm8, 12));
    case 12:
      return make(OP.ADDI, 3, t, s, 0, sext(imm8, 8));
    case 13:
      return make(OP.ADDI, 3, t, s, 0, sext(imm8, 8) << 8); // ADDMI
    case 14:
      return make(OP.S32C1I, 3, t, s, t, imm8 << 2);
    default:
      return make(OP.Illegal, 3);
  }
}

function decodeBranchImmediate(bits: number, r: number, s: number, t: number, address: number): Decoded {
  const m = t >> 2;
  const near = address + 4 + sext(bits >> 16, 8);
  switch (t & 3) {
    case 0:
      return make(OP.J, 3, 0, 0, 0, address + 4 + sext(bits >> 6, 18));
    case 1:
      return make(OP.BEQZ + m, 3, 0, s, 0, address + 4 + sext(bits >> 12, 12));
    case 2:
      return make(OP.BEQI + m, 3, r, s, 0, near);
    default:
      if (m === 2) return make(OP.BLTUI, 3, r, s, 0, near);
      if (m === 3) return make(OP.BGEUI, 3, r, s, 0, near);
      if (m === 1 && r >= 8 && r <= 10) return make(OP.LOOP + (r - 8), 3, 0, s, 0, address + 4 + ((bits >> 16) & 0xff));
      return make(OP.Illegal, 3); // ENTRY, BF, BT
  }
}

function decodeBranch(r: number, s: number, t: number, target: number): Decoded {
  if ((r & 6) === 6) return make(r < 8 ? OP.BBCI : OP.BBSI, 3, t, s, r & 1, target); // bit number: d, and bit 4 in t
  const op = [OP.BNONE, OP.BEQ, OP.BLT, OP.BLTU, OP.BALL, OP.BBC, 0, 0, OP.BANY, OP.BNE, OP.BGE, OP.BGEU, OP.BNALL, OP.BBS][r] as number;
  return make(op, 3, 0, s, t, target);
}
