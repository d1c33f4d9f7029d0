/**
 * Slots whose ports nobody can tell apart, in groups, and how a MAC that is read back settles them.
 * Floor: bench. Pure; knows no ports. The boards are taken to lie where they lay: whether somebody moved one, a person has to say.
 */

/** Each group: numbers of slots whose ports are among these slots, nobody knows in which order. At least two in a group, no slot in two. */
export type Doubts = readonly (readonly number[])[];

/** Makes one group of these slots and of all groups that they were in. */
export function addDoubt(doubts: Doubts, numbers: readonly number[]): Doubts {
  const touched = doubts.filter((group) => group.some((number) => numbers.includes(number)));
  const merged = [...new Set([...touched.flat(), ...numbers])].sort((a, b) => a - b);
  const others = doubts.filter((group) => !touched.includes(group));
  return merged.length < 2 ? others : [...others, merged];
}

/** Takes a slot that is certain now out of its group; the last one that is left in a group is certain with it: there is nothing else that it could be. */
export function settleDoubt(doubts: Doubts, number: number): { readonly doubts: Doubts; readonly alsoCertain: number | null } {
  const group = doubts.find((one) => one.includes(number));
  if (group === undefined) return { doubts, alsoCertain: null };
  const rest = group.filter((one) => one !== number);
  const others = doubts.filter((one) => one !== group);
  return rest.length < 2 ? { doubts: others, alsoCertain: rest[0] ?? null } : { doubts: [...others, rest], alsoCertain: null };
}

export interface ReadBack {
  readonly number: number;
  /** Read in this slot since its port came; null when none was. */
  readonly seen: string | null;
  /** Read in this slot last while it was certain. */
  readonly last: string | null;
}

/** What the board in a slot that is in doubt says of it. `own`: it was here last. A number: it was in that slot last, which is in doubt with this one.
 * `nothing`: it was in none of them, or no MAC was read. A slot whose port was not away cannot have changed places: a board of its own was moved. */
export function readingOf({ number, seen, last }: ReadBack, all: readonly ReadBack[], doubts: Doubts): 'own' | 'nothing' | number {
  if (seen === null) return 'nothing';
  if (seen === last) return 'own';
  const group = doubts.find((one) => one.includes(number)) ?? [];
  return all.find((other) => other.number !== number && group.includes(other.number) && other.last === seen)?.number ?? 'nothing';
}
