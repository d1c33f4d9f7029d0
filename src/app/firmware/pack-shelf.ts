/**
 * The packs at hand: reads drops into packs, keeps them, remembers which one is chosen and whether it is locked for the line.
 * Floor: app. Knows no board and no settings. One thing after the other: a drop is read before the next one begins.
 * Reference: docs/packs.md.
 */
import { isTouchstoneError, TouchstoneError, type Facts } from '../../base/index.ts';
import { packsFromFiles, withChip, type GivenPlaces, type Pack, type SourceFile } from '../../board/index.ts';
import type { PackOrigin, PackRefusal } from '../../ui/index.ts';
import type { PackStore } from './pack-store.ts';
import { unzipPack, zipPack } from './pack-zip.ts';

/** `pack-locked`: the chosen pack is locked for the line (`name`). `pack-not-kept`: this browser keeps no pack; it stays until the page is closed.
 * `pack-kept-damaged`: a kept pack is no longer what it was (`fingerprint`, `reason`). */
export type ShelfPackErrorCode = 'pack-locked' | 'pack-not-kept' | 'pack-kept-damaged';

export interface PackShelfTools {
  /** Something changed. */
  readonly changed: () => void;
  readonly notice: (code: string, facts?: Facts) => void;
  readonly store: PackStore;
}

export interface ShelvedPack {
  readonly pack: Pack;
  readonly origin: PackOrigin;
}

/** What a drop was, so that it can be read again with what a person said about it. */
interface LastDrop {
  readonly groups: readonly (readonly SourceFile[])[];
  readonly offsets: ReadonlyMap<string, number>;
}

export class PackShelf {
  readonly #tools: PackShelfTools;
  #packs: readonly ShelvedPack[] = [];
  #chosen: string | null = null;
  #lock: 'locked' | 'unlocked' = 'unlocked';
  #reading: string | null = null;
  #refused: readonly PackRefusal[] = [];
  #last: LastDrop | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(tools: PackShelfTools) {
    this.#tools = tools;
  }

  get packs(): readonly ShelvedPack[] {
    return this.#packs;
  }

  get chosen(): ShelvedPack | null {
    return this.#packs.find(({ pack }) => pack.fingerprint === this.#chosen) ?? null;
  }

  get lock(): 'locked' | 'unlocked' {
    return this.#lock;
  }

  get reading(): string | null {
    return this.#reading;
  }

  get refused(): readonly PackRefusal[] {
    return this.#refused;
  }

  /** Reads what is kept. A pack that is damaged is named and left out; the lock holds only while its pack is there. */
  restore(): Promise<void> {
    return this.#queue('', async () => {
      const { store, notice } = this.#tools;
      let fingerprints: readonly string[];
      try {
        fingerprints = await store.fingerprints();
      } catch {
        return; // nothing can be kept here: the first pack that comes says so
      }
      for (const fingerprint of fingerprints) {
        try {
          const { packs } = await packsFromFiles(unzipPack(fingerprint, await store.read(fingerprint)));
          const pack = packs[0];
          if (pack?.fingerprint !== fingerprint) throw new TouchstoneError('pack-fingerprint', { seen: pack?.fingerprint ?? 'none', wanted: fingerprint });
          this.#add(pack, 'kept');
        } catch (error) {
          notice('pack-kept-damaged', { fingerprint, reason: isTouchstoneError(error) ? error.code : 'unreadable' });
        }
      }
      const choice = await store.choice();
      if (this.#packs.some(({ pack }) => pack.fingerprint === choice.fingerprint)) {
        this.#chosen = choice.fingerprint;
        this.#lock = choice.lock;
      }
    });
  }

  /** Puts a pack on the shelf that came with the page. */
  addBundled(pack: Pack): void {
    this.#packs = [{ pack, origin: 'bundled' }, ...this.#packs.filter((other) => other.pack.fingerprint !== pack.fingerprint)];
    this.#tools.changed();
  }

  /** Reads what `sources` gives: packs come onto the shelf and are kept, refusals are listed. */
  read(name: string, sources: () => Promise<readonly (readonly SourceFile[])[]>): Promise<void> {
    return this.#queue(name, async () => {
      this.#refused = [];
      this.#last = null;
      try {
        await this.#readGroups({ groups: await sources(), offsets: new Map() });
      } catch (error) {
        this.#refuse('', error);
      }
    });
  }

  /** Reads the last drop again, with the place of one of its files. */
  tellOffset(path: string, offset: number): Promise<void> {
    const last = this.#last;
    if (last === null) return Promise.resolve();
    return this.#queue(path, async () => {
      this.#refused = [];
      await this.#readGroups({ ...last, offsets: new Map([...last.offsets, [path, offset]]) });
    });
  }

  /** Says the chip of the chosen pack, which then has another fingerprint. @throws pack-locked, pack-chip, pack-chip-unknown */
  tellChip(chip: string): Promise<void> {
    return this.#queue('', async () => {
      const chosen = this.chosen;
      if (chosen === null) return;
      this.#mustBeUnlocked();
      const { fingerprint } = chosen.pack;
      const told = await withChip(chosen.pack, chip);
      await this.#drop(fingerprint);
      await this.#keep(told);
      this.#choose(told.fingerprint);
    });
  }

  /** @throws pack-locked */
  choose(fingerprint: string): void {
    if (fingerprint === this.#chosen) return;
    this.#mustBeUnlocked();
    if (this.#packs.some(({ pack }) => pack.fingerprint === fingerprint)) this.#choose(fingerprint);
  }

  /** Locks the chosen pack for the line, or lets it go. */
  setLock(lock: 'locked' | 'unlocked'): void {
    if (this.chosen === null) return;
    this.#lock = lock;
    this.#keepChoice();
    this.#tools.changed();
  }

  /** @throws pack-locked when it is the locked one */
  remove(fingerprint: string): Promise<void> {
    return this.#queue('', async () => {
      if (fingerprint === this.#chosen) this.#mustBeUnlocked();
      if (this.#packs.some(({ pack, origin }) => pack.fingerprint === fingerprint && origin === 'bundled')) return;
      await this.#drop(fingerprint);
      if (fingerprint === this.#chosen) this.#choose(null);
    });
  }

  forgetRefused(): void {
    this.#refused = [];
    this.#last = null;
    this.#tools.changed();
  }

  async #readGroups(drop: LastDrop): Promise<void> {
    this.#last = drop;
    const given: GivenPlaces = { offsets: drop.offsets };
    const found: Pack[] = [];
    for (const group of drop.groups) {
      try {
        const { packs, refused } = await packsFromFiles(group, given);
        for (const { label, error } of refused) this.#refuse(label, error);
        found.push(...packs);
      } catch (error) {
        this.#refuse('', error);
      }
    }
    for (const pack of found) await this.#keep(pack);
    const [first] = found;
    if (first === undefined) return;
    if (this.#lock === 'unlocked') this.#choose(first.fingerprint);
    else if (first.fingerprint !== this.#chosen) this.#tools.notice('pack-locked', { name: this.chosen?.pack.name ?? '' });
  }

  async #keep(pack: Pack): Promise<void> {
    const known = this.#packs.find((other) => other.pack.fingerprint === pack.fingerprint);
    if (known !== undefined) return;
    try {
      await this.#tools.store.write(pack.fingerprint, zipPack(pack));
      this.#add(pack, 'kept');
    } catch {
      this.#add(pack, 'here');
      this.#tools.notice('pack-not-kept', { name: pack.name });
    }
  }

  #add(pack: Pack, origin: PackOrigin): void {
    this.#packs = [...this.#packs.filter((other) => other.pack.fingerprint !== pack.fingerprint), { pack, origin }];
    this.#tools.changed();
  }

  async #drop(fingerprint: string): Promise<void> {
    const dropped = this.#packs.find(({ pack, origin }) => pack.fingerprint === fingerprint && origin !== 'bundled');
    if (dropped === undefined) return;
    if (dropped.origin === 'kept') await this.#tools.store.remove(fingerprint).catch(() => undefined);
    this.#packs = this.#packs.filter((other) => other !== dropped);
    this.#tools.changed();
  }

  #choose(fingerprint: string | null): void {
    this.#chosen = fingerprint;
    this.#keepChoice();
    this.#tools.changed();
  }

  #keepChoice(): void {
    this.#tools.store.keepChoice({ fingerprint: this.#chosen, lock: this.#lock }).catch(() => undefined); // a pack that is not kept has said so
  }

  #mustBeUnlocked(): void {
    if (this.#lock === 'locked') throw new TouchstoneError<ShelfPackErrorCode>('pack-locked', { name: this.chosen?.pack.name ?? '' });
  }

  #refuse(label: string, error: unknown): void {
    if (!isTouchstoneError(error)) throw error;
    this.#refused = [...this.#refused, { label, code: error.code, facts: error.facts }];
    this.#tools.changed();
  }

  #queue(name: string, work: () => Promise<void>): Promise<void> {
    const run = this.#work.then(async () => {
      this.#reading = name === '' ? null : name;
      this.#tools.changed();
      try {
        await work();
      } finally {
        this.#reading = null;
        this.#tools.changed();
      }
    });
    this.#work = run.catch(() => undefined); // whoever asked hears of it
    return run;
  }
}
