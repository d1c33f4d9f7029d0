/**
 * What may be said of an error on the screen, in a file or in the browser's store.
 * Floor: app. Errors of this house carry a code and bounded facts; of any other error only its name is told, because nobody knows what stands in its message.
 */
import { isTouchstoneError, type Facts } from '../../base/index.ts';

export interface Problem {
  readonly code: string;
  readonly facts: Facts;
}

/** Code and facts of anything that was thrown. */
export function problemOf(error: unknown): Problem {
  if (isTouchstoneError(error)) return { code: error.code, facts: error.facts };
  return { code: 'unexpected', facts: { message: error instanceof Error ? error.name : typeof error } };
}

/** True for work that was left because the person wanted something else. */
export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
