/**
 * One check with its evidence.
 * Floor: base. Knows no sentences: `seen`, `wanted` are facts that ui puts into words.
 */
import type { Facts } from './error.ts';

/** What was not measured is not a pass. */
export type ProofOutcome = 'pass' | 'fail' | 'unmeasured';

export interface Proof<Id extends string = string, Reason extends string = string> {
  readonly id: Id;
  readonly outcome: ProofOutcome;
  /** Why it is not a pass; absent on a pass. */
  readonly reason?: Reason;
  /** What was seen, as plain values (hex, names, counts). */
  readonly seen: Facts;
  /** What would have been right. */
  readonly wanted: Facts;
}
