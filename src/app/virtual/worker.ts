/**
 * The module worker in which the virtual board lives, so that its core does not take the page's time.
 * Floor: app. Two lines: serve.ts does the work.
 */
import { serveVirtualBoard, type PageEnd } from './serve.ts';

serveVirtualBoard(globalThis as unknown as PageEnd); // in a worker the global object is the worker's end of the channel
