/**
 * Up to which record this browser's chain stands in the shared store; asked by whoever takes records away.
 * Floor: app. Knows no screen and loads no store: the outbox tells it.
 */
import { readKeptStore } from './kept-store.ts';
import { openOutbox } from './outbox.ts';

/** Null: there is no shared store. @throws store-failed */
export async function sentUntil(chain: string): Promise<number | null> {
  const kept = readKeptStore();
  if (kept === null) return null;
  const outbox = await openOutbox();
  try {
    return await outbox.sent(`${kept.endpoint}/${kept.container}`, chain);
  } finally {
    outbox.close();
  }
}
