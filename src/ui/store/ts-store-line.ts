/**
 * `ts-store-line`: how the shared store is, in one line that leads to its card: quiet, unless records are refused or a conflict stops the sending.
 * Floor: ui. Draws nothing without a store. Its words change only when something happened, so that nothing is read out all day.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { tick } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { storeLineWords as words } from '../strings/en-store-line.ts';
import { leadToStore } from './lead-to-store.ts';
import type { StoreView } from './store-view.ts';

@customElement('ts-store-line')
export class TsStoreLine extends LitElement {
  static override styles = [
    sheet,
    css`
      :host {
        display: inline-flex;
        min-width: 0;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 28px;
        padding: 0 8px;
        border: 1px solid transparent;
        border-radius: 6px;
        background: none;
        color: var(--ink-2);
        font-size: 13px;
        font-variant-numeric: tabular-nums;
        text-align: start;
        cursor: pointer;
      }
      button:not([data-store-line='refused']) {
        margin-inline-start: var(--store-line-pull, 0);
      }
      button:hover {
        border-color: var(--line-strong);
      }
      small {
        color: var(--ink-3);
        font-size: inherit;
      }
      [data-store-line='refused'] {
        border-color: var(--warn);
        background: var(--warn-soft);
        color: var(--warn);
        font-weight: 600;
      }
      [data-store-line='refused'] small {
        color: inherit;
      }
      .tick {
        width: 16px;
        height: 16px;
      }
      @media (max-width: 820px) {
        button {
          min-height: 44px;
        }
      }
    `,
  ];

  /** Null until app has looked. */
  @property({ attribute: false }) view: StoreView | null = null;

  override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (view === null || view.state === 'off') return nothing;
    const { state, waiting } = view;
    return html`<button type="button" data-store-line=${state} data-waiting=${waiting} title=${words.hint} @click=${() => leadToStore(this)}>
        ${state === 'refused' ? tick('unmeasured') : nothing}<span><small>${words.name}</small> ${words.now(state, waiting)}</span>
      </button>
      <span class="sr" role="status">${state === 'refused' ? words.say : ''}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-store-line': TsStoreLine;
  }
}
