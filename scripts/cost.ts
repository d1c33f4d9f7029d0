/**
 * What a piece of work cost: the page's main thread, the boards, the browser's processes, the whole machine.
 * Knows no figure. Shares are of one core unless they say otherwise.
 */
import { cpus } from 'node:os';
import type { CDPSession } from 'playwright-core';
import { round } from './figure.ts';

export interface Cost {
  /** Of one core: the page's tasks by the clock, its main thread's own time, and the boards. */
  readonly tasks: number;
  readonly thread: number;
  readonly boards: number;
  /** Of all processors, whoever used them. */
  readonly machine: number;
}

/** Seconds that all processors worked, for anybody, and that they could have. */
function processorSeconds(): { readonly busy: number; readonly all: number } {
  const times = cpus().map((one) => one.times);
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0) / 1000;
  return { busy: all - times.reduce((sum, { idle }) => sum + idle, 0) / 1000, all };
}

async function metrics(session: CDPSession): Promise<Readonly<Record<string, number>>> {
  const { metrics: all } = await session.send('Performance.getMetrics');
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

/** Seconds of processor of this process, where the boards are in it. */
export const ownSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Does the work and tells what it cost. `session` has Performance enabled; `boardSeconds`: processor time that the boards took so far. */
export async function costOf<T>(
  session: CDPSession,
  boardSeconds: () => number | Promise<number>,
  work: () => Promise<T>,
): Promise<readonly [result: T, cost: Cost]> {
  const before = await metrics(session);
  const boardsBefore = await boardSeconds();
  const all = processorSeconds();
  const startMs = performance.now();
  const result = await work();
  const seconds = (performance.now() - startMs) / 1000;
  const allAfter = processorSeconds();
  const boardsAfter = await boardSeconds();
  const after = await metrics(session);
  const share = (name: string): number => round(((after[name] ?? Number.NaN) - (before[name] ?? Number.NaN)) / seconds, 3);
  return [
    result,
    {
      tasks: share('TaskDuration'),
      thread: share('ThreadTime'),
      boards: round((boardsAfter - boardsBefore) / seconds, 3),
      machine: round((allAfter.busy - all.busy) / Math.max(0.001, allAfter.all - all.all), 3),
    },
  ];
}
