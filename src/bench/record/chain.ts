/**
 * Records in a chain: each names the hash of the one before, so that a missing or altered one shows.
 * Floor: bench. Knows no store. It detects what is missing inside and at the beginning of what it is shown, and what was altered; that the newest records were
 * cut off shows only against a head that was kept elsewhere (an export, the shared store). It is no signature: who can rewrite everything can rehash everything,
 * unless a head was kept elsewhere. A checkpoint is a head up to which records were exported and taken away: the chain goes on from there.
 */
import { canonicalHash, wellFormedText } from './canonical-json.ts';
import type { ChainLink, RunDraft, RunRecord } from './record.ts';

/** The newest record of a chain. */
export interface ChainHead {
  readonly chain: string;
  readonly number: number;
  readonly hash: string;
}

const NOTHING = '0'.repeat(64);

/** A chain without records. */
export const emptyChain = (chain: string): ChainHead => ({ chain, number: 0, hash: NOTHING });

/** True when the record's own hash holds. */
export async function isWhole({ link, ...draft }: RunRecord): Promise<boolean> {
  const { hash, ...unhashed } = link;
  return hashOf(draft, unhashed).then(
    (wanted) => wanted === hash,
    () => false,
  );
}

/** What is hashed: everything but the hash itself. */
async function hashOf(draft: RunDraft, link: Omit<ChainLink, 'hash'>): Promise<string> {
  return canonicalHash({ ...draft, link });
}

/** Puts a run behind `head`. Half a surrogate pair becomes U+FFFD: no text from a board may keep a run from being recorded. @throws canonical-value */
export async function linkRecord(draft: RunDraft, head: ChainHead): Promise<RunRecord> {
  const link = { chain: head.chain, number: head.number + 1, previous: head.hash };
  const run = wellFormed(draft);
  return { ...run, link: { ...link, hash: await hashOf(run, link) } };
}

function wellFormed<T>(value: T): T {
  if (typeof value === 'string') return wellFormedText(value) as T & string;
  if (Array.isArray(value)) return value.map(wellFormed) as T & unknown[];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, wellFormed(member)])) as T & object;
}

/** `altered`: its own hash does not hold. `missing`: numbers `from` to `to` are not there. `torn`: the one before is there, and it is another one.
 * `doubled`: the number stands more than once. `cut`: the chain ends before a head that was seen elsewhere. `replaced`: its hash holds, and at this place another
 * hash was seen elsewhere or at the checkpoint. */
export type ChainBreak =
  | { readonly kind: 'altered' | 'torn' | 'doubled' | 'replaced'; readonly chain: string; readonly number: number }
  | { readonly kind: 'missing' | 'cut'; readonly chain: string; readonly from: number; readonly to: number };

export interface ChainReport {
  readonly records: number;
  /** The newest of every chain, by the order in which they came; a checkpoint where nothing follows it. */
  readonly heads: readonly ChainHead[];
  /** At most 1,000; `breaksFound` counts them all. */
  readonly breaks: readonly ChainBreak[];
  readonly breaksFound: number;
}

const BREAKS_KEPT = 1_000;

/** Takes the records of each chain in ascending order, chains mixed as they come; memory does not grow with the records. */
export class ChainVerifier {
  readonly #heads = new Map<string, ChainHead>();
  readonly #checkpoints: ReadonlyMap<string, ChainHead>;
  readonly #known: ReadonlyMap<string, ChainHead>;
  readonly #breaks: ChainBreak[] = [];
  #breaksFound = 0;
  #records = 0;

  /** `checkpoints`: what stands before them may be missing. `known`: heads that were seen elsewhere, for example in an export; one of a chain. */
  constructor(checkpoints: readonly ChainHead[] = [], known: readonly ChainHead[] = []) {
    this.#checkpoints = byChain(checkpoints);
    this.#known = byChain(known);
  }

  async add(record: RunRecord): Promise<void> {
    this.#records += 1;
    const { link } = record;
    const { chain, number, previous, hash } = link;
    const before = this.#heads.get(chain) ?? emptyChain(chain);
    if (!(await isWhole(record))) this.#found({ kind: 'altered', chain, number });
    else if (this.#isReplaced(link)) this.#found({ kind: 'replaced', chain, number });
    if (number <= before.number) this.#found({ kind: 'doubled', chain, number });
    else if (number > before.number + 1) this.#gap(before, link);
    else if (previous !== before.hash) this.#found({ kind: 'torn', chain, number });
    if (number > before.number) this.#heads.set(chain, { chain, number, hash });
  }

  /** `known`: instead of those that it began with. */
  report(known: readonly ChainHead[] = [...this.#known.values()]): ChainReport {
    const heads = new Map([...this.#checkpoints, ...this.#heads]);
    for (const [chain, checkpoint] of this.#checkpoints) if ((heads.get(chain)?.number ?? 0) < checkpoint.number) heads.set(chain, checkpoint);
    const cut = known.flatMap(({ chain, number }): readonly ChainBreak[] => {
      const last = heads.get(chain)?.number ?? 0;
      return last < number ? [{ kind: 'cut', chain, from: last + 1, to: number }] : [];
    });
    return {
      records: this.#records,
      heads: [...heads.values()],
      breaks: [...this.#breaks, ...cut],
      breaksFound: this.#breaksFound + cut.length,
    };
  }

  #isReplaced({ chain, number, hash }: ChainLink): boolean {
    return [this.#checkpoints.get(chain), this.#known.get(chain)].some((head) => head?.number === number && head.hash !== hash);
  }

  /** Numbers are missing; those up to a checkpoint were taken away on purpose. */
  #gap(before: ChainHead, { chain, number, previous }: ChainLink): void {
    const checkpoint = this.#checkpoints.get(chain);
    const from = Math.max(before.number, checkpoint?.number ?? 0) + 1;
    if (from < number) this.#found({ kind: 'missing', chain, from, to: number - 1 });
    else if (checkpoint?.number === number - 1 && previous !== checkpoint.hash) this.#found({ kind: 'torn', chain, number });
  }

  #found(one: ChainBreak): void {
    this.#breaksFound += 1;
    if (this.#breaks.length < BREAKS_KEPT) this.#breaks.push(one);
  }
}

const byChain = (heads: readonly ChainHead[]): ReadonlyMap<string, ChainHead> => new Map(heads.map((head) => [head.chain, head]));
