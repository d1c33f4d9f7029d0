/** What a person can do with a job, and what is shown of it. */
import { describe, expect, it } from 'vitest';
import type { EnrolJob } from '../../../../src/cloud/index.ts';
import { JobSpeed } from '../../../../src/cloud/enrol/job-speed.ts';
import { CHOICES, benchOf, broken, idOf, itemsOf, loadedOf, printOf, serialOf } from './job-bench.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The job does `act` once, when so many have ended. */
async function actingAt(bench: ReturnType<typeof benchOf>, ended: number, act: (job: EnrolJob) => void): Promise<EnrolJob> {
  let job: EnrolJob | null = null;
  let isDone = false;
  job = await bench.open({
    onChange: () => {
      if (isDone || job === null || job.snapshot.total - job.snapshot.pending < ended) return;
      isDone = true;
      act(job);
    },
  });
  return job;
}

describe('a job', () => {
  it('enrols in tens, with everything that was chosen', async () => {
    const bench = benchOf(itemsOf(25), { choices: { ...CHOICES, deviceId: 'd-{serial}', tags: '{"lot":"{lot}"}' } });
    const requests: unknown[] = [];
    bench.service.refuse = (request) => (requests.push(request), null);
    await (await bench.open()).run();
    expect(bench.service.calls.map(({ kind, ids }) => [kind, ids.length])).toEqual([
      ['bulk', 10],
      ['bulk', 10],
      ['bulk', 5],
    ]);
    expect(requests[0]).toEqual({
      ...{ registrationId: idOf(0), deviceId: `d-${serialOf(0)}`, certificatePem: 'PEM 0', sha256Thumbprint: printOf(0) },
      ...{ allocationPolicy: 'hashed', hubs: [], tags: { lot: 'LOT' } },
    });
    expect(bench.journal.latest().get(24)).toEqual({
      index: 24,
      state: 'enrolled',
      registrationId: idOf(24),
      deviceId: `d-${serialOf(24)}`,
      code: '',
      facts: {},
    });
  });

  it('changes nothing the second time', async () => {
    const bench = benchOf(itemsOf(33));
    await (await bench.open()).run();
    const held = structuredClone([...bench.service.held]);
    const again = benchOf(itemsOf(33));
    for (const [key, enrollment] of held) again.service.held.set(key, { ...enrollment, created: '2025-01-01T00:00:00Z' });
    expect(await (await again.open()).run()).toMatchObject({ state: 'done', enrolled: 0, same: 33, failed: 0 });
    expect([...again.service.creations]).toEqual([]);
    expect(again.service.held.size).toBe(33);
  });

  it('of no entries is done at once and sends nothing', async () => {
    const bench = benchOf([]);
    expect(await (await bench.open()).run()).toEqual({ state: 'done', total: 0, enrolled: 0, same: 0, failed: 0, pending: 0 });
    expect(bench.service.calls).toEqual([]);
  });

  it.each([
    ['refuse', 1, 0],
    ['allow', 0, 1],
  ] as const)('with a demo certificate, rule %s: %d fail, %d are enrolled', async (demo, failed, enrolled) => {
    const bench = benchOf(itemsOf(1, { 0: { load: () => Promise.resolve({ ...loadedOf(0), demo: true }) } }));
    expect(await (await bench.open({ demo })).run()).toMatchObject({ failed, enrolled });
    expect(bench.journal.latest().get(0)?.code).toBe(failed === 1 ? 'enrol-demo' : '');
    expect(bench.service.calls.length).toBe(enrolled);
  });

  it('takes the second of two equal common names for a duplicate, also without serial numbers', async () => {
    const nameless = { serialNumber: '', load: () => Promise.resolve(loadedOf(0)) };
    const bench = benchOf(
      itemsOf(15, { 0: nameless, 12: { ...nameless, load: () => Promise.resolve({ ...loadedOf(0), commonName: idOf(0).toLowerCase() }) } }),
    );
    expect(await (await bench.open()).run()).toMatchObject({ enrolled: 14, failed: 1 });
    expect(bench.journal.latest().get(12)).toMatchObject({ code: 'enrol-duplicate', facts: { registrationId: idOf(0).toLowerCase() } });
    expect(bench.service.wrongs).toEqual([]);
  });

  it('pauses, sends nothing meanwhile, and goes on', async () => {
    const bench = benchOf(itemsOf(200));
    const job = await actingAt(bench, 20, (at) => at.pause());
    const run = job.run();
    await sleep(60);
    const { state, pending } = job.snapshot;
    const calls = bench.service.calls.length;
    await sleep(60);
    expect([state, bench.service.calls.length, pending > 0, job.snapshot.waitingFor]).toEqual(['paused', calls, true, null]);
    job.resume();
    expect(await run).toMatchObject({ state: 'done', enrolled: 200 });
  });

  it('ends when it is cancelled; what is done stays done, and it can be taken up', async () => {
    const bench = benchOf(itemsOf(200));
    const job = await actingAt(bench, 20, (at) => at.cancel());
    const summary = await job.run();
    expect([summary.state, job.snapshot.state, bench.journal.ends]).toEqual(['cancelled', 'cancelled', ['cancelled']]);
    expect(summary.enrolled).toBe(bench.service.held.size);
    expect(summary.pending).toBe(200 - summary.enrolled);
    expect(await job.run()).toMatchObject({ state: 'done', enrolled: 200 });
    expect(bench.service.wrongs).toEqual([]);
  });

  it('ends when it is cancelled while it is paused, or while the service is away', async () => {
    const paused = benchOf(itemsOf(50));
    const pausing = await actingAt(paused, 10, (at) => at.pause());
    setTimeout(() => pausing.cancel(), 30);
    expect((await pausing.run()).state).toBe('cancelled');
    const away = benchOf(itemsOf(50));
    away.service.fault = () => ({ when: 'before', code: 'cloud-unreachable' });
    const waiting = await away.open();
    setTimeout(() => waiting.cancel(), 30);
    expect(await waiting.run()).toMatchObject({ state: 'cancelled', pending: 50 });
  });

  it('ends when it is cancelled although an answer never comes', async () => {
    const bench = benchOf(itemsOf(50));
    const { service } = bench;
    service.bulkCreate = (_requests, signal?: AbortSignal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const job = await bench.open();
    setTimeout(() => job.cancel(), 20);
    expect(await job.run()).toMatchObject({ state: 'cancelled', pending: 50 });
    expect([...bench.journal.latest().values()].every(({ state }) => state === 'sent')).toBe(true);
  });

  it('rejects with the reason of a signal, and is interrupted', async () => {
    const bench = benchOf(itemsOf(200));
    const leaving = new AbortController();
    const job = await actingAt(bench, 20, () => leaving.abort(new DOMException('left', 'AbortError')));
    await expect(job.run(leaving.signal)).rejects.toThrow('left');
    expect([job.snapshot.state, bench.journal.ends]).toEqual(['interrupted', []]);
    await expect(job.run(leaving.signal)).rejects.toThrow('left');
  });

  it('tries the failed again, and only those', async () => {
    const bench = benchOf(itemsOf(30, { 4: broken('missing') }));
    bench.service.put(idOf(9), printOf(999));
    const job = await bench.open();
    expect(await job.run()).toMatchObject({ enrolled: 28, failed: 2 });
    bench.service.held.delete(idOf(9).toLowerCase());
    const calls = bench.service.calls.length;
    expect(await job.retryFailed()).toMatchObject({ state: 'done', enrolled: 29, failed: 1 });
    expect(bench.service.calls.slice(calls)).toEqual([
      { kind: 'get', ids: [idOf(9)] },
      { kind: 'bulk', ids: [idOf(9)] },
    ]);
    expect(bench.journal.begun).toBe(2);
    expect(bench.service.wrongs).toEqual([]);
  });

  it('cannot be run twice at the same time', async () => {
    const job = await benchOf(itemsOf(30)).open();
    const run = job.run();
    await expect(job.run()).rejects.toThrow('at work');
    await expect(job.retryFailed()).rejects.toThrow('at work');
    expect((await run).enrolled).toBe(30);
  });

  it('does not open with choices that cannot be, nor with another number of entries', async () => {
    await expect(benchOf(itemsOf(1), { choices: { ...CHOICES, tags: '{' } }).open()).rejects.toMatchObject({ code: 'enrol-tags' });
    await expect(benchOf(itemsOf(1), { choices: { ...CHOICES, allocationPolicy: 'static' } }).open()).rejects.toMatchObject({ code: 'enrol-hub' });
  });
});

describe('what is shown of a job', () => {
  it('is interrupted before it runs, knows what earlier visits did, and reads no certificate for that', async () => {
    const first = benchOf(itemsOf(30, { 4: broken('missing') }));
    await (await first.open()).run();
    const unread = { load: () => Promise.reject(new Error('read')) };
    const again = benchOf(itemsOf(30, Object.fromEntries(Array.from({ length: 30 }, (_, index) => [index, unread]))));
    again.journal.marks.push(...first.journal.marks);
    const { snapshot } = await again.open();
    expect(snapshot).toMatchObject({ id: 'job', state: 'interrupted', total: 30, enrolled: 29, failed: 1, pending: 0, perMinute: null, secondsLeft: null });
    expect(snapshot.rows[0]).toEqual({
      index: 4,
      serialNumber: serialOf(4),
      registrationId: '',
      state: 'failed',
      code: 'enrol-entry',
      facts: { why: 'missing' },
    });
    expect(snapshot.rows).toHaveLength(30);
  });

  it('has the failed first and 200 rows at most, however many entries there are', async () => {
    const items = itemsOf(2_000).map((item) => (item.index % 8 === 3 ? { ...item, ...broken('unverified') } : item));
    const job = await benchOf(items).open();
    await job.run();
    const { rows, failed } = job.snapshot;
    expect([failed, rows.length]).toEqual([250, 200]);
    expect(rows.every(({ state }) => state === 'failed')).toBe(true);
  });

  it('is made again only when something changed', async () => {
    const job = await benchOf(itemsOf(300)).open();
    await job.run();
    expect(job.snapshot.rows).toBe(job.snapshot.rows);
  });

  it('costs little for 100,000 entries, and none of their certificates stays', async () => {
    const bench = benchOf(itemsOf(100_000));
    bench.service.isWrittenDown = null;
    let [loaded, most] = [0, 0];
    const { service } = bench;
    const create = service.bulkCreate.bind(service);
    for (const item of bench.items) {
      (item as { load: () => Promise<unknown> }).load = () => {
        most = Math.max(most, ++loaded);
        return Promise.resolve(loadedOf(item.index));
      };
    }
    service.bulkCreate = async (requests) => {
      const outcomes = await create(requests);
      loaded -= requests.length;
      return outcomes;
    };
    const job = await bench.open();
    let [snapshots, spentMs] = [0, 0];
    const looking = setInterval(() => {
      const beganMs = performance.now();
      void job.snapshot;
      spentMs += performance.now() - beganMs;
      snapshots++;
    }, 5);
    expect(await job.run()).toMatchObject({ enrolled: 100_000, pending: 0 });
    clearInterval(looking);
    expect(most).toBeLessThanOrEqual(80);
    expect(spentMs / Math.max(1, snapshots)).toBeLessThan(10);
  });
});

describe('the speed', () => {
  it('is not known in the first three seconds, and then that of the last half minute', () => {
    const speed = new JobSpeed();
    speed.start(1_000);
    speed.add(50, 1_500);
    expect(speed.perMinute(3_999)).toBe(null);
    expect(speed.perMinute(4_000)).toBe(1_000);
    for (let atMs = 4_000; atMs < 100_000; atMs += 1_000) speed.add(5, atMs);
    expect(speed.perMinute(99_999)).toBeGreaterThan(290);
    expect(speed.perMinute(99_999)).toBeLessThan(310);
  });

  it('forgets what was before a pause, and is not known while nothing ends', () => {
    const speed = new JobSpeed();
    speed.start(0);
    speed.add(500, 1_000);
    speed.start(10_000);
    expect(speed.perMinute(20_000)).toBe(null);
  });
});
