/**
 * Sixteen virtual boards, pulled and replaced at random, with faults at random bytes, in the built page: every run must come out as the model says,
 * with one record, and nothing may grow, hang or stay open.
 * Test support. The hands are soak-driver.ts.
 */
import type { BrowserContext, CDPSession } from 'playwright-core';
import type { RunRecord } from '../../../src/bench/index.ts';
import { ChainVerifier } from '../../../src/bench/station-room.ts';
import { READ_RECORDS, openLine, startShift, untilTrue } from './line-page.ts';
import { ThreadWatch, type Blame, type Span } from './thread-watch.ts';
import { WATCH_PORTS, soakDriver, wrongWith, type Turn } from './soak-driver.ts';

export const SOAK_SLOTS = 16;
/** Alarms are raised and ended, boards are run again, nothing is asked. */
const PLAN = JSON.stringify({
  format: 'touchstone-plan/1',
  name: 'soak',
  guards: { passedBefore: 'run-again', duplicate: 'note' },
  phases: [
    { kind: 'check-chip', name: 'check', attempts: 2, timeoutMs: 40_000, limits: { verdict: [{ kind: 'one-of', values: ['genuine-matched'] }] } },
    { kind: 'match-manifest', name: 'match' },
  ],
});
const LOOK_MS = 1000;
const LATE_SHOWN = 10;
/** Runs before memory is weighed first: chunks are loaded, caches filled. */
const WARM_RUNS = 64;

export interface SoakReport {
  readonly seed: number;
  readonly runs: number;
  readonly seconds: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly records: number;
  readonly openPorts: number;
  readonly heapGrowthBytes: number;
  /** Times between two animation frames of more than 100 ms, whose fault they were (thread-watch.ts), and the longest of all. */
  readonly gapsOfPage: number;
  readonly gapsOfMachine: number;
  readonly longestGapMs: number;
  /** The longest task by the clock, waiting for a processor included; and the most that the page's thread worked in one. Null: the system does not tell. */
  readonly longestTaskMs: number;
  readonly mostWorkInTaskMs: number | null;
  /** The first gaps that were the page's fault. */
  readonly late: readonly (Blame & { readonly gapMs: number })[];
  /** What must be empty. */
  readonly wrong: readonly string[];
}

interface Progress {
  readonly turns: number;
  readonly done: boolean;
}

async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

/** Takes the walk of this seed. */
export async function soak(
  context: BrowserContext,
  url: string,
  { seed, runs, told = () => undefined }: { readonly seed: number; readonly runs: number; readonly told?: (line: string) => void },
): Promise<SoakReport> {
  const page = await context.newPage();
  await page.addInitScript({ content: WATCH_PORTS });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`uncaught: ${String(error)}`));
  await openLine(page, url, SOAK_SLOTS, PLAN);
  const session = await context.newCDPSession(page);
  for (let number = 1; number <= SOAK_SLOTS; number++)
    await page.evaluate(`document.querySelector('ts-app').dispatchEvent(new CustomEvent('ts-station', { detail: { act: 'pull-board', number: ${number} } }))`);
  await untilTrue(page, `document.querySelector('ts-app').view.station.picture.slots.every(({ presence }) => presence === 'out')`);
  await startShift(page);
  await untilTrue(page, `document.querySelector('ts-app').view.station.picture.shift === 'on'`);
  const watch = await ThreadWatch.of(page);
  const beganMs = Date.now();
  await page.evaluate(soakDriver(seed, runs));
  let warmBytes: number | null = null;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const { turns, done } = (await page.evaluate(`({ turns: window.soak.turns.length, done: window.soak.done })`)) as Progress;
    told(`${turns} of ${runs} runs`);
    if (warmBytes === null && (turns >= WARM_RUNS || done)) warmBytes = await heapBytes(session);
    if (done) break;
  }
  const seconds = (Date.now() - beganMs) / 1000;
  watch?.stop();
  const { turns, stuck, gaps, tasks } = (await page.evaluate(
    `({ turns: window.soak.turns, stuck: window.soak.stuck, gaps: window.soak.gaps, tasks: window.soak.tasks })`,
  )) as { readonly turns: readonly Turn[]; readonly stuck: readonly string[]; readonly gaps: readonly Span[]; readonly tasks: readonly Span[] };
  const records = (await page.evaluate(READ_RECORDS)) as readonly RunRecord[];
  const openPorts = (await page.evaluate('window.openPorts()')) as number;
  const heapGrowthBytes = (await heapBytes(session)) - (warmBytes ?? 0);
  await page.close();
  const outcomes: Record<string, number> = {};
  for (const { state } of turns) outcomes[state] = (outcomes[state] ?? 0) + 1;
  return {
    seed,
    runs: turns.length,
    seconds,
    outcomes,
    records: records.length,
    openPorts,
    heapGrowthBytes,
    ...lateness(watch, gaps, tasks),
    wrong: [
      ...errors,
      ...stuck,
      ...turns.flatMap(wrongWith),
      ...(await wrongRecords(turns, records)),
      ...(openPorts > 0 ? [`${openPorts} ports are open`] : []),
    ],
  };
}

type Lateness = Pick<SoakReport, 'gapsOfPage' | 'gapsOfMachine' | 'longestGapMs' | 'longestTaskMs' | 'mostWorkInTaskMs' | 'late'>;

/** Where nothing is known of the thread, every gap is the page's. */
function lateness(watch: ThreadWatch | null, gaps: readonly Span[], tasks: readonly Span[]): Lateness {
  const longest = (spans: readonly Span[]): number => Math.round(Math.max(0, ...spans.map(({ startMs, endMs }) => endMs - startMs)));
  const blamed = watch === null ? [] : gaps.map((gap) => ({ gapMs: Math.round(gap.endMs - gap.startMs), ...watch.blame(gap, tasks) }));
  const late = blamed.filter(({ fault }) => fault === 'page');
  return {
    gapsOfPage: watch === null ? gaps.length : late.length,
    gapsOfMachine: blamed.length - late.length,
    longestGapMs: longest(gaps),
    longestTaskMs: longest(tasks),
    mostWorkInTaskMs: watch === null ? null : Math.round(Math.max(0, ...tasks.map((task) => watch.workedIn(task)))),
    late: late.slice(0, LATE_SHOWN),
  };
}

/** Every turn has its own record, every record its own turn, both say the same, and the chain verifies. */
async function wrongRecords(turns: readonly Turn[], records: readonly RunRecord[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  const byId = new Map(records.map((record) => [record.id, record]));
  if (records.length !== turns.length || byId.size !== turns.length) wrong.push(`${turns.length} runs, ${records.length} records of ${byId.size} runs`);
  for (const { slot, state, record } of turns) {
    const kept = byId.get(record?.id ?? '');
    if (kept === undefined) wrong.push(`slot ${slot}: ${state} is not recorded`);
    else if (kept.outcome !== state || kept.slot !== slot) wrong.push(`slot ${slot}: shown as ${state}, recorded as ${kept.outcome} of slot ${kept.slot}`);
  }
  const verifier = new ChainVerifier();
  for (const record of records.toSorted((a, b) => a.link.number - b.link.number)) await verifier.add(record);
  wrong.push(...verifier.report().breaks.map((one) => `the chain is ${one.kind}`));
  return wrong;
}
