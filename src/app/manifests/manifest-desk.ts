/**
 * Everything about manifests together: the shelf with its store and workers, and the desk of single entries.
 * Floor: app. Loaded after the first picture. Wires and decides nothing.
 */
import type { Facts } from '../../base/index.ts';
import type { AppView } from '../../ui/index.ts';
import { offerFile } from '../offer-file.ts';
import { EntryDesk } from './entry-desk.ts';
import { saveOriginals } from './save-originals.ts';
import { Shelf } from './shelf.ts';
import { browserPool } from './start-verifier.ts';
import { browserStorage } from './storage-state.ts';

export interface ManifestDeskTools {
  readonly show: (view: Partial<AppView>) => void;
  readonly notice: (code: string, facts?: Facts) => void;
}

export class ManifestDesk {
  readonly shelf: Shelf;
  readonly entries: EntryDesk;
  readonly #tools: ManifestDeskTools;

  /** Begins at once to put on the shelf what is kept. */
  constructor(tools: ManifestDeskTools) {
    this.#tools = tools;
    this.entries = new EntryDesk({ ...tools, enrolmentsOf: async (serialNumber) => (await import('../cloud/cloud-store.ts')).enrolmentsOf(serialNumber) });
    this.shelf = new Shelf({
      show: (view) => {
        tools.show(view);
        this.entries.setFiles(this.shelf.files, this.shelf.removedId);
      },
      notice: tools.notice,
      openStore: async () => (await import('./store.ts')).openManifestStore(),
      storage: browserStorage(),
      verifiers: browserPool(),
    });
    void this.shelf.start();
  }

  /** All files as they came, in one zip. */
  saveAllFiles(): Promise<void> {
    return saveOriginals(this.shelf.files, new Date(), { save: offerFile, notice: this.#tools.notice });
  }
}
