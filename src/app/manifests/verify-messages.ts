/**
 * What page and verifying worker say to each other.
 * Floor: app. Types only. Whom to believe is said once, before the batches that are to be verified with it; an answer repeats its batch's number.
 */
import type { Facts } from '../../base/index.ts';
import type { BatchColumns, Believed, EntryBatch } from '../../trust/index.ts';

/** Something the page wants. `believe` counts for every batch behind it. */
export type VerifyRequest =
  { readonly kind: 'believe'; readonly believed: Believed } | { readonly kind: 'verify'; readonly id: number; readonly batch: EntryBatch };

/** What the worker says. An error travels as its code and facts. */
export type VerifyAnswer =
  | { readonly kind: 'done'; readonly id: number; readonly columns: BatchColumns }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string; readonly facts: Facts };
