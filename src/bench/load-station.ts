/**
 * The late door to the bench with several slots: station, plans, records. No first screen needs it.
 * Floor: bench. Knows only where it is.
 */
import type * as StationModule from './station-room.ts';

/** Loads it once; rejects when the page's files cannot be fetched any more. */
export const loadStation = (): Promise<typeof StationModule> => import('./station-room.ts');
