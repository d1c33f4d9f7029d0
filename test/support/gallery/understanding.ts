/**
 * Understood logs for the gallery, made by the readers themselves from the recordings that come with the page.
 * Floor: test support.
 */
import recordings from '../../../public/demo/recordings.json';
import { LogReading } from '../../../src/app/understanding/log-reading.ts';
import type { ConnectRule, LogLine } from '../../../src/bench/index.ts';
import * as room from '../../../src/bench/understand-log.ts';
import { parseElf } from '../../../src/formats/index.ts';
import type { LogView } from '../../../src/ui/app-view.ts';
import { EMPTY_VIEW } from '../../../src/ui/app-view.ts';
import type { UnderstandingView } from '../../../src/ui/connect/understanding-view.ts';
import { CRASHED_BUILD, smallElf } from '../small-elf.ts';

type Rows = readonly (readonly [number, string])[];
const rowsOf = (id: string): Rows => (recordings.recordings.find((one) => one.id === id)?.lines ?? []) as unknown as Rows;

const linesOf = (rows: Rows): readonly LogLine[] => rows.map(([atMs, text], number) => ({ number, atMs, source: 'board', text }));

/** What the board's ELF really hashes to begins with this (test/vectors/crash-logs). */
const DIGEST = Uint8Array.from('620df13425e84645e757a00b40294a45'.repeat(2).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const ELF = parseElf(smallElf(CRASHED_BUILD));

interface Wish {
  readonly nowMs?: number;
  readonly build?: 'same' | 'other';
  readonly times?: 'known' | 'unknown';
  readonly rules?: readonly ConnectRule[];
  readonly more?: Partial<UnderstandingView>;
}

/** The page's view of a log with these lines. */
export function understoodRows(
  rows: Rows,
  { nowMs, build, times = 'known', more = {} }: Wish = {},
): { readonly log: LogView; readonly understanding: UnderstandingView } {
  const lines = linesOf(rows);
  const reading = new LogReading(room, [], times);
  for (const line of lines) reading.read(line);
  const known = reading.snapshot(nowMs ?? null);
  const digest = build === 'other' ? new Uint8Array(32).fill(7) : DIGEST;
  const crashes = known.crashes.map((crash) => ({ ...crash, named: build === undefined ? null : room.symbolizeCrash(crash, ELF, digest) }));
  return {
    log: { ...EMPTY_VIEW.log, version: lines.length, count: lines.length, line: (index) => lines[index] },
    understanding: {
      port: { ...known, crashes, times, behind: 0 },
      file: null,
      build: build === undefined ? null : { fileName: 'gateway.elf', machine: 'xtensa', functions: 4_212, sha256: '62'.repeat(32) },
      rules: null,
      refused: null,
      recordings: null,
      choosing: 'no',
      playing: null,
      ...more,
    },
  };
}

export const understood = (id: string, wish: Wish = {}): ReturnType<typeof understoodRows> => understoodRows(rowsOf(id), wish);

/** The recording up to a moment. */
export const understoodUntil = (id: string, untilMs: number, wish: Wish = {}): ReturnType<typeof understoodRows> =>
  understoodRows(
    rowsOf(id).filter(([atMs]) => atMs <= untilMs),
    { nowMs: untilMs, ...wish },
  );

/** Facts that want to be more than text. */
export const HOSTILE: Rows = [
  [0, 'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)'],
  [500, 'I (442) cpu_start: Pro cpu start user code'],
  [900, `Setting WiFi configuration SSID <img src=x onerror=alert(1)>${'\u202e'}PASS \`code\` ${'A'.repeat(300)}...`],
  [1_000, 'common name: sn0123-GENUINE-AND-ON-YOUR-MANIFEST-0123456789-0123456789-0123456789-0123456789-0123456789'],
  [2_000, "Guru Meditation Error: Core  0 panic'ed (<b>PASS</b> everything is fine). Exception was unhandled."],
  [2_001, 'Backtrace: 0x400d5c79:0x3ffbe4d0 0x400d5dd2:0x3ffbe510'],
];

/** Two starts: one that got no Wi-Fi, one that got through. */
export const TWO_STARTS: Rows = [...rowsOf('seed-wifi-password'), ...rowsOf('seed-success').map(([atMs, text]) => [atMs + 40_000, text] as const)];

export const CARDS: UnderstandingView['recordings'] = recordings.recordings.map(({ id, group, title, kind, source, lines }) => ({
  id,
  group: group as 'connect' | 'crash',
  title: title ?? '',
  kind,
  source,
  durationMs: Number(lines.at(-1)?.[0] ?? 0),
}));
