/**
 * `ts-connect-strip`: one line above the log on the bench: where the board is on its way to the hub, or what stopped it. Nothing when there is nothing to say.
 * Floor: ui. Emits `navigate`.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { tick } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { connectWords as words } from '../strings/late.ts';
import { crashNow, headlineOf, toneTick } from './connect-words.ts';
import type { UnderstoodLog } from './understanding-view.ts';

@customElement('ts-connect-strip')
export class TsConnectStrip extends LitElement {
  static override styles = [
    sheet,
    css`
      button {
        display: flex;
        align-items: center;
        gap: var(--s-2);
        width: 100%;
        min-height: 34px;
        padding: 0 var(--s-4);
        border: 0;
        border-top: 1px solid var(--line);
        background: var(--stone-1);
        text-align: start;
        cursor: pointer;
      }
      button:hover .more {
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      button:focus-visible {
        outline-offset: -2px;
      }
      .text {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: 13.5px;
        font-weight: 600;
      }
      .time {
        color: var(--ink-2);
        font: 13px/20px var(--mono);
        white-space: nowrap;
      }
      .more {
        margin-left: auto;
        color: var(--accent);
        font-size: 12.5px;
        white-space: nowrap;
      }
      @media (max-width: 820px) {
        button {
          min-height: 44px;
        }
      }
    `,
  ];

  @property({ attribute: false }) log: UnderstoodLog | null = null;
  /** A recording says nothing about a board, and is named. */
  @property({ attribute: false }) origin: 'board' | 'recording' = 'board';

  override render(): TemplateResult | typeof nothing {
    const { log } = this;
    // an empty flash is what a new board has: a check says what it needs to say
    if (log === null || crashNow(log)?.cause === 'flash-empty') return nothing;
    const headline = headlineOf(log);
    if (headline === null) return nothing;
    return html`<button type="button" data-connect-strip data-tone=${headline.tone} @click=${() => emit(this, 'navigate', { screen: 'log' })}>
      ${tick(toneTick(headline.tone))}${this.origin === 'recording' ? html`<span class="demo">DEMO</span>` : nothing}<span class="text">${headline.text}</span>
      <span class="time">${headline.forMs === null ? '' : words.took(headline.forMs)}</span><span class="more">${words.toLog}</span>
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-connect-strip': TsConnectStrip;
  }
}
