/** What cannot be done while the bench is locked, and what not during a shift. Floor: app. A table. */
import type { StationAction } from '../../ui/index.ts';

/** What is locked together with the bench. */
export const LOCKED: readonly StationAction['act'][] = [
  'set-slots',
  'set-name',
  'teach',
  'choose-port',
  'teach-all',
  'swap-slots',
  'slot-is-right',
  'choose-plan',
  'load-plan',
  'take-plan',
  'remove-plan',
  'put-boards',
  'set-purpose',
  'keep-plan',
  'rehearse-plan',
];
/** What would pull the board from under a run. */
export const BEFORE_A_SHIFT: readonly StationAction['act'][] = ['set-slots', 'teach', 'teach-all', 'choose-port', 'put-boards', 'rehearse-plan'];
