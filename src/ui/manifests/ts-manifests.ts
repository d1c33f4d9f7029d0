/**
 * `ts-manifests`: the screen of manifests: files come in, their entries, the files, what the browser keeps, whose signatures count.
 * Floor: ui. Its parts emit what the person did; the one thing it does itself is to lead from a file to its entries.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ManifestSnapshot } from '../../bench/index.ts';
import { EMPTY_VIEW, type ImportView, type OwnSigner, type RefusedFile, type StorageView } from '../app-view.ts';
import '../files/ts-files.ts';
import '../files/ts-intake.ts';
import '../files/ts-refused.ts';
import '../files/ts-storage.ts';
import { screenStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import type { SharedFilesView } from '../store/shared-files-view.ts';
import type { StoreView } from '../store/store-view.ts';
import { manifestWords as words } from '../strings/late.ts';
import { NO_ENTRIES, type EntriesView, type ExportView, type OpenedEntry } from './entries-view.ts';
import type { TsEntries } from './ts-entries.ts';
import './ts-entries.ts';
import './ts-entry.ts';
import './ts-export.ts';
import './ts-signers.ts';

@customElement('ts-manifests')
export class TsManifests extends LitElement {
  static override styles = [
    sheet,
    screenStyles,
    css`
      .screen {
        max-width: 1180px;
      }
      .empty {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: var(--s-5) var(--s-6);
        padding: var(--s-5);
        border: 1px solid var(--line);
        border-radius: var(--r-3);
        background: var(--stone-1);
        box-shadow: var(--shadow);
      }
      .empty h2 {
        grid-column: 1 / -1;
        font-size: 17px;
        line-height: 24px;
      }
      .house {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0 var(--s-7);
      }
      @media (max-width: 820px) {
        .empty,
        .house {
          grid-template-columns: minmax(0, 1fr);
          gap: var(--s-4);
        }
        .empty {
          padding: var(--s-4);
        }
      }
    `,
  ];

  @property({ attribute: false }) manifests: readonly ManifestSnapshot[] = [];
  @property({ attribute: false }) importing: ImportView | null = null;
  @property({ attribute: false }) refused: readonly RefusedFile[] = [];
  @property({ attribute: false }) storage: StorageView = EMPTY_VIEW.storage;
  @property({ attribute: false }) entries: EntriesView = NO_ENTRIES;
  @property({ attribute: false }) opened: OpenedEntry | null = null;
  @property({ attribute: false }) exporting: ExportView | null = null;
  @property({ attribute: false }) signers: readonly OwnSigner[] = [];
  /** Null: this browser has no shared store, and nothing of it is loaded. */
  @property({ attribute: false }) store: StoreView | null = null;
  @property({ attribute: false }) sharedFiles: SharedFilesView | null = null;
  @query('ts-entries') private readonly list!: TsEntries | null;

  #sharing: 'not-loaded' | 'loading' | 'loaded' = 'not-loaded';

  get #hasStore(): boolean {
    return this.store !== null && this.store.state !== 'off';
  }

  protected override updated(): void {
    if (!this.#hasStore || this.#sharing !== 'not-loaded') return;
    this.#sharing = 'loading';
    import('../store/ts-shared-manifests.ts').then(
      () => {
        this.#sharing = 'loaded';
      },
      () => {
        this.#sharing = 'not-loaded'; // asked for again with the next change
      },
    );
  }

  #empty(): TemplateResult {
    const { title, what, whatText, where, whereText, privacy, kept, notKept } = words.empty;
    const parts = [
      [what, whatText],
      [where, whereText],
      [privacy, this.storage.state === 'unavailable' ? notKept : kept],
    ];
    return html`<section class="empty">
      <h2>${title}</h2>
      ${parts.map(
        ([head, text]) =>
          html`<div>
            <h3>${head}</h3>
            <p>${text}</p>
          </div>`,
      )}
    </section>`;
  }

  override render(): TemplateResult {
    const { manifests, importing, refused, storage } = this;
    const isEmpty = manifests.length === 0 && storage.state !== 'opening';
    const own = manifests.filter(({ demo }) => !demo); // the demo's comes and goes with the virtual bench
    const deletable = { files: own.length, entries: own.reduce((sum, { entries }) => sum + entries, 0), signers: this.signers.length };
    return html`<div class="screen">
      <div>
        <h1>${words.title}</h1>
        <p class="lead">${words.lead}</p>
      </div>
      <ts-intake .importing=${importing} .weight=${isEmpty ? 'first' : 'further'}></ts-intake>
      ${refused.length === 0 ? nothing : html`<ts-refused .refused=${refused}></ts-refused>`} ${isEmpty ? this.#empty() : nothing}
      ${this.entries.total === 0 ? nothing : html`<ts-entries .entries=${this.entries} .files=${manifests}></ts-entries>`}
      ${manifests.length === 0 ? nothing : html`<ts-files .manifests=${manifests} .shares=${this.#hasStore ? (this.sharedFiles?.shares ?? []) : null} @ts-filter-entries=${() => this.list?.beginAnew()}></ts-files>`}
      ${this.#hasStore ? html`<ts-shared-manifests .store=${this.store} .files=${this.sharedFiles}></ts-shared-manifests>` : nothing}
      <div class="house">
        <ts-storage .storage=${storage} .deletable=${deletable}></ts-storage>
        <ts-signers .signers=${this.signers}></ts-signers>
      </div>
      <ts-entry .opened=${this.opened}></ts-entry><ts-export .exporting=${this.exporting}></ts-export>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-manifests': TsManifests;
  }
}
