/**
 * Waits for something that knows of no signal, for no longer than the signal allows.
 * Floor: bench. What is given up goes on by itself, unheard: only for work that holds no port.
 */

/** What `work` comes to. @throws what it throws, or the signal's reason */
export function heed<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stopped = (): void => reject(signal.reason as Error);
    if (signal.aborted) stopped();
    signal.addEventListener('abort', stopped, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stopped));
  });
}
