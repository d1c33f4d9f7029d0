/**
 * Whose fault a late frame was: how long the page's main thread worked in it, by the kernel's own account, and whether the machine had a processor free.
 * Test support; Linux (/proc/PID/task/TID/schedstat, /proc/stat). Knows no page but by a short piece of work that tells its thread from the others.
 *
 * A frame that comes later than 100 ms is the page's own fault unless all of this is true of the time that it took: the main thread worked for less than half
 * of it; no task in it was OWN_MS of work; and all processors were busy for STARVED of it. Then thread and frame waited for the machine. That a task was long
 * by the clock proves nothing: a thread that waits for a processor is in its task. A second page as a witness would prove nothing either: the kernel serves
 * those first who sleep most of the time, and such a page is on time where a working one is not.
 * Between two readings time is taken as evenly spent; readings are 10 ms apart, and farther on a starved machine.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Page } from 'playwright-core';

const EVERY_MS = 10;
/** Work by which a thread is found, and how long it may take on a busy machine. */
const SIGN_MS = 60;
const SIGN_PATIENCE_MS = 5_000;
/** A task of less work cannot make a frame 100 ms late, even if two frames of 16.7 ms are added. */
const OWN_MS = 66;
/** Share of a gap in which the main thread may work, and others still have their turns. */
const AT_WORK = 0.5;
/** Share of a gap in which every processor was busy. */
const STARVED = 0.9;

export interface Span {
  /** Milliseconds of the epoch. */
  readonly startMs: number;
  readonly endMs: number;
}

export interface Blame {
  /** The page's main thread worked so long in it, and so long in one task that lies in it or reaches into it. */
  readonly workedMs: number;
  readonly taskMs: number;
  /** The thread wanted to work and waited for a processor. */
  readonly waitedMs: number;
  /** Share of all processors that worked, for anybody. */
  readonly machineBusy: number;
  readonly fault: 'page' | 'machine';
}

interface Reading {
  readonly atMs: number;
  readonly workedMs: number;
  readonly waitedMs: number;
  readonly busyMs: number;
}

const nowMs = (): number => performance.timeOrigin + performance.now();

/** Nanoseconds that a thread worked, and that it waited for a processor. */
function threadTimes(id: number): readonly [workedMs: number, waitedMs: number] {
  const [worked = 0, waited = 0] = readFileSync(`/proc/${id}/task/${id}/schedstat`, 'latin1').split(' ').map(Number);
  return [worked / 1e6, waited / 1e6];
}

/** Of all processors together; the kernel counts in steps of 10 ms. */
function busyMs(): number {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = (readFileSync('/proc/stat', 'latin1').split('\n')[0] ?? '')
    .split(/\s+/)
    .map(Number);
  return (user + nice + system + irq + softIrq + steal) * 10;
}

/** Processes that show pages, of browsers that this process started. */
function renderers(): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((id) => Number.isInteger(id) && told(id, 'cmdline').includes('--type=renderer') && isOurs(id));
}

function isOurs(id: number): boolean {
  for (let one = id; one > 1;) {
    if (one === process.pid) return true;
    const stat = told(one, 'stat');
    one = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0); // the parent stands behind name and state
  }
  return false;
}

/** Empty when the process has ended. */
function told(id: number, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

export class ThreadWatch {
  readonly #thread: number;
  readonly #readings: Reading[] = [];
  readonly #timer: ReturnType<typeof setInterval>;

  private constructor(thread: number) {
    this.#thread = thread;
    this.#read();
    this.#timer = setInterval(() => this.#read(), EVERY_MS);
  }

  /** Finds the page's main thread and reads from now on; null where the system tells nothing: then every gap is the page's. */
  static async of(page: Page): Promise<ThreadWatch | null> {
    try {
      const work = (): number => {
        const endMs = performance.now() + 20;
        while (performance.now() < endMs);
        return 0;
      };
      const before = new Map(renderers().map((id) => [id, threadTimes(id)[0]]));
      const endMs = performance.now() + SIGN_PATIENCE_MS;
      while (performance.now() < endMs) {
        await page.evaluate(work);
        const [most, next] = [...before].map(([id, ms]) => ({ id, ms: workedSince(id, ms) })).toSorted((a, b) => b.ms - a.ms);
        if (most !== undefined && most.ms >= SIGN_MS && (next === undefined || next.ms < most.ms / 2)) return new ThreadWatch(most.id);
      }
      return null; // which one it is cannot be told
    } catch {
      return null;
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Milliseconds that the main thread worked in it. */
  workedIn({ startMs, endMs }: Span): number {
    return this.#at(endMs).workedMs - this.#at(startMs).workedMs;
  }

  /** `tasks`: the page's long ones. */
  blame(gap: Span, tasks: readonly Span[]): Blame {
    const first = this.#at(gap.startMs);
    const last = this.#at(gap.endMs);
    const lengthMs = gap.endMs - gap.startMs;
    const workedMs = this.workedIn(gap);
    const taskMs = Math.max(0, ...tasks.filter((task) => task.startMs < gap.endMs && task.endMs > gap.startMs).map((task) => this.workedIn(task)));
    const machineBusy = Math.min(1, (last.busyMs - first.busyMs) / (lengthMs * cpus().length));
    const isStarved = taskMs < OWN_MS && workedMs < AT_WORK * lengthMs && machineBusy >= STARVED;
    return { workedMs, taskMs, waitedMs: last.waitedMs - first.waitedMs, machineBusy, fault: isStarved ? 'machine' : 'page' };
  }

  #read(): void {
    try {
      const [workedMs, waitedMs] = threadTimes(this.#thread);
      this.#readings.push({ atMs: nowMs(), workedMs, waitedMs, busyMs: busyMs() });
    } catch {
      this.stop(); // the page has ended
    }
  }

  /** As it was at a moment, between two readings. */
  #at(atMs: number): Reading {
    let low = 0;
    let high = this.#readings.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#readings[middle] as Reading).atMs < atMs) low = middle + 1;
      else high = middle;
    }
    const after = this.#readings[low] as Reading;
    const before = this.#readings[low - 1] ?? after;
    const share = after.atMs === before.atMs ? 1 : Math.min(1, Math.max(0, (atMs - before.atMs) / (after.atMs - before.atMs)));
    const between = (a: number, b: number): number => a + (b - a) * share;
    return {
      atMs,
      workedMs: between(before.workedMs, after.workedMs),
      waitedMs: between(before.waitedMs, after.waitedMs),
      busyMs: between(before.busyMs, after.busyMs),
    };
  }
}

function workedSince(id: number, beforeMs: number): number {
  try {
    return threadTimes(id)[0] - beforeMs;
  } catch {
    return 0;
  }
}
