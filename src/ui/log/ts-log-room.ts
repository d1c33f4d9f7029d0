/**
 * `ts-log-room`: the log at full height, the port as a monitor above it and a line to send below.
 * Floor: ui. Holds no port: emits `connect`, `monitor-start`, `-stop`, `-send`, `-ending`, `-reset`, `-baud`, `-reconnect`.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { LineEnding, MonitorSnapshot, SlotSnapshot } from '../../bench/index.ts';
import { EMPTY_SLOT, EMPTY_VIEW, type AppView, type LogView } from '../app-view.ts';
import { bridgeName } from '../bridges.ts';
import { emit, onUi } from '../events.ts';
import '../connect/ts-connect.ts';
import type { UnderstandingView } from '../connect/understanding-view.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';
import { logWords, settingsWords } from '../strings/late.ts';
import { roomStyles } from './room-styles.ts';
import { SendHistory } from './send-history.ts';
import { SendSecrecy } from './send-secrecy.ts';
import type { TsLog } from './ts-log.ts';
import './ts-log.ts';

const BAUD_RATES: readonly number[] = [74_880, 115_200, 230_400, 460_800, 921_600, 1_500_000, 2_000_000, 3_000_000];
/** Said once: the room is drawn thirty times a second while a board talks. */
const RATE_WORDS = BAUD_RATES.map((rate) => [rate, settingsWords.baud(rate)] as const);
const LEAST_BAUD_RATE = 300;
const MOST_BAUD_RATE = 12_000_000;
const ENDINGS: readonly LineEnding[] = ['none', 'cr', 'lf', 'crlf'];
const CUSTOM = 'custom';

/** What was sent and how stays when another screen is looked at. */
const history = new SendHistory();
const secrecy = new SendSecrecy();

@customElement('ts-log-room')
export class TsLogRoom extends LitElement {
  static override styles = [sheet, roomStyles];

  @property({ attribute: false }) log: LogView = EMPTY_VIEW.log;
  @property({ attribute: false }) version = 0;
  @property({ attribute: false }) understanding: UnderstandingView | null = null;
  @property({ attribute: false }) monitor: MonitorSnapshot = EMPTY_VIEW.monitor;
  @property({ attribute: false }) ending: LineEnding = EMPTY_VIEW.sendEnding;
  @property({ attribute: false }) slotView: SlotSnapshot = EMPTY_SLOT;
  @property({ attribute: false }) serialSupport: AppView['serialSupport'] = 'ok';
  @property({ attribute: false }) pending: AppView['pending'] = null;

  @state() private rateField: 'list' | 'custom' = 'list';
  @query('ts-log') private readonly logElement!: TsLog;
  @query('[data-field="send"]') private readonly sendField!: HTMLInputElement;

  constructor() {
    super();
    onUi(this, 'show-line', ({ number }) => {
      this.showLine(number);
    });
  }

  focusFilter(): void {
    this.logElement.focusFilter();
  }

  /** Shows the line with this number, or the one nearest to it. */
  showLine(number: number): void {
    this.logElement.showLine(number);
  }

  override willUpdate(): void {
    if (this.monitor.state === 'open') secrecy.look(this.log.openLine?.());
  }

  #send(event: Event): void {
    event.preventDefault();
    const text = this.sendField.value;
    if (this.monitor.state !== 'open' || (text === '' && this.ending === 'none')) return;
    const echo = secrecy.secrecy === 'shown' ? 'shown' : 'hidden';
    if (echo === 'shown') history.add(text);
    this.sendField.value = '';
    emit(this, 'monitor-send', { text, ending: this.ending, echo });
    secrecy.sent();
    this.requestUpdate();
  }

  #hide(event: Event): void {
    secrecy.set((event.target as HTMLInputElement).checked ? 'by-hand' : 'shown');
    this.requestUpdate();
  }

  #onSendKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const field = this.sendField;
    field.value = event.key === 'ArrowUp' ? history.older(field.value) : history.newer(field.value);
    field.setSelectionRange(field.value.length, field.value.length);
  }

  #chooseRate(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.rateField = value === CUSTOM ? 'custom' : 'list';
    if (value !== CUSTOM) emit(this, 'monitor-baud', { baudRate: Number(value) });
  }

  #writeRate(event: Event): void {
    const field = event.target as HTMLInputElement;
    if (field.value !== '' && field.reportValidity()) emit(this, 'monitor-baud', { baudRate: field.valueAsNumber });
  }

  #rate(): TemplateResult {
    const { baudRate } = this.monitor;
    const isCustom = this.rateField === 'custom' || !BAUD_RATES.includes(baudRate);
    return html`<select data-choice="baud" aria-label=${logWords.room.baud} @change=${(event: Event) => this.#chooseRate(event)}>
        ${RATE_WORDS.map(([rate, name]) => html`<option value=${rate} ?selected=${!isCustom && rate === baudRate}>${name}</option>`)}
        <option value=${CUSTOM} ?selected=${isCustom}>${logWords.room.custom}</option>
      </select>
      ${
        isCustom
          ? html`<input
              type="number"
              class="rate"
              data-field="baud"
              aria-label=${logWords.room.customBaud}
              min=${LEAST_BAUD_RATE}
              max=${MOST_BAUD_RATE}
              step="1"
              .value=${String(baudRate)}
              @change=${(event: Event) => this.#writeRate(event)}
            />`
          : nothing
      }`;
  }

  #portName(): string {
    const { port } = this.slotView;
    if (port === null) return logWords.room.noPort;
    if (port.kind === 'virtual') return t.shell.virtualPill;
    return bridgeName(port.usbVendorId, port.usbProductId) ?? t.welcome.unknownBridge;
  }

  #portButton(isRunning: boolean): TemplateResult {
    if (this.slotView.port === null)
      return html`<button
        type="button"
        class="btn small go"
        data-action="connect"
        ?disabled=${this.pending !== null || this.serialSupport !== 'ok'}
        @click=${() => emit(this, 'connect', {})}
      >
        ${logWords.room.connect}
      </button>`;
    if (this.monitor.state === 'off')
      return html`<button
        type="button"
        class="btn small go"
        data-action="monitor-start"
        ?disabled=${isRunning || this.slotView.phase === 'lost'}
        @click=${() => emit(this, 'monitor-start', {})}
      >
        ${logWords.room.start}
      </button>`;
    return html`<button type="button" class="btn small" data-action="monitor-stop" @click=${() => emit(this, 'monitor-stop', {})}>
      ${logWords.room.stop}
    </button>`;
  }

  override render(): TemplateResult {
    const { monitor, slotView } = this;
    const isRunning = slotView.phase === 'running' || this.pending === 'flash';
    const isOpen = monitor.state === 'open';
    const isHidden = secrecy.secrecy !== 'shown';
    const reset = (into: 'firmware' | 'loader', action: string, words: string): TemplateResult =>
      html`<button type="button" class="btn small" data-action=${action} ?disabled=${!isOpen} @click=${() => emit(this, 'monitor-reset', { into })}>
        ${words}
      </button>`;
    return html`<h1 class="sr">${logWords.title}</h1>
      <div class="port" role="region" aria-label=${logWords.room.label}>
        <span class="state" data-monitor=${monitor.state}
          ><i class="lamp ${monitor.state}" aria-hidden="true"></i><strong>${this.#portName()}</strong>
          <span role="status">${isRunning ? logWords.room.running : slotView.port === null ? '' : logWords.room.states[monitor.state]}</span></span
        >
        ${this.#portButton(isRunning)} ${this.#rate()} ${reset('firmware', 'monitor-reset', logWords.room.reset)}
        ${reset('loader', 'monitor-download', logWords.room.download)}
        <label class="check"
          ><input
            type="checkbox"
            data-field="reconnect"
            .checked=${monitor.reconnect === 'on'}
            @change=${(event: Event) => emit(this, 'monitor-reconnect', { reconnect: (event.target as HTMLInputElement).checked ? 'on' : 'off' })}
          />${logWords.room.reconnect}</label
        >
      </div>
      <ts-log
        .log=${this.understanding?.file?.log ?? this.log}
        .version=${this.version}
        .origin=${(this.understanding?.file ?? null) === null ? 'live' : 'file'}
        .layout=${'room'}
      ></ts-log>
      <ts-connect .understanding=${this.understanding}></ts-connect>
      <form class="send" @submit=${(event: Event) => this.#send(event)}>
        <input
          type=${isHidden ? 'password' : 'text'}
          data-field="send"
          aria-label=${logWords.room.sendLabel}
          placeholder=${logWords.room.sendHint}
          spellcheck="false"
          autocomplete="off"
          autocapitalize="off"
          maxlength="4096"
          ?disabled=${!isOpen}
          @keydown=${(event: KeyboardEvent) => this.#onSendKey(event)}
        />
        <select
          data-choice="ending"
          aria-label=${logWords.room.ending}
          @change=${(event: Event) => emit(this, 'monitor-ending', { ending: ENDINGS.find((one) => one === (event.target as HTMLSelectElement).value) ?? 'crlf' })}
        >
          ${ENDINGS.map((one) => html`<option value=${one} ?selected=${one === this.ending}>${logWords.room.endings[one]}</option>`)}
        </select>
        <label class="check" title=${logWords.room.hideHint}
          ><input type="checkbox" data-field="hide" .checked=${isHidden} @change=${(event: Event) => this.#hide(event)} />${logWords.room.hide}</label
        >
        <span class="asked" role="status">${secrecy.secrecy === 'by-prompt' ? logWords.room.hiddenByPrompt : nothing}</span>
        <button type="submit" class="btn small" data-action="monitor-send" ?disabled=${!isOpen}>${logWords.room.send}</button>
      </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-log-room': TsLogRoom;
  }
}
