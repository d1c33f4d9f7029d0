/**
 * What can be taken away first: the oldest runs, so that every chain loses its beginning and nothing from its middle.
 * Floor: bench. Knows summaries only.
 */
import type { RunSummary } from './summary.ts';

/** Chain → number up to which its records go. At most `most` runs of `rows`, which are in the order of time; a chain gives only what stands before its first run that stays. */
export function oldestOf(rows: Iterable<Pick<RunSummary, 'chain' | 'number'>>, most: number): ReadonlyMap<string, number> {
  const goes = new Map<string, number>();
  const firstThatStays = new Map<string, number>();
  let seen = 0;
  for (const { chain, number } of rows) {
    if (seen++ < most) goes.set(chain, Math.max(goes.get(chain) ?? 0, number));
    else firstThatStays.set(chain, Math.min(firstThatStays.get(chain) ?? Infinity, number));
  }
  return new Map(
    [...goes].map(([chain, number]) => [chain, Math.min(number, (firstThatStays.get(chain) ?? Infinity) - 1)] as const).filter(([, number]) => number > 0),
  );
}
