/**
 * How far a pack is, and how long it will take: bytes done, and the rates at which this very board writes and hashes.
 * Floor: board. Pure but for the clock; tells whoever listens.
 */
import type { Clock } from '../../base/index.ts';
import type { FlashProgress, FlashStage, OnFlashProgress } from './report.ts';

/** Before anything is measured: ten bits a byte, and a hash of 1 MB a second. */
const BITS_PER_BYTE = 10;
const FIRST_HASH_BYTES_PER_S = 1_000_000;
/** A rate from less than this is a guess. */
const LEAST_MEASURED_MS = 200;

/** What is left to do with a part. */
export interface PlannedPart {
  readonly plainBytes: number;
  readonly wireBytes: number;
}

interface Rate {
  amount: number;
  elapsedMs: number;
}

const perSecond = ({ amount, elapsedMs }: Rate, first: number): number => (elapsedMs >= LEAST_MEASURED_MS ? (amount * 1000) / elapsedMs : first);

export class Pace {
  #parts: readonly PlannedPart[];
  readonly #clock: Clock;
  readonly #listener: OnFlashProgress;
  readonly #baudRate: () => number;
  readonly #written: Rate = { amount: 0, elapsedMs: 0 };
  readonly #hashed: Rate = { amount: 0, elapsedMs: 0 };
  /** Parts that need nothing more. */
  readonly #finished = new Set<number>();
  #part: number | null = null;
  #plain = 0;
  #wire = 0;

  constructor(parts: readonly PlannedPart[], clock: Clock, baudRate: () => number, listener: OnFlashProgress) {
    this.#parts = parts;
    this.#clock = clock;
    this.#baudRate = baudRate;
    this.#listener = listener;
  }

  /** The plan, once it is known how the parts are written. */
  plan(parts: readonly PlannedPart[]): void {
    this.#parts = parts;
  }

  /** A stage that is about no part. `secondsLeft`: of this stage, where it is known. */
  stage(stage: FlashStage, secondsLeft: number | null = null): void {
    this.#part = null;
    this.#tell(stage, secondsLeft);
  }

  /** A stage of one part, from its beginning. */
  begin(stage: FlashStage, part: number): void {
    this.#part = part;
    this.#plain = 0;
    this.#wire = 0;
    this.#tell(stage, this.#secondsLeft());
  }

  /** Bytes of the present part, counted from its beginning. */
  wrote(plainBytes: number, wireBytes: number, elapsedMs: number): void {
    this.#written.amount += wireBytes - this.#wire;
    this.#written.elapsedMs += elapsedMs;
    this.#plain = plainBytes;
    this.#wire = wireBytes;
    this.#tell('write', this.#secondsLeft());
  }

  hashed(bytes: number, elapsedMs: number): void {
    this.#hashed.amount += bytes;
    this.#hashed.elapsedMs += elapsedMs;
  }

  /** The part is in flash. */
  finished(stage: FlashStage, part: number): void {
    this.#finished.add(part);
    this.#part = part;
    this.#plain = this.#parts[part]?.plainBytes ?? 0;
    this.#wire = 0;
    this.#tell(stage, this.#secondsLeft());
  }

  /** Measures `work`, in milliseconds. */
  async timed<T>(work: () => Promise<T>): Promise<readonly [result: T, elapsedMs: number]> {
    const startMs = this.#clock.nowMs();
    const result = await work();
    return [result, this.#clock.nowMs() - startMs];
  }

  #secondsLeft(): number {
    const wireRate = perSecond(this.#written, this.#baudRate() / BITS_PER_BYTE);
    const hashRate = perSecond(this.#hashed, FIRST_HASH_BYTES_PER_S);
    let seconds = 0;
    for (const [index, { plainBytes, wireBytes }] of this.#parts.entries()) {
      if (this.#finished.has(index)) continue;
      seconds += (wireBytes - (index === this.#part ? this.#wire : 0)) / wireRate + plainBytes / hashRate;
    }
    return Math.max(0, seconds);
  }

  #tell(stage: FlashStage, secondsLeft: number | null): void {
    const part = this.#part;
    const done = [...this.#finished].reduce((sum, index) => sum + (this.#parts[index]?.plainBytes ?? 0), 0);
    const progress: FlashProgress = {
      stage,
      partIndex: part,
      partCount: this.#parts.length,
      partDoneBytes: part === null ? 0 : this.#plain,
      partBytes: part === null ? 0 : (this.#parts[part]?.plainBytes ?? 0),
      doneBytes: done + (part !== null && !this.#finished.has(part) ? this.#plain : 0),
      totalBytes: this.#parts.reduce((sum, { plainBytes }) => sum + plainBytes, 0),
      secondsLeft,
      baudRate: this.#baudRate(),
    };
    this.#listener(progress);
  }
}
