/**
 * Which rates worked on which kind of bridge, kept in this browser.
 * Floor: app. A hint only: a rate that fails is given up and a slower one is learned.
 */
import type { PortIdentity } from '../../base/index.ts';
import type { RateMemory } from '../../board/index.ts';

const KEY = 'touchstone.rates.1';
const SLOWEST = 9_600;
const FASTEST = 4_000_000;
const MOST = 64;

const nameOf = ({ kind, usbVendorId = 0, usbProductId = 0 }: PortIdentity): string => `${kind} ${usbVendorId}:${usbProductId}`;

/** Reads what was kept; anything odd in it is left out. */
export function parseRates(text: string | null): ReadonlyMap<string, number> {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    if (typeof kept !== 'object' || kept === null) return new Map();
    const rows = Object.entries(kept).slice(0, MOST);
    return new Map(rows.filter((row): row is [string, number] => Number.isInteger(row[1]) && row[1] >= SLOWEST && row[1] <= FASTEST));
  } catch {
    return new Map();
  }
}

/** A memory in localStorage; where that is forbidden, it lasts as long as the page. */
export class KeptRates implements RateMemory {
  readonly #rates: Map<string, number>;

  constructor() {
    this.#rates = new Map(parseRates(readText()));
  }

  get(identity: PortIdentity): number | null {
    return identity.kind === 'virtual' ? null : (this.#rates.get(nameOf(identity)) ?? null);
  }

  set(identity: PortIdentity, baudRate: number): void {
    if (identity.kind === 'virtual' || this.#rates.get(nameOf(identity)) === baudRate) return;
    this.#rates.set(nameOf(identity), baudRate);
    try {
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(this.#rates)));
    } catch {
      // then it is learned anew next time
    }
  }
}

function readText(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
