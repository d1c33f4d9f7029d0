/**
 * `ts-station-slot`: one slot among many: its state in one word, its reason, and the one thing to do.
 * Floor: ui. Emits `station`. Colour, shape and word say the outcome together.
 */
import { LitElement, html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { StationSlotPicture } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { seconds, serialGroups } from '../format.ts';
import { seal, type SealName } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { progressStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import { stationWords as w } from '../strings/en-station.ts';
import { widestWordEm } from './fit-word.ts';
import { reasonLine } from './reason-words.ts';
import { slotStyles } from './slot-styles.ts';

const SEALS: Readonly<Partial<Record<StationSlotPicture['state'], SealName>>> = {
  pass: 'pass',
  fail: 'fail',
  error: 'fault',
  timeout: 'fault',
  aborted: 'stopped',
};
/** What a person is wanted for; outcomes have their shapes in look/icons.ts. */
const WANTED = {
  answer: svg`<rect class="ring" x="7" y="9" width="50" height="46" rx="12"/><path class="sign out" d="M24 27c0-11 16-11 16 0 0 6-8 6-8 12M32 46.5v.2"/>`,
  label: svg`<path class="ring" d="M6 20V8h14M44 8h14v12M58 44v12H44M20 56H6V44"/><path class="sign out" d="M18 20v24M27 20v24M37 20v24M46 20v24"/>`,
} as const;
const VERDICT_WEIGHT = 720;
const WORD_WEIGHT = 600;
const QUIET: readonly StationSlotPicture['state'][] = ['unbound', 'empty', 'ready'];

@customElement('ts-station-slot')
export class TsStationSlot extends LitElement {
  static override styles = [sheet, progressStyles, slotStyles];

  @property({ attribute: false }) slotView: StationSlotPicture | null = null;

  @property({ attribute: false }) shift: 'on' | 'off' = 'off';
  @property({ attribute: false }) selected: 'yes' | 'no' = 'no';

  /** `here`: Space, or Y and N, mean this slot now. */
  @property({ attribute: false }) keys: 'here' | 'elsewhere' = 'elsewhere';

  /** The word is as large as the slot allows, in whatever font this machine has. */
  protected override willUpdate(): void {
    const view = this.slotView;
    if (view === null) return;
    const [, word] = wordOf(view);
    this.style.setProperty('--em', widestWordEm(word, SEALS[view.state] === undefined ? WORD_WEIGHT : VERDICT_WEIGHT).toFixed(3));
  }

  @query('#answer') private readonly answerField!: HTMLInputElement | null;

  /** Goes on with an answer that was begun elsewhere; false where none is asked for. */
  typeAnswer(keys: string): boolean {
    const field = this.answerField;
    if (field === null) return false;
    if (this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement !== field) field.focus();
    field.value += keys;
    return true;
  }

  #bar(view: StationSlotPicture, doing: string): TemplateResult | typeof nothing {
    if (view.state !== 'running' || view.question !== null) return nothing;
    const done = progressOf(view);
    return done === null ? html`<progress aria-label=${doing}></progress>` : html`<progress max="1" .value=${done} aria-label=${doing}></progress>`;
  }

  #why(view: StationSlotPicture): TemplateResult {
    const { question, run } = view;
    if (question !== null) return this.#question(view);
    if (view.state === 'running') {
      const index = run?.phases.findIndex(({ state }) => state === 'running') ?? -1;
      const phase = run?.phases[index];
      const where = run === null || index < 0 ? '' : w.step(index + 1, run.phases.length);
      const attempt = (phase?.attempt ?? 1) > 1 ? ` · ${w.attempt(phase?.attempt ?? 1)}` : '';
      return html`<p class="mono">${run?.board?.mac ?? ''}</p>
        <div class="act">${where}${attempt}</div>`;
    }
    return QUIET.includes(view.state) ? this.#waiting(view) : this.#ended(view);
  }

  /** Why it ended so, and the one thing to do now. */
  #ended(view: StationSlotPicture): TemplateResult {
    const { number, run, alarm, mustAcknowledge, presence } = view;
    const [first] = view.details;
    const line = first === undefined ? null : reasonLine(first, view.port?.kind === 'virtual' ? 'demo' : 'microchip');
    const serial = run?.chip?.serialNumber;
    const known = serial === undefined ? (run?.board?.mac ?? '') : serialGroups(serial).join(' ');
    const isPassed = view.state === 'pass';
    const after = presence === 'in' ? w.takeOut : w.plugNext;
    const action = isPassed || line === null ? after : mustAcknowledge || alarm || presence === 'in' ? line.action : after;
    return html`${line === null ? html`<p class="mono">${known}</p>` : html`<p title=${plain(line.what)}>${rich(line.what)}</p>`}
    ${
      alarm
        ? html`<div class="alarm">${w.alarm(number, view.failuresInARow)}</div>`
        : html`<div class="act" title=${plain(action)}>${view.state === 'aborted' ? w.startAgain : rich(action)}</div>`
    }
    ${view.label === '' ? nothing : html`<div class="act">${w.scannedAs(w.scanned.label, factText(view.label)).replaceAll('`', '')}</div>`}
    ${mustAcknowledge ? this.#button('acknowledge', w.acknowledge, number) : alarm ? this.#button('end-alarm', w.alarmDone, number) : nothing}`;
  }

  #button(act: 'acknowledge' | 'end-alarm', words: string, number: number): TemplateResult {
    return html`<div class="row">
      <button type="button" class="btn small" data-action=${act} title=${w.acknowledgeHint} @click=${() => emit(this, 'station', { act, number })}>
        ${words} <kbd ?hidden=${this.keys === 'elsewhere'}>Space</kbd>
      </button>
    </div>`;
  }

  /** What has to happen before something happens. */
  #waiting(view: StationSlotPicture): TemplateResult {
    const hint =
      view.state === 'unbound'
        ? w.taughtHint
        : view.waitsFor === 'golden'
          ? w.waitsForGolden
          : this.shift === 'off'
            ? w.offHint
            : view.state === 'empty'
              ? w.emptyHint
              : w.startHint;
    return html`<div class="hint">${view.waitsFor === 'label' ? w.labelHint : hint}</div>
      ${view.label === '' ? nothing : html`<p class="mono">${factText(view.label)}</p>`}`;
  }

  #question({ number, question }: StationSlotPicture): TemplateResult {
    if (question === null) return html``;
    const answer = (text: string): void => emit(this, 'station', { act: 'answer', number, text });
    const words = Object.hasOwn(w.reasons, question.question)
      ? reasonLine({ code: question.question, facts: question.facts ?? {} }, 'microchip').what
      : factText(question.question);
    if (question.answer === 'yes-no')
      return html`<p>${rich(words)}</p>
        <div class="row">
          <button type="button" class="btn small" data-answer="yes" @click=${() => answer('yes')}>
            ${w.yes} <kbd ?hidden=${this.keys === 'elsewhere'}>Y</kbd>
          </button>
          <button type="button" class="btn small" data-answer="no" @click=${() => answer('no')}>
            ${w.no} <kbd ?hidden=${this.keys === 'elsewhere'}>N</kbd>
          </button>
        </div>`;
    return html`<form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        answer(String(new FormData(event.currentTarget as HTMLFormElement).get('answer') ?? ''));
      }}
    >
      <label for="answer">${rich(words)}</label>
      <div class="row">
        <input id="answer" name="answer" required maxlength="200" inputmode=${question.answer === 'number' ? 'decimal' : 'text'} autocomplete="off" />
        <button class="btn small">${w.answer}</button>
      </div>
    </form>`;
  }

  override render(): TemplateResult | typeof nothing {
    const view = this.slotView;
    if (view === null) return nothing;
    const { state, number, run } = view;
    const [shape, word] = wordOf(view);
    const wants = view.question !== null || (view.waitsFor === 'label' && state === 'ready');
    const tone = wants ? 'asks' : QUIET.includes(state) ? 'quiet' : state;
    const isSeen = (state === 'fail' || state === 'error' || state === 'timeout') && !view.mustAcknowledge && !view.alarm;
    const left = view.secondsLeft === null ? '' : w.secondsLeft(view.secondsLeft);
    const time = state === 'running' ? left : run === null ? '' : seconds(run.elapsedMs);
    return html`<section
      class="slot ${tone} ${isSeen ? 'seen' : ''} ${view.port?.kind === 'virtual' ? 'hatched' : ''}"
      aria-label=${w.slot(number)}
      aria-current=${this.selected === 'yes' ? 'true' : 'false'}
      data-slot=${number}
      data-state=${state}
      @click=${() => emit(this, 'station', { act: 'select', number })}
    >
      <header>
        <b><small>${w.slotWord}</small>${number}</b>${view.port?.kind === 'virtual' ? html`<span class="demo">${w.demo}</span>` : nothing}
        <span class="time">${time}</span>
        <button type="button" aria-label="${w.open} ${w.slot(number)}" @click=${() => emit(this, 'station', { act: 'open-slot', number })}>${w.open}</button>
        ${shape === null ? nothing : shape}
      </header>
      <div class="big"><span class="word">${word}</span>${this.#bar(view, word)}</div>
      <div class="why">${this.#why(view)}</div>
    </section>`;
  }
}

/** The shape and the word of a slot: what is read from across the room. */
function wordOf(view: StationSlotPicture): readonly [shape: TemplateResult | null, word: string] {
  const { state, question, waitsFor, run } = view;
  const name = SEALS[state];
  if (name !== undefined) return [seal(name), w.states[state]];
  const wanted = (shape: (typeof WANTED)[keyof typeof WANTED]): TemplateResult => html`<svg class="seal" viewBox="0 0 64 64" aria-hidden="true">${shape}</svg>`;
  if (question !== null) return [wanted(WANTED.answer), w.yourAnswer];
  if (waitsFor === 'label' && state === 'ready') return [wanted(WANTED.label), w.waitsFor.label];
  if (state !== 'running') return [null, waitsFor === null ? w.states[state] : w.waitsFor[waitsFor]];
  const phase = run?.phases.find((one) => one.state === 'running');
  return [null, phase === undefined ? w.states.running : w.phases[phase.kind].doing];
}

const plain = (words: string): string => words.replaceAll('`', '');

/** From 0 to 1 over the phase that is running, where it says; null where it does not. */
function progressOf({ run }: StationSlotPicture): number | null {
  const pace = run?.flash?.pace ?? null;
  if (pace !== null && pace.totalBytes > 0) return pace.doneBytes / pace.totalBytes;
  const steps = run?.check?.steps ?? [];
  if (steps.length === 0) return null;
  const done = steps.filter(({ state }) => state === 'done').length;
  const moving = steps.find(({ state }) => state === 'running')?.progress;
  return (done + (moving === undefined || moving.totalBytes === 0 ? 0 : moving.doneBytes / moving.totalBytes)) / steps.length;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-station-slot': TsStationSlot;
  }
}
