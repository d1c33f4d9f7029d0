/**
 * A seeded walk through inputs: change what is kept, keep what comes out in a new way, and so reach deeper than blind changes do.
 * Knows no reader; a target says what came out, and throws when something came out that must not.
 * An input that does not end is stopped by the engine (node:vm's timeout), so a hang is found like any other fault.
 */
import { Script } from 'node:vm';
import { toHex } from '../../src/base/index.ts';
import { mutate, type Material } from './mutate.ts';
import { Random } from './random.ts';

/** A reader under test. */
export interface Target {
  readonly name: string;
  /** Right inputs, and wrong ones that are worth starting from. */
  readonly seeds: readonly Uint8Array[];
  readonly dictionary: readonly Uint8Array[];
  readonly maxBytes: number;
  /** Changes that keep the form, where blind ones would only break it; null when the input has no form to keep. */
  readonly reshape?: (random: Random, input: Uint8Array, material: Material) => Uint8Array | null;
  /** Gives the outcome's signature: what came out, where, in few words. The input alone decides. @throws whatever must not happen */
  readonly run: (input: Uint8Array) => string;
}

/** Whichever comes first ends the walk. */
export interface Budget {
  readonly runs: number;
  readonly milliseconds: number;
  /** A few inputs together take milliseconds; those that take this long do not end. */
  readonly hangMs?: number;
}

/** An input on which a property does not hold, and what was seen. */
export interface BrokenProperty {
  readonly inputHex: string;
  readonly seen: string;
}

export interface Exploration {
  readonly target: string;
  readonly seed: number;
  readonly runs: number;
  readonly milliseconds: number;
  /** Inputs kept, each for an outcome that no other had before. */
  readonly kept: number;
  /** Outcomes whose signature begins with `ok`: the reader accepted. */
  readonly accepted: number;
  readonly slowestMs: number;
  readonly broken: BrokenProperty | null;
}

const BATCH = 64;
const HANG_MS = 20_000;
const MOST_KEPT = 4_000;
const RECENT = 48;

/** Says that a property holds, or throws with what was seen. */
export function must(holds: boolean, property: string, seen: () => unknown = () => ''): asserts holds {
  if (!holds) throw new Error(`${property}: ${JSON.stringify(seen())}`);
}

/** Runs one input; null when all properties hold. */
export function tryInput(target: Target, input: Uint8Array): BrokenProperty | null {
  try {
    withDeadline(HANG_MS, () => target.run(input));
    return null;
  } catch (error) {
    return { inputHex: toHex(input), seen: describe(error) };
  }
}

/** Walks until the budget is used or a property is broken. */
export function explore(target: Target, seed: number, { runs: mostRuns, milliseconds: longestMs, hangMs = HANG_MS }: Budget): Exploration {
  const random = new Random(seed);
  const startedMs = performance.now();
  const outcomes = new Set<string>();
  const kept: Uint8Array[] = [];
  const keptRight: Uint8Array[] = [];
  let [runs, accepted, slowestMs] = [0, 0, 0];
  let input: Uint8Array = new Uint8Array(0);
  let broken: BrokenProperty | null = null;

  const runOne = (isSeed: 'seed' | 'change'): void => {
    const beganMs = performance.now();
    const outcome = target.run(input);
    slowestMs = Math.max(slowestMs, performance.now() - beganMs);
    runs++;
    if (outcome.startsWith('ok')) accepted++;
    if (outcomes.has(outcome) && isSeed !== 'seed') return;
    outcomes.add(outcome);
    for (const list of outcome.startsWith('ok') ? [kept, keptRight] : [kept]) {
      if (list.length < MOST_KEPT) list.push(input);
      else list[random.below(list.length)] = input;
    }
  };
  const material: Material = { others: kept, dictionary: target.dictionary, maxBytes: target.maxBytes };
  const change = (): Uint8Array => {
    const from = keptRight.length > 0 && random.oneIn(2) ? keptRight : kept; // else the many ways of being wrong would crowd out the few of being right
    const parent = from[random.oneIn(2) ? random.below(from.length) : Math.max(0, from.length - 1 - random.below(RECENT))] as Uint8Array;
    const reshaped = target.reshape !== undefined && random.oneIn(2) ? target.reshape(random, parent, material) : null;
    return reshaped !== null && reshaped.length <= target.maxBytes ? Uint8Array.from(reshaped) : mutate(random, parent, material);
  };

  try {
    withDeadline(hangMs, () => {
      for (const one of target.seeds) {
        input = Uint8Array.from(one);
        runOne('seed');
      }
    });
    while (runs < mostRuns && performance.now() - startedMs < longestMs) {
      withDeadline(hangMs, () => {
        for (let left = Math.min(BATCH, mostRuns - runs); left > 0; left--) {
          input = change();
          runOne('change');
        }
      });
    }
  } catch (error) {
    broken = { inputHex: toHex(input), seen: describe(error) };
  }
  const milliseconds = performance.now() - startedMs;
  return { target: target.name, seed, runs, milliseconds, kept: kept.length, accepted, slowestMs, broken };
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const guarded = new Script('globalThis.touchstoneRandomRun()');

/** @throws ERR_SCRIPT_EXECUTION_TIMEOUT when the work does not end; no catch inside the work can hold that up */
function withDeadline(timeoutMs: number, work: () => unknown): void {
  Object.assign(globalThis, { touchstoneRandomRun: work });
  try {
    guarded.runInThisContext({ timeout: timeoutMs });
  } finally {
    Object.assign(globalThis, { touchstoneRandomRun: undefined });
  }
}
