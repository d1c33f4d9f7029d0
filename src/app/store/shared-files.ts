/**
 * Plans and manifests in the shared store as a person has them: what is there and not here, shared, taken.
 * Floor: app. Loaded with the first question. Holds no account: every question opens the store anew, and says what is in the way.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { SharedStore } from '../../cloud/index.ts';
import { SHARED_MANIFEST_BYTES, type ManifestShare, type SharedFilesAction, type SharedFilesView, type SharedStep } from '../../ui/index.ts';
import { problemOf } from '../cloud/problem.ts';
import { harmlessName } from '../manifests/harmless-names.ts';
import type { Drop } from '../manifests/intake.ts';
import { MOST_MANIFESTS, listManifests, shareManifest, takeManifest, withNames } from './manifests-of-store.ts';
import { listPlans, takePlan } from './plans-of-store.ts';
import { ShelfHashes, sha256Of, type HashedFile } from './shelf-hashes.ts';

/** `shared-too-large` (facts `bytes`, `limitBytes`): a manifest that the store does not take. `shared-not-taken`: it is what its name says, and no manifest
 * that this page takes; `shared-gone`: no file of this kind stands there any more, or it is not on the shelf any more. */
export type SharedFilesErrorCode = 'shared-too-large' | 'shared-not-taken' | 'shared-gone';

/** The part of the shelf that is used. */
export interface SharedShelf {
  readonly files: readonly HashedFile[];
  settled(): Promise<void>;
  addFiles(drop: Drop): Promise<void>;
}

export interface SharedFilesTools {
  readonly show: (view: SharedFilesView) => void;
  /** @throws store-settings, sign-in-needed, and what loading throws */
  readonly open: () => Promise<SharedStore>;
  readonly shelf: () => Promise<SharedShelf>;
}

/** The newest; others are counted. */
const SHOWN = 200;
const NOTHING: SharedFilesView = { plans: { state: 'idle' }, manifests: { state: 'idle' }, shares: [] };

export class SharedFiles {
  readonly #tools: SharedFilesTools;
  readonly #hashes = new ShelfHashes();
  /** Texts of the plans that were listed. */
  #texts: ReadonlyMap<string, string> = new Map();
  /** Plans that this page has put there, or is putting there. */
  readonly #shared = new Set<string>();
  #view = NOTHING;
  /** Ends what was begun for another store. */
  #life = new AbortController();

  constructor(tools: SharedFilesTools) {
    this.#tools = tools;
  }

  /** Another store is used: what was found in the last one is not there. */
  otherStore(): void {
    this.#life.abort(new DOMException('another store is used', 'AbortError'));
    this.#life = new AbortController();
    this.#texts = new Map();
    this.#shared.clear();
    this.#show(NOTHING);
  }

  async perform(action: SharedFilesAction): Promise<void> {
    switch (action.act) {
      case 'list-plans':
        return this.#listPlans(new Set(action.here));
      case 'list-manifests':
        return this.#listManifests();
      case 'share-manifest':
        return this.#shareManifest(action.id);
      case 'take-manifest':
        return this.#takeManifest(action.fingerprint);
    }
  }

  /** The text of a plan that was listed, or is there. @throws store-altered, cloud-not-found, cloud-…, store-… */
  async plan(fingerprint: string): Promise<string> {
    return this.#texts.get(fingerprint) ?? takePlan(await this.#tools.open(), fingerprint);
  }

  /** Puts a plan there in the background; what is in the way then is in the way of the records as well, and is told there. */
  sharePlan(fingerprint: string, text: string): void {
    if (this.#shared.has(fingerprint)) return;
    this.#shared.add(fingerprint);
    const { signal } = this.#life;
    const sharing = this.#tools.open().then((store) => store.putFile('plan', fingerprint, new TextEncoder().encode(text), signal));
    sharing.catch(() => this.#shared.delete(fingerprint)); // the next shift tries again
  }

  /** Puts a manifest of the store on the shelf, where it is read and verified like a dropped one. @throws store-altered, shared-not-taken, cloud-…, store-… */
  async take(fingerprint: string, fileName: string | null, signal?: AbortSignal): Promise<void> {
    const file = await takeManifest(await this.#tools.open(), fingerprint, fileName, signal);
    const shelf = await this.#tools.shelf();
    await shelf.addFiles({ files: [file], from: 'files', skipped: 0 });
    if (!(await this.#hashes.all(shelf.files.filter(isPersons), new Set([file.size]))).has(fingerprint))
      throw new TouchstoneError<SharedFilesErrorCode>('shared-not-taken', { fileName: file.name });
  }

  /** Fingerprints of the manifests that go by this name there. @throws cloud-…, store-… */
  async named(fileName: string): Promise<readonly string[]> {
    const store = await this.#tools.open();
    const there = (await listManifests(store)).slice(0, MOST_MANIFESTS);
    return (await withNames(store, there)).filter((one) => one.fileName === harmlessName(fileName)).map(({ fingerprint }) => fingerprint);
  }

  async #listPlans(here: ReadonlySet<string>): Promise<void> {
    if (this.#view.plans.state === 'loading') return;
    const { signal } = this.#life;
    this.#show({ plans: { state: 'loading' } });
    try {
      const { rows, more, texts } = await listPlans(await this.#tools.open(), here, signal);
      if (signal.aborted) return;
      this.#texts = texts;
      this.#show({ plans: { state: 'done', rows, more } });
    } catch (error) {
      if (!signal.aborted) this.#show({ plans: { state: 'failed', ...problemOf(error) } });
    }
  }

  async #listManifests(): Promise<void> {
    if (this.#view.manifests.state === 'loading') return;
    const { signal } = this.#life;
    this.#show({ manifests: { state: 'loading' } });
    try {
      const store = await this.#tools.open();
      const [there, shelf] = await Promise.all([listManifests(store, signal), this.#tools.shelf()]);
      await shelf.settled();
      const here = await this.#hashes.all(shelf.files.filter(isPersons), new Set(there.map(({ bytes }) => bytes)));
      const missing = there.filter(({ fingerprint }) => !here.has(fingerprint));
      const rows = await withNames(store, missing.slice(0, SHOWN), signal);
      if (signal.aborted) return;
      this.#show({ manifests: { state: 'done', rows: rows.map((row) => ({ ...row, step: IDLE })), more: missing.length - rows.length } });
    } catch (error) {
      if (!signal.aborted) this.#show({ manifests: { state: 'failed', ...problemOf(error) } });
    }
  }

  async #shareManifest(id: number): Promise<void> {
    if (this.#view.shares.some((share) => share.id === id && isBusy(share.step))) return;
    const { signal } = this.#life;
    const step = (step: SharedStep): void => {
      const share: ManifestShare = { id, step };
      if (!signal.aborted) this.#show({ shares: [...this.#view.shares.filter((other) => other.id !== id), share] });
    };
    step({ state: 'reading' });
    try {
      const file = (await this.#tools.shelf()).files.find((one) => one.id === id && isPersons(one));
      if (file === undefined) throw new TouchstoneError<SharedFilesErrorCode>('shared-gone', {});
      const { fileName, source } = file.manifest;
      if (source.size > SHARED_MANIFEST_BYTES)
        throw new TouchstoneError<SharedFilesErrorCode>('shared-too-large', { bytes: source.size, limitBytes: SHARED_MANIFEST_BYTES });
      const bytes = new Uint8Array(await source.arrayBuffer());
      const fingerprint = await sha256Of(bytes);
      const store = await this.#tools.open();
      step({ state: 'running' });
      step({ state: (await shareManifest(store, fingerprint, fileName, bytes, signal)) === 'written' ? 'done' : 'there' });
    } catch (error) {
      step({ state: 'failed', ...problemOf(error) });
    }
  }

  async #takeManifest(fingerprint: string): Promise<void> {
    const { manifests } = this.#view;
    const row = manifests.state === 'done' ? manifests.rows.find((one) => one.fingerprint === fingerprint) : undefined;
    if (row === undefined || isBusy(row.step)) return;
    const { signal } = this.#life;
    this.#step(fingerprint, { state: 'running' });
    try {
      await this.take(fingerprint, row.fileName, signal);
      this.#step(fingerprint, { state: 'done' });
    } catch (error) {
      if (!signal.aborted) this.#step(fingerprint, { state: 'failed', ...problemOf(error) });
    }
  }

  #step(fingerprint: string, step: SharedStep): void {
    const { manifests } = this.#view;
    if (manifests.state !== 'done') return;
    this.#show({ manifests: { ...manifests, rows: manifests.rows.map((row) => (row.fingerprint === fingerprint ? { ...row, step } : row)) } });
  }

  #show(change: Partial<SharedFilesView>): void {
    this.#view = { ...this.#view, ...change };
    this.#tools.show(this.#view);
  }
}

const IDLE: SharedStep = { state: 'idle' };
const isBusy = ({ state }: SharedStep): boolean => state === 'reading' || state === 'running';
const isPersons = ({ origin }: HashedFile): boolean => origin === 'person';
