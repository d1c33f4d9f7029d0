/**
 * `ts-cloud-enrol`: the third step: the chip on the bench in one press, verified entries after a preview, and the job that does it.
 * Floor: ui. Emits `cloud`, `navigate`. A chip whose verdict is not pass is asked about before anything is sent.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { serialGroups } from '../format.ts';
import { icon, tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { cloudWords } from '../strings/cloud.ts';
import { adviseCloud } from './said.ts';
import { chosenService, isJobUnderWay } from './cloud-steps.ts';
import { cloudStyles } from './cloud-styles.ts';
import { EMPTY_CLOUD, type BenchChip, type CloudView } from './cloud-view.ts';
import './ts-cloud-choices.ts';
import type { ChoicesState } from './ts-cloud-choices.ts';
import './ts-cloud-job.ts';
import './ts-cloud-preview.ts';
import './ts-confirm.ts';
import type { TsConfirm } from './ts-confirm.ts';

const words = cloudWords.enrol;

@customElement('ts-cloud-enrol')
export class TsCloudEnrol extends LitElement {
  static override styles = [
    sheet,
    cloudStyles,
    css`
      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr));
        gap: var(--s-4);
      }
      .card {
        grid-template-rows: auto 1fr auto;
        background: var(--stone-1);
      }
      .card header {
        display: flex;
        align-items: center;
        gap: var(--s-2);
      }
      .card header h3 {
        flex: 1;
        font-size: 15px;
        line-height: 22px;
      }
      .serial {
        font-size: 19px;
        line-height: 28px;
      }
      .serial i {
        display: inline-block;
        margin-right: 0.6ch;
        font-style: normal;
      }
      .group p {
        max-width: 75ch;
        color: var(--ink-2);
        text-wrap: pretty;
      }
    `,
  ];

  @property({ attribute: false }) view: CloudView = EMPTY_CLOUD;
  @state() private choicesState: ChoicesState = 'whole';
  @query('ts-confirm') private readonly confirm!: TsConfirm;

  get #isHeld(): boolean {
    return isJobUnderWay(this.view) || this.choicesState === 'wrong' || this.view.session !== 'signed-in';
  }

  #marks(isDemo: 'demo' | 'real'): TemplateResult {
    return html`${isDemo === 'demo' ? html`<span class="demo">${words.demo}</span>` : nothing}${
      this.view.emulator === 'on' ? html`<span class="demo">${cloudWords.emulator.mark}</span>` : nothing
    }`;
  }

  #whyNot(chip: BenchChip): TemplateResult {
    if (chip.enrollable === 'yes') return html`<p class="note">${tick('pass')}<span>${words.chipOk}</span></p>`;
    const { what, seen, remedy } = adviseCloud(chip.code === '' ? 'enrol-verdict' : chip.code, {});
    return html`<p class="note" data-chip-problem=${factText(chip.code, 64)}>
      ${chip.enrollable === 'no' ? tick('fail') : tick('unmeasured')}<span
        >${rich(what)}.<small>${seen === undefined ? nothing : html`${rich(seen)} `}${rich(remedy)}</small></span
      >
    </p>`;
  }

  #chip(): TemplateResult {
    const { chip } = this.view;
    if (chip === null) {
      return html`<article class="card" data-card="chip">
        <header><h3>${words.chip}</h3></header>
        <p class="said">${words.noChip}</p>
        <div class="buttons">
          <button type="button" class="btn" data-action="go-bench" @click=${() => emit(this, 'navigate', { screen: 'bench' })}>${words.toBench}</button>
        </div>
      </article>`;
    }
    return html`<article class="card" data-card="chip" data-enrollable=${chip.enrollable}>
      <header>
        <h3>${words.chip}</h3>
        ${this.#marks(chip.demo ? 'demo' : 'real')}
      </header>
      <div class="stack tight">
        <div class="serial mono">${serialGroups(factText(chip.serialNumber, 40)).map((group) => html`<i>${group}</i>`)}</div>
        ${this.#whyNot(chip)}
      </div>
      <div class="buttons">
        ${
          chip.enrollable === 'yes'
            ? html`<button
                type="button"
                class="btn go"
                data-action="enrol-chip"
                ?disabled=${this.#isHeld}
                @click=${() => emit(this, 'cloud', { act: 'enrol', source: 'chip', insist: 'no' })}
              >
                ${words.enrolChip}
              </button>`
            : chip.enrollable === 'override'
              ? html`<button type="button" class="btn" data-action="insist-chip" ?disabled=${this.#isHeld} @click=${() => this.confirm.ask()}>
                  ${words.insist}
                </button>`
              : nothing
        }
        <button type="button" class="btn" data-action="watch-chip" @click=${() => emit(this, 'cloud', { act: 'watch-chip' })}>${words.watchChip}</button>
      </div>
    </article>`;
  }

  #whichEntries(): string {
    const { count, selected, only } = this.view.entries;
    if (only !== undefined && only !== null) return count === 0 ? words.onlyGone : words.only(factText(only, 40));
    if (selected) return words.selected(count);
    return count === 1 ? words.allOne : words.all(count);
  }

  #entries(): TemplateResult {
    const { entries, preview } = this.view;
    const isPreviewed = preview.source === 'entries' && (preview.state === 'done' || preview.state === 'failed');
    const toManifests = html`<button type="button" class="btn" data-action="go-manifests" @click=${() => emit(this, 'navigate', { screen: 'manifests' })}>
      ${words.toManifests}
    </button>`;
    const isOnly = entries.only !== undefined && entries.only !== null;
    if (entries.count === 0 && !isOnly) {
      return html`<article class="card" data-card="entries">
        <header><h3>${words.entries}</h3></header>
        <p class="said">${words.noEntries}</p>
        <div class="buttons">${toManifests}</div>
      </article>`;
    }
    return html`<article class="card" data-card="entries">
      <header>
        <h3>${words.entries}</h3>
        ${this.#marks('real')}
      </header>
      <p class="said">${rich(this.#whichEntries())}</p>
      <div class="buttons">
        <button
          type="button"
          class="btn ${isPreviewed ? '' : 'go'}"
          data-action="preview"
          ?disabled=${this.#isHeld || preview.state === 'busy' || entries.count === 0}
          @click=${() => emit(this, 'cloud', { act: 'preview', source: 'entries' })}
        >
          ${isPreviewed ? words.previewAgain : words.preview}
        </button>
        ${
          isOnly
            ? html`<button type="button" class="btn" data-action="choose-selection" @click=${() => emit(this, 'cloud', { act: 'choose-selection' })}>
                ${words.instead}
              </button>`
            : toManifests
        }
      </div>
    </article>`;
  }

  #group(): TemplateResult {
    return html`<details class="group">
      <summary>${icon('chevron')}${words.group}</summary>
      <div class="inside">${words.groupText.map((text) => html`<p>${text}</p>`)}</div>
    </details>`;
  }

  override render(): TemplateResult {
    const { view } = this;
    const hubs = chosenService(view)?.linkedHubs.map(({ name }) => name) ?? [];
    return html`<div class="stack">
      ${view.job === null ? nothing : html`<ts-cloud-job .job=${view.job}></ts-cloud-job>`}
      <div class="two">${this.#chip()}${this.#entries()}</div>
      <ts-cloud-choices
        .choices=${view.choices}
        .hubs=${hubs}
        .lock=${isJobUnderWay(view) ? 'locked' : 'free'}
        @ts-choices=${(event: CustomEvent<ChoicesState>) => {
          this.choicesState = event.detail;
        }}
      ></ts-cloud-choices>
      ${
        isJobUnderWay(view) || view.preview.state === 'idle' || view.preview.source !== 'entries'
          ? nothing
          : html`<ts-cloud-preview .preview=${view.preview} .start=${this.#isHeld ? 'held' : 'free'}></ts-cloud-preview>`
      }
      ${this.#group()}
      <ts-confirm
        .question=${{ title: words.insistTitle, text: words.insistText, yes: words.insistYes }}
        @ts-confirmed=${() => emit(this, 'cloud', { act: 'enrol', source: 'chip', insist: 'yes' })}
      ></ts-confirm>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud-enrol': TsCloudEnrol;
  }
}
