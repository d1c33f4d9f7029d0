/**
 * `ts-rail`: the narrow rail of screens; at the foot of the page on narrow ones.
 * Floor: ui. Shows the screens that exist (app-view.ts) and emits `navigate`.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { SCREENS, type Screen } from '../app-view.ts';
import { emit } from '../events.ts';
import { icon } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';

@customElement('ts-rail')
export class TsRail extends LitElement {
  static override styles = [
    sheet,
    css`
      nav {
        display: flex;
        flex-direction: column;
        height: 100%;
        gap: 2px;
        padding: var(--s-3) 0;
      }
      button {
        position: relative;
        display: grid;
        justify-items: center;
        gap: 3px;
        min-height: 52px;
        padding: 8px 0 6px;
        border: 0;
        background: none;
        color: var(--ink-3);
        font-size: 11px;
        line-height: 14px;
        cursor: pointer;
      }
      button:hover {
        color: var(--ink);
      }
      button:focus-visible {
        outline-offset: -4px;
      }
      button.last {
        margin-top: auto;
      }
      button[aria-current='page'] {
        color: var(--ink);
        font-weight: 550;
      }
      button[aria-current='page']::before {
        content: '';
        position: absolute;
        inset: 8px auto 8px 0;
        width: 3px;
        border-radius: 0 3px 3px 0;
        background: var(--accent);
      }
      @media (max-width: 820px) {
        nav {
          flex-direction: row;
          justify-content: space-around;
          padding: 0;
        }
        button {
          flex: 1;
          min-height: 56px;
          align-content: center;
        }
        button.last {
          margin: 0;
        }
        button[aria-current='page']::before {
          inset: 0 28% auto;
          width: auto;
          height: 3px;
          border-radius: 0 0 3px 3px;
        }
      }
    `,
  ];

  @property({ attribute: false }) screen: Screen = 'bench';

  override render(): TemplateResult {
    return html`<nav aria-label=${t.shell.screensLabel}>
      ${SCREENS.map(
        (screen, index) =>
          html`<button
            type="button"
            class=${screen === 'settings' ? 'last' : ''}
            data-screen=${screen}
            aria-current=${screen === this.screen ? 'page' : 'false'}
            title="${t.screens[screen]} (${index + 1})"
            @click=${() => emit(this, 'navigate', { screen })}
          >
            ${icon(screen)}<span>${t.screens[screen]}</span>
          </button>`,
      )}
    </nav>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-rail': TsRail;
  }
}
