/**
 * Which manifest entries are meant: what the manifest desk has selected, everything when nothing is, or the one entry that was sent here.
 * Floor: app. Counts from columns; loads no entry. What an export would leave out (unverified, twice, contradicting) is left out here too.
 */
import type { EntryRef } from '../../trust/index.ts';
import type { CloudView } from '../../ui/index.ts';
import type { ManifestDesk } from '../manifests/manifest-desk.ts';
import { partsOf, type ManifestPart } from './job-source.ts';

export interface EntryChoiceTools {
  readonly manifests: () => Promise<ManifestDesk>;
  readonly show: (view: Pick<CloudView, 'entries'>) => void;
}

const COUNTED_AFTER_MS = 100;

export class EntryChoice {
  readonly #tools: EntryChoiceTools;
  #only: { readonly manifestId: number; readonly index: number } | null = null;
  #counting: ReturnType<typeof setTimeout> | undefined;
  #listening: Promise<void> | null = null;

  constructor(tools: EntryChoiceTools) {
    this.#tools = tools;
  }

  /** Shows how many, and again whenever that changes. */
  begin(): Promise<void> {
    this.#listening ??= this.#tools.manifests().then((desk) => {
      desk.entries.onChange(() => {
        clearTimeout(this.#counting);
        this.#counting = setTimeout(() => void this.#show(), COUNTED_AFTER_MS);
      });
    });
    return this.#listening.then(() => this.#show());
  }

  choose(manifestId: number, index: number): Promise<void> {
    this.#only = { manifestId, index };
    return this.begin();
  }

  chooseSelection(): Promise<void> {
    this.#only = null;
    return this.begin();
  }

  /** The entries that are meant now, in words that outlive the page. Waits for manifests that are just being read. */
  async parts(): Promise<readonly ManifestPart[]> {
    const desk = await this.#tools.manifests();
    await desk.shelf.settled();
    const { planExport } = await import('../../trust/index.ts');
    return await partsOf(planExport(this.#refs(desk), 'pem', 'leave-out').entries);
  }

  async #show(): Promise<void> {
    const desk = await this.#tools.manifests();
    let count = 0;
    for (const { file, index } of this.#refs(desk)) if (file.table.verdict(index) === 'verified') count++;
    const [ref] = this.#only === null ? [] : this.#refs(desk);
    const serial = ref === undefined ? '' : (ref.file.table.uniqueId(ref.index)?.toUpperCase() ?? '');
    this.#tools.show({ entries: { count, selected: this.#only !== null || desk.entries.chosen().selected, only: this.#only === null ? null : serial } });
  }

  /** Nothing when the one entry's manifest was taken away meanwhile: never all the others instead. */
  *#refs(desk: ManifestDesk): Generator<EntryRef> {
    const only = this.#only;
    if (only === null) return yield* desk.entries.chosen().refs;
    const file = desk.shelf.files.find(({ id }) => id === only.manifestId)?.manifest;
    if (file !== undefined && only.index in file.table.columns.starts) yield { file, index: only.index };
  }
}
