/**
 * `ts-connect`: beside the lines of the log, what they mean: where the board is, why it stopped, its crashes, its earlier starts.
 * Floor: ui. The only state it has is which start is looked at, and, on a narrow page, whether the steps are shown. Emits `understanding`.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { BootRecord } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { logTime } from '../format.ts';
import { tick } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { connectWords as words, crashWords } from '../strings/late.ts';
import { crashNow, headlineOf, lastStart, leftBoot, retriesOf, startHeadline, startToShow, toneTick, type Headline } from './connect-words.ts';
import { cardStyles } from './connect-styles.ts';
import { panelStyles } from './panel-styles.ts';
import './ts-crash.ts';
import './ts-knowledge.ts';
import './ts-timeline.ts';
import type { UnderstandingView, UnderstoodLog } from './understanding-view.ts';

const BOOTS_SHOWN = 8;

@customElement('ts-connect')
export class TsConnect extends LitElement {
  static override styles = [sheet, cardStyles, panelStyles];

  @property({ attribute: false }) understanding: UnderstandingView | null = null;
  /** Number of the start that is looked at; null: the newest, whichever that is. */
  @state() private chosen: number | null = null;
  @property({ reflect: true, attribute: 'data-steps' }) steps: 'shown' | 'hidden' = 'hidden';

  override firstUpdated(): void {
    if (this.understanding === null) emit(this, 'understanding', { act: 'open' }); // rules may have been kept
  }

  get #log(): UnderstoodLog | null {
    return this.understanding?.file?.understood ?? this.understanding?.port ?? null;
  }

  #origin(log: UnderstoodLog): TemplateResult | typeof nothing {
    const { file = null, playing = null } = this.understanding ?? {};
    const behind = log.behind > 0 ? html`<p class="note" role="status">${words.behind(log.behind)}</p>` : nothing;
    if (file !== null) {
      return html`<div class="origin" data-opened-log=${file.state}>
        <p>
          ${file.state === 'reading' ? words.file.reading(factText(file.fileName, 80)) : html`${words.file.shown} <b>${factText(file.fileName, 80)}</b>`}
          ${file.dropped > 0 ? html`(${words.file.dropped(file.dropped)})` : nothing}
        </p>
        <button type="button" class="btn small" data-action="close-log" @click=${() => emit(this, 'understanding', { act: 'close-log' })}>
          ${words.file.back}
        </button>
        ${behind}
      </div>`;
    }
    if (playing === null) return behind;
    return html`<div class="origin" data-playing=${playing.state}>
      <p><span class="demo">DEMO</span> <b>${playing.title}.</b> ${words.played(playing.speed)}</p>
      ${behind}
    </div>`;
  }

  #headline(log: UnderstoodLog): TemplateResult {
    const start = this.#start(log);
    const headline = this.chosen !== null && start !== null ? startHeadline(start, log) : headlineOf(log);
    const short = this.#short(log, headline);
    const retries = start === null ? 0 : retriesOf(start);
    return html`<div class="headline" data-tone=${headline?.tone ?? 'quiet'} data-connect-state=${start?.state ?? 'none'}>
      ${tick(toneTick(headline?.tone ?? 'quiet'))}
      <h2 id="title"><span class="full">${headline?.text ?? words.nothingYet}</span><span class="short">${short?.text ?? words.nothingYet}</span></h2>
      <span class="time">${headline === null || headline.forMs === null ? '' : words.took(headline.forMs)}</span>
      ${retries > 0 ? html`<span class="retries" data-retries=${retries}>${words.retries(retries)}</span>` : nothing}
      <button
        type="button"
        class="btn small fold"
        data-action="fold-steps"
        aria-expanded=${this.steps === 'shown'}
        @click=${() => {
          this.steps = this.steps === 'shown' ? 'hidden' : 'shown';
        }}
      >
        ${this.steps === 'shown' ? words.hide : words.show}
      </button>
    </div>`;
  }

  /** What stands in full on a card below is only named here. */
  #short(log: UnderstoodLog, headline: Headline | null): Headline | null {
    if (headline?.tone !== 'fail') return headline;
    const crash = this.chosen === null ? crashNow(log) : null;
    if (crash !== null) return { ...headline, text: crash.kind === 'boot-failed' ? words.headlines.bootFailed : words.headlines.crashed };
    const failure = this.#start(log)?.failure ?? null;
    return failure === null ? headline : { ...headline, text: words.headlines.stopped(words.steps[failure.step].title) };
  }

  #start(log: UnderstoodLog): UnderstoodLog['starts'][number] | null {
    return log.starts.find(({ number }) => number === this.chosen) ?? startToShow(log);
  }

  #starts(log: UnderstoodLog): TemplateResult | typeof nothing {
    if (log.starts.length < 2) return nothing;
    const shown = this.#start(log);
    const last = lastStart(log);
    return html`<label class="starts"
      ><span>${words.starts}</span
      ><select
        data-choice="start"
        @change=${(event: Event) => {
          const chosen = Number((event.target as HTMLSelectElement).value);
          this.chosen = chosen === startToShow(log)?.number ? null : chosen;
        }}
      >
        ${log.starts.map(
          (start) =>
            html`<option value=${start.number} .selected=${start === shown}>
              ${words.start(start.number)}: ${start === last ? `${words.lastStart}, ` : ''}${startHeadline(start, log).text}
            </option>`,
        )}
      </select></label
    >`;
  }

  #boot(boot: BootRecord, log: UnderstoodLog): TemplateResult {
    const word = boot.facts['resetWord'];
    return html`<li data-reset=${boot.reset}>
      <button type="button" class="to-line" data-action="show-line" @click=${() => emit(this, 'show-line', { number: boot.line })}>
        ${words.line(boot.line)}
      </button>
      <span>${log.times === 'known' ? `${logTime(boot.atMs)} ` : ''}${crashWords.resets[boot.reset]}; ${crashWords.modes[boot.mode]}</span>
      ${typeof word === 'string' ? html`<code>${factText(word, 40)}</code>` : nothing}
    </li>`;
  }

  #boots(log: UnderstoodLog): TemplateResult | typeof nothing {
    const { boots, loop } = log;
    if (boots.length === 0) return nothing;
    return html`${
        loop === null
          ? nothing
          : html`<div class="card warn" data-boot-loop=${loop.boots}>
              <h3>${tick('unmeasured')}<span>${crashWords.loop(loop.boots, loop.withinMs)}</span></h3>
            </div>`
      }
      <details class="boots">
        <summary>${crashWords.boots(boots.length)}</summary>
        <ol>
          ${boots.slice(-BOOTS_SHOWN).map((boot) => this.#boot(boot, log))}
        </ol>
      </details>`;
  }

  #crashes(log: UnderstoodLog, which: 'now' | 'before'): TemplateResult | typeof nothing {
    const { build = null } = this.understanding ?? {};
    const now = crashNow(log);
    if (which === 'now') return now === null ? nothing : html`<ts-crash .crash=${now} .build=${build}></ts-crash>`;
    const before = log.crashes.filter((crash) => crash !== now);
    if (before.length === 0) return nothing;
    return html`<details class="crashes" data-crashes-before=${before.length}>
      <summary>${crashWords.moreCrashes(before.length)}</summary>
      ${before.toReversed().map((crash) => html`<ts-crash .crash=${crash} .build=${build}></ts-crash>`)}
    </details>`;
  }

  override render(): TemplateResult {
    const log = this.#log;
    const start = log === null ? null : this.#start(log);
    const hasSteps = start !== null && (leftBoot(start) || this.chosen !== null);
    return html`<section aria-labelledby="title">
      ${
        log === null
          ? html`<div class="headline" data-tone="quiet" data-connect-state="none">
              ${tick('waiting')}
              <h2 id="title">${words.nothingYet}</h2>
            </div>`
          : this.#headline(log)
      }
      <div class="means" tabindex="0" role="group" aria-label=${words.label}>
        ${
          log === null
            ? html`<p class="note">${words.empty}</p>`
            : html`${this.#origin(log)} ${this.#crashes(log, 'now')} ${this.#starts(log)}
              ${hasSteps ? html`<ts-timeline .timeline=${start} .log=${log}></ts-timeline>` : log.crashes.length === 0 ? html`<p class="note">${words.empty}</p>` : nothing}
              ${this.#crashes(log, 'before')} ${this.#boots(log)}`
        }
        <ts-knowledge .understanding=${this.understanding}></ts-knowledge>
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-connect': TsConnect;
  }
}
