/**
 * Enrolling an order: 10,000 entries with real certificates against the emulator, which allows 1,000 operations a minute. Every request takes 150 ms.
 * Time passes only while everybody waits: the ten minutes are over in seconds, and what else this machine does is not measured.
 * On the way the page is lost once, with batches in flight, and goes on from its journal; two requests in a hundred fail, half of them after the work was done.
 *
 * `enrol-share`: operations that arrived over what the limit allows from the first to the last of them, the reload and every fault included.
 * A bulk is counted as its enrollments, by the page and by the emulator. `busiest-minute`: most operations in any sixty seconds.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  DpsClient,
  EnrolJob,
  OperationPace,
  createCloudHttp,
  type EnrolItem,
  type JobChange,
  type JobHeader,
  type JobJournal,
  type JobSummary,
} from '../src/cloud/index.ts';
import type { Clock } from '../src/base/index.ts';
import { withDeadline } from '../test/support/deadline.ts';
import { orderFile } from '../test/support/order-file/order-file.ts';
import { WaitingClock } from '../test/support/waiting-clock.ts';
import { createEmulator, type Emulator, type FaultRule } from '../tools/azure-emulator/index.ts';
import { print, round } from './figure.ts';

const ENTRIES = 10_000;
const LIMIT_PER_MINUTE = 1_000;
const SHARE_GOAL = 0.95;
const MINUTE_MS = 60_000;
/** To the service, and back. */
const WAY_MS = 75;
/** One record of a database. */
const DISK_MS = 5;
/** Of real time: it takes some ten seconds. */
const DEADLINE_MS = 10 * MINUTE_MS;
const START_MS = Date.UTC(2026, 0, 1);
const SERVICE = 'touchstone-demo';
const HOST = `${SERVICE}.azure-devices-provisioning.net`;
/** 2 % in five kinds. */
const PART = 0.004;
const FAULTS: readonly Omit<FaultRule, 'on' | 'probability'>[] = [
  { fault: { kind: 'status', status: 500 } },
  { fault: { kind: 'status', status: 503 }, when: 'after' },
  { fault: { kind: 'drop' } },
  { fault: { kind: 'drop' }, when: 'after' },
  { fault: { kind: 'status', status: 429, retryAfterS: 1 } },
];

interface Certified {
  readonly item: EnrolItem;
  readonly registrationId: string;
}

const pemOf = (base64: string): string => `-----BEGIN CERTIFICATE-----\n${(base64.match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
const printOf = (base64: string): string => createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex').toUpperCase();

/** The entries of an order of real signed certificates; each is read when its turn comes. */
async function certifiedEntries(entries: number): Promise<readonly Certified[]> {
  const { path } = await orderFile({ entries });
  const signed = JSON.parse(await readFile(path, 'ascii')) as readonly { readonly payload: string; readonly header: { readonly uniqueId: string } }[];
  return signed.map(({ payload, header }, index) => {
    const serialNumber = header.uniqueId.toUpperCase();
    const registrationId = `sn${serialNumber}`;
    const load: EnrolItem['load'] = async () => {
      const { publicKeySet } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as {
        readonly publicKeySet: { readonly keys: readonly { readonly x5c?: readonly string[] }[] };
      };
      const device = publicKeySet.keys[0]?.x5c?.[0] ?? '';
      return { commonName: registrationId, certificatePem: pemOf(device), sha256Thumbprint: printOf(device), partNumber: null, lot: null, demo: false };
    };
    return { registrationId, item: { index, serialNumber, load } };
  });
}

/** What outlives a page: the changes that were written down. */
class KeptJournal {
  readonly marks: (readonly JobChange[])[] = [];

  /** For one visit: when it is over, nothing is written and nobody hears of it. */
  at(visit: { readonly isOver: boolean }, clock: WaitingClock): JobJournal {
    const write = async (work: () => void): Promise<void> => {
      await clock.sleep(DISK_MS);
      if (visit.isOver) await new Promise(() => undefined);
      work();
    };
    const all = async function* (marks: readonly (readonly JobChange[])[]): AsyncGenerator<readonly JobChange[]> {
      for (const mark of marks) yield await Promise.resolve(mark);
    };
    return {
      begin: () => write(() => undefined),
      mark: (_id, changes) => write(() => this.marks.push(changes)),
      end: () => write(() => undefined),
      load: () => all(this.marks),
    };
  }

  latest(): ReadonlyMap<number, JobChange> {
    return new Map(this.marks.flat().map((change) => [change.index, change]));
  }
}

interface Arrival {
  readonly atMs: number;
  readonly operations: number;
}

/** Bytes in, as many as asked for, the same in every run. */
function seededBytes(): (count: number) => Uint8Array {
  let counter = 0;
  return (count) => {
    const blocks = Array.from({ length: Math.ceil(count / 32) }, () => createHash('sha256').update(`faults ${counter++}`).digest());
    return new Uint8Array(Buffer.concat(blocks).subarray(0, count));
  };
}

/** The service as this visit reaches it: what is on its way when the visit ends is done, and its answer reaches nobody. */
function fetchOf(emulator: Emulator, visit: { readonly isOver: boolean }, clock: WaitingClock, arrivals: Arrival[]): typeof fetch {
  return async (input, init) => {
    if (visit.isOver) return await new Promise<never>(() => undefined);
    const body = typeof init?.body === 'string' ? init.body : '{}';
    const { enrollments } = JSON.parse(body) as { readonly enrollments?: readonly unknown[] };
    await clock.sleep(WAY_MS);
    arrivals.push({ atMs: clock.nowMs(), operations: enrollments?.length ?? 1 });
    const answer = await clock.working(() => emulator.fetch(input, init).catch((error: unknown) => error));
    await clock.sleep(WAY_MS);
    if (visit.isOver) return await new Promise<never>(() => undefined);
    if (answer instanceof Response) return answer;
    throw answer;
  };
}

/** Who sleeps when the visit ends does not wake up. */
const clockOf = (clock: WaitingClock, visit: { readonly isOver: boolean }): Clock => ({
  nowMs: () => clock.nowMs(),
  sleep: async (durationMs, signal) => {
    await clock.sleep(durationMs, signal);
    if (visit.isOver) await new Promise(() => undefined);
  },
});

function busiestMinute(arrivals: readonly Arrival[]): number {
  let [most, within, first] = [0, 0, 0];
  for (const { atMs, operations } of arrivals) {
    within += operations;
    while (atMs - (arrivals[first]?.atMs ?? atMs) >= MINUTE_MS) within -= arrivals[first++]?.operations ?? 0;
    most = Math.max(most, within);
  }
  return most;
}

/** Measures and prints; throws when an entry is lost, doubled or changed. */
export const cloudFigures = (): Promise<void> => withDeadline(measure(), 'enrolling the order', DEADLINE_MS);

async function measure(): Promise<void> {
  const entries = await certifiedEntries(ENTRIES);
  const clock = new WaitingClock();
  const now = (): number => START_MS + clock.nowMs();
  const emulator = createEmulator({ clock: { now }, random: seededBytes(), bulkCountsAs: 10, operationsPerMinute: LIMIT_PER_MINUTE });
  for (const fault of FAULTS) emulator.control.fault({ on: 'dps', probability: PART, ...fault });
  const { access_token: token } = emulator.control.issueToken('https://azure-devices-provisioning.net/.default');
  const journal = new KeptJournal();
  const arrivals: Arrival[] = [];
  const header: JobHeader = {
    ...{ id: 'order', startedMs: now(), total: ENTRIES },
    choices: { deviceId: '{cn}', allocationPolicy: 'hashed', hubs: [], tags: '{"serial":"{serial}"}' },
  };
  const open = async (visit: { readonly isOver: boolean }, onChange: (job: EnrolJob) => void): Promise<EnrolJob> => {
    const shared = { clock: clockOf(clock, visit), random: Math.random };
    const http = createCloudHttp({ ...shared, cloud: 'public', fetch: fetchOf(emulator, visit, clock, arrivals) });
    const source = { token: () => Promise.resolve(token), refused: () => undefined };
    const client = new DpsClient({
      ...shared,
      http,
      token: source,
      service: { serviceHost: HOST, portalHost: null },
      route: { kind: 'service' },
      pace: new OperationPace(shared),
    });
    let job: EnrolJob | null = null;
    job = await EnrolJob.open({
      ...shared,
      header,
      items: entries.map(({ item }) => item),
      client,
      journal: journal.at(visit, clock),
      demo: 'refuse',
      onChange: () => job && onChange(job),
    });
    return job;
  };

  const first = { isOver: false };
  await new Promise<void>((resolve, reject) => {
    const lookAt = (job: EnrolJob): void => {
      if (first.isOver || job.snapshot.pending > ENTRIES / 2) return;
      first.isOver = true;
      resolve();
    };
    open(first, lookAt)
      .then((job) => job.run())
      .then(() => reject(new Error('the first visit did not end in the middle')), reject);
  });
  const inDoubt = [...journal.latest().values()].filter(({ state }) => state === 'sent').length;
  const summary = await (await open({ isOver: false }, () => undefined)).run();

  const { lost, doubled } = compare(entries, emulator, journal, summary);
  const [begun, ended] = [arrivals[0]?.atMs ?? 0, arrivals.at(-1)?.atMs ?? 0];
  const operations = arrivals.reduce((sum, arrival) => sum + arrival.operations, 0);
  const minutes = (ended - begun) / MINUTE_MS;
  const share = operations / (minutes * LIMIT_PER_MINUTE);
  print({
    figure: 'enrol-share',
    where: 'node',
    value: round(share, 3),
    unit: 'of the limit',
    entries: ENTRIES,
    operations,
    entriesPerMinute: round(ENTRIES / minutes, 0),
    inDoubtAtReload: inDoubt,
    goal: SHARE_GOAL,
    ratio: round(share / SHARE_GOAL),
  });
  print({ figure: 'busiest-minute', where: 'node', value: busiestMinute(arrivals), unit: 'operations', limit: LIMIT_PER_MINUTE });
  print({ figure: 'enrol-lost', where: 'node', value: lost, unit: 'entries', goal: 0 });
  print({ figure: 'enrol-doubled', where: 'node', value: doubled, unit: 'entries', goal: 0 });
  if (lost + doubled > 0) throw new Error(`${lost} entries lost, ${doubled} doubled`);
}

/** What the service holds against what was to be enrolled, and against what the journal says of each. */
function compare(
  entries: readonly Certified[],
  emulator: Emulator,
  journal: KeptJournal,
  summary: JobSummary,
): { readonly lost: number; readonly doubled: number } {
  const service = emulator.state.services.find(({ name }) => name === SERVICE);
  const held = new Map((service?.enrollments ?? []).map((enrollment) => [String(enrollment['registrationId']), enrollment]));
  const latest = journal.latest();
  let lost = ENTRIES - summary.enrolled - summary.same;
  let doubled = Math.max(0, (service?.enrollments.length ?? 0) - ENTRIES);
  for (const { registrationId, item } of entries) {
    const enrollment = held.get(registrationId);
    const state = latest.get(item.index)?.state;
    if (enrollment === undefined || (state !== 'enrolled' && state !== 'same')) lost++;
    else if (enrollment['createdDateTimeUtc'] !== enrollment['lastUpdatedDateTimeUtc']) doubled++; // written a second time
  }
  return { lost, doubled };
}
