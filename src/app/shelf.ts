/**
 * The manifests on the shelf: reads files one after the other, keeps what was read, reads again when the signers change.
 * Floor: app. Knows no chips. The trust room is loaded with the first file.
 */
import { equalBytes, isTouchstoneError, toHex, fromBase64Url, type Facts } from '../base/index.ts';
import type { ChipAnchor, Manifest, ManifestSigner } from '../trust/index.ts';
import type { AppView } from '../ui/index.ts';
import { manifestSnapshot } from './manifest-snapshot.ts';

/** `manifest-read`: the browser could not read the file. */
export type ShelfErrorCode = 'manifest-read';

type ShelfView = Pick<AppView, 'manifests' | 'manifestProgress' | 'removedManifest' | 'ownSigners'>;

/** Roots and manifest signers that are believed. */
export interface Believed {
  readonly anchors: readonly ChipAnchor[];
  readonly signers: readonly ManifestSigner[];
}

export interface ShelfTools {
  readonly show: (view: Partial<ShelfView>) => void;
  readonly notice: (code: string, facts?: Facts) => void;
}

/** A manifest that was read. */
export interface ShelfFile {
  readonly id: number;
  readonly manifest: Manifest;
}

interface Kept extends ShelfFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Believed beside Microchip's and the person's own: the demo's, for the demo manifest only. */
  readonly also: Believed | null;
}

interface OwnSigner {
  readonly id: number;
  readonly signer: ManifestSigner;
}

export class Shelf {
  readonly #tools: ShelfTools;
  #kept: readonly Kept[] = [];
  #removed: { readonly kept: Kept; readonly index: number } | null = null;
  #own: readonly OwnSigner[] = [];
  #nextId = 1;
  #work: Promise<void> = Promise.resolve();

  constructor(tools: ShelfTools) {
    this.#tools = tools;
  }

  /** Manifests that may be held against a chip: a demo manifest only where demo parts count. */
  manifestsFor(portKind: 'real' | 'virtual'): readonly Manifest[] {
    return this.#kept.filter((kept) => kept.also === null || portKind === 'virtual').map((kept) => kept.manifest);
  }

  /** All manifests in order; another array whenever one came, went or was read again. */
  get files(): readonly ShelfFile[] {
    return this.#kept;
  }

  /** Waits until everything dropped so far is read: a check must not miss a manifest that is just being read. */
  settled(): Promise<void> {
    return this.#work;
  }

  /** Reads files in order; one that cannot be read does not hurt its neighbours. */
  addFiles(files: readonly File[]): Promise<void> {
    return this.#queue(async () => {
      for (const file of files) await this.#addFile(file);
    });
  }

  /** Puts the demo manifest on the shelf, read with the demo's own signer and root. */
  addDemo(fileName: string, bytes: Uint8Array, also: Believed): Promise<void> {
    return this.#queue(async () => {
      if (!this.#kept.some((kept) => kept.also !== null)) await this.#add(fileName, bytes, also);
    });
  }

  removeDemo(): Promise<void> {
    return this.#queue(async () => {
      this.#kept = this.#kept.filter((kept) => kept.also === null);
      this.#show();
      await Promise.resolve();
    });
  }

  /** Takes a manifest away; until the next one is taken away it can be put back. */
  remove(id: number): void {
    const index = this.#kept.findIndex((kept) => kept.id === id);
    const kept = this.#kept[index];
    if (kept === undefined) return;
    this.#kept = this.#kept.filter((other) => other !== kept);
    this.#removed = { kept, index };
    this.#show();
  }

  undoRemove(id: number): void {
    const removed = this.#removed;
    if (removed?.kept.id !== id) return;
    this.#kept = [...this.#kept.slice(0, removed.index), removed.kept, ...this.#kept.slice(removed.index)];
    this.#removed = null;
    void this.#queue(() => this.#readAgain()); // signers may have changed meanwhile
  }

  forgetRemoved(): void {
    this.#removed = null;
    this.#show();
  }

  /** Adds signer certificates of the person's own and verifies everything again. */
  addSigners(files: readonly File[]): Promise<void> {
    return this.#queue(async () => {
      const { parseManifestSigner } = await import('../trust/index.ts');
      for (const file of files) {
        try {
          const signer = await parseManifestSigner(new Uint8Array(await file.arrayBuffer()));
          if (!this.#own.some((own) => own.signer.x5t === signer.x5t)) this.#own = [...this.#own, { id: this.#nextId++, signer }];
          this.#tools.notice('signer-added', { commonName: signer.name });
        } catch (error) {
          this.#tools.notice('signer-invalid', { fileName: file.name, ...(isTouchstoneError(error) ? error.facts : {}) });
        }
      }
      await this.#readAgain();
    });
  }

  removeSigner(id: number): Promise<void> {
    return this.#queue(async () => {
      this.#own = this.#own.filter((own) => own.id !== id);
      await this.#readAgain();
    });
  }

  async #addFile(file: File): Promise<void> {
    let bytes: Uint8Array;
    try {
      const { MANIFEST_MAX_BYTES } = await import('../trust/index.ts');
      if (file.size > MANIFEST_MAX_BYTES) return this.#tools.notice('manifest-size', { fileName: file.name, bytes: file.size, limitBytes: MANIFEST_MAX_BYTES });
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      return this.#tools.notice('manifest-read', { fileName: file.name });
    }
    if (this.#kept.some((kept) => equalBytes(kept.bytes, bytes))) return this.#tools.notice('manifest-duplicate', { fileName: file.name });
    const manifest = await this.#add(file.name, bytes, null);
    if (manifest !== null) this.#tools.notice('manifest-loaded', { fileName: file.name, entries: manifest.entries.length, verified: manifest.verified });
  }

  async #add(fileName: string, bytes: Uint8Array, also: Believed | null): Promise<Manifest | null> {
    try {
      const manifest = await this.#read(fileName, bytes, also);
      this.#kept = [...this.#kept, { id: this.#nextId++, fileName, bytes, also, manifest }];
      return manifest;
    } catch (error) {
      this.#tools.notice(isTouchstoneError(error) ? error.code : 'manifest-read', { fileName, ...(isTouchstoneError(error) ? error.facts : {}) });
      return null;
    } finally {
      this.#show({ manifestProgress: null });
    }
  }

  async #readAgain(): Promise<void> {
    const again: Kept[] = [];
    for (const kept of this.#kept) again.push({ ...kept, manifest: await this.#read(kept.fileName, kept.bytes, kept.also) });
    this.#kept = again.filter((kept) => this.#kept.some((still) => still.id === kept.id)); // some may have been taken away meanwhile
    this.#show({ manifestProgress: null });
  }

  async #read(fileName: string, bytes: Uint8Array, also: Believed | null): Promise<Manifest> {
    const { MICROCHIP_ANCHOR, MICROCHIP_MANIFEST_SIGNERS, readManifest } = await import('../trust/index.ts');
    this.#show({ manifestProgress: { fileName, doneEntries: 0, totalEntries: null } });
    return await readManifest(fileName, bytes, {
      anchors: also?.anchors ?? [MICROCHIP_ANCHOR],
      signers: also?.signers ?? [...MICROCHIP_MANIFEST_SIGNERS, ...this.#own.map((own) => own.signer)],
      onProgress: (doneEntries, totalEntries) => {
        this.#show({ manifestProgress: { fileName, doneEntries, totalEntries } });
      },
    });
  }

  #show(more: Partial<ShelfView> = {}): void {
    const removed = this.#removed?.kept;
    this.#tools.show({
      manifests: this.#kept.map((kept) => manifestSnapshot(kept.id, kept.manifest)),
      removedManifest: removed === undefined ? null : { id: removed.id, fileName: removed.fileName },
      ownSigners: this.#own.map(({ id, signer }) => ({ id, commonName: signer.name, fingerprint: toHex(fromBase64Url(signer.x5t)) })),
      ...more,
    });
  }

  #queue(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch(() => {
      this.#tools.notice('unexpected');
    });
    return this.#work;
  }
}
