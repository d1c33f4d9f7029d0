/**
 * The manifests on the shelf: what a person puts there, takes away and puts back; what is kept for the next visit; the signers they are read with.
 * Floor: app. Knows no chips, no archives (intake.ts) and no database (keeper.ts). Work is done one piece after the other; taking away and cancelling act at once.
 */
import { TouchstoneError, isTouchstoneError, type Facts } from '../../base/index.ts';
import type { Believed, ManifestFile } from '../../trust/index.ts';
import type { AppView } from '../../ui/index.ts';
import { FileTaking, mayPass } from './file-taking.ts';
import { ImportProgress } from './import-progress.ts';
import { refusalOf, takeDrop, triedFiles, type Drop, type Refusal } from './intake.ts';
import { Keeper, type KeeperTools } from './keeper.ts';
import { OwnSigners } from './own-signers.ts';
import { restoreShelf } from './restore-shelf.ts';
import type { ShelfFile } from './shelf-file.ts';
import { ShelfList } from './shelf-list.ts';
import { ShelfShow } from './shelf-show.ts';
import { WorkLine } from './work-line.ts';
import type { Verifiers } from './worker-pool.ts';

/** `import-cancelled`: the person stopped what was coming in (fact `fileName`: where). What was in stays. */
export type ShelfErrorCode = 'import-cancelled';

export interface ShelfTools extends Pick<KeeperTools, 'openStore' | 'storage'> {
  readonly show: (view: Partial<Pick<AppView, 'manifests' | 'importing' | 'refused' | 'storage' | 'removedManifest' | 'ownSigners'>>) => void;
  readonly notice: (code: string, facts?: Facts) => void;
  readonly verifiers: Verifiers;
}

const REFUSED_SHOWN = 200;
/** A certificate has less than a kilobyte. */
const SIGNER_BYTES = 64 * 1024;

export class Shelf {
  readonly #tools: ShelfTools;
  readonly #list = new ShelfList();
  readonly #own: OwnSigners;
  readonly #keeper: Keeper;
  readonly #progress: ImportProgress;
  readonly #taking: FileTaking;
  readonly #view: ShelfShow;
  readonly #line: WorkLine;
  /** The demo's manifest does not wait for the person's. */
  readonly #demoLine: WorkLine;
  #refused: AppView['refused'] = [];
  #nextRefused = 1;
  #started: Promise<void> = Promise.resolve();

  /** `believed` is whom files are read with beside the person's own signers; Microchip's when nothing is said. */
  constructor(tools: ShelfTools, believed: Believed | null = null) {
    const { show, notice, verifiers } = tools;
    this.#tools = tools;
    this.#own = new OwnSigners(believed);
    this.#keeper = new Keeper({ ...tools, show: (storage) => show({ storage }) });
    this.#progress = new ImportProgress((importing) => show({ importing }));
    this.#taking = new FileTaking({ keeper: this.#keeper, own: this.#own, list: this.#list, progress: this.#progress, verifiers });
    this.#view = new ShelfShow(show, () => ({ files: this.#list.files, removed: this.#list.removed, own: this.#own.list, refused: this.#refused }));
    const failed = (error: unknown): void => notice('unexpected', { message: error instanceof Error ? error.message : String(error) });
    this.#line = new WorkLine({ failed, resting: () => this.#rest() });
    this.#demoLine = new WorkLine({ failed, resting: () => this.#showAll() });
  }

  /** All manifests in order; another array whenever one came, went or was read again. */
  get files(): readonly ShelfFile[] {
    return this.#list.files;
  }

  /** The one that was taken away last, while it can be put back. */
  get removedId(): number | null {
    return this.#list.removed?.id ?? null;
  }

  /** Manifests that may be held against a chip: a demo manifest only where demo parts count. */
  manifestsFor(portKind: 'real' | 'virtual'): readonly ManifestFile[] {
    return this.files.filter(({ origin }) => origin === 'person' || portKind === 'virtual').map(({ manifest }) => manifest);
  }

  /** Waits until everything kept and everything dropped so far is read: a check must not miss a manifest that is just being read. */
  async settled(): Promise<void> {
    await this.#started;
    await Promise.all([this.#line.settled, this.#demoLine.settled]);
  }

  /** Puts what is kept on the shelf. What was not read to its end, or with other signers or an older verifier, is read again. */
  start(): Promise<void> {
    const [keeper, own, list, taking] = [this.#keeper, this.#own, this.#list, this.#taking];
    const tools = {
      ...{ keeper, own, list, taking, progress: this.#progress, line: this.#line, notice: this.#tools.notice },
      changed: (): void => this.#view.soon(),
      lost: (refusal: Refusal): void => this.#lost(refusal),
    };
    this.#started = this.#line.add((life) => restoreShelf(tools, life));
    return this.#started;
  }

  /** Takes what was dropped, one file after the other. */
  addFiles(drop: Drop): Promise<void> {
    this.#progress.expect(triedFiles(drop).length);
    return this.#line.addImport(drop.files[0]?.name ?? '', async (signal) => {
      await takeDrop(drop, {
        progress: this.#progress,
        signal,
        notice: this.#tools.notice,
        take: async (file) => {
          const taken = await this.#taking.take(file, signal);
          this.#view.soon();
          return taken;
        },
        refuse: (refusal) => this.#refuse(refusal),
      });
    });
  }

  /** Stops what is on its way in; what is in stays, and what is only read again goes on. */
  cancelImport(): void {
    const { import: first } = this.#line;
    if (first === null) return;
    const fileName = (first.state === 'running' ? this.#progress.fileName : '') || first.name;
    this.#tools.notice('import-cancelled' satisfies ShelfErrorCode, { fileName });
    this.#line.cancelImports(cancelled(fileName));
    this.#progress.expectNothing();
  }

  dismissRefused(): void {
    this.#refused = [];
    this.#view.now();
  }

  /** Puts a demo manifest on the shelf, once, read with the demo's own signer and root; it is never kept. */
  addDemo(fileName: string, bytes: Uint8Array<ArrayBuffer>, also: Believed): Promise<void> {
    return this.#demoLine.add(async (life) => {
      if (this.files.some(({ origin, manifest }) => origin === 'demo' && manifest.fileName === fileName)) return;
      try {
        await this.#taking.takeDemo({ fileName, source: new Blob([bytes]) }, also, life);
      } catch (error) {
        const { code, facts } = refusalOf(fileName, error);
        this.#tools.notice(code, facts);
      }
    });
  }

  removeDemo(): Promise<void> {
    return this.#demoLine.add(async () => {
      this.#list.drop(({ origin }) => origin === 'demo');
      if (this.#list.removed?.origin === 'demo') this.#list.forgetRemoved();
      await Promise.resolve();
    });
  }

  /** Takes a manifest away; until the next one is taken away it can be put back. */
  remove(id: number): void {
    if (!this.#list.has(id)) return;
    const before = this.#list.removed?.keptId ?? null;
    if (before !== null) this.#keeper.forget(before);
    const keptId = this.#list.takeAway(id)?.keptId ?? null;
    if (keptId !== null) this.#keeper.remove(keptId);
    this.#view.now();
    void this.#line.add(() => Promise.resolve()); // what stood twice may stand once now
  }

  undoRemove(id: number): void {
    const file = this.#list.putBack(id);
    if (file === undefined) return;
    const { keptId, addedAtMs, readWith, manifest } = file;
    if (keptId !== null) {
      const { fileName, source, table } = manifest;
      const made = { columns: table.columns, readWith };
      this.#keeper.putBack({ id: keptId, fileName, sizeBytes: source.size, addedAtMs, state: 'ready', readWith }, source, made);
    }
    this.#view.now();
    void this.#line.add((life) => this.#readAgain(life)); // signers may have changed meanwhile
  }

  /** Adds signer certificates of the person's own and verifies everything again. */
  addSigners(files: readonly File[]): Promise<void> {
    return this.#line.add(async (life) => {
      for (const file of files) if (!life.aborted) await this.#addSigner(file, life);
      this.#view.now();
      await this.#readAgain(life);
    });
  }

  /** Takes a signer away. What it signed counts as unverified at once, whatever else is being done; then everything is verified again. */
  removeSigner(id: number): Promise<void> {
    const gone = this.#own.remove(id);
    if (gone === undefined) return Promise.resolve();
    if (gone.keptId !== null) void this.#keeper.forgetSigner(gone.keptId);
    const disbelieving = this.#taking.disbelieve().then(
      () => this.#view.now(),
      () => undefined, // everything is read again in any case
    );
    return this.#line.add(async (life) => {
      await disbelieving;
      await this.#readAgain(life);
    });
  }

  /** Takes all manifests of the person and all own signers away for good. The demo's stays while its bench is there. */
  deleteAll(): Promise<void> {
    this.#line.stop(cancelled(this.#progress.fileName));
    this.#progress.expectNothing();
    this.#list.drop(({ origin }) => origin === 'person');
    this.#list.forgetRemoved();
    this.#refused = [];
    this.#own.clear();
    this.#view.now();
    return this.#line.add(async () => {
      if (await this.#keeper.clear()) this.#tools.notice('all-deleted');
    });
  }

  /** Reads every file again that was read with others than are believed now. */
  async #readAgain(life: AbortSignal): Promise<void> {
    const { readWith } = await this.#own.belief();
    const old = this.files.filter((file) => file.origin === 'person' && file.readWith !== readWith);
    this.#progress.expect(old.length);
    for (const file of old) {
      if (life.aborted) return;
      const { fileName } = file.manifest;
      this.#progress.begin(fileName);
      try {
        if (this.#list.has(file.id)) await this.#taking.readAgain(file, life);
      } catch (error) {
        if (life.aborted) return;
        this.#list.drop(({ id }) => id === file.id);
        if (file.keptId !== null && !mayPass(error)) this.#keeper.forget(file.keptId);
        this.#lost(refusalOf(fileName, error));
      }
      this.#view.soon();
    }
  }

  async #addSigner(file: File, life: AbortSignal): Promise<void> {
    try {
      const { parseManifestSigner } = await import('../../trust/index.ts');
      if (file.size > SIGNER_BYTES) return this.#tools.notice('signer-invalid', { fileName: file.name });
      const signer = await parseManifestSigner(new Uint8Array(await file.arrayBuffer()));
      const keptId = this.#own.has(signer) ? null : await this.#keeper.keepSigner(signer);
      if (life.aborted) return; // everything was deleted meanwhile, and what was just kept is deleted with it
      this.#own.add(signer, keptId);
      this.#tools.notice('signer-added', { commonName: signer.name });
    } catch (error) {
      this.#tools.notice('signer-invalid', { fileName: file.name, ...(isTouchstoneError(error) ? error.facts : {}) });
    }
  }

  #refuse(refusal: Refusal): void {
    this.#refused = [...this.#refused, { id: this.#nextRefused++, ...refusal }].slice(-REFUSED_SHOWN);
    this.#view.soon();
  }

  /** A file that was here and cannot be read any more. */
  #lost(refusal: Refusal): void {
    this.#refuse(refusal);
    this.#tools.notice(refusal.code, refusal.facts);
  }

  /** Nothing is being done any more. */
  async #rest(): Promise<void> {
    this.#progress.end();
    void this.#keeper.tell();
    await this.#showAll();
  }

  /** Shows everything; what stands twice is counted when there is time. */
  async #showAll(): Promise<void> {
    this.#view.now();
    if (await this.#view.countDuplicates()) this.#view.now();
  }
}

const cancelled = (fileName: string): TouchstoneError<ShelfErrorCode> => new TouchstoneError<ShelfErrorCode>('import-cancelled', { fileName });
