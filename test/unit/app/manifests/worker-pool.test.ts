/** The pool of verifying workers, with workers that are played here. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { VerifyPool, type VerifierEnd } from '../../../../src/app/manifests/worker-pool.ts';
import type { VerifyAnswer, VerifyRequest } from '../../../../src/app/manifests/verify-messages.ts';
import type { BatchColumns, Believed, EntryBatch } from '../../../../src/trust/index.ts';

type Heard = (event: { readonly data: unknown }) => void;

/** A worker that answers when it is told to. */
class PlayedWorker implements VerifierEnd {
  readonly requests: VerifyRequest[] = [];
  readonly transferred: Transferable[] = [];
  state: 'alive' | 'terminated' = 'alive';
  readonly #heard: Heard[] = [];
  readonly #errors: (() => void)[] = [];

  postMessage(message: VerifyRequest, transfer: Transferable[]): void {
    this.requests.push(message);
    this.transferred.push(...transfer);
  }
  addEventListener(type: 'message' | 'error' | 'messageerror', listener: Heard | (() => void)): void {
    if (type === 'message') this.#heard.push(listener as Heard);
    else this.#errors.push(listener as () => void);
  }
  terminate(): void {
    this.state = 'terminated';
  }
  get batches(): readonly (VerifyRequest & { readonly kind: 'verify' })[] {
    return this.requests.filter((request) => request.kind === 'verify');
  }
  say(answer: VerifyAnswer): void {
    for (const heard of this.#heard) heard({ data: answer });
  }
  finish(place: number): void {
    const { id, batch } = this.batches[place] as VerifyRequest & { readonly kind: 'verify' };
    this.say({ kind: 'done', id, columns: { count: batch.first } as BatchColumns });
  }
  crash(): void {
    for (const listener of this.#errors) listener();
  }
}

const BELIEVED: Believed = { anchors: [], signers: [] };
const never = new AbortController().signal;
const words = (): Uint32Array<ArrayBuffer> => new Uint32Array(2);
const batch = (first: number): EntryBatch => ({ first, bytes: new Uint8Array(8), starts: words(), offsets: words(), lengths: words() });

function made(size: number, start?: () => VerifierEnd): { pool: VerifyPool; workers: PlayedWorker[] } {
  vi.useFakeTimers();
  const workers: PlayedWorker[] = [];
  const play = (): VerifierEnd => {
    const worker = new PlayedWorker();
    workers.push(worker);
    return worker;
  };
  return { pool: new VerifyPool(start ?? play, { size }), workers };
}

afterEach(() => void vi.useRealTimers());

const lost = (why: string): unknown => expect.objectContaining({ code: 'worker-lost', facts: expect.objectContaining({ why }) as unknown });
const flush = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('the pool', () => {
  it('starts no worker before there is work, and no more than the work and its size need', async () => {
    const { pool, workers } = made(2);
    expect(workers).toHaveLength(0);
    const { verify, batchesInFlight } = pool.verifier(BELIEVED, never);
    expect(batchesInFlight).toBe(4);
    const answers = [0, 1, 2, 3, 4].map((first) => verify(batch(first)));
    expect(workers).toHaveLength(2);
    expect(workers.map((worker) => worker.batches.map((request) => request.batch.first))).toEqual([
      [0, 2],
      [1, 3],
    ]);
    workers[1]?.finish(0);
    expect(workers[1]?.batches.map((request) => request.batch.first)).toEqual([1, 3, 4]);
    workers[0]?.finish(0);
    workers[0]?.finish(1);
    workers[1]?.finish(1);
    workers[1]?.finish(2);
    expect((await Promise.all(answers)).map(({ count }) => count)).toEqual([0, 1, 2, 3, 4]);
  });

  it('hands the bytes over instead of copying them, and says once whom to believe', () => {
    const { pool, workers } = made(1);
    const { verify } = pool.verifier(BELIEVED, never);
    const first = batch(0);
    void verify(first);
    void verify(batch(1));
    expect(workers[0]?.transferred.slice(0, 4)).toEqual([first.bytes.buffer, first.starts.buffer, first.offsets.buffer, first.lengths.buffer]);
    expect(workers[0]?.requests.map(({ kind }) => kind)).toEqual(['believe', 'verify', 'verify']);
    workers[0]?.finish(0);
    workers[0]?.finish(1);
    void pool.verifier({ anchors: [], signers: [] }, never).verify(batch(2));
    expect(workers[0]?.requests.map(({ kind }) => kind)).toEqual(['believe', 'verify', 'verify', 'believe', 'verify']);
  });

  it('ends its workers ten seconds after the last answer, and starts new ones for new work', async () => {
    const { pool, workers } = made(1);
    const { verify } = pool.verifier(BELIEVED, never);
    const answer = verify(batch(0));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(pool.alive).toBe(1); // it is at work
    workers[0]?.finish(0);
    await answer;
    await vi.advanceTimersByTimeAsync(9_900);
    expect(workers[0]?.state).toBe('alive');
    await vi.advanceTimersByTimeAsync(200);
    expect(workers[0]?.state).toBe('terminated');
    expect(pool.alive).toBe(0);
    const next = verify(batch(1));
    expect(workers).toHaveLength(2);
    workers[1]?.finish(0);
    expect((await next).count).toBe(1);
  });

  it('fails what a dead worker had, and goes on with another one', async () => {
    const { pool, workers } = made(1);
    const { verify } = pool.verifier(BELIEVED, never);
    const answers = [0, 1, 2].map((first) => verify(batch(first)));
    const failures = Promise.allSettled(answers.slice(0, 2));
    workers[0]?.crash();
    expect(await failures).toEqual([
      { status: 'rejected', reason: lost('ended') },
      { status: 'rejected', reason: lost('ended') },
    ]);
    expect(workers[0]?.state).toBe('terminated');
    workers[1]?.finish(0);
    expect((await answers[2])?.count).toBe(2);
  });

  it('gives a worker up that says nothing for a minute, but not one that answers now and then', async () => {
    const { pool, workers } = made(1);
    const { verify } = pool.verifier(BELIEVED, never);
    const first = verify(batch(0));
    const second = expect(verify(batch(1))).rejects.toEqual(lost('deadline'));
    await vi.advanceTimersByTimeAsync(50_000);
    workers[0]?.finish(0);
    await first;
    await vi.advanceTimersByTimeAsync(59_000);
    expect(workers[0]?.state).toBe('alive');
    await vi.advanceTimersByTimeAsync(1_500);
    await second;
    expect(workers[0]?.state).toBe('terminated');
  });

  it('drops what is queued when it is cancelled, lets nobody wait for the rest, and forgets late answers', async () => {
    const { pool, workers } = made(1);
    const cancel = new AbortController();
    const { verify } = pool.verifier(BELIEVED, cancel.signal);
    const answers = Promise.allSettled([0, 1, 2, 3].map((first) => verify(batch(first))));
    const reason = new Error('enough');
    cancel.abort(reason);
    expect(await answers).toEqual(Array.from({ length: 4 }, () => ({ status: 'rejected', reason })));
    expect(workers[0]?.batches).toHaveLength(2);
    const other = pool.verifier(BELIEVED, never).verify(batch(9));
    workers[0]?.finish(0);
    workers[0]?.finish(1);
    expect(workers[0]?.batches.at(-1)?.batch.first).toBe(9);
    workers[0]?.finish(2);
    expect((await other).count).toBe(9);
    await expect(verify(batch(4))).rejects.toBe(reason);
  });

  it('fails a batch when no worker can be made, or when the worker throws', async () => {
    const { pool } = made(2, () => {
      throw new TypeError('a worker from elsewhere');
    });
    await expect(pool.verifier(BELIEVED, never).verify(batch(0))).rejects.toEqual(lost('start'));
    const { pool: second, workers } = made(1);
    const answer = expect(second.verifier(BELIEVED, never).verify(batch(0))).rejects.toEqual(lost('failed'));
    workers[0]?.say({ kind: 'failed', id: workers[0].batches[0]?.id ?? 0, code: 'worker-lost', facts: { why: 'failed', detail: 'x' } });
    await answer;
  });

  it('fails everything when it is ended, and is silent about a worker it has given up', async () => {
    const { pool, workers } = made(1);
    const answers = Promise.allSettled([0, 1, 2].map((first) => pool.verifier(BELIEVED, never).verify(batch(first))));
    pool.end();
    expect((await answers).every(({ status }) => status === 'rejected')).toBe(true);
    expect(workers).toHaveLength(1);
    workers[0]?.crash();
    workers[0]?.finish(0);
    await flush();
    expect(pool.alive).toBe(0);
  });
});
