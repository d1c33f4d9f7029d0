/**
 * The packs at hand: reads drops into packs, keeps them, remembers which one is chosen, how it is written, and whether all that is locked for the line.
 * Floor: app. Knows no board and no values of settings. One thing after the other: a drop is read before the next one begins.
 * Reference: docs/packs.md.
 */
import { isTouchstoneError, TouchstoneError, type Clock, type Facts } from '../../base/index.ts';
import { packsFromFiles, withChip, type GivenPlaces, type Pack, type SourceFile } from '../../board/index.ts';
import type { PackRefusal } from '../../ui/index.ts';
import { PackList, type ShelvedPack } from './pack-list.ts';
import { NO_TERMS, type KeptChoice, type LineTerms, type PackStore } from './pack-store.ts';
import { unzipPack, zipPack } from './pack-zip.ts';

/** `pack-locked`: the chosen pack and the way it is written are locked for the line (`name`). `pack-not-kept`: this browser keeps no pack; it stays until the page is closed.
 * `pack-kept-damaged`: a kept pack is no longer what it was (`fingerprint`, `reason`). */
export type ShelfPackErrorCode = 'pack-locked' | 'pack-not-kept' | 'pack-kept-damaged';

export interface PackShelfTools {
  /** Something changed. */
  readonly changed: () => void;
  readonly notice: (code: string, facts?: Facts) => void;
  readonly store: PackStore;
  readonly clock: Clock;
}

/** As long as other news. */
const UNDO_MS = 15_000;

/** What a drop was, so that it can be read again with what a person said about it. */
interface LastDrop {
  readonly groups: readonly (readonly SourceFile[])[];
  readonly offsets: ReadonlyMap<string, number>;
}

export class PackShelf {
  readonly #tools: PackShelfTools;
  readonly #list = new PackList();
  #chosen: string | null = null;
  #terms = NO_TERMS;
  /** What is to be chosen again. */
  #before: KeptChoice | null = null;
  #lock: 'locked' | 'unlocked' = 'unlocked';
  #reading: string | null = null;
  #refused: readonly PackRefusal[] = [];
  #last: LastDrop | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(tools: PackShelfTools) {
    this.#tools = tools;
  }

  get packs(): readonly ShelvedPack[] {
    return this.#list.packs;
  }

  /** What was removed last, while that can be undone. */
  get removed(): Pack | null {
    return this.#list.removed;
  }

  get chosen(): ShelvedPack | null {
    return this.#list.find(this.#chosen);
  }

  get terms(): LineTerms {
    return this.#terms;
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

  /** Reads what is kept. A pack that is damaged is named and left out; the lock, and what it holds, are there only while its pack is. */
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
          const { packs } = await packsFromFiles(await unzipPack(fingerprint, await store.read(fingerprint)));
          const pack = packs[0];
          if (pack?.fingerprint !== fingerprint) throw new TouchstoneError('pack-fingerprint', { seen: pack?.fingerprint ?? 'none', wanted: fingerprint });
          this.#add(pack, 'kept');
        } catch (error) {
          notice('pack-kept-damaged', { fingerprint, reason: isTouchstoneError(error) ? error.code : 'unreadable' });
        }
      }
      this.#before = await store.choice();
      this.#chooseAsBefore();
    });
  }

  /** Puts a pack on the shelf that came with the page. */
  addBundled(pack: Pack): void {
    this.#list.add(pack, 'bundled');
    this.#chooseAsBefore();
    this.#tools.changed();
  }

  /** What was chosen when the page was open last, once it is there; unless something was chosen meanwhile. */
  #chooseAsBefore(): void {
    const before = this.#before;
    const chosen = this.#list.find(before?.fingerprint ?? null);
    if (before === null || chosen === null || this.#chosen !== null) return;
    this.#before = null;
    this.#chosen = before.fingerprint;
    this.#lock = before.lock;
    const { erase, rewrite, settings } = before;
    this.#terms = before.lock === 'locked' ? { erase, rewrite, settings } : { ...NO_TERMS, erase: chosen.pack.erase };
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
      const told = await withChip(chosen.pack, chip);
      await this.#forget(chosen);
      this.#list.drop(chosen.pack.fingerprint);
      await this.#keep(told);
      this.#choose(told.fingerprint);
    });
  }

  /** @throws pack-locked */
  choose(fingerprint: string): void {
    if (fingerprint === this.#chosen) return;
    this.#mustBeUnlocked();
    if (this.#list.find(fingerprint) !== null) this.#choose(fingerprint);
  }

  /** How the chosen pack is written from now on. @throws pack-locked */
  setTerms(change: Partial<LineTerms>): void {
    const terms = { ...this.#terms, ...change };
    if (JSON.stringify(terms) === JSON.stringify(this.#terms)) return;
    this.#mustBeUnlocked();
    this.#terms = terms;
  }

  /** Locks the chosen pack for the line, or lets it go. */
  setLock(lock: 'locked' | 'unlocked'): void {
    if (this.chosen === null) return;
    this.#lock = lock;
    this.#keepChoice();
    this.#tools.changed();
  }

  /** Takes a pack away; for a while it can be put back. @throws pack-locked when it is the locked one */
  remove(fingerprint: string): Promise<void> {
    return this.#queue('', async () => {
      const shelved = this.#list.find(fingerprint);
      if (shelved === null || shelved.origin === 'bundled') return;
      const isChosen = fingerprint === this.#chosen;
      if (isChosen) this.#mustBeUnlocked();
      await this.#forget(shelved);
      this.#list.takeAway(fingerprint, isChosen ? 'chosen' : 'beside');
      if (isChosen) this.#choose(null);
      const { removed } = this;
      void this.#tools.clock.sleep(UNDO_MS).then(() => {
        if (removed !== this.removed) return; // another one is meant by now, or none
        this.#list.forgetRemoved(fingerprint);
        this.#tools.changed();
      });
    });
  }

  /** Puts the pack that was removed last back where it was. */
  undoRemove(fingerprint: string): Promise<void> {
    return this.#queue('', async () => {
      const { removed } = this;
      if (removed?.fingerprint !== fingerprint) return;
      const back = this.#list.putBack(fingerprint, await this.#store(removed));
      if (back?.was === 'chosen' && this.#chosen === null) this.#choose(fingerprint);
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
    if (this.#list.find(pack.fingerprint) === null) this.#add(pack, await this.#store(pack));
  }

  /** Tells how long the pack will be here. */
  async #store(pack: Pack): Promise<'kept' | 'here'> {
    try {
      await this.#tools.store.write(pack.fingerprint, zipPack(pack));
      return 'kept';
    } catch {
      this.#tools.notice('pack-not-kept', { name: pack.name });
      return 'here';
    }
  }

  #add(pack: Pack, origin: ShelvedPack['origin']): void {
    this.#list.add(pack, origin);
    this.#tools.changed();
  }

  async #forget({ pack, origin }: ShelvedPack): Promise<void> {
    if (origin === 'kept') await this.#tools.store.remove(pack.fingerprint).catch(() => undefined);
  }

  #choose(fingerprint: string | null): void {
    this.#before = null;
    this.#chosen = fingerprint;
    this.#terms = { ...this.#terms, erase: this.chosen?.pack.erase ?? NO_TERMS.erase }; // what the pack asks for, until the person says otherwise
    this.#keepChoice();
    this.#tools.changed();
  }

  #keepChoice(): void {
    this.#tools.store.keepChoice({ fingerprint: this.#chosen, lock: this.#lock, ...this.#terms }).catch(() => undefined); // a pack that is not kept has said so
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
