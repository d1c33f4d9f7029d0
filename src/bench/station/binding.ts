/**
 * Which slot does a port belong to that has just come back? Web Serial gives no serial number, and a board that is plugged in is a new port to the browser.
 * Floor: bench. Pure; knows no ports, only their USB ids.
 * Reference: WICG serial, issue 128 (no serial number, by design). So the answer is sure only while one slot at a time misses a port of that kind.
 */
import type { BindingTrust } from './picture.ts';

/** Of a port or of what a slot was taught. */
export interface UsbIds {
  readonly usbVendorId: number | null;
  readonly usbProductId: number | null;
}

export interface TaughtSlot extends UsbIds {
  readonly number: number;
  readonly presence: 'in' | 'out';
}

const sameKind = (a: UsbIds, b: UsbIds): boolean => a.usbVendorId === b.usbVendorId && a.usbProductId === b.usbProductId;

/** The slot that misses such a port; the one that has missed it longest where several do (`missing`: slot numbers in the order in which they lost theirs). Null: nobody does. */
export function slotFor(
  port: UsbIds,
  slots: readonly TaughtSlot[],
  missing: readonly number[],
): { readonly number: number; readonly trust: BindingTrust } | null {
  const empty = slots.filter((slot) => slot.presence === 'out' && sameKind(slot, port));
  const [only] = empty;
  if (only === undefined) return null;
  if (empty.length === 1) return { number: only.number, trust: 'only-one' };
  const first = missing.find((number) => empty.some((slot) => slot.number === number)) ?? only.number;
  return { number: first, trust: 'guess' };
}
