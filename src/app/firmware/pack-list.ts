/**
 * The packs in their order, and the one that was taken away last, which can be put back.
 * Floor: app. Keeps nothing beyond the page (pack-store.ts) and chooses none (pack-shelf.ts).
 */
import type { Pack } from '../../board/index.ts';
import type { PackOrigin } from '../../ui/index.ts';

export interface ShelvedPack {
  readonly pack: Pack;
  readonly origin: PackOrigin;
}

interface Removed extends ShelvedPack {
  readonly place: number;
  readonly was: 'chosen' | 'beside';
}

export class PackList {
  #packs: readonly ShelvedPack[] = [];
  #removed: Removed | null = null;

  get packs(): readonly ShelvedPack[] {
    return this.#packs;
  }

  /** What can be put back. */
  get removed(): Pack | null {
    return this.#removed?.pack ?? null;
  }

  find(fingerprint: string | null): ShelvedPack | null {
    return this.#packs.find(({ pack }) => pack.fingerprint === fingerprint) ?? null;
  }

  /** At the end, or in place of what was the same; the one that came with the page is the first. */
  add(pack: Pack, origin: PackOrigin): void {
    const others = this.#packs.filter((other) => other.pack.fingerprint !== pack.fingerprint);
    this.#packs = origin === 'bundled' ? [{ pack, origin }, ...others] : [...others, { pack, origin }];
    this.forgetRemoved(pack.fingerprint); // it is here again: put back, it would be here twice
  }

  drop(fingerprint: string): void {
    this.#packs = this.#packs.filter(({ pack }) => pack.fingerprint !== fingerprint);
  }

  takeAway(fingerprint: string, was: Removed['was']): void {
    const place = this.#packs.findIndex(({ pack }) => pack.fingerprint === fingerprint);
    const taken = this.#packs[place];
    if (taken === undefined) return;
    this.#removed = { ...taken, place, was };
    this.drop(fingerprint);
  }

  /** Puts back what was taken away last, in its place. */
  putBack(fingerprint: string, origin: PackOrigin): Removed | null {
    const removed = this.#removed;
    if (removed?.pack.fingerprint !== fingerprint) return null;
    this.#removed = null;
    this.#packs = this.#packs.toSpliced(removed.place, 0, { pack: removed.pack, origin });
    return removed;
  }

  forgetRemoved(fingerprint: string): void {
    if (this.#removed?.pack.fingerprint === fingerprint) this.#removed = null;
  }
}
