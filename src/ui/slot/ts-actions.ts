/**
 * `ts-actions`: what can be done with the board now, always in the same place.
 * Floor: ui. Emits `check`, `cancel`, `plug`; the way to a port is `ts-ports`.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SlotSnapshot } from '../../bench/index.ts';
import { EMPTY_SLOT, type AppView, type GrantedPort } from '../app-view.ts';
import { emit } from '../events.ts';
import { sheet } from '../look/sheet.ts';
import { canCheck } from '../shell/shortcuts.ts';
import { t } from '../strings/index.ts';
import './ts-ports.ts';

@customElement('ts-actions')
export class TsActions extends LitElement {
  static override styles = [
    sheet,
    css`
      .acts {
        display: grid;
        gap: var(--s-2);
        align-content: start;
        min-height: 96px;
      }
      .btn {
        min-height: 44px;
        padding: 4px 12px;
      }
      .btn .two {
        flex: 1;
        display: grid;
        text-align: left;
        line-height: 17px;
      }
      small {
        font-size: 12px;
        line-height: 15px;
        font-weight: 450;
        color: var(--ink-2);
      }
      .go small {
        color: inherit;
        opacity: 0.85;
      }
      @media (max-width: 820px) {
        .acts {
          grid-template-columns: 1fr 1fr;
          min-height: 48px;
        }
        .btn {
          min-height: 48px;
        }
        .wide {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  @property({ attribute: false }) view: SlotSnapshot = EMPTY_SLOT;
  @property({ attribute: false }) grantedPorts: readonly GrantedPort[] = [];
  @property({ attribute: false }) pending: AppView['pending'] = null;
  @property({ attribute: false }) keys: AppView['shortcuts'] = 'on';

  #key(key: string): TemplateResult | typeof nothing {
    return this.keys === 'on' ? html`<kbd aria-hidden="true">${key}</kbd>` : nothing;
  }

  #check(path: 'ram' | 'flash'): TemplateResult {
    const [words, hint, key] =
      path === 'ram' ? [t.actions.checkRam, t.actions.checkRamHint, t.shell.keys.c] : [t.actions.checkFlash, t.actions.checkFlashHint, t.shell.keys.f];
    return html`<button
      type="button"
      class="btn ${path === 'ram' ? 'go' : ''}"
      data-action="check-${path}"
      aria-keyshortcuts=${this.keys === 'on' ? key : nothing}
      ?disabled=${!canCheck({ slot: this.view, pending: this.pending })}
      @click=${() => emit(this, 'check', { path })}
    >
      <span class="two">${words}<small>${hint}</small></span
      >${this.#key(key)}
    </button>`;
  }

  #actions(): TemplateResult {
    const { phase, port } = this.view;
    if (phase === 'running') {
      return html`<button type="button" class="btn wide" data-action="cancel" aria-keyshortcuts="Escape" @click=${() => emit(this, 'cancel', {})}>
        ${t.actions.cancel}${this.#key(t.shell.keys.escape)}
      </button>`;
    }
    if (phase === 'lost' && port?.kind === 'virtual') {
      return html`<button type="button" class="btn go wide" data-action="plug" @click=${() => emit(this, 'plug', {})}>${t.virtual.plug}</button>`;
    }
    if (phase === 'lost' || port === null) return html`<ts-ports class="wide" .grantedPorts=${this.grantedPorts} .pending=${this.pending}></ts-ports>`;
    return html`${this.#check('ram')}${this.#check('flash')}`;
  }

  override render(): TemplateResult {
    return html`<div class="acts" role="group" aria-label=${t.actions.label}>${this.#actions()}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-actions': TsActions;
  }
}
