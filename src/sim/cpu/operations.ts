/**
 * The numbers under which decoded instructions are kept.
 * Floor: sim. A table; decode.ts writes these numbers, execute.ts and slow.ts act on them. Numbers below 96
 * are the ones the hot loop knows; execute.ts repeats them as literals because only literals become a jump table.
 * Reference: Xtensa ISA Reference Manual, chapter 6 (one name here may stand for several encodings).
 */

/** Decoded operations by name. Density forms share the number of the wide form. */
// prettier-ignore
export const OP = {
  Undecoded: 0, ADD: 1, ADDX2: 2, ADDX4: 3, ADDX8: 4, SUB: 5, SUBX2: 6, SUBX4: 7, SUBX8: 8, AND: 9, OR: 10, XOR: 11, ADDI: 12, MOVI: 13, MOV: 14,
  NEG: 15, ABS: 16, L32R: 17, L32I: 18, L16UI: 19, L16SI: 20, L8UI: 21, S32I: 22, S16I: 23, S8I: 24, J: 25, CALL0: 26, CALLX0: 27, JX: 28, BEQZ: 29,
  BNEZ: 30, BLTZ: 31, BGEZ: 32, BEQI: 33, BNEI: 34, BLTI: 35, BGEI: 36, BLTUI: 37, BGEUI: 38, BEQ: 39, BNE: 40, BLT: 41, BGE: 42, BLTU: 43, BGEU: 44,
  BANY: 45, BNONE: 46, BALL: 47, BNALL: 48, BBC: 49, BBS: 50, BBCI: 51, BBSI: 52, MOVEQZ: 53, MOVNEZ: 54, MOVLTZ: 55, MOVGEZ: 56, SLLI: 57, SRLI: 58,
  SRAI: 59, EXTUI: 60, SLL: 61, SRL: 62, SRA: 63, SRC: 64, SSR: 65, SSL: 66, SSAI: 67, SSA8L: 68, SSA8B: 69, MULL: 70, MUL16U: 71, MUL16S: 72,
  MULUH: 73, MULSH: 74, QUOU: 75, QUOS: 76, REMU: 77, REMS: 78, MIN: 79, MAX: 80, MINU: 81, MAXU: 82, SEXT: 83, NSAU: 84, NSA: 85, CLAMPS: 86, NOP: 87,
  RSRCcount: 88,
  Illegal: 96, FetchOutside: 97, L32RFar: 98, RSR: 99, WSR: 100, XSR: 101, RFE: 102, RFDE: 103, RFI: 104, RSIL: 105,
  WAITI: 106, SYSCALL: 107, BREAK: 108, S32C1I: 109, LOOP: 110, LOOPNEZ: 111, LOOPGTZ: 112, ROTW: 113, RUR: 114, WUR: 115, Coprocessor: 116,
} as const;

/** One decoded instruction: `word` packs operation (bits 0–7), d (8–11), s (12–15), t (16–19) and length in bytes (24–31). */
export interface Decoded {
  readonly word: number;
  /** Immediate value; for branches and calls the target address; for L32R the literal's address. */
  readonly immediate: number;
}
