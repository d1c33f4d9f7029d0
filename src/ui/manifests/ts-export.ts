/**
 * `ts-export`: what to export and as what, how much that is, and what stays out and why: all before anything is saved.
 * Floor: ui. Emits `plan-export` with every choice, `write-export`, `close-export`. Counts come from app.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ExportFormat } from '../../trust/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { progressStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import { entryWords } from '../strings/late.ts';
import type { ExportChoice, ExportView } from './entries-view.ts';
import { exportStyles } from './export-styles.ts';

const words = entryWords.export;
const FORMATS = Object.keys(entryWords.formats) as readonly ExportFormat[];

@customElement('ts-export')
export class TsExport extends LitElement {
  static override styles = [sheet, dialogStyles, progressStyles, exportStyles];

  @property({ attribute: false }) exporting: ExportView | null = null;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override updated(): void {
    setDialog(this.dialog, this.exporting === null ? 'closed' : 'open');
  }

  #closed(): void {
    if (this.exporting !== null) emit(this, 'close-export', {});
  }

  #choose(change: Partial<ExportChoice>): void {
    if (this.exporting !== null) emit(this, 'plan-export', { ...this.exporting.choice, ...change });
  }

  #scope({ choice, selected, found, total, writing }: ExportView): TemplateResult | typeof nothing {
    if (selected === 0 && found === total) return nothing;
    const radio = (scope: ExportChoice['scope'], text: string): TemplateResult =>
      html`<label
        ><input
          type="radio"
          name="scope"
          value=${scope}
          .checked=${choice.scope === scope}
          ?disabled=${writing !== null}
          @change=${() => this.#choose({ scope })}
        /><span>${text}</span></label
      >`;
    return html`<fieldset class="scope">
      <legend>${words.scope}</legend>
      ${selected === 0 ? nothing : radio('selected', words.selected(selected))} ${found === total ? nothing : radio('found', words.found(found))}
      ${radio('all', words.all(total))}
    </fieldset>`;
  }

  #formats({ choice, writing }: ExportView): TemplateResult {
    return html`<fieldset class="formats">
      <legend>${words.format}</legend>
      ${FORMATS.map(
        (format) =>
          html`<label
            ><input
              type="radio"
              name="format"
              value=${format}
              .checked=${choice.format === format}
              ?disabled=${writing !== null}
              @change=${() => this.#choose({ format })}
            /><span><b>${entryWords.formats[format].title}</b><small>${entryWords.formats[format].text}</small></span></label
          >`,
      )}
    </fieldset>`;
  }

  /** Whoever insists gets them, and is told what they are. */
  #unverified({ choice, taken, unverified, leftOut, writing }: ExportView): TemplateResult {
    const stays = leftOut.find(({ reason }) => reason === 'unverified')?.count ?? 0;
    const isIncluded = choice.unverified === 'include';
    return html`<div class="insist">
      <label class="check"
        ><input
          type="checkbox"
          name="unverified"
          .checked=${isIncluded}
          ?disabled=${writing !== null || (!isIncluded && stays === 0)}
          @change=${(event: Event) => this.#choose({ unverified: (event.target as HTMLInputElement).checked ? 'include' : 'leave-out' })}
        /><span
          >${words.unverified}<small
            >${!isIncluded && stays > 0 ? words.unverifiedCount(stays) : unverified === 0 && taken > 0 ? words.unverifiedNone : nothing}</small
          ></span
        ></label
      >
      ${
        unverified === 0
          ? nothing
          : html`<div class="warning" role="alert" data-export-unverified=${unverified}>
              ${tick('fail')}
              <div>
                <b>${words.warning(unverified)}</b>
                <p>${words.warningText}</p>
              </div>
            </div>`
      }
    </div>`;
  }

  #preview({ demo, leftOut }: ExportView): TemplateResult | typeof nothing {
    if (demo === 0 && leftOut.length === 0) return nothing;
    return html`<div class="preview">
      ${demo > 0 ? html`<p>${words.demo(demo)}</p>` : nothing}
      ${
        leftOut.length === 0
          ? nothing
          : html`<h3>${words.staysOut}</h3>
              <ul>
                ${leftOut.map(
                  ({ reason, count, examples }) =>
                    html`<li data-left-out=${reason}>
                      ${tick(reason === 'disagree' ? 'fail' : 'unmeasured')}<span
                        >${words.leftOut(count, reason)}<small
                          >${rich(
                            words.example(
                              examples.map((name) => factText(name, 64)),
                              count - examples.length,
                            ),
                          )}</small
                        ></span
                      >
                    </li>`,
                )}
              </ul>`
      }
    </div>`;
  }

  #foot({ choice, selected, found, total, taken, writing }: ExportView): TemplateResult {
    const of = { selected, found, all: total }[choice.scope];
    const label = writing === null ? '' : words.writing(writing.fileName, writing.doneBytes);
    return html`<div class="foot">
      <span class="taken" role="status" data-export-taken=${taken} ?hidden=${writing !== null}>${taken === 0 ? words.nothing : words.taken(taken, of)}</span>
      ${writing === null ? nothing : html`<div class="writing"><span>${label}</span><progress aria-label=${label}></progress></div>`}
      <button type="button" class="btn" data-action="close-export" @click=${() => this.dialog.close()}>${writing === null ? words.cancel : words.stop}</button>
      <button
        type="button"
        class="btn go"
        data-action="write-export"
        ?disabled=${taken === 0 || writing !== null}
        @click=${() => emit(this, 'write-export', {})}
      >
        ${words.save}
      </button>
    </div>`;
  }

  override render(): TemplateResult {
    const { exporting } = this;
    return html`<dialog aria-labelledby="title" @close=${() => this.#closed()} @keydown=${(event: Event) => event.stopPropagation()}>
      ${
        exporting === null
          ? nothing
          : html`<div class="head">
                <div><h2 id="title">${words.title}</h2></div>
              </div>
              <div class="body">${this.#scope(exporting)} ${this.#formats(exporting)} ${this.#unverified(exporting)} ${this.#preview(exporting)}</div>
              ${this.#foot(exporting)}`
      }
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-export': TsExport;
  }
}
