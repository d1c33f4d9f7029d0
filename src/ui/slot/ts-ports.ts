/**
 * `ts-ports`: the way to a real board: the ports that were allowed before, and the button that opens the browser's chooser.
 * Floor: ui. Emits `use-port` and `connect`. Says why when there is no Web Serial.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AppView, GrantedPort, SerialSupport } from '../app-view.ts';
import { bridgeName } from '../bridges.ts';
import { emit } from '../events.ts';
import { usbIds } from '../format.ts';
import { icon } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';

@customElement('ts-ports')
export class TsPorts extends LitElement {
  static override styles = [
    sheet,
    css`
      :host {
        display: grid;
        gap: var(--s-2);
      }
      .btn {
        width: 100%;
        min-height: 44px;
      }
      .label {
        color: var(--ink-2);
        font-size: 12.5px;
      }
      ul {
        display: grid;
        gap: var(--s-2);
      }
      .port {
        justify-content: start;
        padding: 6px 12px;
        min-height: 44px;
        text-align: left;
      }
      .port .icon {
        color: inherit;
      }
      .port span {
        flex: 1;
      }
      .port code {
        opacity: 0.85;
        font-size: 12px;
      }
      .why {
        display: grid;
        grid-template-columns: 20px 1fr;
        gap: 2px 10px;
        padding: 10px 12px;
        border: 1px solid var(--line-strong);
        border-radius: var(--r-2);
        background: var(--stone-2);
      }
      .why .icon {
        grid-row: span 2;
        color: var(--ink-2);
      }
      .why p {
        color: var(--ink-2);
        font-size: 13px;
      }
    `,
  ];

  @property({ attribute: false }) serialSupport: SerialSupport = 'ok';
  @property({ attribute: false }) grantedPorts: readonly GrantedPort[] = [];
  @property({ attribute: false }) pending: AppView['pending'] = null;
  /** `main`: this is the first thing to press here; `other`: something else is. */
  @property({ attribute: false }) weight: 'main' | 'other' = 'main';

  #port(port: GrantedPort, weight: string): TemplateResult {
    const ids = usbIds(port.usbVendorId, port.usbProductId);
    return html`<li>
      <button
        type="button"
        class="btn port ${weight}"
        data-action="use-port"
        data-port=${port.index}
        ?disabled=${this.pending !== null}
        @click=${() => emit(this, 'use-port', { index: port.index })}
      >
        ${icon('plug')}<span>${t.welcome.useIt(bridgeName(port.usbVendorId, port.usbProductId) ?? t.welcome.unknownBridge)}</span>${ids === '' ? nothing : html`<code>${ids}</code>`}
      </button>
    </li>`;
  }

  override render(): TemplateResult {
    const why = t.serialSupport[this.serialSupport];
    const known = this.grantedPorts.length > 0 && why === null;
    const go = this.weight === 'main' ? 'go' : '';
    return html`${
        known
          ? html`<p class="label" id="known">${t.welcome.knownPorts}</p>
              <ul aria-labelledby="known">
                ${this.grantedPorts.map((port, index) => this.#port(port, index === 0 ? go : ''))}
              </ul>`
          : nothing
      }
      <button
        type="button"
        class="btn ${known || why !== null ? '' : go}"
        data-action="connect"
        ?disabled=${why !== null || this.pending !== null}
        @click=${() => emit(this, 'connect', {})}
      >
        ${this.pending === 'connect' ? t.welcome.connecting : known ? t.welcome.otherPort : t.welcome.connect}
      </button>
      ${
        why === null
          ? nothing
          : html`<div class="why" data-serial=${this.serialSupport}>
              ${icon('info')}<strong>${why.what}</strong>
              <p>${why.remedy}</p>
            </div>`
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-ports': TsPorts;
  }
}
