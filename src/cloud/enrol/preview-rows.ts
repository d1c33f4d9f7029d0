/**
 * A preview's counts and the rows that are shown of it.
 * Floor: cloud. Pure; keeps two hundred rows of each kind, whatever the number of entries.
 */
import type { Facts } from '../../base/index.ts';

/** `new`: will be made. `same`: is there with this certificate. `other`: is there with another one. `impossible`: cannot be asked for. `unknown`: was not looked up. */
export type EnrolPreviewState = 'new' | 'same' | 'other' | 'impossible' | 'unknown';

export interface EnrolPreviewRow {
  readonly index: number;
  readonly serialNumber: string;
  /** '' when the certificate was not read. */
  readonly registrationId: string;
  readonly deviceId: string;
  readonly state: EnrolPreviewState;
  /** A CloudErrorCode for `other` and `impossible`; '' otherwise. */
  readonly code: string;
  readonly facts: Facts;
}

const MOST_ROWS = 200;
/** What needs a person first, then what is not simply new. */
const ORDER = ['impossible', 'other', 'same', 'new', 'unknown'] as const satisfies readonly EnrolPreviewState[];

export class PreviewRows {
  readonly #counts: Record<EnrolPreviewState, number> = { new: 0, same: 0, other: 0, impossible: 0, unknown: 0 };
  readonly #rows = new Map<EnrolPreviewState, EnrolPreviewRow[]>();

  add(row: EnrolPreviewRow): void {
    this.#counts[row.state]++;
    const rows = this.#rows.get(row.state) ?? [];
    this.#rows.set(row.state, rows);
    if (rows.length < MOST_ROWS) rows.push(row);
  }

  /** Entries that are counted and not shown. */
  addUnknown(count: number): void {
    this.#counts.unknown += count;
  }

  get counts(): Readonly<Record<EnrolPreviewState, number>> {
    return { ...this.#counts };
  }

  get shown(): readonly EnrolPreviewRow[] {
    return ORDER.flatMap((state) => this.#rows.get(state) ?? []).slice(0, MOST_ROWS);
  }
}
