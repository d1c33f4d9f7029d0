/**
 * `ts-board`: what is known of the board on the cable; the same lines before and after it was found, so that nothing jumps.
 * Floor: ui. Emits `disconnect`.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SlotSnapshot } from '../../bench/index.ts';
import { EMPTY_SLOT } from '../app-view.ts';
import { bridgeName } from '../bridges.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';

@customElement('ts-board')
export class TsBoard extends LitElement {
  static override styles = [
    sheet,
    css`
      section {
        padding: 10px var(--s-3) 10px var(--s-4);
        border: 1px solid var(--line);
        border-radius: var(--r-2);
        background: var(--stone-1);
        box-shadow: var(--shadow);
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--s-2);
        min-height: 28px;
      }
      h2 {
        flex: 1;
        min-width: 0;
        font-size: 14px;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      h2.none {
        color: var(--ink-2);
        font-weight: 500;
      }
      .btn.small {
        margin-right: -7px;
        color: var(--ink-2);
        border-color: transparent;
      }
      .btn.small:hover {
        border-color: var(--line-strong);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 1px var(--s-3);
        margin-top: 4px;
        padding-right: 4px;
        color: var(--ink-2);
        font-size: 12.5px;
        line-height: 19px;
      }
      dt {
        color: var(--ink-3);
      }
      dd {
        text-align: right;
        overflow-wrap: anywhere;
      }
      @media (max-width: 820px) {
        .btn.small {
          margin: -6px -4px -6px 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) view: SlotSnapshot = EMPTY_SLOT;

  override render(): TemplateResult {
    const { port, board, phase } = this.view;
    const bridge = port === null ? null : port.kind === 'virtual' ? t.board.virtualBridge : bridgeName(port.usbVendorId, port.usbProductId);
    const unknown = t.board.unknown;
    return html`<section aria-label=${t.board.title}>
      <header>
        <h2 class=${board === null ? 'none' : ''}>${board === null ? t.board.none : factText(board.chipName)}</h2>
        ${
          port === null || phase === 'running'
            ? nothing
            : html`<button type="button" class="btn small" data-action="disconnect" @click=${() => emit(this, 'disconnect', {})}>${t.board.disconnect}</button>`
        }
      </header>
      <dl>
        <dt>${t.board.revision}</dt>
        <dd>${board === null ? unknown : factText(board.revision)}</dd>
        <dt>${t.board.mac}</dt>
        <dd class="mono">${board === null ? unknown : factText(board.mac)}</dd>
        <dt>${t.board.flash}</dt>
        <dd>${board === null ? unknown : t.board.flashValue(board.flashSizeBytes, board.flashTouched ? 'touched' : 'untouched')}</dd>
        <dt>${t.board.bridge}</dt>
        <dd>${bridge === null && board === null ? unknown : t.board.bridgeValue(bridge ?? t.welcome.unknownBridge, board?.baudRate ?? null)}</dd>
        <dt>${t.board.pins}</dt>
        <dd>${t.board.pinsValue(this.view.pins.sda, this.view.pins.scl)}</dd>
      </dl>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-board': TsBoard;
  }
}
