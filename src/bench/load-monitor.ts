/**
 * The late door to the monitor: no first screen needs it.
 * Floor: bench. Knows only where it is.
 */
import type * as MonitorModule from './monitor.ts';

/** Loads it once; rejects when the page's files cannot be fetched any more. */
export const loadMonitor = (): Promise<typeof MonitorModule> => import('./monitor.ts');
