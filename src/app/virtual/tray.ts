/**
 * The tray of virtual boards: forty of them, each with its own chip and its own MAC, and what is taken from it next.
 * Floor: app. Loaded when virtual boards are put into the slots of a bench. Knows no slots: it is told which boards are in hand.
 */
import { fromHex } from '../../base/index.ts';
import identity from '../../sim/demo/identity.json';
import tray from '../../sim/demo/tray.json';
import type { VirtualStart } from './messages.ts';

/** The order that the tray's chips came with; its signer is the demo's. */
export const TRAY_MANIFEST = 'touchstone-demo-tray.json';

/** A board and the chip on it, each by its place in the tray, from 1. `demo`: the chip of the bench with one slot, which the faults `other-ca` and `replayed-dump` imitate and copy. */
export interface TrayBoard {
  readonly board: number;
  readonly chip: number | 'demo';
}

/** Which board is taken from the tray next; behind its end it begins anew. */
export class Tray {
  readonly size = tray.units.length;
  #last: number;

  /** `taken`: so many boards lie in slots already, the first ones. */
  constructor(taken: number) {
    this.#last = taken;
  }

  /** The next one that nobody has in hand. Where hands hold chips and boards of more units than the tray has, one whose board is free. */
  next(inHand: readonly TrayBoard[]): number {
    const boards = new Set<number | 'demo'>(inHand.map(({ board }) => board));
    const all = new Set([...boards, ...inHand.map(({ chip }) => chip)]);
    return this.#nextWithout(all) ?? this.#nextWithout(boards) ?? 1;
  }

  #nextWithout(held: ReadonlySet<number | 'demo'>): number | null {
    for (let step = 0; step < this.size; step++) {
      const number = ((this.#last + step) % this.size) + 1;
      if (held.has(number)) continue;
      this.#last = number;
      return number;
    }
    return null;
  }
}

/** What the worker builds such a board from. @throws bytes-text */
export function startOf({ board, chip }: TrayBoard): VirtualStart {
  const mac = fromHex(unit(board).mac);
  if (chip === 'demo') return { identity, mac };
  const { slots, ...rest } = unit(chip);
  return { identity: { ...tray.common, ...rest, slots: { ...tray.common.slots, ...slots } }, mac };
}

/** As runs record it: 02:00:00:DE:31:07. */
export const macOf = (board: number): string => (unit(board).mac.match(/../g) ?? []).join(':').toUpperCase();

/** The place in the tray of a recorded chip; null for a chip that is not of this tray. */
export function chipNumberOf(serialNumber: string): number | null {
  const index = tray.units.findIndex((one) => one.serialNumber === serialNumber.toLowerCase());
  return index < 0 ? null : index + 1;
}

function unit(number: number): (typeof tray.units)[number] {
  const found = tray.units[number - 1];
  if (found === undefined) throw new RangeError(`the tray has no unit ${number}`);
  return found;
}
