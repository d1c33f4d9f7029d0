/**
 * `ts-signers`: the manifest signers that the person trusts beside Microchip's.
 * Floor: ui. Emits `add-signer`, `remove-signer`.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { OwnSigner } from '../app-view.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { rich } from '../look/rich.ts';
import { screenStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import { manifestWords } from '../strings/late.ts';

const words = manifestWords.signers;

@customElement('ts-signers')
export class TsSigners extends LitElement {
  static override styles = [
    sheet,
    screenStyles,
    css`
      .signer {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--s-3);
        align-items: center;
        padding: 8px 0;
        border-top: 1px solid var(--line);
      }
      b {
        font-weight: 550;
        overflow-wrap: anywhere;
      }
      .signer span {
        color: var(--ink-2);
        font-size: 13px;
      }
      .signer .btn {
        grid-area: 1 / 2 / span 2;
      }
      @media (max-width: 820px) {
        .add {
          width: 100%;
        }
      }
    `,
  ];

  @property({ attribute: false }) signers: readonly OwnSigner[] = [];
  @query('input') private readonly chooser!: HTMLInputElement;

  #chosen(): void {
    const files = [...(this.chooser.files ?? [])];
    this.chooser.value = '';
    if (files.length > 0) emit(this, 'add-signer', { files });
  }

  #signer({ id, commonName, fingerprint }: OwnSigner): TemplateResult {
    const name = factText(commonName);
    return html`<div class="signer" data-signer=${id}>
      <b>${name}</b><span>${rich(words.fingerprint(factText(fingerprint)))}</span>
      <button
        type="button"
        class="btn small"
        data-action="remove-signer"
        aria-label=${words.removeLabel(name)}
        @click=${() => emit(this, 'remove-signer', { id })}
      >
        ${words.remove}
      </button>
    </div>`;
  }

  override render(): TemplateResult {
    return html`<section class="part" aria-labelledby="title">
      <h2 id="title">${words.title}</h2>
      <p>${words.text}</p>
      ${this.signers.length === 0 ? nothing : html`<div>${this.signers.map((signer) => this.#signer(signer))}</div>`}
      <input type="file" data-signer-file hidden accept=".pem,.crt,.cer,.der" @change=${() => this.#chosen()} />
      <div><button type="button" class="btn add" data-action="add-signer" @click=${() => this.chooser.click()}>${words.add}</button></div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-signers': TsSigners;
  }
}
