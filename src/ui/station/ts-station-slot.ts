/**
 * `ts-station-slot`: one slot among many: its state in one word, its reason, and the one thing to do.
 * Floor: ui. Emits `station`. Colour, shape and word say the outcome together.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StationSlotPicture } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { seconds, serialGroups } from '../format.ts';
import { seal, type SealName } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { progressStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import { stationWords as w } from '../strings/en-station.ts';
import { reasonLine } from './reason-words.ts';
import { slotStyles } from './slot-styles.ts';

const SEALS: Readonly<Partial<Record<StationSlotPicture['state'], SealName>>> = {
  pass: 'pass',
  fail: 'fail',
  error: 'fault',
  timeout: 'fault',
  aborted: 'stopped',
};
const QUIET: readonly StationSlotPicture['state'][] = ['unbound', 'empty', 'ready'];

@customElement('ts-station-slot')
export class TsStationSlot extends LitElement {
  static override styles = [sheet, progressStyles, slotStyles];

  @property({ attribute: false }) slotView: StationSlotPicture | null = null;

  @property({ attribute: false }) shift: 'on' | 'off' = 'off';
  @property({ attribute: false }) selected: 'yes' | 'no' = 'no';

  #running(view: StationSlotPicture): TemplateResult {
    const phase = view.run?.phases.find(({ state }) => state === 'running');
    if (phase === undefined) return html`<div class="big">${w.states.running}<progress aria-label=${w.states.running}></progress></div>`;
    const doing = w.phases[phase.kind].doing;
    if (view.question !== null) return html`<div class="big">${doing}</div>`;
    const done = progressOf(view);
    return html`<div class="big">
      ${doing}${done === null ? html`<progress aria-label=${doing}></progress>` : html`<progress max="1" .value=${done} aria-label=${doing}></progress>`}
    </div>`;
  }

  #why(view: StationSlotPicture): TemplateResult {
    const { number, question, run } = view;
    if (view.alarm)
      return html`<div class="alarm">${w.alarm(number, view.failuresInARow)}</div>
        <div class="row">
          <button type="button" class="btn small" @click=${() => emit(this, 'station', { act: 'end-alarm', number })}>${w.alarmDone}</button>
        </div>`;
    if (question !== null) return this.#question(view);
    if (view.state === 'running') {
      const index = run?.phases.findIndex(({ state }) => state === 'running') ?? -1;
      const phase = run?.phases[index];
      const where = run === null || index < 0 ? '' : w.step(index + 1, run.phases.length);
      const attempt = (phase?.attempt ?? 1) > 1 ? ` · ${w.attempt(phase?.attempt ?? 1)}` : '';
      return html`<p class="mono">${run?.board?.mac ?? ''}</p>
        <div class="act">${where}${attempt}</div>`;
    }
    if (QUIET.includes(view.state)) return this.#waiting(view);
    const [first] = view.details;
    const line = first === undefined ? null : reasonLine(first, view.port?.kind === 'virtual' ? 'demo' : 'microchip');
    const serial = run?.chip?.serialNumber;
    const known = serial === undefined ? (run?.board?.mac ?? '') : serialGroups(serial).join(' ');
    return html`${line === null ? html`<p class="mono">${known}</p>` : html`<p>${rich(line.what)}</p>`}
      <div class="act">${line === null ? (view.state === 'pass' && view.presence === 'in' ? w.takeOut : '') : rich(line.action)}</div>
      ${
        view.mustAcknowledge
          ? html`<div class="row">
              <button
                type="button"
                class="btn small"
                data-action="acknowledge"
                title=${w.acknowledgeHint}
                @click=${() => emit(this, 'station', { act: 'acknowledge', number })}
              >
                ${w.acknowledge} <kbd>Space</kbd>
              </button>
            </div>`
          : nothing
      }
      ${view.label === '' ? nothing : html`<div class="act">${w.scannedAs(w.scanned.label, factText(view.label)).replaceAll('`', '')}</div>`}`;
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
    return html`<div class="hint">${view.waitsFor === 'label' ? '' : hint}</div>
      ${view.label === '' ? nothing : html`<p class="mono">${factText(view.label)}</p>`}`;
  }

  #question({ number, question }: StationSlotPicture): TemplateResult {
    if (question === null) return html``;
    const answer = (text: string): void => emit(this, 'station', { act: 'answer', number, text });
    const words = Object.hasOwn(w.reasons, question.question)
      ? reasonLine({ code: question.question, facts: {} }, 'microchip').what
      : factText(question.question);
    if (question.answer === 'yes-no')
      return html`<p>${rich(words)}</p>
        <div class="row">
          <button type="button" class="btn small" data-answer="yes" @click=${() => answer('yes')}>${w.yes}</button>
          <button type="button" class="btn small" data-answer="no" @click=${() => answer('no')}>${w.no}</button>
        </div>`;
    return html`<form
      class="row"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        answer(String(new FormData(event.currentTarget as HTMLFormElement).get('answer') ?? ''));
      }}
    >
      <label
        >${rich(words)}<input name="answer" required maxlength="200" inputmode=${question.answer === 'number' ? 'decimal' : 'text'} autocomplete="off"
      /></label>
      <button class="btn small">${w.answer}</button>
    </form>`;
  }

  override render(): TemplateResult | typeof nothing {
    const view = this.slotView;
    if (view === null) return nothing;
    const { state, number, run } = view;
    const name = SEALS[state];
    const tone = QUIET.includes(state) ? 'quiet' : state;
    const time = state === 'running' ? (view.secondsLeft === null ? '' : w.secondsLeft(view.secondsLeft)) : run === null ? '' : seconds(run.elapsedMs);
    return html`<section
      class="slot ${tone} ${view.presence === 'out' && tone !== 'quiet' ? 'gone' : ''} ${view.port?.kind === 'virtual' ? 'hatched' : ''}"
      aria-label=${w.slot(number)}
      aria-current=${this.selected === 'yes' ? 'true' : 'false'}
      data-slot=${number}
      data-state=${state}
      @click=${() => emit(this, 'station', { act: 'select', number })}
    >
      <header>
        <b>${w.slot(number)}</b>${view.port?.kind === 'virtual' ? html`<span class="demo">${w.demo}</span>` : nothing}
        <span class="time">${time}</span>
        <button type="button" aria-label="${w.open} ${w.slot(number)}" @click=${() => emit(this, 'station', { act: 'open-slot', number })}>${w.open}</button>
      </header>
      ${state === 'running' ? this.#running(view) : html`<div class="big">${name === undefined ? nothing : seal(name)}<span>${view.waitsFor === null ? w.states[state] : w.waitsFor[view.waitsFor]}</span></div>`}
      <div class="why">${this.#why(view)}</div>
    </section>`;
  }
}

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
