/**
 * The rows of a register dump, a backtrace and a stack dump: text in, numbers out.
 * Floor: bench. Knows no crash. Every search is bounded: names of 9 characters, gaps of 8, numbers of 8 digits.
 * Reference: ESP-IDF components/esp_system/port/arch/xtensa/{panic_arch,debug_helpers}.c and riscv/panic_arch.c; esp8266/Arduino core_esp8266_postmortem.cpp.
 */
import type { CrashAddress, CrashRegister } from './snapshot.ts';

const REGISTER = /\b([A-Z][A-Z0-9/]{0,8}) {0,8}: {0,2}0x([0-9a-fA-F]{8})/g;
const REGISTER_8266 = /\b(epc[1-3]|excvaddr|depc)=0x([0-9a-fA-F]{8})/g;
const FRAME = /0x([0-9a-fA-F]{8}):0x[0-9a-fA-F]{8}/g;
const STACK_ROW = /^[0-9a-f]{8}: {1,4}(?:0x[0-9a-f]{8} {0,2}){1,8}$/;
const WORD = /0x([0-9a-f]{8})/g;

const hex = (digits: string | undefined): number => Number.parseInt(digits ?? '', 16);

/** Where code lies on any of these chips: ROM, internal RAM and flash all have addresses that begin with 4. */
export const looksLikeCode = (address: number): boolean => address >= 0x4000_0000 && address < 0x5000_0000;

/** Registers in the order of the row. */
export function registersIn(text: string): readonly CrashRegister[] {
  const found = [...text.matchAll(REGISTER), ...text.matchAll(REGISTER_8266)];
  return found.map(([, name = '', digits]) => ({ name, value: hex(digits) }));
}

/** The program counters of a backtrace, innermost first. Some lines lack a blank between frames; that is no hindrance. */
export const backtraceIn = (text: string): readonly CrashAddress[] =>
  [...text.matchAll(FRAME)].map(([, digits]) => ({ address: hex(digits), role: 'backtrace' }));

export const backtraceIsCorrupted = (text: string): boolean => text.includes('|<-CORRUPTED');

/** Words of a row of stack memory that may be return addresses; empty when it is no such row. */
export function stackWordsIn(text: string): readonly CrashAddress[] {
  if (!STACK_ROW.test(text.trimEnd())) return [];
  return [...text.matchAll(WORD)].map(([, digits]) => ({ address: hex(digits), role: 'stack' as const })).filter(({ address }) => looksLikeCode(address));
}
