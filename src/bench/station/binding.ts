/**
 * Which slot does a port belong to that has just come back? Web Serial gives no serial number, and a board that is plugged in is a new port to the browser.
 * Floor: bench. Pure; knows no ports, only their USB ids, the order in which slots lost theirs, and which slots were in doubt before.
 * Reference: WICG serial, issue 128 (no serial number, by design). So the answer is sure only while one slot at a time misses a port of that kind.
 */
import type { Doubts } from './doubts.ts';
import type { BindingTrust } from './picture.ts';

/** Of a port or of what a slot was taught. */
export interface UsbIds {
  readonly usbVendorId: number | null;
  readonly usbProductId: number | null;
}

/** What is kept of a slot: the kind of its port, and the MAC that was read there last while the binding was certain. */
export interface KeptPort extends UsbIds {
  /** Upper case, with colons; null when none was read. */
  readonly mac: string | null;
}

export interface TaughtSlot extends UsbIds {
  readonly number: number;
  readonly presence: 'in' | 'out';
}

export interface FoundSlot {
  readonly number: number;
  readonly trust: BindingTrust;
  /** Slots that it could be as well, itself among them; empty when it is certain. */
  readonly among: readonly number[];
}

const sameKind = (a: UsbIds, b: UsbIds): boolean => a.usbVendorId === b.usbVendorId && a.usbProductId === b.usbProductId;

/** The slot that misses such a port; the one that has missed it longest where several do (`missing`: slot numbers in the order in which they lost theirs).
 * A slot that was in doubt when it lost its port is in doubt when one comes back, be it alone. Null: nobody misses one. */
export function slotFor(port: UsbIds, slots: readonly TaughtSlot[], missing: readonly number[], doubts: Doubts): FoundSlot | null {
  const empty = slots.filter((slot) => slot.presence === 'out' && sameKind(slot, port)).map(({ number }) => number);
  const [only] = empty;
  if (only === undefined) return null;
  if (empty.length === 1 && !doubts.some((group) => group.includes(only))) return { number: only, trust: 'only-one', among: [] };
  return { number: missing.find((number) => empty.includes(number)) ?? only, trust: 'guess', among: empty };
}
