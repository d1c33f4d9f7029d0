/**
 * The newest record of every chain that was ever seen here, kept apart from the records: that the end of a chain was cut off shows only so.
 * Floor: app. Kept in localStorage; what is found there is as foreign as any other input.
 */
import type { ChainHead } from '../../bench/index.ts';

const KEY = 'touchstone.heads.1';
const MOST = 1_000;
const ID = /^[A-Za-z0-9-]{1,64}$/;
const HASH = /^[0-9a-f]{64}$/;

/** Reads what was kept; what makes no sense in it is left out. */
export function parseHeads(text: string | null): readonly ChainHead[] {
  try {
    const kept = JSON.parse(text ?? '[]') as unknown;
    return Array.isArray(kept) ? (kept as readonly unknown[]).slice(0, MOST).flatMap(headOf) : [];
  } catch {
    return [];
  }
}

function headOf(value: unknown): readonly ChainHead[] {
  const { chain, number, hash } = (value ?? {}) as Partial<Record<keyof ChainHead, unknown>>;
  if (typeof chain !== 'string' || !ID.test(chain) || typeof hash !== 'string' || !HASH.test(hash)) return [];
  return Number.isSafeInteger(number) && (number as number) > 0 ? [{ chain, number: number as number, hash }] : [];
}

/** The higher one of each chain. */
export function higherHeads(kept: readonly ChainHead[], seen: readonly ChainHead[]): readonly ChainHead[] {
  const heads = new Map(kept.map((head) => [head.chain, head]));
  for (const head of seen) if (head.number > (heads.get(head.chain)?.number ?? 0)) heads.set(head.chain, head);
  return [...heads.values()].slice(-MOST);
}

export function readHeads(): readonly ChainHead[] {
  try {
    return parseHeads(localStorage.getItem(KEY));
  } catch {
    return []; // storage is forbidden in this browser
  }
}

/** Remembers these where they are higher than what is known. A browser that does not let us only makes a cut harder to see. */
export function keepHeads(seen: readonly ChainHead[]): void {
  const kept = readHeads();
  const heads = higherHeads(kept, seen);
  if (heads.length === kept.length && heads.every((head, index) => head === kept[index])) return;
  try {
    localStorage.setItem(KEY, JSON.stringify(heads.map(({ chain, number, hash }) => ({ chain, number, hash }))));
  } catch {
    return;
  }
}
