/**
 * `ts-slot`: one slot as a guided workspace: board, steps and actions on the left, verdict and proofs in the middle.
 * Floor: ui. Lays out; each part draws itself from the same snapshot.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SlotSnapshot } from '../../bench/index.ts';
import { EMPTY_SLOT, type AppView, type GrantedPort } from '../app-view.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';
import './ts-actions.ts';
import './ts-board.ts';
import './ts-proofs.ts';
import './ts-steps.ts';
import './ts-verdict.ts';

@customElement('ts-slot')
export class TsSlot extends LitElement {
  static override styles = [
    sheet,
    css`
      :host {
        display: grid;
        grid-template-columns: 288px minmax(0, 1fr);
        min-height: 0;
      }
      .side {
        display: grid;
        align-content: start;
        gap: 20px;
        padding: 16px;
        overflow: auto;
        border-right: 1px solid var(--line);
      }
      .sheet {
        padding: 16px 28px;
        overflow: auto;
      }
      .sheet:focus-visible {
        outline-offset: -3px;
      }
      .inner {
        display: grid;
        gap: var(--s-3);
        max-width: 1180px;
        margin: 0 auto;
      }
      @media (max-width: 820px) {
        :host {
          display: block;
        }
        .side {
          gap: var(--s-3);
          padding: var(--s-3) var(--s-4);
          border: 0;
          overflow: visible;
        }
        .sheet {
          padding: 0 var(--s-4) var(--s-5);
          overflow: visible;
        }
        ts-steps {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) view: SlotSnapshot = EMPTY_SLOT;
  @property({ attribute: false }) grantedPorts: readonly GrantedPort[] = [];
  @property({ attribute: false }) pending: AppView['pending'] = null;
  @property({ attribute: false }) keys: AppView['shortcuts'] = 'on';

  override render(): TemplateResult {
    const { view } = this;
    return html`<div class="side">
        <ts-board .view=${view}></ts-board>
        <ts-steps .steps=${view.steps} .pace=${view.phase === 'running' ? 'going' : 'ended'}></ts-steps>
        <ts-actions .view=${view} .grantedPorts=${this.grantedPorts} .pending=${this.pending} .keys=${this.keys}></ts-actions>
      </div>
      <div class="sheet" role="region" aria-label=${t.proofs.region} tabindex="0">
        <div class="inner">
          <ts-verdict .view=${view}></ts-verdict>
          <ts-proofs .view=${view}></ts-proofs>
        </div>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-slot': TsSlot;
  }
}
