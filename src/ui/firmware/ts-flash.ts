/**
 * `ts-flash`: the board, the choices, the one big button, and how far it is; afterwards what is proved, part by part.
 * Floor: ui. Emits `firmware`, `cancel`, `disconnect`, `plug`, `try-virtual`; ports are `ts-ports`.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FlashPartSnapshot, FlashSnapshot, SlotSnapshot } from '../../bench/index.ts';
import { EMPTY_SLOT, type AppView, type GrantedPort, type SerialSupport } from '../app-view.ts';
import { bridgeName } from '../bridges.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { seconds } from '../format.ts';
import { icon, seal, tick, type TickName } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { progressStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import '../slot/ts-ports.ts';
import { firmwareWords as words } from '../strings/late.ts';
import { t } from '../strings/index.ts';
import type { FirmwareView } from './firmware-view.ts';
import { firmwareStyles } from './firmware-styles.ts';
import { flashBanner } from './flash-banner.ts';
import { flashStyles } from './flash-styles.ts';
import { hexOffset, whyNot } from './pack-words.ts';

const TICKS: Readonly<Record<'waiting' | 'running' | 'done' | 'failed', TickName>> = { waiting: 'waiting', running: 'running', done: 'pass', failed: 'fail' };

@customElement('ts-flash')
export class TsFlash extends LitElement {
  static override styles = [sheet, progressStyles, firmwareStyles, flashStyles];

  @property({ attribute: false }) firmware: FirmwareView | null = null;
  @property({ attribute: false }) flashing: FlashSnapshot | null = null;
  @property({ attribute: false }) slotView: SlotSnapshot = EMPTY_SLOT;
  @property({ attribute: false }) grantedPorts: readonly GrantedPort[] = [];
  @property({ attribute: false }) pending: AppView['pending'] = null;
  @property({ attribute: false }) serialSupport: SerialSupport = 'ok';

  get #isRunning(): boolean {
    return this.flashing?.phase === 'running';
  }

  #board(): TemplateResult {
    const { port, phase } = this.slotView;
    if (port === null) {
      return html`<ts-ports .weight=${'other'} .serialSupport=${this.serialSupport} .grantedPorts=${this.grantedPorts} .pending=${this.pending}></ts-ports>
        <button type="button" class="btn wide" data-action="try-virtual" ?disabled=${this.pending !== null} @click=${() => emit(this, 'try-virtual', {})}>
          ${this.pending === 'virtual' ? words.starting : words.tryVirtual}
        </button>`;
    }
    const name = port.kind === 'virtual' ? words.virtualBoard : words.boardPort(bridgeName(port.usbVendorId, port.usbProductId) ?? t.welcome.unknownBridge);
    const known = this.flashing?.board ?? null;
    const facts =
      known === null ? [] : [known.chipName, known.revision ?? '', known.mac ?? '', known.flashSizeBytes > 0 ? words.size(known.flashSizeBytes) : ''];
    return html`<div class="board">
      <div>
        <b>${name}</b>${port.kind === 'virtual' ? html` <span class="demo">${words.demo}</span>` : nothing}
        ${
          facts.length === 0
            ? nothing
            : html`<p class="quiet" data-flash-board>
                ${facts
                  .filter((fact) => fact !== '')
                  .map((fact) => factText(fact))
                  .join(' · ')}
              </p>`
        }
      </div>
      ${
        phase === 'lost' && port.kind === 'virtual'
          ? html`<button type="button" class="btn small" data-action="plug" @click=${() => emit(this, 'plug', {})}>${t.virtual.plug}</button>`
          : this.pending !== null
            ? nothing
            : html`<button type="button" class="btn small" data-action="disconnect" @click=${() => emit(this, 'disconnect', {})}>${words.disconnect}</button>`
      }
    </div>`;
  }

  #erase(firmware: FirmwareView): TemplateResult {
    const choice = (erase: FirmwareView['erase'], title: string, text: string): TemplateResult =>
      html`<label class="choice">
        <input
          type="radio"
          name="erase"
          value=${erase}
          .checked=${firmware.erase === erase}
          @change=${() => emit(this, 'firmware', { act: 'set-erase', erase })}
        /><span>${title}<small>${text}</small></span>
      </label>`;
    const isLocked = firmware.lock === 'locked';
    return html`<fieldset ?disabled=${this.#isRunning || isLocked}>
      <legend>${words.eraseTitle}</legend>
      ${isLocked ? html`<p class="held" data-held="erase">${icon('info')}<span>${words.lockedHere}</span></p>` : nothing}
      ${choice('what-is-written', words.eraseWritten, words.eraseWrittenText)}
      ${choice('whole-chip', words.eraseAll, words.eraseAllText(firmware.pack?.eraseMs ?? 0))}
      <label class="choice">
        <input
          type="checkbox"
          data-rewrite
          .checked=${firmware.rewrite === 'always'}
          @change=${(event: Event) => emit(this, 'firmware', { act: 'set-rewrite', rewrite: (event.currentTarget as HTMLInputElement).checked ? 'always' : 'skip-same' })}
        /><span>${words.rewrite}</span>
      </label>
    </fieldset>`;
  }

  #button(): TemplateResult {
    if (this.#isRunning) {
      return html`<button type="button" class="btn wide big" data-action="cancel-flash" aria-keyshortcuts="Escape" @click=${() => emit(this, 'cancel', {})}>
        ${words.cancel}<kbd aria-hidden="true">${t.shell.keys.escape}</kbd>
      </button>`;
    }
    const why = whyNot({ firmware: this.firmware, slot: this.slotView, pending: this.pending });
    return html`<button
        type="button"
        class="btn go wide big"
        data-action="flash"
        aria-describedby="why"
        ?disabled=${why !== null}
        @click=${() => emit(this, 'firmware', { act: 'flash' })}
      >
        ${this.flashing === null ? words.flash : words.again}
      </button>
      <p class="quiet" id="why" data-why>${why === null ? nothing : rich(why)}</p>`;
  }

  #part(part: FlashPartSnapshot): TemplateResult {
    const { offset, bytes, name, state, doneBytes, md5, skipped, verified, attempts, content } = part;
    const isDone = state === 'done';
    const isCut = !isDone && state !== 'waiting' && !this.#isRunning;
    const { partDone, states } = words;
    const word = !isDone
      ? states[isCut ? 'waiting' : state]
      : skipped
        ? partDone.skipped
        : verified === 'not-verifiable'
          ? partDone.unverified
          : partDone.verified;
    const mark: TickName = isDone
      ? verified === 'not-verifiable'
        ? 'unmeasured'
        : 'pass'
      : isCut
        ? 'unmeasured'
        : state === 'waiting'
          ? 'waiting'
          : 'running';
    const shown = factText(name);
    const notes = [
      state === 'writing' ? words.partBytes(doneBytes, bytes) : words.size(bytes),
      attempts > 1 ? words.attempts(attempts) : '',
      isDone && content === 'settings' && verified === 'md5' ? words.md5Hidden : '',
      md5 === null ? '' : words.md5(md5),
    ].filter((note) => note !== '');
    return html`<li data-flash-part=${offset} data-state=${state} data-skipped=${skipped ? 'yes' : 'no'} data-verified=${verified ?? 'no'}>
      ${tick(mark)}
      <div>
        <div class="head"><b>${shown}</b> <code>${hexOffset(offset)}</code><span>${word}</span></div>
        ${state === 'writing' && !isCut ? html`<progress aria-label=${words.partLabel(shown)} max=${bytes} .value=${doneBytes}></progress>` : nothing}
        <p class="quiet">${rich(notes.join(' · '))}</p>
      </div>
    </li>`;
  }

  #steps({ steps, phase }: FlashSnapshot): TemplateResult {
    return html`<ol class="steps">
      ${steps.map(({ id, state, elapsedMs }) => {
        const isSpare = state === 'waiting' && phase === 'done';
        const isCut = state === 'running' && phase !== 'running';
        return html`<li data-flash-step=${id} data-state=${state}>
          ${tick(isCut ? 'unmeasured' : TICKS[state])}<span>${isSpare ? words.notNeeded : words.steps[id][isCut ? 'failed' : state]}</span>${state === 'waiting' ? nothing : html`<time>${seconds(elapsedMs)}</time>`}
        </li>`;
      })}
    </ol>`;
  }

  #state(view: FlashSnapshot): TemplateResult {
    const { tone, seal: sign, word, title, lines, remedy } = flashBanner(view);
    const total = view.pace?.totalBytes ?? 0;
    return html`<section class="state ${tone}" data-flash-phase=${view.phase} data-outcome=${view.outcome ?? nothing} data-fault=${view.fault?.code ?? nothing}>
      <div class="banner">
        ${sign === null ? nothing : seal(sign)}
        <div>
          <p class="word">${view.portKind === 'virtual' ? html`<span class="demo">${words.demo}</span> ` : nothing}${word}</p>
          <h3>${rich(title)}</h3>
          ${lines.map((line) => html`<p class="quiet">${rich(line)}</p>`)} ${remedy === null ? nothing : html`<p class="remedy">${rich(remedy)}</p>`}
        </div>
      </div>
      ${total > 0 && view.phase === 'running' ? html`<progress aria-label=${words.progressLabel} max=${total} .value=${view.pace?.doneBytes ?? 0}></progress>` : nothing}
      <p class="quiet">${rich(words.packLine(factText(view.packName), view.fingerprint))}</p>
      <ul class="parts">
        ${view.parts.map((part) => this.#part(part))}
      </ul>
      ${this.#steps(view)}
    </section>`;
  }

  override render(): TemplateResult {
    const { firmware, flashing } = this;
    const banner = flashing === null ? null : flashBanner(flashing);
    const urgent = flashing?.phase === 'failed' || flashing?.phase === 'lost';
    const said = banner === null ? '' : [banner.word, banner.title].join('. ');
    return html`<article class="card" aria-label=${words.flashTitle}>
      <h2>${words.board}</h2>
      ${this.#board()} ${firmware === null || firmware.pack === null ? nothing : this.#erase(firmware)} ${this.#button()}
      <div class="sr" role="status">${urgent ? '' : said}</div>
      <div class="sr" role="alert">${urgent ? `${said}. ${banner?.remedy ?? ''}` : ''}</div>
      ${flashing === null ? nothing : this.#state(flashing)}
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-flash': TsFlash;
  }
}
