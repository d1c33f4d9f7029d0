/**
 * What is shown of an understood log: timelines, crashes, the build whose names they get, own rules, recordings; and what can be done there.
 * Floor: ui. Types only. Every text that came from a board or a file is hostile.
 */
import type { Facts } from '../../base/index.ts';
import type { BootLoop, BootRecord, ConnectStall, ConnectTimeline, Crash, SymbolizedCrash } from '../../bench/index.ts';
import type { LogView } from '../log/log-view.ts';

/** Null where no build was chosen, or it holds no name for the crash. */
export type CrashView = Crash & { readonly named: SymbolizedCrash | null };

/** One log, as far as it was read. */
export interface UnderstoodLog {
  /** Starts that went beyond booting, oldest first, and the one that goes on; empty when nothing was understood. */
  readonly starts: readonly ConnectTimeline[];
  /** The same clock as the timelines'; stands still when nothing can come any more. */
  readonly nowMs: number;
  readonly stall: ConnectStall | null;
  /** The last ones that differ, oldest first. */
  readonly crashes: readonly CrashView[];
  readonly boots: readonly BootRecord[];
  readonly loop: BootLoop | null;
  /** `unknown`: a file that does not say when its lines came; then nothing may be said of how long anything took. */
  readonly times: 'known' | 'unknown';
  /** Lines of the log that were not read yet. */
  readonly behind: number;
}

/** A log file that is looked at instead of the board's log. */
export interface OpenedLog {
  /** Hostile text. */
  readonly fileName: string;
  readonly log: LogView;
  readonly state: 'reading' | 'read';
  /** Lines from its beginning that are not kept. */
  readonly dropped: number;
  readonly understood: UnderstoodLog;
}

/** The program that a board runs, with the names of its functions. */
export interface BuildCard {
  /** Hostile text. */
  readonly fileName: string;
  readonly machine: 'xtensa' | 'riscv';
  readonly functions: number;
  /** SHA-256 of the file, lower-case hex. */
  readonly sha256: string;
}

/** Rules of the person's own. */
export interface RulesCard {
  /** Hostile text, printable. */
  readonly name: string;
  readonly count: number;
  /** `here`: the browser did not keep them; they go when the page is closed. */
  readonly kept: 'kept' | 'here';
}

/** A file that was not taken. `cause` says where in it. */
export interface RefusedKnowledge {
  readonly what: 'build' | 'rules' | 'log' | 'recording';
  readonly fileName: string;
  readonly code: string;
  readonly facts: Facts;
  readonly cause: { readonly code: string; readonly facts: Facts } | null;
}

/** A recorded log that the virtual board can play. */
export interface RecordingCard {
  readonly id: string;
  readonly group: 'connect' | 'crash';
  readonly title: string;
  /** How it was made, and from what. */
  readonly kind: string;
  readonly source: string;
  readonly durationMs: number;
}

export interface UnderstandingView {
  readonly port: UnderstoodLog;
  readonly file: OpenedLog | null;
  readonly build: BuildCard | null;
  readonly rules: RulesCard | null;
  readonly refused: RefusedKnowledge | null;
  /** Null until somebody asked for them. */
  readonly recordings: readonly RecordingCard[] | null;
  /** The list of recordings is open. */
  readonly choosing: 'yes' | 'no';
  /** What the lines of the port's log are, since it was begun: `ended` until something else is done with the board. */
  readonly playing: { readonly id: string; readonly title: string; readonly speed: number; readonly state: 'playing' | 'ended' } | null;
}

/** How fast a recording may be played. */
export const PLAY_SPEEDS = [1, 10] as const;
export type PlaySpeed = (typeof PLAY_SPEEDS)[number];

/** `open`: the log room is looked at. `add-files`: dropped; what each is, its content says. */
export type UnderstandingAction =
  | { readonly act: 'add-files' | 'open-log' | 'open-build' | 'open-rules'; readonly files: readonly File[] }
  | { readonly act: 'open' | 'close-log' | 'remove-build' | 'remove-rules' | 'forget-refused' | 'choose-recording' | 'close-recordings' | 'stop-playing' }
  | { readonly act: 'play'; readonly id: string; readonly speed: PlaySpeed };
