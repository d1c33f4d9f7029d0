/**
 * `ts-manifests`: the screen of manifests: a place to drop files, their entries, the files, the signers the person trusts beside Microchip.
 * Floor: ui. Emits `choose-files`, `add-signer`, `remove-signer`.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ManifestSnapshot } from '../../bench/index.ts';
import type { ManifestProgress, OwnSigner } from '../app-view.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { icon } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { screenStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';
import { NO_ENTRIES, type EntriesView, type ExportView, type OpenedEntry } from './entries-view.ts';
import './ts-entries.ts';
import './ts-entry.ts';
import './ts-export.ts';
import './ts-manifest.ts';

@customElement('ts-manifests')
export class TsManifests extends LitElement {
  static override styles = [
    sheet,
    screenStyles,
    css`
      .drop {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s-3);
        padding: 14px var(--s-4);
        border: 1.5px dashed var(--line-strong);
        border-radius: var(--r-2);
        color: var(--ink-2);
      }
      .drop span {
        flex: 1;
        min-width: 200px;
      }
      .list {
        display: grid;
        gap: var(--s-3);
      }
      .reading {
        display: grid;
        gap: 8px;
        padding: 14px var(--s-4);
        border: 1px solid var(--line);
        border-radius: var(--r-2);
        background: var(--stone-1);
        overflow-wrap: anywhere;
        font-variant-numeric: tabular-nums;
      }
      .empty {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: var(--s-6);
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
      .signer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px var(--s-3);
        padding: 8px 0;
        border-top: 1px solid var(--line);
      }
      .signer b {
        font-weight: 550;
        overflow-wrap: anywhere;
      }
      .signer span {
        flex: 1;
        color: var(--ink-2);
        font-size: 13px;
      }
      @media (max-width: 820px) {
        .signer {
          display: grid;
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .signer .btn {
          grid-area: 1 / 2 / span 2;
        }
        .empty {
          grid-template-columns: 1fr;
          gap: var(--s-4);
          padding: var(--s-4);
        }
      }
    `,
  ];

  @property({ attribute: false }) manifests: readonly ManifestSnapshot[] = [];
  @property({ attribute: false }) progress: ManifestProgress | null = null;
  @property({ attribute: false }) entries: EntriesView = NO_ENTRIES;
  @property({ attribute: false }) opened: OpenedEntry | null = null;
  @property({ attribute: false }) exporting: ExportView | null = null;
  @property({ attribute: false }) signers: readonly OwnSigner[] = [];
  @query('input') private readonly signerChooser!: HTMLInputElement;

  #signerChosen(): void {
    const files = [...(this.signerChooser.files ?? [])];
    this.signerChooser.value = '';
    if (files.length > 0) emit(this, 'add-signer', { files });
  }

  #reading(progress: ManifestProgress): TemplateResult {
    const label = t.manifests.reading(factText(progress.fileName), progress.doneEntries, progress.totalEntries);
    return html`<div class="reading" role="status">
      <span>${label}</span>
      ${progress.totalEntries === null ? html`<progress aria-label=${label}></progress>` : html`<progress aria-label=${label} max=${progress.totalEntries} .value=${progress.doneEntries}></progress>`}
    </div>`;
  }

  #empty(): TemplateResult {
    const { what, where, privacy } = t.manifests.emptyHow;
    return html`<section class="empty">
      <h2>${t.manifests.emptyTitle}</h2>
      ${[what, where, privacy].map(
        (title, index) =>
          html`<div>
            <h3>${title}</h3>
            <p>${t.manifests.emptyText[index]}</p>
          </div>`,
      )}
    </section>`;
  }

  #signers(): TemplateResult {
    return html`<section class="part">
      <h2>${t.manifests.signerTitle}</h2>
      <p>${t.manifests.signerText}</p>
      ${this.signers.map(
        (signer) =>
          html`<div class="signer" data-signer=${signer.id}>
            <b>${factText(signer.commonName)}</b><span>${rich(t.manifests.fingerprint(factText(signer.fingerprint)))}</span>
            <button
              type="button"
              class="btn small"
              data-action="remove-signer"
              aria-label=${t.manifests.removeSigner(factText(signer.commonName))}
              @click=${() => emit(this, 'remove-signer', { id: signer.id })}
            >
              ${t.manifests.remove}
            </button>
          </div>`,
      )}
      <input type="file" data-signer-file hidden accept=".pem,.crt,.cer,.der" @change=${() => this.#signerChosen()} />
      <div><button type="button" class="btn" data-action="add-signer" @click=${() => this.signerChooser.click()}>${t.manifests.addSigner}</button></div>
    </section>`;
  }

  override render(): TemplateResult {
    const isEmpty = this.manifests.length === 0 && this.progress === null;
    return html`<div class="screen">
      <div>
        <h1>${t.manifests.title}</h1>
        <p class="lead">${t.manifests.lead}</p>
      </div>
      <div class="drop">
        ${icon('drop')}<span>${t.manifests.dropHere}</span>
        <button type="button" class="btn ${isEmpty ? 'go' : ''}" data-action="choose-files" @click=${() => emit(this, 'choose-files', {})}>
          ${t.manifests.choose}
        </button>
      </div>
      ${this.progress === null ? nothing : this.#reading(this.progress)} ${isEmpty ? this.#empty() : nothing}
      ${this.entries.total === 0 ? nothing : html`<ts-entries .entries=${this.entries}></ts-entries>`}
      <div class="list">
        ${repeat(
          this.manifests,
          (manifest) => manifest.id,
          (manifest) => html`<ts-manifest .manifest=${manifest}></ts-manifest>`,
        )}
      </div>
      ${this.#signers()}
      <ts-entry .opened=${this.opened}></ts-entry><ts-export .exporting=${this.exporting}></ts-export>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-manifests': TsManifests;
  }
}
