/** One piece of work after the other; some can be cancelled. */
import { afterEach, expect, it, vi } from 'vitest';
import { WorkLine } from '../../../../src/app/manifests/work-line.ts';

function made(): { line: WorkLine; log: string[] } {
  const log: string[] = [];
  const line = new WorkLine({
    failed: (error) => log.push(`failed ${String(error)}`),
    resting: () => {
      log.push('resting');
      return Promise.resolve();
    },
  });
  return { line, log };
}
const reason = new Error('enough');
afterEach(() => void vi.useRealTimers());

it('does one piece after the other, tells what fails, and rests once in the end', async () => {
  const { line, log } = made();
  const say = (word: string) => async (): Promise<void> => {
    await Promise.resolve();
    log.push(word);
  };
  void line.add(say('a'));
  void line.add(() => Promise.reject(new Error('b')));
  void line.addImport('c', say('c'));
  await line.settled;
  expect(log).toEqual(['a', 'failed Error: b', 'c', 'resting']);
});

it('tells an import that it was cancelled, whether it had begun or not, and leaves other work alone', async () => {
  const { line, log } = made();
  const waits =
    (name: string) =>
    (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const end = (): void => {
          log.push(`${name} ${signal.aborted ? 'cancelled' : 'through'}`);
          resolve();
        };
        if (signal.aborted) end();
        else signal.addEventListener('abort', end);
      });
  void line.addImport('one', waits('one'));
  void line.addImport('two', waits('two'));
  void line.add((signal) => {
    log.push(`other ${signal.aborted ? 'cancelled' : 'through'}`);
    return Promise.resolve();
  });
  await vi.waitFor(() => expect(line.import).toEqual({ name: 'one', state: 'running' }));
  line.cancelImports(reason);
  expect(line.import).toBeNull();
  await line.settled;
  expect(log).toEqual(['one cancelled', 'two cancelled', 'other through', 'resting']);
});

it('leaves work behind that was stopped and does not end', async () => {
  vi.useFakeTimers();
  const { line, log } = made();
  void line.add(() => new Promise(() => undefined));
  const next = line.add((signal) => {
    log.push(signal.aborted ? 'stopped' : 'next');
    return Promise.resolve();
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(log).toEqual([]);
  line.stop(reason);
  const last = line.add(() => {
    log.push('last');
    return Promise.resolve();
  });
  await vi.advanceTimersByTimeAsync(5_100);
  await Promise.all([next, last]);
  expect(log).toEqual(['stopped', 'last', 'resting']);
});
