/**
 * The lines by which crashes and starts are known, as data: a pattern and what it means.
 * Floor: bench. Knows no order of lines.
 * References: ESP-IDF components/esp_system/{panic.c,esp_err.c,stack_check.c}, port/arch/{xtensa,riscv}/panic_arch.c, task_wdt/task_wdt.c,
 * components/esp_libc/src/assert.c, components/bootloader_support/src/*.c; esptool docs/en/advanced-topics/boot-mode-selection.rst; esp8266/Arduino cores.
 */
import type { CrashCause, CrashKind } from './snapshot.ts';

/** `crash` opens one; `panic` opens one whose kind its cause decides; the others belong to the one that is open, or to the start. */
export type LineMeaning =
  | { readonly is: 'crash'; readonly kind: CrashKind; readonly cause: CrashCause }
  | { readonly is: 'panic' | 'exception' | 'header' | 'backtrace' | 'elf' | 'detail' | 'canary' | 'reset' | 'reset-8266' | 'download' | 'saved-pc' | 'end' };

export interface CrashLine {
  readonly match: string;
  readonly means: LineMeaning;
}

const crash = (match: string, kind: CrashKind, cause: CrashCause): CrashLine => ({ match, means: { is: 'crash', kind, cause } });
const other = (match: string, is: Exclude<LineMeaning['is'], 'crash'>): CrashLine => ({ match, means: { is } });

export const CRASH_LINES: readonly CrashLine[] = [
  other("Guru Meditation Error: Core{core:number} panic'ed ({cause:text})", 'panic'),
  other('Guru Meditation Error of type {cause:text} occurred on core{core:number}', 'panic'),
  other('Fatal exception ({exception:number})', 'exception'),
  other('Fatal exception {exception:number}(', 'exception'),
  other('Exception ({exception:number}):', 'exception'),
  other('Stack canary watchpoint triggered ({task:text})', 'canary'),
  other('Debug exception reason: {reason:rest}', 'detail'),
  other('Detected in task "{task:text}" at', 'detail'),

  crash('abort() was called at PC {address:number} on core {core:number}', 'abort', 'called'),
  crash('abort() was called at PC {address:number}', 'abort', 'called'),
  crash('terminate called after throwing an instance of {exception:rest}', 'abort', 'called'),
  crash('assert failed: {function:word} {file:text}:{line:number} ({expression:rest}', 'assert', 'called'),
  crash('assert failed: {message:rest}', 'assert', 'called'),
  crash('assertion "{expression:text}" failed: file "{file:text}", line {line:number}', 'assert', 'called'),
  crash('ESP_ERROR_CHECK failed: esp_err_t {error:code} ({errorName:text}) at {address:number}', 'error-check', 'called'),
  crash('ESP_ERROR_CHECK failed: esp_err_t {error:code}', 'error-check', 'called'),
  crash('A stack overflow in task {task:text} has been detected', 'stack-overflow', 'task-stack'),
  crash('Stack smashing protect failure!', 'stack-smashed', 'guard'),
  crash('CORRUPT HEAP: {message:rest}', 'heap-corrupt', 'unknown'),
  crash('Task watchdog got triggered.', 'task-watchdog', 'cpu-busy'),
  crash('Soft WDT reset', 'task-watchdog', 'cpu-busy'),
  crash('Brownout detector was triggered', 'brown-out', 'supply-voltage'),
  other('task_wdt:  - {task:rest}', 'detail'),
  other('task_wdt: CPU 0: {running0:rest}', 'detail'),
  other('task_wdt: CPU 1: {running1:rest}', 'detail'),
  other('file: "{file:text}" line {line:number}', 'detail'),
  other('func: {function:rest}', 'detail'),
  other('expression: {expression:rest}', 'detail'),

  other('invalid header: {header:word}', 'header'),
  crash('flash read err, {error:number}', 'boot-failed', 'flash-read'),
  crash('ets_main.c {line:number}', 'boot-failed', 'rom-stopped'),
  crash('load:0xffffffff,len:-1', 'boot-failed', 'flash-read'),
  crash('csum err:', 'boot-failed', 'image-corrupt'),
  crash('No bootable app partitions in the partition table', 'boot-failed', 'no-app'),
  crash('has invalid magic byte', 'boot-failed', 'no-app'),
  crash('Image hash failed - image is corrupt', 'boot-failed', 'image-corrupt'),
  crash('Checksum failed. Calculated', 'boot-failed', 'image-corrupt'),
  crash('Failed to verify partition table', 'boot-failed', 'partition-table'),
  crash('exceeds flash chip size {flashBytes:number}', 'boot-failed', 'flash-size'),
  crash('Detected size({flashKiB:number}k) smaller than the size in the binary image header({imageKiB:number}k)', 'boot-failed', 'flash-size'),
  crash('Secure boot signature verification failed', 'boot-failed', 'secure-boot'),

  other('Backtrace:', 'backtrace'),
  other('ELF file SHA256: {elf:text}...', 'elf'),
  other('ELF file SHA256: {elf:rest}', 'elf'),
  other('Rebooting...', 'end'),
  other('CPU halted.', 'end'),
  other('rst:{resetCode:number} ({resetWord:text}),boot:{strap:number} ({modeWord:rest}', 'reset'),
  other('rst cause:{resetCode:number}, boot mode:({mode:number},', 'reset-8266'),
  other('waiting for download', 'download'),
  other('Saved PC:{savedPc:word}', 'saved-pc'),
];
