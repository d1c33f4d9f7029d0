/**
 * `ts-serial`: the chip's serial number in groups for the eye, copied without spaces.
 * Floor: ui. The gaps are margins, so a selection copied by hand has no spaces either.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChipSnapshot } from '../../bench/index.ts';
import { factText } from '../facts.ts';
import { serialGroups } from '../format.ts';
import { icon } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';

const SHOWN_MS = 1600;

@customElement('ts-serial')
export class TsSerial extends LitElement {
  static override styles = [
    sheet,
    css`
      .row {
        display: flex;
        align-items: center;
        justify-content: flex-end;
        gap: var(--s-1);
      }
      .serial {
        font: 500 20px/28px var(--mono);
        white-space: nowrap;
      }
      .serial span + span {
        margin-left: 0.8ch;
      }
      button {
        display: grid;
        place-items: center;
        width: 32px;
        height: 32px;
        margin-right: -7px;
        padding: 0;
        border: 0;
        border-radius: var(--r-1);
        background: none;
        color: var(--ink-2);
        cursor: pointer;
      }
      button:hover {
        color: var(--accent);
      }
      button .icon {
        width: 17px;
        height: 17px;
      }
      small {
        display: block;
        font-size: 12px;
        line-height: 17px;
        color: var(--ink-2);
        text-align: right;
        overflow-wrap: anywhere;
      }
      @media (max-width: 1080px) {
        .row {
          justify-content: flex-start;
        }
        small {
          text-align: left;
        }
      }
      @media (max-width: 820px) {
        .serial {
          font-size: 18px;
        }
        button {
          width: 44px;
          height: 44px;
          margin: -8px 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) chip: ChipSnapshot | null = null;
  @state() private copied: 'no' | 'yes' = 'no';
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  async #copy(serialNumber: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(serialNumber);
    } catch {
      return; // refused by the browser: the number can still be selected by hand
    }
    this.copied = 'yes';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.copied = 'no';
    }, SHOWN_MS);
  }

  override render(): TemplateResult | typeof nothing {
    const chip = this.chip;
    if (chip === null) return nothing;
    const serialNumber = factText(chip.serialNumber).toUpperCase();
    return html`<div class="row">
        <span class="serial" data-serial-number=${serialNumber}>${serialGroups(serialNumber).map((group) => html`<span>${group}</span>`)}</span>
        <button type="button" data-action="copy-serial" aria-label=${t.banner.copy} title=${t.banner.copy} @click=${() => this.#copy(serialNumber)}>
          ${icon(this.copied === 'yes' ? 'check' : 'copy')}
        </button>
      </div>
      <small
        >${t.banner.model(factText(chip.model), chip.address)}${chip.commonName === null ? nothing : html` · <span>${factText(chip.commonName)}</span>`}</small
      >
      <span class="sr" role="status">${this.copied === 'yes' ? t.banner.copied : ''}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-serial': TsSerial;
  }
}
