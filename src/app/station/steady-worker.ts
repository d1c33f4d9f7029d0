/**
 * Timers of a thread that a hidden page does not slow: told how long, it answers when the time has come.
 * Floor: app. Knows nothing else.
 * Reference: HTML living standard, timers; Chromium aligns the timers of hidden pages to a second, those of dedicated workers it does not.
 */
import type { SteadyAnswer, SteadyRequest } from './steady-messages.ts';

interface PageEnd {
  postMessage(message: SteadyAnswer): void;
  addEventListener(type: 'message', listener: (event: { readonly data: SteadyRequest }) => void): void;
}

const page = globalThis as unknown as PageEnd; // in a worker the global object is the worker's end of the channel

page.addEventListener('message', ({ data: { id, durationMs } }) => {
  setTimeout(() => page.postMessage({ id }), durationMs);
});
