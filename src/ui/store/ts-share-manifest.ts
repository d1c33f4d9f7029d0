/**
 * `ts-share-manifest`: puts one manifest of this browser into the shared store, by one press, and says what came of it.
 * Floor: ui. Loaded where a store is set. Emits `shared-files`.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cloudStyles } from '../cloud/cloud-styles.ts';
import { emit } from '../events.ts';
import { tick } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { sharedFilesWords } from '../strings/en-shared-files.ts';
import { SHARED_MANIFEST_BYTES, type SharedStep } from './shared-files-view.ts';
import { sharedListStyles } from './shared-list-styles.ts';
import { sharedProblem } from './shared-problem.ts';

const words = sharedFilesWords.share;

@customElement('ts-share-manifest')
export class TsShareManifest extends LitElement {
  static override styles = [
    sheet,
    cloudStyles,
    sharedListStyles,
    css`
      .share {
        display: grid;
        gap: 6px;
        justify-items: start;
      }
    `,
  ];

  @property({ attribute: false }) manifestId = 0;
  @property({ attribute: false }) bytes = 0;
  @property({ attribute: false }) step: SharedStep = { state: 'idle' };

  #said(): TemplateResult | typeof nothing {
    const { step, bytes } = this;
    switch (step.state) {
      case 'idle':
        return html`<p class="quiet">${words.limit(SHARED_MANIFEST_BYTES)}</p>`;
      case 'reading':
      case 'running': {
        const text = step.state === 'reading' ? words.reading : words.sending(bytes);
        return html`<p class="quiet" role="status">${text}</p>
          <progress aria-label=${text}></progress>`;
      }
      case 'done':
      case 'there':
        return html`<p class="line" role="status">${tick('pass')}<span>${words[step.state]}</span></p>`;
      case 'failed':
        return sharedProblem(step, this);
    }
  }

  override render(): TemplateResult {
    const { step, bytes } = this;
    if (bytes > SHARED_MANIFEST_BYTES) return html`<p class="quiet" data-share="too-large">${words.tooLarge(bytes, SHARED_MANIFEST_BYTES)}</p>`;
    const isBusy = step.state === 'reading' || step.state === 'running';
    const isDone = step.state === 'done' || step.state === 'there';
    return html`<div class="share" data-share=${step.state}>
      ${
        isDone
          ? nothing
          : html`<button
              type="button"
              class="btn small"
              data-action="share-manifest"
              ?disabled=${isBusy}
              @click=${() => emit(this, 'shared-files', { act: 'share-manifest', id: this.manifestId })}
            >
              ${step.state === 'failed' ? words.again : words.button}
            </button>`
      }
      ${this.#said()}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-share-manifest': TsShareManifest;
  }
}
