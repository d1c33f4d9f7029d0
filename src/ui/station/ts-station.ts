/**
 * `ts-station`: the bench with slots: bar, grid, figures; keys and scans while nothing is being edited.
 * Floor: ui. Emits `station`. Loaded when a bench has slots.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { StationSlotPicture } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { stationWords as w } from '../strings/en-station.ts';
import { FieldScans } from './field-scans.ts';
import { fieldOf, isBusyElsewhere, keyTargets } from './key-targets.ts';
import { reasonLine } from './reason-words.ts';
import { ScanReader } from './scan.ts';
import { play, wakeSounds } from './sounds.ts';
import { stationStyles } from './station-styles.ts';
import type { StationView } from './station-view.ts';
import type { SharedFilesView } from '../store/shared-files-view.ts';
import type { StoreView } from '../store/store-view.ts';
import '../store/ts-store-line.ts';
import './ts-slot-doubts.ts';
import type { TsShiftStart } from './ts-shift-start.ts';
import './ts-shift-start.ts';
import './ts-station-full.ts';
import './ts-station-set-up.ts';
import './ts-station-slot.ts';

/** Columns on a wide screen, by number of slots: the grid fits the screen. */
const columnsFor = (slots: number): number => (slots <= 2 ? slots : slots <= 4 ? 2 : slots <= 6 ? 3 : slots <= 8 ? 4 : slots <= 16 ? 4 : slots <= 24 ? 6 : 8);
/** Keys further apart than that belong to two lines. */
const SLOW_MS = 1000;
const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

@customElement('ts-station')
export class TsStation extends LitElement {
  static override styles = [sheet, dialogStyles, stationStyles];

  /** Null until app has opened the bench. */
  @property({ attribute: false }) view: StationView | null = null;
  /** Null: this browser has no shared store. */
  @property({ attribute: false }) store: StoreView | null = null;
  @property({ attribute: false }) sharedFiles: SharedFilesView | null = null;

  @query('ts-shift-start') private readonly shiftStart!: TsShiftStart | null;
  @query('dialog.unlock') private readonly unlockDialog!: HTMLDialogElement | null;
  @query('.middle') private readonly middle!: HTMLElement | null;
  @query('ts-station-set-up') private readonly setUp!: HTMLElement & { open(): void };

  /** A line came that was no scan and no keys: the scanner is too slow, or its lines have no end. */
  @state() private unclear = '';

  readonly #scans = new ScanReader({
    scanned: (text) => this.#scanned(text),
    pressed: (key) => {
      this.unclear = '';
      if (!this.#key(key)) this.#typed(key);
    },
    unclear: (keys) => {
      const nowMs = performance.now();
      this.#slow = nowMs - this.#slowMs > SLOW_MS ? keys : this.#slow + keys;
      this.#slowMs = nowMs;
      if (!this.#typed(keys) && this.#slow.length > 2) this.unclear = this.#slow.slice(0, 40);
    },
  });
  #slow = '';
  #slowMs = 0;
  readonly #fieldScans = new FieldScans();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#onKey, { capture: true });
    window.addEventListener('pointerdown', wakeSounds, { capture: true });
    emit(this, 'station', { act: 'open' });
  }

  override disconnectedCallback(): void {
    window.removeEventListener('keydown', this.#onKey, { capture: true });
    window.removeEventListener('pointerdown', wakeSounds, { capture: true });
    this.#scans.stop();
    super.disconnectedCallback();
  }

  #scanned(text: string): void {
    this.unclear = '';
    emit(this, 'station', { act: 'scan', text });
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    wakeSounds();
    const { timeStamp } = event;
    const isReading = this.#scans.isReading(timeStamp);
    const isLineFeed = event.ctrlKey && /^[jm]$/i.test(event.key) && (isReading || this.#scans.hasJustEnded(timeStamp)); // LF and CR of some scanners
    const key = isLineFeed ? 'Enter' : event.key;
    if (event.repeat || ((event.ctrlKey || event.metaKey) && !isLineFeed) || event.altKey || this.view === null) return;
    if (this.#isOfField(event, key)) return;
    if (isBusyElsewhere(event, isReading || this.#scans.hasJustEnded(timeStamp))) return;
    const columns = columnsFor(this.view.picture.slots.length);
    const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const move = Object.hasOwn(moves, key) ? moves[key as keyof typeof moves] : 0;
    const taken = move !== 0 ? this.#select(move) : key === 'Escape' ? this.#key('Escape') : this.#scans.key(key, timeStamp);
    if (!taken) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // digits of a serial number are no screens
  };

  /** What belongs to a field: a card that is scanned into it is obeyed all the same, and Escape leaves the answer of a slot. */
  #isOfField(event: KeyboardEvent, key: string): boolean {
    const field = fieldOf(event);
    if (field === null || !field.isConnected) return false;
    if (key === 'Escape' && field.name === 'answer') {
      this.#toGrid();
      event.stopImmediatePropagation();
      return true;
    }
    const isShift = field.closest('form.shift') !== null && field.name !== 'pin'; // it reads its own lines
    if (isShift && (key === 'Enter' || key === 'Tab')) this.#scans.ended(event.timeStamp);
    const line = isShift ? null : this.#fieldScans.lineOf(field, key, event.timeStamp);
    if (line === null) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#scanned(line);
    return true;
  }

  /** Typed while a slot asks for a text or a number: it goes there, and what follows too. */
  #typed(keys: string): boolean {
    if (this.view === null) return false;
    const { text } = keyTargets(this.view);
    const slots = [
      ...this.renderRoot.querySelectorAll('ts-station-slot'),
      ...(this.renderRoot.querySelector('ts-station-full')?.renderRoot.querySelectorAll('ts-station-slot') ?? []),
    ];
    return text !== null && slots.find((slot) => slot.slotView?.number === text)?.typeAnswer(keys) === true;
  }

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
        const { yesNo } = keyTargets(view);
        if (yesNo === null) return false;
        emit(this, 'station', { act: 'answer', number: yesNo, text: key.toLowerCase() === 'y' ? 'yes' : 'no' });
        return true;
      }
      case 'Enter':
        if (view.picture.shift === 'off') this.shiftStart?.open();
        else if (slot.question !== null) this.#typed('');
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
    if (changed.has('view')) this.#keepFocus();
    if (this.view === null || before === undefined || before === null || this.view.sounds === 'off') return;
    for (const slot of this.view.picture.slots) {
      const was = before.picture.slots[slot.number - 1];
      if (was?.state === 'running' && slot.state !== 'running') soundOf(slot);
      if (slot.question !== null && was?.question === null) play('asks');
      if (slot.waitsFor === 'label' && was?.waitsFor === null) play('asks');
    }
  }

  /** What had the focus may be gone with what it stood for: keys then mean the slots, and the chosen one is ringed. */
  #keepFocus(): void {
    requestAnimationFrame(() => {
      const { activeElement } = document;
      if ((activeElement === null || activeElement === document.body) && this.isConnected) this.middle?.focus({ preventScroll: true });
    });
  }

  /** When a dialog has closed, keys mean the slots again and not the button that opened it. */
  #toGrid(): void {
    this.middle?.focus({ preventScroll: true });
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
      <ts-store-line .view=${this.store}></ts-store-line>
      <span class="buttons"
        >${
          isOn
            ? html`<button type="button" class="btn small" data-action="end-shift" @click=${() => emit(this, 'station', { act: 'end-shift' })}>
                ${w.toolbar.end}
              </button>`
            : html`<button type="button" class="btn go small" data-action="start-shift" @click=${() => this.shiftStart?.open()}>
                ${w.toolbar.start} <kbd>Enter</kbd>
              </button>`
        }
        ${
          lock === 'locked'
            ? html`<button type="button" class="btn small" data-action="unlock" @click=${() => this.#unlock(view)}>${w.toolbar.unlock}</button>`
            : html`<button type="button" class="btn small" data-action="set-up" ?disabled=${isOn} @click=${() => this.setUp.open()}>${w.toolbar.setUp}</button>`
        }</span
      >
    </div>`;
  }

  /** What the next runs count as; chosen by hand only where nothing else has chosen it. */
  #purpose({ picture: { purpose, goldenDue }, lock, virtual }: StationView): TemplateResult | typeof nothing {
    if (virtual) return nothing;
    if (lock === 'locked' || goldenDue !== null) return purpose === 'production' ? nothing : html`<span class="fact"><b>${w.purposes[purpose]}</b></span>`;
    const choose = ({ target }: Event): void => {
      emit(this, 'station', { act: 'set-purpose', purpose: (target as HTMLSelectElement).value === 'golden' ? 'golden' : 'production' });
      this.#toGrid();
    };
    return html`<label class="fact"
      ><small>${w.toolbar.purpose}</small
      ><select name="purpose" @change=${choose}>
        ${(['production', 'golden'] as const).map((one) => html`<option value=${one} ?selected=${one === purpose}>${w.purposes[one]}</option>`)}
      </select></label
    >`;
  }

  /** What to do first on a bench whose ports nobody has taught. */
  #beginning({ picture, lock }: StationView): TemplateResult | typeof nothing {
    if (lock === 'locked' || picture.shift === 'on' || picture.slots.some(({ port }) => port !== null)) return nothing;
    return html`<div class="beginning">
      <span><b>${w.beginning.title}</b> ${w.beginning.text}</span>
      <span class="buttons"
        ><button type="button" class="btn go small" data-action="teach-first" @click=${() => this.#teach()}>${w.setUp.teach}</button
        ><button type="button" class="btn small" data-action="dry-run-first" @click=${() => emit(this, 'station', { act: 'put-boards', boards: 'virtual' })}>
          ${w.setUp.virtualOn}
        </button></span
      >
    </div>`;
  }

  #teach(): void {
    this.setUp.open();
    emit(this, 'station', { act: 'teach-all' });
  }

  #unlock({ hasPin }: StationView): void {
    if (!hasPin) emit(this, 'station', { act: 'unlock', pin: '' });
    else if (this.unlockDialog !== null) setDialog(this.unlockDialog, 'open');
  }

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
    const { space, yesNo } = keyTargets(view);
    const meant = new Set([space, yesNo]);
    const problem =
      this.unclear !== ''
        ? reasonLine({ code: 'scan-unclear', facts: { seen: this.unclear } }, 'microchip')
        : view.problem === null
          ? null
          : reasonLine(view.problem, 'microchip');
    return html`<h1 class="sr">${w.title}</h1>
      ${this.#bar(view)}
      <div class="middle" tabindex="-1">
        <div>
          ${picture.goldenDue === null || picture.shift === 'off' ? nothing : html`<div class="golden" role="status">${w.golden[picture.goldenDue]}</div>`}
          ${this.#beginning(view)} ${view.space === 'low' ? html`<div class="golden" role="status" data-space="low">${w.spaceLow}</div>` : nothing}
          <ts-slot-doubts .slots=${picture.slots}></ts-slot-doubts>
          ${problem === null ? nothing : html`<div class="problem" role="alert"><span>${rich(problem.what)}. ${rich(problem.action)}</span></div>`}
        </div>
        ${
          shown === undefined
            ? html`<div class="grid ${picture.slots.length > 8 ? 'many' : ''}" data-columns=${columnsFor(picture.slots.length)}>
                ${picture.slots.map((slot) => html`<ts-station-slot .slotView=${slot} .shift=${picture.shift} .selected=${slot.number === view.selected ? 'yes' : 'no'} .keys=${meant.has(slot.number) ? 'here' : 'elsewhere'}></ts-station-slot>`)}
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
      <ts-station-set-up .view=${view} .store=${this.store} .sharedFiles=${this.sharedFiles} @ts-set-up-closed=${() => this.#toGrid()}></ts-station-set-up>
      <ts-shift-start .operator=${picture.operator} .workOrder=${picture.workOrder} @ts-shift-closed=${() => this.#toGrid()}></ts-shift-start>
      ${this.#unlockDialog()}`;
  }
}

const textOf = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

function soundOf({ state }: StationSlotPicture): void {
  if (state === 'pass' || state === 'fail' || state === 'error' || state === 'timeout' || state === 'aborted') play(state);
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
