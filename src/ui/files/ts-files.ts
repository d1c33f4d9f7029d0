/**
 * `ts-files`: all loaded manifest files: their sums in one line, then a row each; with many files, a field that finds some.
 * Floor: ui. Emits nothing itself; ts-manifest does. What is looked for here is the page's own state.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ManifestSnapshot } from '../../bench/index.ts';
import { sheet } from '../look/sheet.ts';
import type { ManifestShare, SharedStep } from '../store/shared-files-view.ts';
import { manifestWords } from '../strings/late.ts';
import { countCells } from './count-cells.ts';
import { fileColumns } from './file-columns.ts';
import { fileTotals, filesLike, hasTrouble } from './file-totals.ts';
import { filesStyles } from './files-styles.ts';
import './ts-manifest.ts';

const words = manifestWords.files;
/** Rows before somebody asks for all of them. */
const SHOWN_AT_FIRST = 50;
/** With fewer files nobody needs to search. */
const MANY = 10;
const NOT_SHARED: SharedStep = { state: 'idle' };

@customElement('ts-files')
export class TsFiles extends LitElement {
  static override styles = [sheet, fileColumns, filesStyles];

  @property({ attribute: false }) manifests: readonly ManifestSnapshot[] = [];
  /** What is on its way to the shared store; null where there is none. */
  @property({ attribute: false }) shares: readonly ManifestShare[] | null = null;
  @state() private text = '';
  @state() private wanted: 'all' | 'trouble' = 'all';
  @state() private shown: 'some' | 'all' = 'some';

  #tools(trouble: number): TemplateResult | typeof nothing {
    if (this.manifests.length <= MANY) return nothing;
    return html`<input
        type="search"
        data-find-file
        aria-label=${words.find}
        placeholder=${words.find}
        spellcheck="false"
        autocomplete="off"
        @input=${(event: Event) => {
          this.text = (event.target as HTMLInputElement).value;
        }}
      /><label
        ><input
          type="checkbox"
          data-only-trouble
          .checked=${this.wanted === 'trouble'}
          ?disabled=${trouble === 0 && this.wanted === 'all'}
          @change=${(event: Event) => {
            this.wanted = (event.target as HTMLInputElement).checked ? 'trouble' : 'all';
          }}
        />${words.onlyTrouble(trouble)}</label
      >`;
  }

  #heads(): TemplateResult {
    const { columns } = words;
    const numbers = [columns.entries, columns.verified, columns.failed, columns.without, columns.twice];
    return html`<div class="columns heads" aria-hidden="true">
      <span>${columns.file}</span><span class="by">${columns.signedBy}</span>${numbers.map((head) => html`<span class="number">${head}</span>`)}
    </div>`;
  }

  #share({ id, demo }: ManifestSnapshot): SharedStep | null {
    if (this.shares === null || demo) return null;
    return this.shares.find((share) => share.id === id)?.step ?? NOT_SHARED;
  }

  override render(): TemplateResult {
    const { manifests } = this;
    const isMany = manifests.length > MANY; // else there is nothing to find them with
    const wanted = isMany && this.wanted === 'trouble' ? manifests.filter(hasTrouble) : manifests;
    const found = filesLike(wanted, isMany ? this.text : '');
    const rows = this.shown === 'all' ? found : found.slice(0, SHOWN_AT_FIRST);
    return html`<section aria-labelledby="title" data-files=${manifests.length}>
      <div class="bar">
        <h2 id="title">${words.title}</h2>
        ${this.#tools(manifests.filter(hasTrouble).length)}
      </div>
      ${this.#heads()}
      ${manifests.length < 2 ? nothing : html`<p class="columns sums"><b>${words.all(manifests.length)}</b><span class="by"></span>${countCells(fileTotals(manifests))}</p>`}
      ${repeat(
        rows,
        ({ id }) => id,
        (manifest) => html`<ts-manifest .manifest=${manifest} .share=${this.#share(manifest)}></ts-manifest>`,
      )}
      ${found.length === 0 ? html`<p class="nothing">${words.none}</p>` : nothing}
      ${
        rows.length === found.length
          ? nothing
          : html`<button
              type="button"
              class="btn all"
              data-action="show-all-files"
              @click=${() => {
                this.shown = 'all';
              }}
            >
              ${words.showAll(found.length)}
            </button>`
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-files': TsFiles;
  }
}
