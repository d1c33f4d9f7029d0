/**
 * The proof that new firmware started: its first own line, or what was seen instead.
 * Floor: board. Listens only; resetting is the caller's. A board that does not start is a result, not an error.
 * What the second stage says proves only that the chip reads its flash: it counts when the firmware itself stays silent.
 */
import type { Clock, Facts } from '../../base/index.ts';
import type { Wire } from '../../link/index.ts';
import { WireEvidence } from '../evidence.ts';
import { bootLine, type BootTrouble } from './boot-lines.ts';

/** Why there is no proof. `firmware-silent`: nothing that firmware would say came within the limit. `firmware-boot-loop`: the board starts
 * again and again, or its ROM refuses. `board-new-port`: a chip's own USB port went away with the reset, and comes back as another one
 * (`connection`, `chip`, `mac`): open that port, and `identify` tells by the MAC that it is the same board. Where somebody waited for it
 * (returned-start.ts), `reason` says what came of that: not-back, several (`candidates`), silent, or the code of a port that did not open. */
export type StartFailureCode = 'firmware-silent' | 'firmware-boot-loop' | 'board-new-port';

export type StartProof =
  | {
      readonly outcome: 'started';
      /** Printable ASCII, no colours, at most 120 characters; hostile text all the same. */
      readonly firstLine: string;
      readonly afterMs: number;
      /** `second-stage`: the bootloader spoke, the application did not (yet). */
      readonly by: 'firmware' | 'second-stage';
      /** The ROM said that it started. Without that it may be that the reset did nothing and the board went on talking. */
      readonly resetSeen: boolean;
      /** Only where the port went away with the reset and this was heard at the one that came back: same USB ids, MAC not read. */
      readonly boardBy?: 'usb-ids';
    }
  | { readonly outcome: StartFailureCode; readonly facts: Facts };

const MAX_LINE = 512;
const SHOWN = 120;
/** A line that does not end is taken as it is after so much silence. */
const FLUSH_MS = 150;
const LEAST_READABLE = 0.8;
/** More resets than ours, and not a word between them. */
const RESETS_ARE_A_LOOP = 3;
const COLOURS = /\x1b\[[0-9;]*[A-Za-z]/g;

/** Listens from the moment it is made: make it before the board starts. */
export class StartWatch {
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #stop: () => void;
  #evidence = new WireEvidence();
  #startMs: number;
  #line = '';
  #unreadable = 0;
  #lastMs = 0;
  #resets = 0;
  #cause = '';
  #trouble: BootTrouble | null = null;
  #troubleLine = '';
  /** What follows a panic is its register dump, not a firmware that started. */
  #dumping = false;
  #secondStage: { readonly line: string; readonly afterMs: number } | null = null;
  #proof: StartProof | null = null;
  #wake: (() => void) | null = null;

  /** `sinceMs`: from when on time counts; now, unless told. */
  constructor(wire: Wire, clock: Clock, sinceMs = clock.nowMs()) {
    this.#wire = wire;
    this.#clock = clock;
    this.#startMs = sinceMs;
    this.#stop = wire.onText((bytes) => {
      this.#evidence.add(bytes);
      this.#add(bytes);
    });
  }

  /** From now on time counts: the board has just been let go. What came before is forgotten. */
  released(): void {
    this.#startMs = this.#clock.nowMs();
    this.#evidence = new WireEvidence();
    this.#line = '';
    this.#unreadable = 0;
    this.#resets = 0;
    this.#cause = '';
    this.#trouble = null;
    this.#troubleLine = '';
    this.#dumping = false;
    this.#secondStage = null;
    this.#proof = null;
  }

  /** Waits for the proof. @throws the signal's reason */
  async wait(limitMs: number, signal: AbortSignal): Promise<StartProof> {
    while (this.#proof === null) {
      const restMs = this.#startMs + limitMs - this.#clock.nowMs();
      if (restMs <= 0) return this.#atLimit(limitMs);
      await this.#sleep(this.#line === '' ? restMs : Math.min(restMs, FLUSH_MS), signal);
      if (this.#line !== '' && this.#clock.nowMs() - this.#lastMs >= FLUSH_MS) this.#end();
    }
    return this.#proof;
  }

  stop(): void {
    this.#stop();
  }

  #add(bytes: Uint8Array): void {
    this.#lastMs = this.#clock.nowMs();
    for (const byte of bytes) {
      if (byte === 0x0a || byte === 0x0d) this.#end();
      else if (this.#line.length < MAX_LINE) {
        const readable = (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x1b;
        if (!readable && this.#line === '') continue; // a glitch before the first word
        if (!readable) this.#unreadable++;
        this.#line += readable ? String.fromCharCode(byte) : '.';
      } else this.#end();
    }
    this.#wake?.();
  }

  #end(): void {
    const line = this.#line.replace(COLOURS, '').replaceAll('\x1b', '.').replaceAll('\t', ' ').trim();
    const noise = this.#unreadable > (1 - LEAST_READABLE) * this.#line.length;
    this.#line = '';
    this.#unreadable = 0;
    if (line !== '' && !noise && this.#proof === null) this.#judge(line);
  }

  #judge(line: string): void {
    const seen = bootLine(line);
    if (seen.kind === 'reset') {
      this.#resets++;
      this.#dumping = false;
      this.#cause = seen.cause;
      if (this.#resets >= RESETS_ARE_A_LOOP) this.#proof = this.#loop();
    } else if (seen.kind === 'trouble') {
      this.#trouble = seen.trouble;
      this.#dumping ||= seen.trouble === 'panic';
      this.#troubleLine = line.slice(0, SHOWN);
      if (seen.final === 'final') this.#proof = this.#loop();
    } else if (seen.kind === 'second-stage') this.#secondStage ??= { line: line.slice(0, SHOWN), afterMs: this.#elapsedMs() };
    else if (seen.kind === 'firmware' && !this.#dumping) {
      this.#proof = { outcome: 'started', firstLine: line.slice(0, SHOWN), afterMs: this.#elapsedMs(), by: 'firmware', resetSeen: this.#resets > 0 };
    }
    if (this.#proof !== null) this.#wake?.();
  }

  #atLimit(limitMs: number): StartProof {
    if (this.#trouble !== null || this.#resets > 1) return this.#loop();
    if (this.#secondStage !== null) {
      const { line, afterMs } = this.#secondStage;
      return { outcome: 'started', firstLine: line, afterMs, by: 'second-stage', resetSeen: this.#resets > 0 };
    }
    return { outcome: 'firmware-silent', facts: { ...this.#facts(), limitMs } };
  }

  #loop(): StartProof {
    return {
      outcome: 'firmware-boot-loop',
      facts: {
        ...this.#facts(),
        reason: this.#trouble ?? 'resets',
        ...(this.#troubleLine === '' ? {} : { line: this.#troubleLine }),
        resets: this.#resets,
        ...(this.#cause === '' ? {} : { resetCause: this.#cause }),
      },
    };
  }

  #facts(): Facts {
    return { ...this.#evidence.facts(), afterMs: this.#elapsedMs(), baudRate: this.#wire.baudRate };
  }

  #elapsedMs(): number {
    return Math.max(0, Math.round(this.#clock.nowMs() - this.#startMs));
  }

  /** Until so much time has passed, or something was heard. */
  async #sleep(durationMs: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const cancel = (): void => {
      woken.abort();
    };
    this.#wake = cancel;
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    await this.#clock.sleep(durationMs, woken.signal).catch(() => undefined);
    signal.removeEventListener('abort', cancel);
    this.#wake = null;
    signal.throwIfAborted();
  }
}
