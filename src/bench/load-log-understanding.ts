/**
 * The late door to what reads a board's log: rules, timeline, crashes.
 * Floor: bench. Knows only where it is.
 */

import type * as UnderstandLog from './understand-log.ts';

/** `ConnectReader`, `CrashReader`, `parseConnectRules`, `symbolizeCrash` and their lists of words. */
export type LogUnderstanding = typeof UnderstandLog;

/** Loads it once; later calls give the same. Rejects when the page's files cannot be fetched any more. */
export const loadLogUnderstanding = (): Promise<LogUnderstanding> => import('./understand-log.ts');
