/**
 * Reads a board's log line by line and keeps its crashes and its starts.
 * Floor: bench. Knows no ELF file (symbolize.ts does) and no words for people. A line without a known word costs one walk over its characters.
 * Reference: lines.ts names the programs whose lines these are.
 */
import type { Facts } from '../../base/index.ts';
import { plainText } from '../patterns/captures.ts';
import { PatternIndex } from '../patterns/pattern-index.ts';
import { parsePattern } from '../patterns/pattern.ts';
import type { LogLine } from '../snapshot.ts';
import { backtraceIn, backtraceIsCorrupted, looksLikeCode, registersIn, stackWordsIn } from './dump.ts';
import { CRASH_LINES, type LineMeaning } from './lines.ts';
import type { BootLoop, BootRecord, Crash, CrashAddress, CrashCause, CrashKind, CrashRegister, CrashSnapshot } from './snapshot.ts';
import { exceptionOf, modeOf, modeOf8266, panicOf, resetOf, resetOf8266 } from './words.ts';

const KEPT = 16;
/** A dump is over at the latest after so many lines, or when a line comes so much later. */
const DUMP_LINES = 400;
const DUMP_MS = 20_000;
const REGISTERS_KEPT = 64;
const ADDRESSES_KEPT = 64;
const STACK_WORDS_KEPT = 64;
const LOOP_BOOTS = 4;
const LOOP_MS = 30_000;
/** An address below this is a null pointer and what was to be found behind it. */
const NULL_PAGE = 0x400;
const FAULT_REGISTERS: readonly string[] = ['EXCVADDR', 'MTVAL', 'excvaddr'];
const PC_REGISTERS: readonly string[] = ['PC', 'MEPC', 'epc1'];

/** Causes that come with the address that could not be used. */
const FAULTING: readonly CrashCause[] = ['load-prohibited', 'store-prohibited', 'fetch-prohibited', 'alignment', 'load-store-error', 'memory-protection'];
const ENDS_IN_ABORT: readonly CrashKind[] = ['assert', 'error-check', 'stack-smashed', 'heap-corrupt', 'task-watchdog', 'stack-overflow', 'abort'];
/** Before ESP-IDF 4.3 the tasks of a watchdog stand in rows of their own. */
const WATCHED_TASK = /^ - (\S.{0,63})$/;

interface Open {
  kind: CrashKind;
  cause: CrashCause;
  readonly atMs: number;
  readonly line: number;
  lastLine: number;
  times: number;
  facts: Facts;
  readonly registers: CrashRegister[];
  readonly addresses: CrashAddress[];
  corrupted: boolean;
  elfSha256: string | null;
}

const INDEX = new PatternIndex(CRASH_LINES.map(({ match }) => parsePattern(match)));

const text = (value: Facts[string] | undefined): string => (typeof value === 'string' ? value : '');
const number = (value: Facts[string] | undefined): number => (typeof value === 'number' ? value : 0);
const hexText = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

export class CrashReader {
  #open: Open | null = null;
  #crashes: readonly Crash[] = [];
  #boots: readonly BootRecord[] = [];
  #count = 0;
  #elfSha256: string | null = null;

  /** Reads one line, in the order of the log; notes of the page and broken frames say nothing. True when there is something new to show. */
  read(line: LogLine): boolean {
    if (line.source !== 'board') return false;
    const open = this.#open;
    if (open !== null && (line.number - open.line > DUMP_LINES || line.atMs - open.atMs > DUMP_MS)) this.#close();
    const hits = INDEX.scan(line.text);
    let at = -1;
    for (const hit of hits) {
      const means = CRASH_LINES[hit.pattern]?.means;
      if (means === undefined || hit.at === at) continue;
      at = hit.at;
      this.#understand(means, hit.facts, line);
    }
    return (this.#open !== null && this.#addDump(line.text)) || at >= 0;
  }

  snapshot(): CrashSnapshot {
    const open = this.#open === null ? [] : [this.#finished(this.#open)];
    return { crashes: withLast(this.#crashes, open), boots: this.#boots, loop: loopOf(this.#boots) };
  }

  /** Forgets everything, as when the log is cleared or another board is plugged in. */
  reset(): void {
    this.#open = null;
    this.#crashes = [];
    this.#boots = [];
    this.#count = 0;
    this.#elfSha256 = null;
  }

  #understand(means: LineMeaning, facts: Facts, line: LogLine): void {
    switch (means.is) {
      case 'crash':
        return this.#crash(means.kind, means.cause, facts, line);
      case 'panic': {
        const { kind, cause } = panicOf(text(facts['cause']));
        return this.#crash(kind, cause, facts, line);
      }
      case 'exception': {
        const cause = exceptionOf(number(facts['exception']));
        if (this.#open?.kind === 'panic' && this.#open.cause === cause) return; // both the SDK and the Arduino core say it
        return this.#crash('panic', cause, facts, line);
      }
      case 'header':
        return this.#crash('boot-failed', facts['header'] === '0xffffffff' ? 'flash-empty' : 'bad-header', facts, line);
      case 'backtrace':
        if (this.#open === null) this.#crash('backtrace', 'unknown', {}, line);
        return;
      case 'canary':
        if (this.#open !== null) Object.assign(this.#open, { kind: 'stack-overflow', cause: 'task-stack', facts: { ...this.#open.facts, ...facts } });
        return;
      case 'detail':
        if (this.#open !== null) this.#open.facts = { ...facts, ...this.#open.facts };
        return;
      case 'elf':
        return this.#elf(text(facts['elf']));
      case 'end':
        return this.#close();
      case 'reset': {
        const word = text(facts['modeWord']).replace(/\)$/, '');
        return this.#boot({ ...facts, modeWord: word }, resetOf(text(facts['resetWord']), number(facts['resetCode'])), modeOf(word), line);
      }
      case 'reset-8266':
        return this.#boot(facts, resetOf8266(number(facts['resetCode'])), modeOf8266(number(facts['mode'])), line);
      case 'download':
        return this.#amendBoot({ mode: 'download' });
      case 'saved-pc':
        return this.#amendBoot({ facts: { ...this.#boots.at(-1)?.facts, ...facts } });
    }
  }

  #crash(kind: CrashKind, cause: CrashCause, facts: Facts, line: LogLine): void {
    const open = this.#open;
    if (open !== null && open.registers.length === 0 && open.addresses.every(({ role }) => role === 'caller')) {
      // a failed check ends in abort(): one crash, and the first word knows more
      if (kind === 'abort' && ENDS_IN_ABORT.includes(open.kind)) {
        open.facts = { ...facts, ...open.facts };
        return this.#addAddress(number(facts['address']), 'caller');
      }
      if (open.kind === kind && open.cause === cause) {
        open.times++;
        open.lastLine = line.number;
        return;
      }
    }
    this.#close();
    this.#open = {
      kind,
      cause,
      atMs: line.atMs,
      line: line.number,
      lastLine: line.number,
      times: 1,
      facts,
      registers: [],
      addresses: [],
      corrupted: false,
      elfSha256: null,
    };
    this.#addAddress(number(facts['address']), 'caller');
  }

  #addAddress(address: number, role: CrashAddress['role']): void {
    const open = this.#open;
    if (open === null || !looksLikeCode(address)) return;
    const limit = role === 'stack' ? STACK_WORDS_KEPT : ADDRESSES_KEPT;
    if (open.addresses.filter((known) => (known.role === 'stack') === (role === 'stack')).length < limit) open.addresses.push({ address, role });
  }

  /** Rows of numbers belong to the crash that is open. True when the line held any. */
  #addDump(row: string): boolean {
    const open = this.#open;
    if (open === null) return false;
    const task = open.kind === 'task-watchdog' ? WATCHED_TASK.exec(row)?.[1] : undefined;
    if (task !== undefined && open.facts['task'] === undefined) open.facts = { ...open.facts, task: plainText(task) };
    const registers = registersIn(row).filter(({ name }) => !open.registers.some((known) => known.name === name));
    for (const { name, value } of registers) {
      if (open.registers.length >= REGISTERS_KEPT) break;
      open.registers.push({ name, value });
      if (PC_REGISTERS.includes(name)) this.#addAddress(value, 'pc');
      if (name === 'RA') this.#addAddress(value, 'return');
      if (FAULT_REGISTERS.includes(name) && FAULTING.includes(open.cause))
        open.facts = { ...open.facts, faultAddress: hexText(value), nullPointer: value < NULL_PAGE };
    }
    const frames = [...(row.includes('Backtrace:') ? backtraceIn(row) : []), ...stackWordsIn(row)];
    for (const { address, role } of frames) this.#addAddress(address, role);
    if (backtraceIsCorrupted(row)) open.corrupted = true;
    return registers.length > 0 || frames.length > 0;
  }

  #elf(printed: string): void {
    const digits = printed.trim();
    if (!/^[0-9a-fA-F]{8,64}$/.test(digits) || /^0+$/.test(digits)) return; // Arduino prints zeros
    this.#elfSha256 = digits.toLowerCase();
    if (this.#open !== null) this.#open.elfSha256 = this.#elfSha256;
  }

  #boot(facts: Facts, reset: BootRecord['reset'], mode: BootRecord['mode'], line: LogLine): void {
    this.#close();
    this.#elfSha256 = null; // another program may run now
    this.#boots = [...this.#boots, { atMs: line.atMs, line: line.number, reset, mode, facts }].slice(-KEPT);
  }

  #amendBoot(change: Partial<BootRecord>): void {
    const last = this.#boots.at(-1);
    if (last !== undefined) this.#boots = [...this.#boots.slice(0, -1), { ...last, ...change }];
  }

  #finished({ kind, cause, atMs, line, lastLine, times, facts, registers, addresses, corrupted, elfSha256 }: Open): Crash {
    const plain = Object.fromEntries(Object.entries(facts).filter(([name]) => name !== 'address')); // that stands among the addresses
    return {
      number: this.#count + 1,
      kind,
      cause,
      atMs,
      line,
      lastLine,
      times,
      facts: plain,
      registers: [...registers],
      addresses: [...addresses],
      corrupted,
      elfSha256: elfSha256 ?? this.#elfSha256,
    };
  }

  #close(): void {
    if (this.#open === null) return;
    const crashes = withLast(this.#crashes, [this.#finished(this.#open)]);
    this.#crashes = crashes;
    this.#count = crashes.at(-1)?.number ?? 0;
    this.#open = null;
  }
}

const signature = ({ kind, cause, facts, addresses }: Crash): string =>
  JSON.stringify([kind, cause, facts['task'] ?? '', facts['function'] ?? '', facts['header'] ?? '', addresses[0]?.address ?? 0]);

/** A crash like the last one is the last one once more. */
function withLast(crashes: readonly Crash[], added: readonly Crash[]): readonly Crash[] {
  const [crash] = added;
  const last = crashes.at(-1);
  if (crash === undefined) return crashes;
  if (last !== undefined && signature(last) === signature(crash))
    return [...crashes.slice(0, -1), { ...last, lastLine: crash.lastLine, times: last.times + crash.times }];
  return [...crashes, crash].slice(-KEPT);
}

/** Four starts within half a minute of each other, deep sleep aside. */
function loopOf(boots: readonly BootRecord[]): BootLoop | null {
  const awake = boots.filter((boot) => boot.reset !== 'deep-sleep');
  const first = awake.at(-LOOP_BOOTS);
  const last = awake.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs > LOOP_MS) return null;
  const recent = awake.filter((boot) => last.atMs - boot.atMs <= LOOP_MS);
  return { boots: recent.length, withinMs: last.atMs - (recent[0]?.atMs ?? last.atMs) };
}
