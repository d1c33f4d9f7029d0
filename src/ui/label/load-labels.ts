/** The late door to printing labels: codes and paper are needed by nobody at first. Floor: ui. Knows only where it is. */
import type * as PrintModule from './print-label.ts';

/** Loads it once. */
export const loadLabelPrinter = (): Promise<typeof PrintModule> => import('./print-label.ts');
