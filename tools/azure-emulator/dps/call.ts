/**
 * One call to a provisioning service, as its parts hand it around.
 * Local tool. Types only.
 */
import type { Question } from '../exchange.ts';
import type { Service } from '../state.ts';
import type { World } from '../world.ts';

export interface Call {
  readonly world: World;
  readonly service: Service;
  readonly question: Question;
  /** Checks the role, then the budget. @throws Refusal 401, 403, 429 */
  readonly enter: (need: 'read' | 'write', operations?: number) => void;
}
