/**
 * The late door to the log as a file: no first screen needs its words.
 * Floor: ui. Knows only where it is.
 */
import type * as LogFile from './log-file.ts';

/** Loads it once; rejects when the page's files cannot be fetched any more. */
export const loadLogFile = (): Promise<typeof LogFile> => import('./log-file.ts');
