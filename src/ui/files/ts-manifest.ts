/**
 * `ts-manifest`: one loaded manifest file: a row of numbers that opens to everything that is known of the file.
 * Floor: ui. Emits `remove-manifest`, `filter-entries`. Names from a file are hostile text.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ManifestSnapshot } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { icon } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import type { EntriesFilter } from '../manifests/entries-view.ts';
import type { SharedStep } from '../store/shared-files-view.ts';
import { t } from '../strings/index.ts';
import { manifestWords } from '../strings/late.ts';
import { countCells } from './count-cells.ts';
import { fileColumns } from './file-columns.ts';
import { manifestFacts, manifestProblems, withoutHint } from './manifest-details.ts';
import { manifestStyles } from './manifest-styles.ts';

const words = manifestWords.files;

@customElement('ts-manifest')
export class TsManifest extends LitElement {
  static override styles = [sheet, fileColumns, manifestStyles];

  @property({ attribute: false }) manifest!: ManifestSnapshot;
  /** Null where there is no shared store. */
  @property({ attribute: false }) share: SharedStep | null = null;
  /** What is inside is drawn only while it is open: there may be hundreds of files. */
  @state() private body: 'open' | 'closed' = 'closed';

  #show(verdict: EntriesFilter['verdict']): void {
    emit(this, 'filter-entries', { verdict, manifestId: this.manifest.id });
  }

  #row(name: string): TemplateResult {
    const { manifest } = this;
    const signers = manifest.signers.map((signer) => factText(signer.name)).join(', ');
    // drawn before the browser opens it: its own event comes a moment later
    return html`<summary
      class="columns"
      @click=${() => {
        this.body = 'open';
      }}
    >
      <span class="name"
        >${icon('chevron')}
        <h3 title=${name}>${name}</h3>
        ${manifest.demo ? html`<span class="demo">${t.virtual.demo}</span>` : nothing}${
          manifest.storage === 'not-kept' && !manifest.demo ? html`<span class="flag">${words.notKept}</span>` : nothing
        }</span
      ><span class="by" title=${signers}>${signers === '' ? words.noSigners : html`<span class="label">${words.signers}</span> ${signers}`}</span>
      ${countCells(manifest)}
    </summary>`;
  }

  #body(): TemplateResult {
    const { manifest } = this;
    return html`<div class="body">
      ${manifestFacts(manifest, Date.now())} ${withoutHint(manifest.withoutCertificates)}
      <div class="buttons">
        <button type="button" class="btn small" data-action="show-entries" @click=${() => this.#show('all')}>${manifestWords.details.showEntries}</button>
        ${
          manifest.failed === 0
            ? nothing
            : html`<button type="button" class="btn small" data-action="show-failed" @click=${() => this.#show('unverified')}>
                ${manifestWords.details.showFailed(manifest.failed)}
              </button>`
        }
      </div>
      ${
        this.share === null
          ? nothing
          : html`<ts-share-manifest .manifestId=${manifest.id} .bytes=${manifest.sizeBytes} .step=${this.share}></ts-share-manifest>`
      }
      ${manifestProblems(manifest)}
    </div>`;
  }

  override render(): TemplateResult {
    const { manifest } = this;
    const name = factText(manifest.fileName);
    return html`<article data-manifest=${manifest.id} aria-label=${name}>
      <details
        @toggle=${(event: Event) => {
          this.body = (event.target as HTMLDetailsElement).open ? 'open' : 'closed';
        }}
      >
        ${this.#row(name)} ${this.body === 'open' ? this.#body() : nothing}
      </details>
      <button
        type="button"
        class="btn small remove"
        data-action="remove-manifest"
        aria-label=${words.removeLabel(name)}
        @click=${() => emit(this, 'remove-manifest', { id: manifest.id })}
      >
        ${words.remove}
      </button>
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-manifest': TsManifest;
  }
}
