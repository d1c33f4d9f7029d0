/**
 * The newest record of every chain that an export touches, whether that record is in it or not.
 * Floor: app.
 */
import type { ChainHead, RecordStore } from '../../bench/index.ts';

interface Place {
  readonly chain: string;
  readonly number: number;
}

/** `rows`: what is exported; `all`: everything that is here. */
export async function headsOf(store: Pick<RecordStore, 'get' | 'head'>, rows: Iterable<Place>, all: Iterable<Place>): Promise<readonly ChainHead[]> {
  const chains = new Set([...rows].map(({ chain }) => chain));
  const last = new Map<string, number>();
  for (const { chain, number } of all) if (chains.has(chain)) last.set(chain, Math.max(last.get(chain) ?? 0, number));
  const own = await store.head();
  const heads: ChainHead[] = [];
  for (const [chain, number] of last) {
    if (own?.chain === chain) heads.push(own);
    else {
      const record = await store.get(chain, number);
      if (record !== null) heads.push({ chain, number, hash: record.link.hash });
    }
  }
  return heads;
}
