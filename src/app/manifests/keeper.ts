/**
 * Keeps manifests and own signers for the next visit as well as the browser lets it; the session never stops because it does not.
 * Floor: app. Knows the store behind its interface only (kept.ts). Nothing here throws but a cancelled `keep`: failures are collected and told once.
 */
import { isTouchstoneError, type CancelSignal, type Facts } from '../../base/index.ts';
import type { ManifestSigner } from '../../trust/index.ts';
import type { AppView } from '../../ui/index.ts';
import type { KeptColumns, KeptFile, KeptSigner, ManifestStore, StoreErrorCode } from './kept.ts';
import { askToKeep, usageOf, wasPromised, type StorageManagerEnd } from './storage-state.ts';

type StorageView = AppView['storage'];

export interface KeeperTools {
  /** Called once. @throws store-failed */
  readonly openStore: () => Promise<ManifestStore>;
  readonly storage: StorageManagerEnd | null;
  readonly show: (view: StorageView) => void;
  readonly notice: (code: string, facts?: Facts) => void;
}

/** What was there when the page came. */
export interface Restored {
  readonly files: readonly KeptFile[];
  readonly signers: readonly KeptSigner[];
}

/** A kept file: its number, and its bytes as they lie in the store, which nobody can change or take away. */
export interface Kept {
  readonly id: number;
  readonly source: Blob;
}

export class Keeper {
  readonly #tools: KeeperTools;
  #store: ManifestStore | null = null;
  #view: StorageView = { state: 'opening', persisted: 'unknown', files: 0, manifestBytes: 0, usedBytes: null, quotaBytes: null };
  /** Sizes of what is kept and not removed. */
  readonly #sizes = new Map<number, number>();
  #failure: Facts | null = null;
  #asked: 'not-asked' | 'asked' = 'not-asked';

  constructor(tools: KeeperTools) {
    this.#tools = tools;
  }

  /** Opens the store and gives what is in it; nothing when there is none. What was removed at an earlier visit is deleted now. */
  async open(): Promise<Restored> {
    try {
      this.#store = await this.#tools.openStore();
      const [files, signers] = await Promise.all([this.#store.files(), this.#store.signers()]);
      const there = files.filter(({ state }) => state !== 'removed');
      for (const { id } of files.filter(({ state }) => state === 'removed')) this.forget(id);
      for (const { id, sizeBytes } of there) this.#sizes.set(id, sizeBytes);
      this.#show({ state: 'ready', persisted: await wasPromised(this.#tools.storage) });
      return { files: there, signers };
    } catch {
      this.#store = null; // it is told when there is something to keep
      this.#show({ state: 'unavailable' });
      return { files: [], signers: [] };
    }
  }

  /** The bytes of a kept file. `gone`: they are there no more. `not-known`: the store does not say, and they may be there the next time. */
  async source({ id, sizeBytes }: KeptFile): Promise<Blob | 'gone' | 'not-known'> {
    const source = await this.#try<Blob | null | 'not-known'>((store) => store.source(id), 'not-known');
    if (source === 'not-known') return source;
    return source !== null && source.size === sizeBytes && (await canBeRead(source)) ? source : 'gone';
  }

  /** Columns of a kept file; null when there are none. */
  columns(id: number): Promise<KeptColumns['columns'] | null> {
    return this.#try((store) => store.columns(id), null);
  }

  /** Puts a file there before it is verified; null when the browser does not take it. @throws the signal's reason */
  async keep(file: Pick<KeptFile, 'fileName' | 'addedAtMs'>, source: Blob, signal: CancelSignal): Promise<Kept | null> {
    const id = await this.#try((store) => store.addFile({ ...file, sizeBytes: source.size }, source, signal), null);
    if (id === null) {
      if (signal.aborted) throw signal.reason;
      return null;
    }
    if (signal.aborted) {
      this.forget(id);
      throw signal.reason;
    }
    this.#sizes.set(id, source.size);
    this.#askOnce();
    const own = await this.#try((store) => store.source(id), null);
    return { id, source: own ?? source };
  }

  /** It was verified. `gone`: another tab deleted it. `failed`: its bytes are there and its columns are not, so that the next visit reads it. */
  async ready(id: number, made: KeptColumns): Promise<'kept' | 'gone' | 'failed'> {
    const there = await this.#try<boolean | 'failed'>((store) => store.setReady(id, made), 'failed');
    if (there === false) this.#sizes.delete(id);
    return there === 'failed' ? there : there ? 'kept' : 'gone';
  }

  /** It was taken away and may come back. */
  remove(id: number): void {
    this.#sizes.delete(id);
    void this.#try((store) => store.setRemoved(id), undefined);
  }

  putBack(file: KeptFile, source: Blob, made: KeptColumns): void {
    this.#sizes.set(file.id, file.sizeBytes);
    void this.#try((store) => store.putBack(file, source, made), undefined);
  }

  forget(id: number): void {
    this.#sizes.delete(id);
    void this.#try((store) => store.deleteFile(id), undefined);
  }

  /** Its number; null when it is not kept. */
  keepSigner(signer: ManifestSigner): Promise<number | null> {
    return this.#try<number | null>((store) => store.addSigner(signer), null);
  }

  async forgetSigner(id: number): Promise<void> {
    await this.#try((store) => store.deleteSigner(id), undefined);
  }

  /** Deletes everything; false when it could not. */
  async clear(): Promise<boolean> {
    this.#sizes.clear();
    return this.#store === null || (await this.#try((store) => store.clear().then(() => true), false));
  }

  /** Says once what was not kept since the last time, and how much room there is. */
  async tell(): Promise<void> {
    if (this.#failure !== null) this.#tools.notice('store-failed', this.#failure);
    this.#failure = null;
    this.#show({});
    this.#show(await usageOf(this.#tools.storage));
  }

  async #try<Value>(work: (store: ManifestStore) => Promise<Value>, otherwise: Value): Promise<Value> {
    if (this.#store === null) {
      if (this.#view.state === 'unavailable') this.#failure ??= { why: 'unavailable' };
      return otherwise;
    }
    try {
      return await work(this.#store);
    } catch (error) {
      this.#failed(error);
      return otherwise;
    }
  }

  #failed(error: unknown): void {
    if (!isTouchstoneError(error)) this.#failure = { why: 'failed', detail: error instanceof Error ? error.name : typeof error };
    else if (error.code === ('store-failed' satisfies StoreErrorCode)) {
      this.#failure = error.facts;
      if (error.facts['why'] === 'closed') this.#show({ state: 'unavailable' });
    } // else it was cancelled
  }

  /** After the first file: a browser asks for a reason before it promises. */
  #askOnce(): void {
    if (this.#asked === 'asked') return;
    this.#asked = 'asked';
    void askToKeep(this.#tools.storage).then((persisted) => this.#show({ persisted }));
  }

  #show(change: Partial<StorageView>): void {
    const manifestBytes = [...this.#sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    this.#view = { ...this.#view, files: this.#sizes.size, manifestBytes, ...change };
    this.#tools.show(this.#view);
  }
}

/** A file of the store may be gone from the disk although its record is there. */
async function canBeRead(source: Blob): Promise<boolean> {
  try {
    await source.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
