/**
 * `ts-keeping`: is the chain whole, what came in, how much room is left, and how room is made.
 * Floor: ui. Emits `records`.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { recordsWords } from '../strings/en-records.ts';
import { recordsStyles } from './records-styles.ts';
import type { FreeingView, ImportView, RecordsView, SpaceView, VerifyView } from './records-view.ts';
import type { StoreView } from '../store/store-view.ts';
import '../store/ts-store-line.ts';
import { dayOnly, dayTime } from './times.ts';

const w = recordsWords.keeping;
const SHOWN = 40;

@customElement('ts-keeping')
export class TsKeeping extends LitElement {
  static override styles = [
    sheet,
    recordsStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr));
        gap: var(--s-4);
        align-items: start;
      }
      @media (min-width: 980px) {
        .tall {
          grid-row: span 2; /* the import stands below the chain, not below the longer one of the two */
        }
      }
      ul {
        display: grid;
        gap: 6px;
        max-height: 340px;
        overflow: auto;
        font-size: 13px;
      }
      meter {
        width: 100%;
        height: 12px;
      }
      .field {
        max-width: 160px;
      }
      .freeing .btn {
        min-height: 38px;
        padding-block: 6px;
        white-space: normal;
      }
      .freeing {
        display: grid;
        gap: var(--s-3);
        padding: 12px;
        border: 1px solid var(--line-strong);
        border-radius: var(--r-2);
      }
    `,
  ];

  @property({ attribute: false }) view: RecordsView | null = null;
  /** Null: this browser has no shared store. */
  @property({ attribute: false }) store: StoreView | null = null;

  #verify({ verified, work, list }: RecordsView): TemplateResult {
    return html`<section class="card">
      <h2>${w.verifyTitle}</h2>
      <p class="quiet">${w.verifyText}</p>
      <div class="buttons">
        <button
          type="button"
          class="btn"
          data-action="verify"
          ?disabled=${work !== null || list.total === 0}
          @click=${() => emit(this, 'records', { act: 'verify' })}
        >
          ${w.verify}
        </button>
      </div>
      ${verified === null ? nothing : this.#verified(verified)}
    </section>`;
  }

  #verified({ atMs, records, chains, own, breaks, breaksFound, checkpoints }: VerifyView): TemplateResult {
    const isForeign = breaks.some(({ chain }) => chain !== own);
    return html`<div data-verified=${breaksFound === 0 ? 'whole' : 'broken'} data-verified-at=${atMs} role="status">
        <p class="line">
          ${tick(breaksFound === 0 ? 'pass' : 'fail')}<span
            ><b>${rich(breaksFound === 0 ? w.whole(records, chains) : w.broken(records, breaksFound))}</b> <small>${dayTime(atMs)}</small></span
          >
        </p>
      </div>
      ${
        breaks.length === 0
          ? nothing
          : html`<ul tabindex="0" aria-label=${w.verifyTitle}>
              ${breaks.slice(0, SHOWN).map((one) => html`<li data-break=${one.kind}>${rich(w.chainBreak(one, own))}</li>`)}
              ${breaksFound > SHOWN ? html`<li>${w.moreBreaks(breaksFound - SHOWN)}</li>` : nothing}
            </ul>`
      }
      ${breaksFound === 0 ? nothing : html`<p class="quiet">${w.brokenAction}</p>`} ${isForeign ? html`<p class="quiet">${w.foreign}</p>` : nothing}
      ${
        checkpoints.length === 0
          ? nothing
          : html`<h3>${w.checkpoints}</h3>
              <ul tabindex="0" aria-label=${w.checkpoints}>
                ${checkpoints.map(({ chain, number, exportedMs }) => html`<li data-checkpoint=${number}>${rich(w.checkpoint(number, chain, own, dayOnly(exportedMs)))}</li>`)}
              </ul>`
      }`;
  }

  #imported({ files, added, same, other, refused, refusedFound, ended }: ImportView): TemplateResult {
    return html`<section class="card" data-imported=${added} data-refused=${refusedFound}>
      <h2>${w.importTitle}</h2>
      <p class="quiet">${files.map((name) => factText(name, 80)).join(', ')}</p>
      <p class="line" role="status">${tick(refusedFound + other === 0 ? 'pass' : 'unmeasured')}<b>${rich(w.imported(added, same))}</b></p>
      ${ended === 'stopped' ? html`<p class="quiet">${w.importStopped}</p>` : nothing}
      ${other === 0 ? nothing : html`<p class="line warning">${tick('unmeasured')}<span>${w.importOther(other)}</span></p>`}
      ${
        refusedFound === 0
          ? nothing
          : html`<p class="line problem">${tick('fail')}<span>${w.importRefused(refusedFound)}</span></p>
              <ul tabindex="0" aria-label=${w.importRefused(refusedFound)}>
                ${refused
                  .slice(0, SHOWN)
                  .map(
                    ({ file, line, fault }) =>
                      html`<li data-refused-line=${line}>
                        <b>${files.length > 1 ? `${factText(file, 60)}, ` : ''}${w.line(line)}</b>: ${rich(lineWords(fault))}
                      </li>`,
                  )}
                ${refusedFound > SHOWN ? html`<li>${w.moreLines(refusedFound - SHOWN)}</li>` : nothing}
              </ul>`
      }
    </section>`;
  }

  #space({ state, usedBytes, quotaBytes, persisted }: SpaceView): TemplateResult {
    const isKnown = usedBytes !== null && quotaBytes !== null && quotaBytes > 0;
    return html`<div data-space=${state} data-persisted=${persisted}>
        ${
          isKnown
            ? html`<meter aria-label=${w.spaceLabel} min="0" max=${quotaBytes} high=${quotaBytes * 0.9} optimum="0" .value=${usedBytes}></meter>
                <p class="quiet">${w.space(usedBytes, quotaBytes)}</p>`
            : html`<p class="quiet">${w.spaceUnknown}</p>`
        }
      </div>
      ${state === 'low' ? html`<p class="line warning" role="status">${tick('unmeasured')}<span>${w.low}</span></p>` : nothing}
      <p class="quiet">${w.persisted[persisted]}</p>
      ${
        persisted === 'yes'
          ? nothing
          : html`<div class="buttons">
              <button type="button" class="btn small" data-action="ask-to-keep" @click=${() => emit(this, 'records', { act: 'ask-to-keep' })}>${w.ask}</button>
            </div>`
      }`;
  }

  #free({ list, freeing, work }: RecordsView): TemplateResult {
    const half = Math.max(1, Math.ceil(list.total / 2));
    return html`<h3>${w.freeTitle}</h3>
      <p class="quiet">${w.freeText}</p>
      ${
        freeing === null
          ? html`<form
              class="buttons"
              @submit=${(event: SubmitEvent) => {
                event.preventDefault();
                const most = Number(new FormData(event.currentTarget as HTMLFormElement).get('most'));
                if (Number.isInteger(most) && most > 0) emit(this, 'records', { act: 'export-oldest', most });
              }}
            >
              <label class="field"
                >${w.freeMost}<input type="number" name="most" min="1" max=${Math.max(1, list.total)} .value=${String(half)} required
              /></label>
              <button class="btn" data-action="export-oldest" ?disabled=${work !== null || list.total === 0}>${w.free}</button>
            </form>`
          : this.#freeing(freeing)
      }`;
  }

  /** Of records that no other station will ever see. */
  #unsent({ unsent, asked }: FreeingView): TemplateResult | typeof nothing {
    if (unsent === 0) return nothing;
    return html`<div data-unsent=${unsent}>
        <p class="line warning" role=${asked === 'yes' ? 'alert' : 'status'}>
          ${tick('unmeasured')}<span>${rich(asked === 'yes' ? w.unsentAsked(unsent) : w.unsent(unsent))}</span>
        </p>
      </div>
      <div class="buttons">
        <button type="button" class="btn" data-action="send-first" @click=${() => emit(this, 'shared', { act: 'send-now' })}>${w.sendFirst}</button>
        <ts-store-line .view=${this.store}></ts-store-line>
      </div>`;
  }

  #freeing(freeing: FreeingView): TemplateResult {
    const { records, fileName, bytes, unsent, asked } = freeing;
    const isAsked = unsent > 0 && asked === 'yes';
    return html`<div class="freeing" data-freeing=${records}>
      <p class="line" role="status">${tick('pass')}<span>${rich(w.saved(fileName, records, bytes))}</span></p>
      <p class="quiet">${w.confirm}</p>
      ${this.#unsent(freeing)}
      <div class="buttons">
        <button type="button" class="btn" data-action="keep-all" @click=${() => emit(this, 'records', { act: 'keep-all' })}>${w.keepAll}</button>
        ${
          isAsked
            ? html`<button type="button" class="btn" data-action="take-away-unsent" @click=${() => emit(this, 'records', { act: 'take-away-unsent' })}>
                ${w.takeAwayUnsent(records)}
              </button>`
            : html`<button type="button" class="btn" data-action="take-away" @click=${() => emit(this, 'records', { act: 'take-away' })}>
                ${w.takeAway(records)}
              </button>`
        }
      </div>
    </div>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (view === null) return nothing;
    return html`${this.#verify(view)}
      <section class="card tall">
        <h2>${w.spaceTitle}</h2>
        ${this.#space(view.space)} ${this.#free(view)}
      </section>
      ${
        view.imported === null
          ? html`<section class="card">
              <h2>${w.importTitle}</h2>
              <p class="quiet">${w.importText}</p>
            </section>`
          : this.#imported(view.imported)
      }`;
  }
}

const lineWords = (fault: ImportView['refused'][number]['fault']): string =>
  w.lineFault(
    fault.why === 'shape' ? { ...fault, path: factText(fault.path, 120) } : fault.why === 'format' ? { ...fault, seen: factText(fault.seen, 60) } : fault,
  );

declare global {
  interface HTMLElementTagNameMap {
    'ts-keeping': TsKeeping;
  }
}
