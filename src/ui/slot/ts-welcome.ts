/**
 * `ts-welcome`: the bench without a board: what this is, two ways in, and the three things a newcomer will see.
 * Floor: ui. Emits `try-virtual`, `choose-files`, `navigate`; the way to a real port is `ts-ports`.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { EMPTY_VIEW, type AppView, type BusSettings, type GrantedPort, type SerialSupport } from '../app-view.ts';
import { emit } from '../events.ts';
import { stone } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';
import './ts-ports.ts';
import { welcomeStyles } from './welcome-styles.ts';
import { wiring, wiringStyles } from './wiring.ts';

@customElement('ts-welcome')
export class TsWelcome extends LitElement {
  static override styles = [sheet, wiringStyles, welcomeStyles];

  @property({ attribute: false }) serialSupport: SerialSupport = 'ok';
  @property({ attribute: false }) grantedPorts: readonly GrantedPort[] = [];
  @property({ attribute: false }) pending: AppView['pending'] = null;
  @property({ attribute: false }) bus: BusSettings = EMPTY_VIEW.bus;
  @property({ attribute: false }) keys: AppView['shortcuts'] = 'on';

  /** Who has a board here before wants the board; everybody else is best served by the virtual one. */
  get #first(): 'virtual' | 'board' {
    return this.serialSupport === 'ok' && this.grantedPorts.length > 0 ? 'board' : 'virtual';
  }

  #virtual(): TemplateResult {
    const isOpening = this.pending === 'virtual';
    return html`<section class="way">
      <h2>${t.welcome.virtualTitle}</h2>
      <p>${t.welcome.virtualText}</p>
      <div class="do">
        <button
          type="button"
          class="btn ${this.#first === 'virtual' ? 'go' : ''}"
          data-action="try-virtual"
          aria-keyshortcuts=${this.keys === 'on' ? t.shell.keys.v : nothing}
          ?disabled=${this.pending !== null}
          @click=${() => emit(this, 'try-virtual', {})}
        >
          ${isOpening ? t.welcome.starting : t.welcome.tryVirtual}${this.keys === 'on' ? html`<kbd aria-hidden="true">${t.shell.keys.v}</kbd>` : nothing}
        </button>
      </div>
    </section>`;
  }

  #board(): TemplateResult {
    return html`<section class="way">
      <h2>${t.welcome.boardTitle}</h2>
      <p>${t.welcome.boardText}</p>
      <div class="do">
        <ts-ports
          .serialSupport=${this.serialSupport}
          .grantedPorts=${this.grantedPorts}
          .pending=${this.pending}
          .weight=${this.#first === 'board' ? 'main' : 'other'}
        ></ts-ports>
      </div>
    </section>`;
  }

  override render(): TemplateResult {
    const { sda, scl } = this.bus;
    return html`<div class="page">
      <div class="promise">
        <h1>${t.welcome.title}</h1>
        <p>${t.welcome.lead}</p>
        ${stone()}
      </div>
      <div class="ways">${this.#virtual()}${this.#board()}</div>
      <div class="more">
        <section>
          <h2>${t.welcome.stepsTitle}</h2>
          <ol>
            ${t.welcome.threeSteps.map(
              (step, index) =>
                html`<li>
                  <span class="number" aria-hidden="true">${index + 1}</span>
                  <div>
                    <h3>${step.title}</h3>
                    <p>${step.text}</p>
                  </div>
                </li>`,
            )}
          </ol>
        </section>
        <section>
          <h2>${t.welcome.wiring}</h2>
          ${wiring(sda, scl)}
          <p class="hint">
            ${t.welcome.wiringHint(sda, scl)} ·
            <button type="button" class="link" @click=${() => emit(this, 'navigate', { screen: 'settings' })}>${t.welcome.changePins}</button>
          </p>
        </section>
      </div>
      <p class="files">
        <strong>${t.welcome.manifestLead}</strong> ${t.welcome.manifestText}
        <button type="button" class="link" data-action="choose-files" @click=${() => emit(this, 'choose-files', {})}>${t.welcome.chooseFiles}</button>.
      </p>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-welcome': TsWelcome;
  }
}
