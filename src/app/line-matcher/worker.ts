/**
 * The worker in which regular expressions run: a bad one on a hostile line may take for ever, and a worker can be ended.
 * Floor: app. match-lines.ts does the work.
 */
import { matchLines } from './match-lines.ts';
import type { MatchAnswer, MatchRequest } from './messages.ts';

interface PageEnd {
  postMessage(message: MatchAnswer | 'ready'): void;
  addEventListener(type: 'message', listener: (event: { readonly data: MatchRequest }) => void): void;
}

const page = globalThis as unknown as PageEnd; // in a worker the global object is the worker's end of the channel
page.addEventListener('message', ({ data }) => {
  page.postMessage(matchLines(data, () => performance.now()));
});
page.postMessage('ready');
