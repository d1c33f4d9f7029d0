/**
 * What is on the shelf as the page shows it: at once when a person did something, a few times a second while files come in.
 * Floor: app. Keeps what was counted, so that a change to one file counts that one only.
 */
import { fromBase64Url, toHex } from '../../base/index.ts';
import type { ManifestSnapshot } from '../../bench/index.ts';
import type { AppView } from '../../ui/index.ts';
import type { KeptSigner } from './kept.ts';
import { manifestSnapshot } from './manifest-snapshot.ts';
import type { ShelfFile } from './shelf-file.ts';

/** Everything that is shown of the shelf. */
export interface ShelfState {
  readonly files: readonly ShelfFile[];
  readonly removed: ShelfFile | null;
  readonly own: readonly Pick<KeptSigner, 'id' | 'signer'>[];
  readonly refused: AppView['refused'];
}

type ShelfView = Pick<AppView, 'manifests' | 'removedManifest' | 'ownSigners' | 'refused'>;
type Duplicates = ManifestSnapshot['duplicates'];

const SOON_MS = 250;
const NO_DUPLICATES: Duplicates = { same: 0, different: 0, otherFiles: [] };

export class ShelfShow {
  readonly #show: (view: ShelfView) => void;
  readonly #state: () => ShelfState;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #snapshots = new Map<number, { readonly file: ShelfFile; readonly duplicates: Duplicates; readonly snapshot: ManifestSnapshot }>();
  #duplicates = new Map<number, Duplicates>();
  /** The files whose duplicates were counted. */
  #counted: readonly ShelfFile[] = [];

  constructor(show: (view: ShelfView) => void, state: () => ShelfState) {
    this.#show = show;
    this.#state = state;
  }

  /** Shows everything as it is. */
  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { files, removed, own, refused } = this.#state();
    this.#show({
      manifests: this.#snapshotsOf(files),
      removedManifest: removed === null ? null : { id: removed.id, fileName: removed.manifest.fileName },
      ownSigners: own.map(({ id, signer }) => ({ id, commonName: signer.name, fingerprint: toHex(fromBase64Url(signer.x5t)) })),
      refused,
    });
  }

  /** Shows it within a quarter of a second, together with whatever else changes until then. */
  soon(): void {
    this.#timer ??= setTimeout(() => this.now(), SOON_MS);
  }

  /** Counts entries that stand more than once, when other files are there than the last time; true when it did. */
  async countDuplicates(): Promise<boolean> {
    const { files } = this.#state();
    if (files.length === this.#counted.length && files.every((file, place) => file === this.#counted[place])) return false;
    this.#counted = files;
    if (files.length === 0) return false;
    const { findDuplicates } = await import('../../trust/index.ts');
    const found = findDuplicates(files.map(({ manifest }) => manifest));
    this.#duplicates = new Map(
      files.map(({ id }, place) => {
        const { same, different, others } = found[place] ?? { same: 0, different: 0, others: [] };
        const otherFiles = others.flatMap((other) => (other === place ? [] : (files[other]?.manifest.fileName ?? [])));
        return [id, same + different === 0 ? NO_DUPLICATES : { same, different, otherFiles }];
      }),
    );
    return true;
  }

  #snapshotsOf(files: readonly ShelfFile[]): readonly ManifestSnapshot[] {
    const before = this.#snapshots;
    this.#snapshots = new Map();
    return files.map((file) => {
      const duplicates = this.#duplicates.get(file.id) ?? NO_DUPLICATES;
      const known = before.get(file.id);
      const fits = known !== undefined && known.file === file && known.duplicates === duplicates;
      const made = fits ? known : { file, duplicates, snapshot: manifestSnapshot(file, duplicates) };
      this.#snapshots.set(file.id, made);
      return made.snapshot;
    });
  }
}
