/**
 * Names of special registers, bits of PS and exception causes.
 * Floor: sim. A table.
 * Reference: Xtensa ISA Reference Manual, tables 4-62 (causes), 5-127 and following (special registers), 4-63 (PS).
 */

/** Numbers of the special registers that mean something to the model. */
// prettier-ignore
export const SR = {
  LBEG: 0, LEND: 1, LCOUNT: 2, SAR: 3, SCOMPARE1: 12, WINDOWBASE: 72, WINDOWSTART: 73, EPC1: 177, DEPC: 192, EPS2: 194, EXCSAVE1: 209, CPENABLE: 224,
  INTERRUPT: 226, INTCLEAR: 227, INTENABLE: 228, PS: 230, VECBASE: 231, EXCCAUSE: 232, CCOUNT: 234, PRID: 235, EXCVADDR: 238, CCOMPARE0: 240,
} as const;

/** Registers that exist on the LX6 of an ESP32; any other number is an illegal instruction. */
// prettier-ignore
export const EXISTING: ReadonlySet<number> = new Set([
  0, 1, 2, 3, 4, 12, 16, 17, 32, 33, 34, 35, 72, 73, 96, 97, 99, 104, 106, 128, 129, 144, 145, 160, 161, 176, 177, 178, 179, 180, 181, 182, 183, 192, 194, 195,
  196, 197, 198, 199, 208, 209, 210, 211, 212, 213, 214, 215, 224, 226, 227, 228, 230, 231, 232, 233, 234, 235, 236, 237, 238, 240, 241, 242, 244, 245, 246,
  247,
]);

/** Registers that cannot be written. */
export const READ_ONLY: ReadonlySet<number> = new Set([176, 208, 235]);

/** Bits of PS. */
export const PS = { EXCM: 0x10, UM: 0x20, WOE: 0x40000 } as const;

/** EXCCAUSE. */
// prettier-ignore
export const CAUSE = {
  IllegalInstruction: 0, Syscall: 1, LoadStoreError: 3, Level1Interrupt: 4, IntegerDivideByZero: 6, LoadStoreAlignment: 9,
  InstructionFetchProhibited: 20, LoadProhibited: 28, StoreProhibited: 29, Coprocessor0Disabled: 32,
} as const;
