/**
 * Pages of a list, and the opaque word that leads to the next one.
 * Local tool. Knows nothing of what is listed.
 */

const encode = (offset: number): string => Buffer.from(JSON.stringify({ offset })).toString('base64url');

/** Where a continuation leads; null for a word nobody gave out. */
export function readContinuation(word: string | null | undefined): number | null {
  if (word === null || word === undefined || word === '') return 0;
  const match = /^\{"offset":(\d{1,9})\}$/.exec(Buffer.from(word, 'base64url').toString('utf8'));
  return match ? Number(match[1]) : null;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly continuation: string | null;
}

export function cutPage<T>(all: readonly T[], offset: number, size: number): Page<T> {
  const end = offset + size;
  return { items: all.slice(offset, end), continuation: end < all.length ? encode(end) : null };
}
