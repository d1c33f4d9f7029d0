/**
 * What happens to one file on its way to the shelf: is it here already, is it kept, does it verify. And to one that is there when signers change.
 * Floor: app. Knows no drops and no order of work; shelf.ts calls it for one file after the other.
 */
import { isTouchstoneError } from '../../base/index.ts';
import type { Believed, ManifestFile } from '../../trust/index.ts';
import { readFile, readFileAgain } from './file-reading.ts';
import type { ImportProgress } from './import-progress.ts';
import type { Incoming, Taken } from './intake.ts';
import type { Keeper } from './keeper.ts';
import type { OwnSigners } from './own-signers.ts';
import { sameBytes } from './same-bytes.ts';
import { withoutDisbelieved, type ShelfFile } from './shelf-file.ts';
import type { ShelfList } from './shelf-list.ts';
import type { Verifiers, WorkerErrorCode } from './worker-pool.ts';

export interface FileTakingTools {
  readonly keeper: Keeper;
  readonly own: OwnSigners;
  readonly list: ShelfList;
  readonly progress: ImportProgress;
  readonly verifiers: Verifiers;
}

type Figures = Exclude<Taken, 'duplicate'>;

/** A file, and trust's fingerprint of whom it was read with. */
interface Read {
  readonly manifest: ManifestFile;
  readonly readWith: string;
}

/** Larger files are refused, so that there is no use in keeping them first. */
const KEPT_BYTES = 4 * 1024 ** 3;

export class FileTaking {
  readonly #tools: FileTakingTools;

  constructor(tools: FileTakingTools) {
    this.#tools = tools;
  }

  /** Takes a file that came in. @throws what it is refused for, the signal's reason; then nothing of it is kept */
  async take({ fileName, source }: Incoming, signal: AbortSignal): Promise<Taken> {
    const { keeper, progress } = this.#tools;
    if (await this.#isHere(source, signal)) return 'duplicate';
    const addedAtMs = Date.now();
    progress.step('keeping', source.size);
    const kept = source.size > KEPT_BYTES ? null : await keeper.keep({ fileName, addedAtMs }, source, signal);
    try {
      return await this.finish({ fileName, addedAtMs, source: kept?.source ?? source, keptId: kept?.id ?? null }, 'forget', signal);
    } catch (error) {
      if (kept !== null) keeper.forget(kept.id);
      throw error;
    }
  }

  /**
   * Verifies a file that is kept, or cannot be, and puts it on the shelf. When only half of it can be kept, the rest is forgotten, or left for the next visit.
   * @throws what it is refused for, the signal's reason
   */
  async finish({ addedAtMs, ...file }: Incoming & Pick<ShelfFile, 'addedAtMs' | 'keptId'>, half: 'forget' | 'leave', signal: AbortSignal): Promise<Figures> {
    const read = await this.#read(file, signal, readFile);
    const keptId = await this.#ready(file.keptId, read, half);
    const manifest = await this.#asBelievedNow(read.manifest);
    if (signal.aborted) throw signal.reason;
    this.#tools.list.insert({ manifest, addedAtMs, keptId, readWith: read.readWith, origin: 'person' });
    const { entries, verified } = manifest.table.figures;
    return { entries, verified };
  }

  /** Puts the demo manifest on the shelf, read with the demo's own signer and root. @throws what it is refused for */
  async takeDemo({ fileName, source }: Incoming, also: Believed, signal: AbortSignal): Promise<void> {
    const { list, verifiers } = this.#tools;
    const manifest = await readFile(verifiers, { fileName, source, believed: also, signal, onProgress: () => undefined });
    list.insert({ manifest, readWith: '', keptId: null, origin: 'demo', addedAtMs: Date.now() });
  }

  /** Reads a file of the shelf with those who are believed now. @throws what it is refused for now, the signal's reason */
  async readAgain({ id, keptId, manifest: before }: ShelfFile, signal: AbortSignal): Promise<void> {
    const read = await this.#read(before, signal, readFileAgain);
    const stillKept = await this.#ready(keptId, read, 'leave');
    const manifest = await this.#asBelievedNow(read.manifest);
    this.#tools.list.change((file) => (file.id === id ? { ...file, manifest, readWith: read.readWith, keptId: stillKept } : file));
  }

  /** What signers signed that are believed no more has no known signer, at once. */
  async disbelieve(): Promise<void> {
    const [{ believed }, { EntryTable }] = await Promise.all([this.#tools.own.belief(), import('../../trust/index.ts')]);
    this.#tools.list.change((file) => {
      if (file.origin === 'demo') return file;
      const manifest = withoutDisbelieved(file.manifest, believed, EntryTable);
      return manifest === file.manifest ? file : { ...file, manifest };
    });
  }

  async #read({ fileName, source }: Incoming, signal: AbortSignal, read: typeof readFile): Promise<Read> {
    const { own, progress, verifiers } = this.#tools;
    const { believed, readWith } = await own.belief();
    progress.step('verifying', source.size);
    const onProgress = ({ doneBytes, doneEntries }: { readonly doneBytes: number; readonly doneEntries: number }): void => progress.at(doneBytes, doneEntries);
    return { manifest: await read(verifiers, { fileName, source, believed, signal, onProgress }), readWith };
  }

  /** Keeps what was read; null when the file is not kept (any more). */
  async #ready(keptId: number | null, { manifest, readWith }: Read, half: 'forget' | 'leave'): Promise<number | null> {
    if (keptId === null) return null;
    const { keeper } = this.#tools;
    const how = await keeper.ready(keptId, { columns: manifest.table.columns, readWith });
    if (how === 'kept' || (how === 'failed' && half === 'leave')) return keptId;
    if (how === 'failed') keeper.forget(keptId);
    return null;
  }

  /** Signers may have gone while it was read. */
  async #asBelievedNow(manifest: ManifestFile): Promise<ManifestFile> {
    const [{ believed }, { EntryTable }] = await Promise.all([this.#tools.own.belief(), import('../../trust/index.ts')]);
    return believed === manifest.believed ? manifest : withoutDisbelieved(manifest, believed, EntryTable);
  }

  async #isHere(source: Blob, signal: AbortSignal): Promise<boolean> {
    const { keeper, list, progress } = this.#tools;
    progress.step('comparing', source.size);
    const isSame = async ({ manifest }: ShelfFile): Promise<boolean> => {
      try {
        return await sameBytes(manifest.source, source, signal, (doneBytes) => progress.at(doneBytes));
      } catch (error) {
        if (signal.aborted) throw error;
        return false; // one of the two cannot be read: if it is the new one, reading it will say so
      }
    };
    const sameSize = list.files.filter(({ origin, manifest }) => origin === 'person' && manifest.source.size === source.size);
    for (const file of sameSize) if (await isSame(file)) return true;
    const { removed } = list;
    if (removed !== null && (await isSame(removed)) && list.removed === removed) {
      list.forgetRemoved(); // it comes back as a new one: to put the old one back too would make it two
      if (removed.keptId !== null) keeper.forget(removed.keptId);
    }
    return false;
  }
}

/** True when the next attempt may go better: what is kept is not deleted for it. */
export const mayPass = (error: unknown): boolean => !isTouchstoneError(error) || error.code === ('worker-lost' satisfies WorkerErrorCode);
