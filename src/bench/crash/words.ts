/**
 * From the words and numbers that boards print to this house's codes. Data and look-ups only.
 * Floor: bench. Knows no order of lines.
 * References: ESP-IDF components/esp_system/port/arch/{xtensa,riscv}/panic_arch.c (words); Xtensa ISA reference manual, EXCCAUSE;
 * ESP-IDF components/esp_rom/*\/include/*\/rom/rtc.h, RESET_REASON; esptool docs/en/advanced-topics/boot-mode-selection.rst.
 */
import type { BootMode, CrashCause, CrashKind, ResetCause } from './snapshot.ts';

interface Panic {
  readonly kind: CrashKind;
  readonly cause: CrashCause;
}

const PANICS: readonly (readonly [string, CrashCause, CrashKind?])[] = [
  ['LoadProhibited', 'load-prohibited'],
  ['Load access fault', 'load-prohibited'],
  ['StoreProhibited', 'store-prohibited'],
  ['Store access fault', 'store-prohibited'],
  ['InstrFetchProhibited', 'fetch-prohibited'],
  ['InstructionFetchError', 'fetch-prohibited'],
  ['Instruction access fault', 'fetch-prohibited'],
  ['IllegalInstruction', 'illegal-instruction'],
  ['Illegal instruction', 'illegal-instruction'],
  ['IntegerDivideByZero', 'divide-by-zero'],
  ['LoadStoreAlignment', 'alignment'],
  ['Load address misaligned', 'alignment'],
  ['Store address misaligned', 'alignment'],
  ['Instruction address misaligned', 'alignment'],
  ['LoadStoreError', 'load-store-error'],
  ['Cache disabled but cached memory region accessed', 'cache-disabled'],
  ['Cache error', 'cache-error'],
  ['Double exception', 'double-exception'],
  ['Unhandled debug exception', 'debug-exception'],
  ['Breakpoint', 'breakpoint'],
  ['Memory protection fault', 'memory-protection'],
  ['Coprocessor exception', 'coprocessor'],
  ['Stack protection fault', 'task-stack', 'stack-overflow'],
  ['Interrupt wdt timeout', 'cpu-busy', 'interrupt-watchdog'],
];

/** Xtensa's EXCCAUSE, which an ESP8266 prints as a number. */
const EXCEPTIONS: Readonly<Record<number, CrashCause>> = {
  0: 'illegal-instruction',
  2: 'fetch-prohibited',
  3: 'load-store-error',
  6: 'divide-by-zero',
  9: 'alignment',
  20: 'fetch-prohibited',
  28: 'load-prohibited',
  29: 'store-prohibited',
};

const RESETS: readonly (readonly [string, ResetCause])[] = [
  ['BROWN', 'brown-out'],
  ['DEEPSLEEP', 'deep-sleep'],
  ['DSLEEP', 'deep-sleep'],
  ['PWR_DOWN', 'deep-sleep'],
  ['WDT', 'watchdog'],
  ['POWERON', 'power-on'],
  ['LOCKUP', 'cpu-lockup'],
  ['GLITCH', 'glitch'],
  ['EFUSE', 'efuse'],
  ['USB', 'usb'],
  ['JTAG', 'jtag'],
  ['SDIO', 'sdio'],
  ['SW', 'software'],
  ['EXT', 'external'],
];

const RESET_CODES: Readonly<Record<number, ResetCause>> = { 1: 'power-on', 3: 'software', 5: 'deep-sleep', 12: 'software', 15: 'brown-out', 16: 'watchdog' };
const RESET_CODES_8266: Readonly<Record<number, ResetCause>> = { 1: 'power-on', 2: 'external', 3: 'software', 4: 'watchdog' };
const MODES_8266: Readonly<Record<number, BootMode>> = { 1: 'download', 3: 'flash' };

/** What stands in the brackets of "panic'ed (…)". */
export function panicOf(word: string): Panic {
  const found = PANICS.find(([start]) => word.startsWith(start));
  return found === undefined ? { kind: 'panic', cause: 'unknown' } : { kind: found[2] ?? 'panic', cause: found[1] };
}

export const exceptionOf = (number: number): CrashCause => EXCEPTIONS[number] ?? 'unknown';

/** The ROM's word, or its number where the word is new. */
export const resetOf = (word: string, code: number): ResetCause => RESETS.find(([part]) => word.includes(part))?.[1] ?? RESET_CODES[code] ?? 'other';

export const resetOf8266 = (code: number): ResetCause => RESET_CODES_8266[code] ?? 'other';

export function modeOf(word: string): BootMode {
  if (word.startsWith('DOWNLOAD')) return 'download';
  return word.startsWith('SPI_FAST_FLASH_BOOT') ? 'flash' : 'unsupported';
}

export const modeOf8266 = (mode: number): BootMode => MODES_8266[mode] ?? 'unsupported';
