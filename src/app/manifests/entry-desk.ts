/**
 * Single entries: finding and selecting them, opening one, exporting them.
 * Floor: app. Knows no files on disk (shelf.ts reads, offer-file.ts saves); trust loads, describes, plans and writes.
 */
import { isTouchstoneError, type Facts } from '../../base/index.ts';
import type { EntryRef, ExportFile, ExportPlan, ManifestErrorCode, ManifestFile } from '../../trust/index.ts';
import type { AppView, EnrolRecord, EntriesView, ExportChoice, ExportView } from '../../ui/index.ts';
import { offerFile } from '../offer-file.ts';
import { BlobParts } from './blob-parts.ts';
import { EntrySearch } from './entry-search.ts';
import { Pace } from './pace.ts';
import type { ShelfFile } from './shelf-file.ts';

export interface EntryDeskTools {
  readonly show: (view: Partial<Pick<AppView, 'entries' | 'openedEntry' | 'exporting'>>) => void;
  readonly notice: (code: string, facts?: Facts) => void;
  /** What was enrolled of a chip from this browser, newest first. */
  readonly enrolmentsOf?: (serialNumber: string) => Promise<readonly EnrolRecord[]>;
  /** Saves a file; another one only in tests. */
  readonly save?: (fileName: string, content: Blob) => void;
}

/** How often it is told how far an export is. */
const SHOWN_EVERY_MS = 100;

export class EntryDesk {
  readonly #tools: EntryDeskTools;
  readonly #search = new EntrySearch();
  #files: readonly ShelfFile[] = [];
  #removedId: number | null = null;
  #opened: { readonly manifestId: number; readonly index: number; readonly manifest: ManifestFile } | null = null;
  #export: { readonly plan: ExportPlan; readonly view: ExportView } | null = null;
  #choice: ExportChoice | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(tools: EntryDeskTools) {
    this.#tools = tools;
  }

  /** Takes the manifests as they are now. What is open is described anew, because it may have been read with other signers. */
  setFiles(files: readonly ShelfFile[], removedId: number | null): void {
    if (files === this.#files && removedId === this.#removedId) return;
    this.#files = files;
    this.#removedId = removedId;
    this.#search.setFiles(files, removedId);
    this.#shown();
    const opened = this.#opened;
    if (opened === null || files.some(({ manifest }) => manifest === opened.manifest)) return;
    void this.open(opened.manifestId, opened.index);
  }

  /** Called whenever entries came, went, were read again or selected. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** What is selected; everything when nothing is. In the order of files. */
  chosen(): { readonly selected: boolean; readonly refs: Iterable<EntryRef> } {
    const selected = this.#search.selected > 0;
    return { selected, refs: this.#search.refs(selected ? 'selected' : 'all') };
  }

  find(text: string): void {
    this.#search.find(text);
    this.#shown();
  }

  filter(filter: EntriesView['filter']): void {
    this.#search.filter(filter);
    this.#shown();
  }

  /** Rows of the found ones, both included. */
  select({ from, to, state }: { readonly from: number; readonly to: number; readonly state: 'on' | 'off' }): void {
    this.#search.select(from, to, state);
    this.#shown();
  }

  clearSelection(): void {
    this.#search.clearSelection();
    this.#shown();
  }

  /** Loads one entry from its file, verifies it again and describes it. */
  async open(manifestId: number, index: number): Promise<void> {
    const placed = this.#search.rowOf(manifestId, index);
    if (placed === undefined) return this.close();
    const { manifest } = placed.file;
    const opened = { manifestId, index, manifest };
    this.#opened = opened;
    try {
      const { describeEntry, loadEntry } = await import('../../trust/index.ts');
      const description = await describeEntry(await loadEntry(manifest, index));
      const enrolled = await this.#enrolled(placed.row.uniqueId);
      if (this.#opened === opened) this.#tools.show({ openedEntry: { row: placed.row, description, enrolled } });
    } catch (error) {
      if (this.#opened !== opened) return;
      this.#tell(error, { fileName: manifest.fileName });
      this.close();
    }
  }

  /** The last line of the record of enrolments about this chip; that it cannot be read hides no entry. */
  async #enrolled(uniqueId: string | null): Promise<EnrolRecord | null> {
    if (uniqueId === null || this.#tools.enrolmentsOf === undefined) return null;
    return (await this.#tools.enrolmentsOf(uniqueId).catch(() => []))[0] ?? null;
  }

  close(): void {
    this.#opened = null;
    this.#tools.show({ openedEntry: null });
  }

  /** Says what an export would hold. */
  async plan(choice: ExportChoice): Promise<void> {
    if (this.#export !== null && this.#export.view.writing !== null) return;
    this.#choice = choice;
    const { planExport } = await import('../../trust/index.ts');
    if (this.#choice !== choice) return;
    const plan = planExport(this.#search.refs(choice.scope), choice.format, choice.unverified);
    const { taken, demo, unverified } = plan;
    const leftOut = plan.leftOut.map(({ reason, count, examples }) => ({ reason, count, examples }));
    const { selected, count: found, total } = this.#search;
    this.#showExport({ plan, view: { choice, selected, found, total, taken, demo, unverified, leftOut, writing: null } });
  }

  /** Writes what was planned, piece by piece; the page can be used meanwhile. */
  async write(): Promise<void> {
    const planned = this.#export;
    if (planned === null || planned.view.writing !== null || planned.plan.taken === 0) return;
    const { plan, view } = planned;
    this.#showExport({ plan, view: { ...view, writing: { fileName: '', doneBytes: 0 } } });
    try {
      const { writeExport } = await import('../../trust/index.ts');
      for (const file of writeExport(plan, Date.now())) {
        const content = await this.#collect(file, plan, view);
        if (content === null) return;
        (this.#tools.save ?? offerFile)(file.name, content);
        this.#tools.notice('export-saved', { fileName: file.name, entries: file.entries });
      }
    } catch (error) {
      if (this.#choice === view.choice) this.#tell(error, {});
    }
    if (this.#choice === view.choice) this.closeExport();
  }

  closeExport(): void {
    this.#choice = null;
    this.#showExport(null);
  }

  /** The whole file; null when the person left the export meanwhile. */
  async #collect(file: ExportFile, plan: ExportPlan, view: ExportView): Promise<Blob | null> {
    const parts = new BlobParts();
    let doneBytes = 0;
    let shownMs = -Infinity;
    const pace = new Pace();
    for await (const chunk of file.chunks()) {
      if (this.#choice !== view.choice) return null;
      parts.add(chunk);
      doneBytes += chunk.length;
      if (performance.now() - shownMs >= SHOWN_EVERY_MS) {
        this.#showExport({ plan, view: { ...view, writing: { fileName: file.name, doneBytes } } });
        shownMs = performance.now();
      }
      await pace.breathe();
    }
    return this.#choice !== view.choice ? null : parts.blob(file.mediaType);
  }

  /** The list changed: what an open export would hold changes with it. */
  #shown(): void {
    this.#tools.show({ entries: this.#search.view() });
    if (this.#choice !== null) void this.plan(this.#choice);
    for (const listener of this.#listeners) listener();
  }

  #tell(error: unknown, facts: Facts): void {
    if (isTouchstoneError(error)) this.#tools.notice(error.code, { ...facts, ...error.facts });
    else if (error instanceof DOMException) this.#tools.notice('manifest-read' satisfies ManifestErrorCode, facts);
    else this.#tools.notice('unexpected', { message: error instanceof Error ? error.message : String(error) });
  }

  #showExport(exporting: { readonly plan: ExportPlan; readonly view: ExportView } | null): void {
    this.#export = exporting;
    this.#tools.show({ exporting: exporting?.view ?? null });
  }
}
