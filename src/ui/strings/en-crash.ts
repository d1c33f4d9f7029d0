/**
 * English words of crashes and starts: what it means, what usually causes it, what to do.
 * Floor: ui. Data tables: a cause that knows better speaks instead of its kind.
 * References: ESP-IDF docs/en/api-guides/fatal-errors.rst, docs/en/api-reference/system/{wdts,heap_debug}.rst; esptool docs/en/troubleshooting.rst.
 */
import { count, seconds } from '../format.ts';
import type { AddressTable, BootModeTable, BuildMatchTable, CrashCauseTable, CrashKindTable, ResetTable } from './understanding-tables.ts';

const BACKTRACE = 'Choose the build’s ELF: the first name of yours in the backtrace is where to look.';
const FLASH_AGAIN = 'Flash the whole pack again, with bootloader, partition table and application from one build; Firmware verifies every part.';
const POWER = 'Use a short USB cable and a port that gives 500 mA or more, without a hub; look at the regulator and at what else the board feeds.';

const kinds: CrashKindTable = {
  panic: { what: 'The processor met something that it cannot do', causes: ['a pointer that points nowhere', 'memory that was overwritten'], remedy: BACKTRACE },
  abort: {
    what: 'The program gave up by itself',
    causes: ['a function that must not fail has failed', 'an exception that nobody catches', 'no memory left'],
    remedy: 'Read the lines before it: they often say why. ' + BACKTRACE,
  },
  assert: {
    what: 'The program’s own check failed',
    causes: ['a value that must not be there', 'a function called at the wrong time or from an interrupt'],
    remedy: 'Look at file and line below; the expression is what should have been true.',
  },
  'error-check': {
    what: 'A function of ESP-IDF returned an error that the program does not accept',
    causes: ['something was set up twice or not at all', 'no memory left', 'a pin or a peripheral that is taken'],
    remedy: 'Look at file, line and error below: the error’s name says what was wrong.',
  },
  'stack-overflow': {
    what: 'A task used more stack than it has',
    causes: ['a large array in a function', 'TLS or printing floating point in a small task', 'a recursion'],
    remedy: 'Give the task more stack, or move large variables to the heap.',
  },
  'stack-smashed': {
    what: 'A function wrote beyond its own variables',
    causes: ['an array written past its end', 'a text that is longer than its buffer'],
    remedy: BACKTRACE,
  },
  'heap-corrupt': {
    what: 'The heap was overwritten',
    causes: ['memory written past its end', 'memory used after it was freed', 'memory freed twice'],
    remedy: 'Switch on heap poisoning (comprehensive) in the project and run again: it finds the writer sooner.',
  },
  'task-watchdog': {
    what: 'A task keeps the processor for itself',
    causes: ['a loop without a delay', 'waiting for something in a busy loop', 'work that takes longer than the watchdog’s limit'],
    remedy: 'Look at the tasks that ran: one of them must wait now and then (vTaskDelay), or the limit must be longer.',
  },
  'interrupt-watchdog': {
    what: 'Interrupts were switched off for too long',
    causes: ['an interrupt handler that does too much', 'a critical section that takes long', 'writing to flash from the wrong place'],
    remedy: BACKTRACE,
  },
  'brown-out': {
    what: 'The supply dipped',
    causes: ['Wi-Fi starts and the supply cannot give its current', 'a long or thin USB cable', 'a regulator that is too small'],
    remedy: POWER,
  },
  'boot-failed': { what: 'No program was started', causes: ['what is in flash is not whole, or not for this board'], remedy: FLASH_AGAIN },
  backtrace: {
    what: 'The program printed where it was',
    causes: ['a crash whose first lines are missing', 'firmware that prints a backtrace on purpose'],
    remedy: BACKTRACE,
  },
};

const causes: CrashCauseTable = {
  'load-prohibited': {
    what: 'The program read from an address that is none',
    causes: ['a null pointer', 'a pointer to memory that was freed or never set', 'an array read far past its end'],
    remedy: BACKTRACE,
  },
  'store-prohibited': {
    what: 'The program wrote to an address that may not be written',
    causes: ['a null pointer', 'a pointer to memory that was freed or never set', 'writing to a constant'],
    remedy: BACKTRACE,
  },
  'fetch-prohibited': {
    what: 'The program jumped to where no code is',
    causes: ['a function pointer that is null or was overwritten', 'a stack that was overwritten', 'a callback of an object that is gone'],
    remedy: BACKTRACE,
  },
  'illegal-instruction': {
    what: 'The processor met what is no instruction',
    causes: [
      'a function that ends without a return value',
      'a stack or code that was overwritten',
      'flash that is read wrongly: its mode or speed does not fit',
    ],
    remedy: BACKTRACE + ' If the place changes from crash to crash, try a slower flash mode.',
  },
  'divide-by-zero': { what: 'The program divided by zero', causes: ['a value that is zero where nobody thought of it'], remedy: BACKTRACE },
  alignment: {
    what: 'The program read or wrote at an odd address',
    causes: ['a pointer cast to a larger type', 'a packed structure', 'memory that allows whole words only'],
    remedy: BACKTRACE,
  },
  'load-store-error': {
    what: 'A byte was read or written where only whole words are allowed',
    causes: ['data placed in instruction memory', 'a byte copied from flash without the function for it'],
    remedy: BACKTRACE,
  },
  'cache-disabled': {
    what: 'Code or data in flash was used while flash was being written',
    causes: ['an interrupt handler, or what it calls, that is not in IRAM'],
    remedy: 'Put the handler and all it uses into IRAM, or do not allow that interrupt while flash is written.',
  },
  'cache-error': {
    what: 'The cache read what is not there',
    causes: ['flash or PSRAM that answers wrongly', 'an address outside of what is mapped'],
    remedy: BACKTRACE,
  },
  'double-exception': { what: 'It crashed while it handled a crash', causes: ['a stack that was overwritten or is full'], remedy: BACKTRACE },
  'debug-exception': {
    what: 'A watchpoint or breakpoint was hit',
    causes: ['a watchpoint that guards the end of a stack', 'a breakpoint left in the program'],
    remedy: BACKTRACE,
  },
  breakpoint: {
    what: 'A breakpoint was hit, and no debugger is there',
    causes: ['a breakpoint left in the program', 'a check of the compiler that failed'],
    remedy: BACKTRACE,
  },
  'memory-protection': {
    what: 'The program did what memory protection forbids',
    causes: ['running code from data memory', 'writing to code', 'a pointer that was overwritten'],
    remedy: BACKTRACE,
  },
  coprocessor: { what: 'Floating point was used where it may not be', causes: ['floating point in an interrupt handler'], remedy: BACKTRACE },
  called: null,
  'task-stack': null,
  guard: null,
  'cpu-busy': null,
  'supply-voltage': null,
  'flash-empty': {
    what: 'The flash is empty',
    causes: ['a new or erased board', 'a bootloader written to the wrong address'],
    remedy: 'Flash it. If it was flashed, the bootloader’s offset is not that of this chip.',
  },
  'bad-header': {
    what: 'What stands at the start of flash is no bootloader',
    causes: ['a bootloader written to the wrong address', 'another chip’s bootloader', 'flash encryption'],
    remedy: FLASH_AGAIN,
  },
  'flash-read': {
    what: 'The flash cannot be read',
    causes: ['a flash mode or speed that the chip does not have', 'something else on the flash pins', 'a strapping pin that chooses the wrong flash voltage'],
    remedy: 'Flash with mode DIO and 40 MHz. Take off what is wired to GPIO6 to 11, and on an ESP32 to GPIO12.',
  },
  'rom-stopped': {
    what: 'The chip’s ROM stopped',
    causes: ['flash that cannot be read or is not whole', 'a strapping pin held at the wrong level'],
    remedy: 'Take off what is wired to the strapping pins, then flash again.',
  },
  'no-app': {
    what: 'The bootloader finds no program',
    causes: ['only a bootloader was written', 'another partition table than the program’s'],
    remedy: FLASH_AGAIN,
  },
  'image-corrupt': {
    what: 'The program in flash is damaged',
    causes: ['a flashing that broke off', 'something was written over it', 'flash that is worn out'],
    remedy: FLASH_AGAIN,
  },
  'partition-table': {
    what: 'The bootloader finds no partition table',
    causes: ['it was not written', 'the bootloader looks for it at another address'],
    remedy: FLASH_AGAIN,
  },
  'flash-size': {
    what: 'The program is made for a larger flash than this board has',
    causes: ['the flash size in the project', 'another module than planned'],
    remedy: 'Set the flash size in the project to the board’s and build again, or use a board with more flash.',
  },
  'secure-boot': {
    what: 'Secure boot does not accept the program’s signature',
    causes: ['a program that is not signed', 'a program signed with another key than the board’s'],
    remedy: 'Sign it with the key whose digest is in this board’s fuses.',
  },
  unknown: null,
};

const resets: ResetTable = {
  'power-on': 'power-on or reset pin',
  external: 'reset pin',
  software: 'restarted by its own program',
  'deep-sleep': 'woke from deep sleep',
  watchdog: 'a watchdog reset it',
  'brown-out': 'the supply dipped',
  usb: 'reset over USB',
  jtag: 'reset over JTAG',
  efuse: 'its fuses were read wrongly',
  glitch: 'a glitch on clock or supply',
  'cpu-lockup': 'its processor locked up',
  sdio: 'reset over SDIO',
  other: 'a reset of another kind',
};

const modes: BootModeTable = {
  flash: 'starts from flash',
  download: 'waits in download mode',
  unsupported: 'starts in an unusual mode: look at the strapping pins',
};
const addresses: AddressTable = {
  pc: 'where it happened',
  caller: 'who gave up',
  backtrace: 'called from',
  return: 'would have returned to',
  stack: 'on the stack, may be a caller',
};
const builds: BuildMatchTable = {
  same: 'This ELF is the build that the board runs: the SHA-256 is the same.',
  other: 'This ELF is another build than the board runs: its SHA-256 is not the one that the board printed. Names from it would mislead, so none are shown.',
  unknown: 'The board did not say which build it runs: the names are right only if this ELF is that build.',
};

/** Facts of a crash, in the order in which they are shown. */
const facts: Readonly<Record<string, string>> = {
  core: 'core',
  cause: 'the board’s word',
  reason: 'reason',
  exception: 'exception',
  faultAddress: 'address',
  task: 'task',
  running0: 'ran on CPU 0',
  running1: 'ran on CPU 1',
  function: 'function',
  file: 'file',
  line: 'line',
  expression: 'expression',
  message: 'message',
  error: 'error',
  errorName: 'error’s name',
  header: 'header',
  flashBytes: 'flash size',
  flashKiB: 'flash size, KB',
  imageKiB: 'image made for, KB',
};

/** Who has the names need not be told to get them. */
const withNames = (remedy: string): string => remedy.replace('Choose the build’s ELF: the', 'The');

export const crashWords = {
  withNames,
  kinds,
  causes,
  facts,
  title: 'Crash',
  bootTitle: 'Does not start',
  times: (times: number): string => (times <= 1 ? '' : `${count(times)} times in a row`),
  nullPointer: 'The address is close to zero: a null pointer.',
  usual: 'Usual causes',
  whatToDo: 'What to do',
  addresses: 'Where',
  roles: addresses,
  registers: (registers: number): string => `${count(registers)} registers`,
  corrupted: 'The board says that its backtrace is damaged: the last rows may be wrong.',
  builds,
  noName: 'in no function of the ELF',
  elfSaid: (digits: string): string => `The board says that its ELF’s SHA-256 begins with \`${digits}\`.`,
  moreCrashes: (crashes: number): string => (crashes === 1 ? '1 crash before it' : `${count(crashes)} crashes before it`),
  loop: (boots: number, ms: number): string => `The board starts again and again: ${count(boots)} starts in ${seconds(ms)}`,
  boots: (boots: number): string => `${count(boots)} ${boots === 1 ? 'start' : 'starts'} of the board`,
  resets,
  modes,
};
