/**
 * What a board's crashes and starts show at one moment: plain values, codes and facts.
 * Floor: bench. Knows no sentences. Every text in facts came from a board: bounded, without hidden characters, and still hostile.
 */
import type { Facts } from '../../base/index.ts';

export type CrashKind =
  | 'panic' // the processor met something it cannot do
  | 'abort' // the program gave up
  | 'assert' // the program's own check failed
  | 'error-check' // ESP_ERROR_CHECK met an error
  | 'stack-overflow'
  | 'stack-smashed'
  | 'heap-corrupt'
  | 'task-watchdog'
  | 'interrupt-watchdog'
  | 'brown-out'
  | 'boot-failed' // no program was started
  | 'backtrace'; // addresses without a word before them

/** Finer than the kind; `unknown` keeps the board's own word in the fact `cause`. */
export type CrashCause =
  | 'load-prohibited'
  | 'store-prohibited'
  | 'fetch-prohibited'
  | 'illegal-instruction'
  | 'divide-by-zero'
  | 'alignment'
  | 'load-store-error'
  | 'cache-disabled'
  | 'cache-error'
  | 'double-exception'
  | 'debug-exception'
  | 'breakpoint'
  | 'memory-protection'
  | 'coprocessor'
  | 'called'
  | 'task-stack'
  | 'guard'
  | 'cpu-busy'
  | 'supply-voltage'
  // boot-failed
  | 'flash-empty'
  | 'bad-header'
  | 'flash-read'
  | 'rom-stopped'
  | 'no-app'
  | 'image-corrupt'
  | 'partition-table'
  | 'flash-size'
  | 'secure-boot'
  | 'unknown';

/** `pc`: where it happened. `caller`: who gave up. `backtrace`: how it got there, innermost first. `return`: where it would have gone. `stack`: a word on the stack that may be one. */
export type AddressRole = 'pc' | 'caller' | 'backtrace' | 'return' | 'stack';

export interface CrashAddress {
  readonly address: number;
  readonly role: AddressRole;
}

export interface CrashRegister {
  /** As printed: "PC", "EXCVADDR", "MEPC", "S0/FP". */
  readonly name: string;
  readonly value: number;
}

export interface Crash {
  /** Counted from 1. */
  readonly number: number;
  readonly kind: CrashKind;
  readonly cause: CrashCause;
  readonly atMs: number;
  /** Number of the log line it began with. */
  readonly line: number;
  /** Number of the line with which it came last; `line` when it came once. */
  readonly lastLine: number;
  /** How often the same crash came in a row. */
  readonly times: number;
  readonly facts: Facts;
  readonly registers: readonly CrashRegister[];
  readonly addresses: readonly CrashAddress[];
  /** The backtrace says of itself that it cannot be believed to its end. */
  readonly corrupted: boolean;
  /** The first hexadecimal digits of the running program's ELF file's SHA-256, as the board prints them; null when it did not. */
  readonly elfSha256: string | null;
}

export type ResetCause =
  'power-on' | 'external' | 'software' | 'deep-sleep' | 'watchdog' | 'brown-out' | 'usb' | 'jtag' | 'efuse' | 'glitch' | 'cpu-lockup' | 'sdio' | 'other';

/** `download`: the ROM waits for a loader. `unsupported`: the strapping pins choose something that is neither. */
export type BootMode = 'flash' | 'download' | 'unsupported';

export interface BootRecord {
  readonly atMs: number;
  readonly line: number;
  readonly reset: ResetCause;
  readonly mode: BootMode;
  /** `resetCode`, `resetWord`, `strap`, `modeWord`, and `savedPc` where the ROM prints one. */
  readonly facts: Facts;
}

/** So many starts in so short a time that nothing else can be going on. */
export interface BootLoop {
  readonly boots: number;
  readonly withinMs: number;
}

export interface CrashSnapshot {
  /** The last 16 that differ, oldest first. */
  readonly crashes: readonly Crash[];
  /** The last 16 starts, oldest first. */
  readonly boots: readonly BootRecord[];
  readonly loop: BootLoop | null;
}
