/**
 * `ts-station`: the bench with several slots: bar, grid, figures; keys and scans while nothing is being edited.
 * Floor: ui. Emits `station`. Loaded when a bench has more than one slot.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { StationSlotPicture } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { stationWords as w } from '../strings/en-station.ts';
import { reasonLine } from './reason-words.ts';
import { ScanReader } from './scan.ts';
import { play } from './sounds.ts';
import { stationStyles } from './station-styles.ts';
import type { StationView } from './station-view.ts';
import './ts-station-full.ts';
import './ts-station-set-up.ts';
import './ts-station-slot.ts';

/** Columns on a wide screen, by number of slots: the grid fits the screen. */
const columnsFor = (slots: number): number => (slots <= 2 ? slots : slots <= 4 ? 2 : slots <= 6 ? 3 : slots <= 8 ? 4 : slots <= 16 ? 4 : slots <= 24 ? 6 : 8);
const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

@customElement('ts-station')
export class TsStation extends LitElement {
  static override styles = [sheet, dialogStyles, stationStyles];

  /** Null until app has opened the bench. */
  @property({ attribute: false }) view: StationView | null = null;

  @query('dialog.shift-start') private readonly shiftDialog!: HTMLDialogElement | null;
  @query('dialog.unlock') private readonly unlockDialog!: HTMLDialogElement | null;
  @query('.middle') private readonly middle!: HTMLElement | null;
  @query('ts-station-set-up') private readonly setUp!: HTMLElement & { open(): void };

  readonly #scans = new ScanReader(
    (text) => emit(this, 'station', { act: 'scan', text }),
    (key) => this.#key(key),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#onKey, { capture: true });
    emit(this, 'station', { act: 'open' });
  }

  override disconnectedCallback(): void {
    window.removeEventListener('keydown', this.#onKey, { capture: true });
    this.#scans.stop();
    super.disconnectedCallback();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || this.view === null || isBusyElsewhere(event, this.#scans.isReading(event.timeStamp)))
      return;
    const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columnsFor(this.view.picture.slots.length), ArrowUp: -columnsFor(this.view.picture.slots.length) };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key as keyof typeof moves] : 0;
    const taken = move !== 0 ? this.#select(move) : event.key === 'Escape' ? this.#key('Escape') : this.#scans.key(event.key, event.timeStamp);
    if (!taken) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // digits of a serial number are no screens
  };

  #select(by: number): boolean {
    const { selected, picture } = this.view as StationView;
    const number = selected + by;
    if (number >= 1 && number <= picture.slots.length) emit(this, 'station', { act: 'select', number });
    return true;
  }

  #key(key: string): boolean {
    const view = this.view;
    const slot = view?.picture.slots[view.selected - 1];
    if (view === null || slot === undefined) return false;
    switch (key) {
      case ' ':
        emit(this, 'station', { act: 'acknowledge', number: slot.number }); // app looks where a failure waits when this slot has none
        return true;
      case 'y':
      case 'Y':
      case 'n':
      case 'N': {
        const asked = [slot, ...view.picture.slots].find(({ question }) => question?.answer === 'yes-no');
        if (asked !== undefined) emit(this, 'station', { act: 'answer', number: asked.number, text: key.toLowerCase() === 'y' ? 'yes' : 'no' });
        return true;
      }
      case 'Enter':
        if (view.picture.shift === 'off') this.#openShift();
        else emit(this, 'station', { act: 'start', number: slot.number });
        return true;
      case 'Escape':
        if (view.opened !== null) emit(this, 'station', { act: 'close-slot' });
        else if (slot.state === 'running') emit(this, 'station', { act: 'stop', number: slot.number });
        return true;
      default:
        return false;
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('view');
    if (this.view === null || before === undefined || before === null || this.view.sounds === 'off') return;
    for (const slot of this.view.picture.slots) {
      const was = before.picture.slots[slot.number - 1]?.state;
      if (was === 'running' && slot.state !== 'running') soundOf(slot);
    }
  }

  /** When a dialog has closed, keys mean the slots again and not the button that opened it. */
  #toGrid(): void {
    this.middle?.focus();
  }

  #openShift(): void {
    if (this.shiftDialog !== null) setDialog(this.shiftDialog, 'open');
  }

  #bar(view: StationView): TemplateResult {
    const { picture, lock, stationName, packName } = view;
    const plan = view.plans.find(({ fingerprint }) => fingerprint === view.planFingerprint);
    const fact = (name: string, value: string): TemplateResult | typeof nothing =>
      value === '' ? nothing : html`<span class="fact" title=${factText(value)}><small>${name}</small><b>${factText(value)}</b></span>`;
    const isOn = picture.shift === 'on';
    return html`<div class="bar" role="group" aria-label=${w.toolbar.label}>
      ${fact(w.toolbar.plan, plan?.name ?? '')}
      ${plan?.wantsPack === true ? fact('', packName === null ? w.toolbar.noPack : w.toolbar.pack(packName)) : nothing}
      ${fact(w.toolbar.workOrder, picture.workOrder)} ${fact(w.toolbar.operator, picture.operator)} ${fact(w.toolbar.station, stationName)}
      ${view.virtual ? html`<span class="fact"><b>${w.purposes['dry-run']}</b></span>` : nothing} ${isOn ? this.#purpose(view) : nothing}
      <span class="grow"></span>
      ${
        isOn
          ? html`<button type="button" class="btn small" data-action="end-shift" @click=${() => emit(this, 'station', { act: 'end-shift' })}>
              ${w.toolbar.end}
            </button>`
          : html`<button type="button" class="btn go small" data-action="start-shift" @click=${() => this.#openShift()}>
              ${w.toolbar.start} <kbd>Enter</kbd>
            </button>`
      }
      ${
        lock === 'locked'
          ? html`<button type="button" class="btn small" data-action="unlock" @click=${() => this.#unlock(view)}>${w.toolbar.unlock}</button>`
          : html`<button type="button" class="btn small" data-action="set-up" ?disabled=${isOn} @click=${() => this.setUp.open()}>${w.toolbar.setUp}</button>`
      }
    </div>`;
  }

  /** What the next runs count as; chosen by hand only where nothing else has chosen it. */
  #purpose({ picture: { purpose, goldenDue }, lock, virtual }: StationView): TemplateResult | typeof nothing {
    if (virtual) return nothing;
    if (lock === 'locked' || goldenDue !== null) return purpose === 'production' ? nothing : html`<span class="fact"><b>${w.purposes[purpose]}</b></span>`;
    const choose = ({ target }: Event): void =>
      emit(this, 'station', { act: 'set-purpose', purpose: (target as HTMLSelectElement).value === 'golden' ? 'golden' : 'production' });
    return html`<label class="fact"
      ><small>${w.toolbar.purpose}</small
      ><select name="purpose" @change=${choose}>
        ${(['production', 'golden'] as const).map((one) => html`<option value=${one} ?selected=${one === purpose}>${w.purposes[one]}</option>`)}
      </select></label
    >`;
  }

  #unlock({ hasPin }: StationView): void {
    if (!hasPin) emit(this, 'station', { act: 'unlock', pin: '' });
    else if (this.unlockDialog !== null) setDialog(this.unlockDialog, 'open');
  }

  #shiftStart(view: StationView): TemplateResult {
    const { picture } = view;
    return html`<dialog class="shift-start" @close=${() => this.#toGrid()} aria-labelledby="shift-title">
      <div class="head">
        <div>
          <h2 id="shift-title">${w.start0.title}</h2>
          <p>${w.start0.lead}</p>
        </div>
      </div>
      <form
        class="body shift"
        method="dialog"
        @keydown=${this.#onShiftKey}
        @submit=${(event: SubmitEvent) => {
          const data = new FormData(event.currentTarget as HTMLFormElement);
          emit(this, 'station', { act: 'start-shift', operator: textOf(data, 'operator'), workOrder: textOf(data, 'workOrder') });
        }}
      >
        <label>${w.start0.operator}<input name="operator" maxlength="60" autocomplete="off" .value=${picture.operator} /></label>
        <label>${w.start0.workOrder}<input name="workOrder" maxlength="60" autocomplete="off" .value=${picture.workOrder} /></label>
        <div class="buttons"><button class="btn go" data-action="start-shift-now">${w.start0.go}</button></div>
      </form>
    </dialog>`;
  }

  /** A scanner ends every line with Enter: the badge leads to the work order, and a prefix puts a line where it belongs. */
  readonly #onShiftKey = (event: KeyboardEvent): void => {
    const form = event.currentTarget as HTMLFormElement;
    const field = event.composedPath()[0];
    if (event.key !== 'Enter' || !(field instanceof HTMLInputElement)) return;
    const [operator, workOrder] = [...form.querySelectorAll('input')];
    if (operator === undefined || workOrder === undefined) return;
    const [, prefix = '', rest = ''] = /^(op|wo|do):\s*(.*)$/i.exec(field.value.trim()) ?? [];
    const target = prefix === '' ? field : prefix.toLowerCase() === 'wo' ? workOrder : operator;
    if (prefix !== '') {
      field.value = '';
      if (prefix.toLowerCase() === 'do') {
        if (rest.toLowerCase() !== 'start') event.preventDefault();
        return;
      }
      target.value = rest;
    }
    if (target === workOrder && operator.value.trim() !== '') return; // both are known: Enter starts the shift
    event.preventDefault();
    (target === operator ? workOrder : operator).focus();
  };

  #unlockDialog(): TemplateResult {
    return html`<dialog class="unlock" @close=${() => this.#toGrid()} aria-labelledby="unlock-title">
      <div class="head">
        <div><h2 id="unlock-title">${w.unlockTitle}</h2></div>
      </div>
      <form
        class="body shift"
        method="dialog"
        @submit=${(event: SubmitEvent) => {
          const form = event.currentTarget as HTMLFormElement;
          emit(this, 'station', { act: 'unlock', pin: textOf(new FormData(form), 'pin') });
          form.reset();
        }}
      >
        <label>${w.setUp.pin}<input name="pin" type="password" inputmode="numeric" autocomplete="off" required /></label>
        <div class="buttons"><button class="btn go">${w.toolbar.unlock}</button></div>
      </form>
    </dialog>`;
  }

  #foot(view: StationView): TemplateResult {
    const { today, scanned } = view;
    return html`<div class="foot">
      <span>${rich(w.today(today.units))}</span><span>${rich(w.firstPass(percent(today.passedFirst, today.units)))}</span>
      <span>${rich(w.finalPass(percent(today.passedLast, today.units)))}</span>
      ${scanned === null ? nothing : html`<span role="status">${rich(w.scannedAs(w.scanned[scanned.meaning], factText(scanned.text, 60)))}</span>`}
      <span class="grow"></span><span class="keys">${rich(w.keys)}</span>
    </div>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (view === null) return nothing;
    const { picture, opened } = view;
    const shown = opened === null ? undefined : picture.slots[opened - 1];
    const problem = view.problem === null ? null : reasonLine(view.problem, 'microchip');
    return html`<h1 class="sr">${w.title}</h1>
      ${this.#bar(view)}
      <div class="middle" tabindex="-1">
        <div>
          ${picture.goldenDue === null || picture.shift === 'off' ? nothing : html`<div class="golden" role="status">${w.golden[picture.goldenDue]}</div>`}
          ${view.space === 'low' ? html`<div class="golden" role="status" data-space="low">${w.spaceLow}</div>` : nothing}
          ${problem === null ? nothing : html`<div class="problem" role="alert"><span>${rich(problem.what)}. ${rich(problem.action)}</span></div>`}
        </div>
        ${
          shown === undefined
            ? html`<div class="grid ${picture.slots.length > 8 ? 'many' : ''}" data-columns=${columnsFor(picture.slots.length)}>
                ${picture.slots.map((slot) => html`<ts-station-slot .slotView=${slot} .shift=${picture.shift} .selected=${slot.number === view.selected ? 'yes' : 'no'}></ts-station-slot>`)}
              </div>`
            : html`<ts-station-full
                .slotView=${shown}
                .shift=${picture.shift}
                .board=${view.boards[shown.number - 1] ?? null}
                .log=${view.openedLog}
                .version=${view.openedLog?.version ?? 0}
              ></ts-station-full>`
        }
      </div>
      ${this.#foot(view)}
      <div class="sr" role="alert">${spoken(picture.slots)}</div>
      <ts-station-set-up .view=${view} @ts-set-up-closed=${() => this.#toGrid()}></ts-station-set-up>
      ${this.#shiftStart(view)} ${this.#unlockDialog()}`;
  }
}

const textOf = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** A field is being edited, a dialog is open, or a button has the focus that these keys press; the end of a scan presses nothing. */
function isBusyElsewhere(event: KeyboardEvent, isScan: boolean): boolean {
  const path = event.composedPath();
  if (path.some((target) => target instanceof HTMLDialogElement)) return true;
  const [target] = path;
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement) && !isScan && (event.key === 'Enter' || event.key === ' ');
}

function soundOf({ state }: StationSlotPicture): void {
  if (state === 'pass') play('pass');
  else if (state === 'fail') play('fail');
  else if (state === 'error' || state === 'timeout') play('error');
}

/** What must be heard: failures that nobody has acknowledged. */
const spoken = (slots: readonly StationSlotPicture[]): string =>
  slots
    .filter(({ mustAcknowledge }) => mustAcknowledge)
    .map(({ number, state }) => `${w.slot(number)}: ${w.states[state]}`)
    .join(', ');

declare global {
  interface HTMLElementTagNameMap {
    'ts-station': TsStation;
  }
}
