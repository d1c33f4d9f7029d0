/**
 * `ts-shared-manifests`: the manifests of the shared store that are not here: name, size, when; each to be taken.
 * Floor: ui. Loaded where a store is set, together with `ts-share-manifest`. Emits `shared-files`. Names that other stations gave are hostile text.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cloudStyles } from '../cloud/cloud-styles.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { size } from '../format.ts';
import { tick } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import '../look/ts-copy.ts';
import { dayTime } from '../records/times.ts';
import { sharedFilesWords as words } from '../strings/en-shared-files.ts';
import type { SharedFilesView, SharedManifest } from './shared-files-view.ts';
import { sharedListStyles } from './shared-list-styles.ts';
import { foundInStore, lookButton } from './shared-look.ts';
import { sharedProblem } from './shared-problem.ts';
import type { StoreView } from './store-view.ts';
import './ts-share-manifest.ts';
import './ts-store-line.ts';

const w = words.manifests;

@customElement('ts-shared-manifests')
export class TsSharedManifests extends LitElement {
  static override styles = [
    sheet,
    cloudStyles,
    sharedListStyles,
    css`
      section {
        display: grid;
        gap: var(--s-3);
        padding: var(--s-4);
        border: 1px solid var(--line);
        border-radius: var(--r-2);
        background: var(--stone-1);
        box-shadow: var(--shadow);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--s-2);
      }
      h2 {
        font-size: 15px;
        line-height: 22px;
        font-weight: 600;
      }
      ts-store-line {
        --store-line-pull: -8px;
      }
      ul {
        border-top: 1px solid var(--line);
      }
      li:last-child {
        border-bottom: 0;
      }
    `,
  ];

  @property({ attribute: false }) store: StoreView | null = null;
  @property({ attribute: false }) files: SharedFilesView | null = null;

  #step({ step, bytes }: SharedManifest): TemplateResult | typeof nothing {
    switch (step.state) {
      case 'failed':
        return html`<div class="said">${sharedProblem(step, this)}</div>`;
      case 'reading':
      case 'running':
        return html`<div class="said">
          <p role="status">${w.fetching(bytes)}</p>
          <progress aria-label=${w.fetching(bytes)}></progress>
        </div>`;
      case 'done':
      case 'there':
        return html`<p class="said line" role="status">${tick('pass')}<span>${w.taken}</span></p>`;
      case 'idle':
        return nothing;
    }
  }

  #manifest(row: SharedManifest): TemplateResult {
    const { fingerprint, fileName, atMs, bytes, step } = row;
    const name = fileName === null ? w.unnamed : factText(fileName);
    return html`<li data-shared-manifest=${fingerprint} data-step=${step.state}>
      <div>
        <b title=${w.named}>${name}</b>
        <small
          ><span>${size(bytes)}</span><span>${words.shared(dayTime(atMs))}</span><span class="mono" title=${fingerprint}>${words.short(fingerprint)}</span
          ><ts-copy .text=${fingerprint} .label=${words.copyFingerprint(name)}></ts-copy
        ></small>
      </div>
      ${
        step.state === 'idle' || step.state === 'failed'
          ? html`<button
              type="button"
              class="btn small"
              data-action="take-manifest"
              aria-label=${w.takeLabel(name)}
              @click=${() => emit(this, 'shared-files', { act: 'take-manifest', fingerprint })}
            >
              ${words.take}
            </button>`
          : nothing
      }
      ${this.#step(row)}
    </li>`;
  }

  #found(rows: readonly SharedManifest[], more: number): TemplateResult {
    const missing = rows.filter(({ step }) => step.state !== 'done').length + more;
    return html`<p class="quiet" role="status" data-shared-manifests=${missing}>${missing === 0 ? w.none : w.found(missing)}</p>
      ${
        rows.length === 0
          ? nothing
          : html`<ul>
              ${rows.map((row) => this.#manifest(row))}
            </ul>`
      }
      ${more === 0 ? nothing : html`<p class="quiet">${w.more(more)}</p>`}`;
  }

  override render(): TemplateResult | typeof nothing {
    if (this.store === null || this.store.state === 'off') return nothing;
    const state = this.files?.manifests.state ?? 'idle';
    return html`<section aria-labelledby="title" data-shared-manifests-state=${state}>
      <div class="head">
        <h2 id="title">${w.title}</h2>
        <ts-store-line .view=${this.store}></ts-store-line>
      </div>
      <p class="said">${w.lead}</p>
      ${lookButton(state, 'list-manifests', () => emit(this, 'shared-files', { act: 'list-manifests' }))}
      ${foundInStore(this.files?.manifests, this, (rows, more) => this.#found(rows, more))}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-shared-manifests': TsSharedManifests;
  }
}
