/**
 * A job on the bench: entries, a scripted service, a journal, and a clock whose hours pass at once.
 * Test support.
 */
import { TouchstoneError, type Clock } from '../../../../src/base/index.ts';
import { EnrolJob, type DemoRule, type EnrolItem, type EnrolmentChoices, type JobHeader, type LoadedEntry } from '../../../../src/cloud/index.ts';
import { SteppingClock } from '../../../support/stepping-clock.ts';
import { CrashPoints, within } from './crash-points.ts';
import { MemoryJournal } from './memory-journal.ts';
import { EPOCH_MS, ScriptedService } from './scripted-service.ts';

export const CHOICES: EnrolmentChoices = { deviceId: '{cn}', allocationPolicy: 'hashed', hubs: [], tags: '' };

export const serialOf = (index: number): string => `0123${index.toString(16).padStart(12, '0')}01`.toUpperCase();
export const idOf = (index: number): string => `sn${serialOf(index)}`;
export const printOf = (index: number): string => index.toString(16).padStart(64, 'F').toUpperCase();

export const loadedOf = (index: number): LoadedEntry => ({
  ...{ commonName: idOf(index), certificatePem: `PEM ${index}`, sha256Thumbprint: printOf(index), partNumber: 'ATECC608B-TNGTLS', lot: 'LOT', demo: false },
});

/** Entries 0 to count - 1; `load` may be replaced for some. */
export function itemsOf(count: number, special: Readonly<Record<number, Partial<EnrolItem>>> = {}): EnrolItem[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    serialNumber: serialOf(index),
    load: () => Promise.resolve(loadedOf(index)),
    ...special[index],
  }));
}

export const broken = (why: string): Partial<EnrolItem> => ({ load: () => Promise.reject(new TouchstoneError('enrol-entry', { why })) });

/** Numbers in [0, 1) that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Bench {
  readonly service: ScriptedService;
  readonly journal: MemoryJournal;
  readonly clock: Clock;
  readonly items: readonly EnrolItem[];
  readonly open: (more?: { readonly demo?: DemoRule; readonly onChange?: () => void; readonly points?: CrashPoints }) => Promise<EnrolJob>;
}

export function benchOf(
  items: readonly EnrolItem[],
  { choices = CHOICES, seed = 1 }: { readonly choices?: EnrolmentChoices; readonly seed?: number } = {},
): Bench {
  const clock = new SteppingClock(5_000);
  const service = new ScriptedService();
  const journal = new MemoryJournal();
  service.now = () => clock.nowMs();
  service.isWrittenDown = (id) => journal.isSent(id);
  const header: JobHeader = { id: 'job', startedMs: EPOCH_MS, total: items.length, choices };
  const random = seeded(seed);
  return {
    ...{ service, journal, clock, items },
    open: ({ demo = 'refuse', onChange = () => undefined, points } = {}) => {
      const at = <Target extends object>(target: Target): Target => (points === undefined ? target : within(target, points));
      return EnrolJob.open({ header, items: items.map(at), client: at(service), journal: at(journal), clock, random, demo, onChange });
    },
  };
}

/** Runs the job until it ends or the page does, at the point with this number; gives the points that were passed. */
export async function runUntil(bench: Bench, point: number): Promise<{ readonly ended: 'done' | 'cancelled' | 'crashed'; readonly passed: number }> {
  const points = new CrashPoints(point);
  const latest = [...bench.journal.latest().values()];
  bench.service.doubt(latest.filter(({ state }) => state === 'sent').map(({ registrationId }) => registrationId));
  const job = await bench.open({ points });
  const run = job.run().then(({ state }) => state);
  const ended = await Promise.race([run, points.crashed]);
  return { ended, passed: points.passed };
}
