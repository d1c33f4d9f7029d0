/** A job among faults of every kind, drawn by chance and repeatable by seed. */
import { describe, expect, it } from 'vitest';
import { TouchstoneError } from '../../../../src/base/index.ts';
import type { EnrolJob } from '../../../../src/cloud/index.ts';
import { benchOf, idOf, itemsOf, printOf, runUntil, seeded, type Bench } from './job-bench.ts';
import type { Fault } from './scripted-service.ts';

const FAULTS: readonly Fault[] = [
  { when: 'before', code: 'cloud-unreachable' },
  { when: 'after', code: 'cloud-unreachable' },
  { when: 'before', code: 'cloud-unavailable', facts: { status: 503 } },
  { when: 'after', code: 'cloud-unavailable', facts: { status: 500, retryAfterS: 3 } },
  { when: 'after', code: 'cloud-timeout' },
  { when: 'after', code: 'cloud-answer' },
  { when: 'before', code: 'cloud-throttled' },
  { when: 'before', code: 'cloud-throttled', facts: { retryAfterS: 20 } },
];

const summaryOf = async (job: EnrolJob): Promise<Record<string, number | string>> => {
  const { enrolled, same, failed, pending, state } = await job.run();
  return { enrolled, same, failed, pending, state };
};

function expectAll({ service, journal, items }: Bench): void {
  expect(service.wrongs).toEqual([]);
  for (const { index } of items) {
    const id = idOf(index).toLowerCase();
    expect([index, journal.latest().get(index)?.state, service.creations.get(id), service.held.get(id)?.sha256Thumbprint]).toEqual([
      index,
      'enrolled',
      1,
      printOf(index),
    ]);
  }
  expect(service.held.size).toBe(items.length);
}

describe('faults by chance', () => {
  it.each([0.02, 0.2, 0.5])('does not lose or double anything when %d of all calls fail', async (part) => {
    for (let seed = 1; seed <= 12; seed++) {
      const bench = benchOf(itemsOf(93), { seed });
      const random = seeded(seed * 7919);
      bench.service.fault = () => (random() < part ? (FAULTS[Math.floor(random() * FAULTS.length)] ?? null) : null);
      expect(await summaryOf(await bench.open())).toEqual({ enrolled: 93, same: 0, failed: 0, pending: 0, state: 'done' });
      expectAll(bench);
    }
  });

  it('does not lose or double anything when the page ends now and then as well', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const bench = benchOf(itemsOf(61), { seed });
      const random = seeded(seed * 104729);
      bench.service.fault = () => (random() < 0.1 ? (FAULTS[Math.floor(random() * FAULTS.length)] ?? null) : null);
      for (let visit = 0; visit < 4; visit++) await runUntil(bench, 1 + Math.floor(random() * 150));
      expect((await runUntil(bench, Number.POSITIVE_INFINITY)).ended).toBe('done');
      expectAll(bench);
    }
  });

  it('spends few operations on two faults in a hundred', async () => {
    const bench = benchOf(itemsOf(1_000));
    const random = seeded(5);
    bench.service.fault = () => (random() < 0.02 ? (FAULTS[Math.floor(random() * FAULTS.length)] ?? null) : null);
    await (await bench.open()).run();
    expect(bench.service.operations()).toBeLessThan(1_100);
  });

  it('goes on by itself after an hour without the service', async () => {
    const bench = benchOf(itemsOf(150));
    bench.service.fault = () => (bench.clock.nowMs() > 20_000 && bench.clock.nowMs() < 3_620_000 ? { when: 'before', code: 'cloud-unreachable' } : null);
    const random = seeded(3);
    const states = new Set<string>();
    let job: EnrolJob | null = null;
    bench.service.refuse = () => (random() < 0.3 ? [500_000, 'Internal'] : null); // keeps it busy until the hour begins
    job = await bench.open({ onChange: () => states.add(job?.snapshot.state ?? '') });
    expect(await summaryOf(job)).toMatchObject({ enrolled: 150, failed: 0 });
    expect(states.has('waiting')).toBe(true);
    expectAll(bench);
  });
});

describe('an entry that is itself the reason', () => {
  it('fails alone when the service refuses the whole request because of it', async () => {
    const bench = benchOf(itemsOf(25));
    bench.service.fault = ({ kind, ids }) =>
      kind === 'bulk' && ids.includes(idOf(7)) ? { when: 'before', code: 'cloud-bad-request', facts: { detail: 'Invalid RegistrationId' } } : null;
    expect(await summaryOf(await bench.open())).toMatchObject({ enrolled: 24, failed: 1 });
    expect(bench.journal.latest().get(7)).toMatchObject({ state: 'failed', code: 'cloud-bad-request', facts: { detail: 'Invalid RegistrationId' } });
    expect(bench.service.wrongs).toEqual([]);
  });

  it('is given up when it alone keeps failing while others succeed', async () => {
    const bench = benchOf(itemsOf(300));
    bench.service.fault = ({ kind, ids }) => (kind === 'bulk' && ids.includes(idOf(7)) ? { when: 'before', code: 'cloud-unavailable' } : null);
    expect(await summaryOf(await bench.open())).toMatchObject({ enrolled: 299, failed: 1, pending: 0 });
    expect(bench.journal.latest().get(7)).toMatchObject({ state: 'failed', code: 'cloud-unavailable' });
  });

  it('is not given up because the service asks it to wait, however often', async () => {
    const bench = benchOf(itemsOf(300));
    let refusals = 0;
    bench.service.fault = ({ kind, ids }) =>
      kind === 'bulk' && ids.includes(idOf(7)) && refusals++ < 100 ? { when: 'before', code: 'cloud-throttled' } : null;
    expect(await summaryOf(await bench.open())).toMatchObject({ enrolled: 300, failed: 0 });
  });

  it('fails with the reason that the service notes for it, when the service does not have it', async () => {
    const bench = benchOf(itemsOf(12));
    bench.service.refuse = ({ registrationId }) => (registrationId === idOf(4) ? [409_207, 'The certificate is in another enrollment already.'] : null);
    expect(await summaryOf(await bench.open())).toMatchObject({ enrolled: 11, failed: 1 });
    expect(bench.journal.latest().get(4)).toMatchObject({
      code: 'cloud-conflict',
      facts: { status: 409, errorCode: 409_207, detail: 'The certificate is in another enrollment already.' },
    });
  });

  it('counts as there already, whatever number the service has for that', async () => {
    const bench = benchOf(itemsOf(12));
    bench.service.put(idOf(4), printOf(4));
    bench.service.refuse = ({ registrationId }) => (registrationId === idOf(4) ? [400_999, 'something undocumented'] : null);
    expect(await summaryOf(await bench.open())).toMatchObject({ enrolled: 11, same: 1, failed: 0 });
  });
});

describe('what a person must mend', () => {
  it.each(['sign-in-expired', 'cloud-forbidden', 'cloud-unauthorized', 'cloud-not-found', 'cloud-status', 'cloud-host'] as const)(
    'pauses at %s, says so, and goes on when told',
    async (code) => {
      const bench = benchOf(itemsOf(45));
      let isMended = false;
      bench.service.fault = ({ kind }) => (kind === 'bulk' && !isMended ? { when: 'before', code, facts: { status: 403 } } : null);
      let job: EnrolJob | null = null;
      let seen: unknown = null;
      job = await bench.open({
        onChange: () => {
          if (job?.snapshot.state !== 'paused' || isMended) return;
          seen = job.snapshot.waitingFor;
          setTimeout(() => {
            isMended = true;
            job?.resume();
          }, 5);
        },
      });
      expect(await summaryOf(job)).toMatchObject({ enrolled: 45, failed: 0 });
      expect(seen).toEqual({ code, facts: { status: 403 } });
      expect(bench.service.wrongs).toEqual([]);
      expect(job.snapshot.waitingFor).toBe(null);
    },
  );

  it('ends when the journal cannot be written, and sends nothing that is not written down', async () => {
    const bench = benchOf(itemsOf(45));
    const job = await bench.open();
    bench.journal.fault = new DOMException('full', 'QuotaExceededError');
    await expect(job.run()).rejects.toMatchObject({ code: 'enrol-job-kept', facts: { detail: 'QuotaExceededError' } });
    expect(bench.service.calls).toEqual([]);
    expect(job.snapshot.state).toBe('interrupted');
  });

  it('ends at a fault of this page, and can be run again', async () => {
    const bench = benchOf(itemsOf(45));
    const job = await bench.open();
    bench.service.fault = () => {
      throw new RangeError('a bug');
    };
    await expect(job.run()).rejects.toThrow('a bug');
    bench.service.fault = () => null;
    expect(await summaryOf(job)).toMatchObject({ enrolled: 45 });
    expect(new TouchstoneError('x').code).toBe('x');
  });
});
