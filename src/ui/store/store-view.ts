/**
 * What the card of the shared store shows, and what can be done on it.
 * Floor: ui. Plain values; app makes them. No token, no raw answer ever stands in one.
 */
import type { Facts } from '../../base/index.ts';
import type { StorePlace } from '../../cloud/index.ts';

interface Problem {
  readonly code: string;
  readonly facts: Facts;
}

/** `off`: there is none. `in-step`: everything is in the store. `sending`: records are on their way. `waiting`: a pause before the next try. `offline`: the store
 * is not reached. `signed-out`: nobody is signed in. `refused`: somebody has to do something; `problem` says what. */
export type StoreState = 'off' | 'starting' | 'in-step' | 'sending' | 'waiting' | 'offline' | 'signed-out' | 'refused';

/** One claim of this station and what came of it. `seen`: of a unit that is or was in a slot. `passed`: of one that passed. `unread`: what stands there is no claim. */
export interface ClaimRow {
  readonly book: 'seen' | 'passed';
  readonly unit: 'chip' | 'board';
  /** Serial number or MAC address. */
  readonly id: string;
  /** Of our record in our chain. */
  readonly number: number;
  readonly demo: boolean;
  readonly result: 'won' | 'same-unit' | 'other' | 'unread';
  /** `new`: another unit has it, and nobody has said that they looked. */
  readonly look: 'new' | 'none';
  /** Who was first; null when we were, or nobody knows. */
  readonly holder: ClaimHolder | null;
}

/** Another run that claimed before us: its record where it passed, its slot where it was seen. `at`: RFC 3339. */
export interface ClaimHolder {
  readonly station: string;
  readonly at: string;
  readonly chip: string | null;
  readonly mac: string | null;
  readonly number: number | null;
  readonly slot: number | null;
}

export interface StoreView {
  readonly place: StorePlace;
  /** `site`: from config.json beside the page. `browser`: typed here. `none`: not set. */
  readonly from: 'site' | 'browser' | 'none';
  readonly state: StoreState;
  /** Records of this browser that are not in the store yet. */
  readonly waiting: number;
  readonly problem: Problem | null;
  /** Until the next try; null when none is due. */
  readonly nextInS: number | null;
  readonly test: { readonly state: 'idle' | 'running' | 'passed' } | ({ readonly state: 'failed' } & Problem);
  /** Records of other stations on their way here. */
  readonly taking:
    | { readonly state: 'idle' }
    | { readonly state: 'running' | 'done'; readonly stations: number; readonly records: number; readonly refused: number }
    | ({ readonly state: 'failed' } & Problem);
  /** Newest first: those that were not the first to claim, then the last that were. */
  readonly claims: readonly ClaimRow[];
  /** For the CORS rule. */
  readonly pageOrigin: string;
}

/** What can be done. One event, because the room behind it is loaded late. */
export type StoreAction =
  | { readonly act: 'open' | 'forget-place' | 'test' | 'send-now' | 'take-records' | 'consent' | 'looked-at-claims' }
  | { readonly act: 'set-place'; readonly place: StorePlace };
