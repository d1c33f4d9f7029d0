/**
 * Single entries: finding them, opening one, exporting them.
 * Floor: app. Knows no files on disk (shelf.ts reads, offer-file.ts saves); trust describes, plans and writes.
 */
import { isTouchstoneError, type Facts } from '../base/index.ts';
import type { ExportFile, ExportPlan, LeftOutEntry } from '../trust/index.ts';
import type { AppView, ExportChoice, ExportView } from '../ui/index.ts';
import { allEntries, entriesView, entryRow, findEntries, isDemo, type PlacedEntry } from './entry-search.ts';
import { offerFile } from './offer-file.ts';
import type { ShelfFile } from './shelf.ts';

export interface EntryDeskTools {
  readonly show: (view: Partial<Pick<AppView, 'entries' | 'openedEntry' | 'exporting'>>) => void;
  readonly notice: (code: string, facts?: Facts) => void;
  /** Saves a file; another one only in tests. */
  readonly save?: (fileName: string, content: Blob) => void;
}

/** Serial numbers shown of entries that stay out. */
const EXAMPLES = 3;
/** Longer than this the page is not kept from drawing. */
const BUSY_MS = 12;

export class EntryDesk {
  readonly #tools: EntryDeskTools;
  #files: readonly ShelfFile[] = [];
  #all: readonly PlacedEntry[] = [];
  #found: readonly PlacedEntry[] = [];
  #text = '';
  #opened: { readonly manifestId: number; readonly index: number } | null = null;
  #export: { readonly plan: ExportPlan; readonly view: ExportView } | null = null;
  #choice: ExportChoice | null = null;

  constructor(tools: EntryDeskTools) {
    this.#tools = tools;
  }

  /** Takes the manifests as they are now. What is open is described anew, because it may have been read with other signers. */
  setFiles(files: readonly ShelfFile[]): void {
    if (files === this.#files) return;
    this.#files = files;
    this.#all = allEntries(files);
    this.find(this.#text);
    if (this.#opened !== null) void this.open(this.#opened.manifestId, this.#opened.index);
    if (this.#choice !== null) void this.plan(this.#choice);
  }

  find(text: string): void {
    this.#text = text;
    this.#found = findEntries(this.#all, text);
    this.#tools.show({ entries: entriesView(text, this.#all, this.#found) });
  }

  async open(manifestId: number, index: number): Promise<void> {
    const file = this.#files.find(({ id }) => id === manifestId);
    const entry = file?.manifest.entries[index];
    if (file === undefined || entry === undefined) return this.close();
    const opened = { manifestId, index };
    this.#opened = opened;
    const { describeEntry } = await import('../trust/index.ts');
    const description = await describeEntry(entry);
    if (this.#opened === opened) this.#tools.show({ openedEntry: { row: entryRow({ file, entry }), description } });
  }

  close(): void {
    this.#opened = null;
    this.#tools.show({ openedEntry: null });
  }

  /** Says what an export would hold. */
  async plan(choice: ExportChoice): Promise<void> {
    if (this.#export !== null && this.#export.view.writing !== null) return;
    this.#choice = choice;
    const { planExport, takesUnverified } = await import('../trust/index.ts');
    if (this.#choice !== choice) return;
    const placed = choice.scope === 'found' ? this.#found : this.#all;
    const plan = planExport(
      placed.map(({ entry }) => entry),
      choice.format,
      choice.unverified,
    );
    const view: ExportView = {
      choice,
      found: this.#found.length,
      total: this.#all.length,
      taken: plan.entries.length,
      demo: plan.entries.filter(isDemo).length,
      takesUnverified: takesUnverified(choice.format),
      leftOut: countLeftOut(plan.leftOut),
      writing: null,
    };
    this.#showExport({ plan, view });
  }

  /** Writes what was planned, piece by piece; the page can be used meanwhile. */
  async write(): Promise<void> {
    const planned = this.#export;
    if (planned === null || planned.view.writing !== null || planned.plan.entries.length === 0) return;
    const { plan, view } = planned;
    this.#showExport({ plan, view: { ...view, writing: { fileName: '', doneBytes: 0 } } });
    try {
      const { writeExport } = await import('../trust/index.ts');
      for (const file of writeExport(plan, Date.now())) {
        const content = await this.#collect(file, plan, view);
        if (content === null) return;
        (this.#tools.save ?? offerFile)(file.name, content);
        this.#tools.notice('export-saved', { fileName: file.name, entries: file.entries });
      }
    } catch (error) {
      this.#tools.notice(isTouchstoneError(error) ? error.code : 'unexpected', isTouchstoneError(error) ? error.facts : {});
    }
    this.closeExport();
  }

  closeExport(): void {
    this.#choice = null;
    this.#showExport(null);
  }

  /** The whole file; null when the person left the export meanwhile. */
  async #collect(file: ExportFile, plan: ExportPlan, view: ExportView): Promise<Blob | null> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let doneBytes = 0;
    let sinceMs = -Infinity;
    for await (const chunk of file.chunks()) {
      if (this.#choice !== view.choice) return null;
      parts.push(chunk);
      doneBytes += chunk.length;
      if (performance.now() - sinceMs < BUSY_MS) continue;
      this.#showExport({ plan, view: { ...view, writing: { fileName: file.name, doneBytes } } });
      await new Promise((resolve) => setTimeout(resolve));
      if (this.#choice !== view.choice) return null;
      sinceMs = performance.now();
    }
    return this.#choice !== view.choice ? null : new Blob(parts, { type: file.mediaType });
  }

  #showExport(exporting: { readonly plan: ExportPlan; readonly view: ExportView } | null): void {
    this.#export = exporting;
    this.#tools.show({ exporting: exporting?.view ?? null });
  }
}

function countLeftOut(leftOut: readonly LeftOutEntry[]): ExportView['leftOut'] {
  const counted = new Map<LeftOutEntry['reason'], { count: number; examples: string[] }>();
  for (const { reason, entry } of leftOut) {
    const known = counted.get(reason) ?? { count: 0, examples: [] };
    known.count++;
    const name = entry.certificates?.commonName ?? entry.uniqueId?.toUpperCase() ?? null;
    if (known.examples.length < EXAMPLES && name !== null) known.examples.push(name);
    counted.set(reason, known);
  }
  return [...counted].map(([reason, { count, examples }]) => ({ reason, count, examples }));
}
