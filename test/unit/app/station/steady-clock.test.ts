/** The clock whose timers run in a thread: waits are as long as asked for, and few messages are needed. */
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../src/base/index.ts';
import type { SteadyRequest } from '../../../../src/app/station/steady-messages.ts';
import { steadyClock } from '../../../../src/app/station/steady-clock.ts';

/** A thread that answers when the test lets time pass. */
class Thread {
  now = 0;
  readonly asked: SteadyRequest[] = [];
  #timers: { readonly id: number; readonly atMs: number }[] = [];
  #hear: (event: { readonly data: { readonly id: number } }) => void = () => undefined;

  postMessage(request: SteadyRequest): void {
    this.asked.push(request);
    this.#timers.push({ id: request.id, atMs: this.now + request.durationMs });
  }

  addEventListener(_type: 'message', listener: (event: { readonly data: { readonly id: number } }) => void): void {
    this.#hear = listener;
  }

  async pass(ms: number): Promise<void> {
    const endMs = this.now + ms;
    for (;;) {
      const [due] = this.#timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.now = due.atMs;
      this.#hear({ data: { id: due.id } });
      await Promise.resolve();
    }
    this.now = endMs;
  }
}

function clock(): {
  readonly thread: Thread;
  readonly time: Clock;
  readonly ended: string[];
  readonly wait: (name: string, ms: number, signal?: AbortSignal) => void;
} {
  const thread = new Thread();
  const time = steadyClock(thread, () => thread.now);
  const ended: string[] = [];
  const wait = (name: string, ms: number, signal?: AbortSignal): void => {
    time.sleep(ms, signal).then(
      () => ended.push(`${name} ${thread.now}`),
      () => ended.push(`${name} called off`),
    );
  };
  return { thread, time, ended, wait };
}

describe('the steady clock', () => {
  it('ends every wait when its time has come, in whatever order they were begun', async () => {
    const { thread, ended, wait } = clock();
    wait('long', 300);
    wait('short', 20);
    wait('middle', 100);
    wait('other short', 20);
    await thread.pass(19);
    expect(ended).toEqual([]);
    await thread.pass(500);
    expect(ended).toEqual(['short 20', 'other short 20', 'middle 100', 'long 300']);
  });

  it('a thousand deadlines that are called off cost one message while the first would still be waited for', async () => {
    const { thread, ended, wait } = clock();
    for (let turn = 0; turn < 1000; turn++) {
      const stop = new AbortController();
      wait('deadline', 3000, stop.signal);
      await thread.pass(1);
      stop.abort();
      await Promise.resolve();
    }
    expect(ended).toHaveLength(1000);
    expect(new Set(ended)).toEqual(new Set(['deadline called off']));
    expect(thread.asked).toHaveLength(1);
  });

  it('a wait behind one that was called off is not forgotten', async () => {
    const { thread, ended, wait } = clock();
    const stop = new AbortController();
    wait('first', 100, stop.signal);
    wait('second', 250);
    stop.abort();
    await thread.pass(1000);
    expect(ended).toEqual(['first called off', 'second 250']);
  });

  it('a wait of nothing ends at once, and one that is called off before it begins does not begin', async () => {
    const { thread, ended, wait } = clock();
    wait('nothing', 0);
    wait('none', 10, AbortSignal.abort());
    await thread.pass(0);
    expect(ended.toSorted()).toEqual(['none called off', 'nothing 0']);
  });

  it('an answer that comes a little early, by a clock that is not the page’s, is asked for again', async () => {
    const { thread, ended, wait } = clock();
    wait('one', 50);
    const [first] = thread.asked;
    thread.now = 49.5;
    (thread as unknown as { postMessage(request: SteadyRequest): void }).postMessage({ id: first?.id ?? 0, durationMs: 0 });
    await thread.pass(0);
    expect(ended).toEqual([]);
    await thread.pass(0.5);
    expect(ended).toEqual(['one 50']);
  });
});
