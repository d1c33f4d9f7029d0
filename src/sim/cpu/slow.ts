/**
 * What the hot loop hands over: decoding, accesses beyond plain data memory, exceptions, special registers, hardware loops.
 * Floor: sim. Knows the core and the address space; no peripheral by name.
 * Reference: Xtensa ISA Reference Manual, chapter 6; ESP32 Technical Reference Manual, section 1.3.2: instruction memory
 * answers aligned words only (a byte or half is LoadStoreError).
 */
import type { Core } from './core.ts';
import { decode } from './decode.ts';
import { DRAM_BYTES, DRAM_START, IRAM_BYTES, IRAM_START } from './memory.ts';
import { OP } from './operations.ts';
import { CAUSE, EXISTING, PS, READ_ONLY, SR } from './special.ts';

/** Cycles that one access to the peripheral bus takes beyond the instruction's own. */
const PERIPHERAL_CYCLES = 3;
const THREADPTR = 231;
const SAR_MASK = 63;

/** Carries out operation `trap` of the instruction word `w` at address `here`. `cpu.pc` is already the next instruction; `address` is that of an access. */
export function slow(cpu: Core, trap: number, here: number, w: number, address: number): void {
  if (trap === 256) return decodeInto(cpu, here);
  if (trap >= OP.L32I && trap <= OP.S8I) return access(cpu, trap, here, w, address);
  if (trap >= OP.QUOU && trap <= OP.REMS) return cpu.raise(CAUSE.IntegerDivideByZero, here);
  const d = (w >> 8) & 15;
  const s = cpu.registers[(w >> 12) & 15] as number;
  const t = cpu.registers[(w >> 16) & 15] as number;
  const special = cpu.special;
  const immediate = trap === OP.FetchOutside ? 0 : (cpu.immediates[here - IRAM_START] as number);
  switch (trap) {
    case OP.FetchOutside:
      return cpu.raise(CAUSE.InstructionFetchProhibited, here, here);
    case OP.L32RFar:
      return access(cpu, OP.L32I, here, w, immediate);
    case OP.RSR:
      return moveSpecial(cpu, here, immediate, d, null);
    case OP.WSR:
      return moveSpecial(cpu, here, immediate, null, t);
    case OP.XSR:
      return moveSpecial(cpu, here, immediate, d, t);
    case OP.RFE:
      return leave(cpu, special[SR.EPC1] as number, (special[SR.PS] as number) & ~PS.EXCM);
    case OP.RFDE:
      return leave(cpu, special[SR.DEPC] as number, special[SR.PS] as number);
    case OP.RFI:
      return leave(cpu, special[SR.EPC1 + immediate - 1] as number, special[SR.EPS2 + immediate - 2] as number);
    case OP.RSIL:
      cpu.registers[d] = special[SR.PS] as number;
      return leave(cpu, cpu.pc, ((special[SR.PS] as number) & ~15) | immediate);
    case OP.WAITI:
      leave(cpu, cpu.pc, ((special[SR.PS] as number) & ~15) | immediate);
      cpu.waiting = true;
      cpu.stop = true;
      return;
    case OP.SYSCALL:
      return cpu.raise(CAUSE.Syscall, here);
    case OP.BREAK:
      return breakpoint(cpu, here);
    case OP.S32C1I:
      return compareAndStore(cpu, here, d, t, (s + immediate) | 0);
    case OP.LOOP:
    case OP.LOOPNEZ:
    case OP.LOOPGTZ:
      return beginLoop(cpu, trap, s, immediate);
    case OP.ROTW:
      return cpu.setWindowBase((special[SR.WINDOWBASE] as number) + immediate);
    case OP.RUR:
      if (immediate !== THREADPTR) return cpu.raise(CAUSE.IllegalInstruction, here);
      cpu.registers[d] = cpu.threadPointer;
      return;
    case OP.WUR:
      if (immediate !== THREADPTR) return cpu.raise(CAUSE.IllegalInstruction, here);
      cpu.threadPointer = t;
      return;
    case OP.Coprocessor:
      return cpu.raise((special[SR.CPENABLE] as number) & 1 ? CAUSE.IllegalInstruction : CAUSE.Coprocessor0Disabled, here);
    default:
      return cpu.raise(CAUSE.IllegalInstruction, here);
  }
}

/** Decodes the instruction at `here` into the tables and runs it again from there; this costs no cycle. */
function decodeInto(cpu: Core, here: number): void {
  const offset = here - IRAM_START;
  const { word, immediate } = decode(cpu.memory.instructionBits(offset), here);
  const length = word >> 24;
  const op = word & 0xff;
  cpu.pc = here;
  cpu.extraCycles = -1;
  if (offset + length > IRAM_BYTES) return cpu.raise(CAUSE.InstructionFetchProhibited, here, here);
  const isTarget = op === OP.J || op === OP.CALL0 || (op >= OP.BEQZ && op <= OP.BBSI);
  const literal = immediate - IRAM_START;
  if (op === OP.L32R && (literal < 0 || literal >= IRAM_BYTES)) {
    cpu.code[offset] = (word & ~0xff) | OP.L32RFar;
    cpu.immediates[offset] = immediate;
  } else {
    const counter = op === OP.RSR && immediate === SR.CCOUNT; // read in every delay loop
    cpu.code[offset] = counter ? (word & ~0xff) | OP.RSRCcount : word;
    cpu.immediates[offset] = op === OP.L32R ? literal >> 2 : isTarget ? literal : immediate;
  }
}

/** Loads and stores that are not to data memory, or not aligned. */
function access(cpu: Core, op: number, here: number, w: number, address: number): void {
  const store = op >= OP.S32I;
  if (cpu.memory.isPeripheral(address) && (address & 3) === 0 && (op === OP.L32I || op === OP.S32I)) {
    // the commonest of these by far: polling a register
    cpu.extraCycles = PERIPHERAL_CYCLES;
    if (store) {
      cpu.peripheralWrites++;
      cpu.memory.writePeripheral(address, cpu.registers[(w >> 16) & 15] as number);
    } else cpu.registers[(w >> 8) & 15] = cpu.memory.readPeripheral(address);
    return;
  }
  const size = op === OP.L32I || op === OP.S32I ? 4 : op === OP.L8UI || op === OP.S8I ? 1 : 2;
  const cause = refusal(cpu, store, size, address >>> 0);
  if (cause !== 0) return cpu.raise(cause, here, address);
  if (store) cpu.memory.write32(address, cpu.registers[(w >> 16) & 15] as number);
  else cpu.registers[(w >> 8) & 15] = cpu.memory.read32(address);
}

/** EXCCAUSE of an access that the bus does not carry out, 0 when it does. */
function refusal(cpu: Core, store: boolean, size: number, address: number): number {
  const rom = cpu.memory.isRom(address);
  if (!cpu.memory.isMapped(address) && !(rom && !store)) return store ? CAUSE.StoreProhibited : CAUSE.LoadProhibited;
  if ((address & (size - 1)) !== 0) return CAUSE.LoadStoreAlignment;
  const plain = address >= DRAM_START && address < DRAM_START + DRAM_BYTES;
  return size === 4 || plain ? 0 : CAUSE.LoadStoreError;
}

/** S32C1I: stores `value` when memory holds SCOMPARE1; the old content comes back in register `d`. */
function compareAndStore(cpu: Core, here: number, d: number, value: number, address: number): void {
  const cause = refusal(cpu, true, 4, address >>> 0);
  if (cause !== 0) return cpu.raise(cause, here, address);
  if (cpu.memory.isPeripheral(address >>> 0)) return cpu.raise(CAUSE.LoadStoreError, here, address);
  const old = cpu.memory.read32(address);
  if (old === cpu.special[SR.SCOMPARE1]) cpu.memory.write32(address, value);
  cpu.registers[d] = old;
}

/** Goes on at `pc` with a new PS; an interrupt that PS lets through is taken before the next instruction. */
function leave(cpu: Core, pc: number, ps: number): void {
  cpu.pc = pc;
  cpu.special[SR.PS] = ps;
  if (cpu.interruptDue) cpu.stop = true;
}

/** BREAK without a debugger enters the debug vector (level 6), or does nothing where that is masked. */
function breakpoint(cpu: Core, here: number): void {
  if (((cpu.special[SR.PS] as number) & 15) < 6) cpu.raiseLevel(6, here);
}

function beginLoop(cpu: Core, op: number, count: number, end: number): void {
  const skip = (op === OP.LOOPNEZ && count === 0) || (op === OP.LOOPGTZ && count <= 0);
  cpu.special[SR.LBEG] = cpu.pc;
  cpu.special[SR.LEND] = end;
  cpu.special[SR.LCOUNT] = skip ? 0 : count - 1;
  if (skip) cpu.pc = end;
  cpu.stop = true; // the next slice knows of the loop
}

/** RSR, WSR and XSR: `d` receives the old value, `value` is written. */
function moveSpecial(cpu: Core, here: number, number: number, d: number | null, value: number | null): void {
  const unreadable = number === SR.INTCLEAR && d !== null;
  if (!EXISTING.has(number) || unreadable || (value !== null && READ_ONLY.has(number))) return cpu.raise(CAUSE.IllegalInstruction, here);
  const old = readSpecial(cpu, number);
  if (value !== null) writeSpecial(cpu, number, value);
  if (d !== null) cpu.registers[d] = old;
}

function readSpecial(cpu: Core, number: number): number {
  if (number === SR.CCOUNT) return cpu.ccount;
  if (number === SR.INTERRUPT) return cpu.pending;
  return cpu.special[number] as number;
}

function writeSpecial(cpu: Core, number: number, value: number): void {
  if (number === SR.CCOUNT) cpu.setCcount(value);
  else if (number >= SR.CCOMPARE0 && number < SR.CCOMPARE0 + 3) cpu.setCcompare(number - SR.CCOMPARE0, value);
  else if (number === SR.INTERRUPT) cpu.latchInterrupts(value, 0);
  else if (number === SR.INTCLEAR) cpu.latchInterrupts(0, value);
  else if (number === SR.WINDOWBASE) cpu.setWindowBase(value);
  else cpu.special[number] = number === SR.SAR ? value & SAR_MASK : value;
  if (number === SR.LCOUNT || cpu.interruptDue) cpu.stop = true;
}
