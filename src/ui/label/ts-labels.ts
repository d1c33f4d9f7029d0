/**
 * `ts-labels`: labels in a dialog: chosen, written as JSON with a look at what becomes of them, kept, saved, printed.
 * Floor: ui. Emits `records`. What is wrong with the text is app's to say; codes are drawn when their library has come.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { LabelElement } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { recordsStyles } from '../records/records-styles.ts';
import type { LabelsView, Problem } from '../records/records-view.ts';
import { problemWords } from '../records/run-words.ts';
import { recordsWords } from '../strings/en-records.ts';

const w = recordsWords.labelEditor;
const TYPING_MS = 250;
const KINDS: readonly LabelElement['kind'][] = ['text', 'qr', 'datamatrix', 'code128'];
const PLACEHOLDERS = '{serial} {mac} {cn} {record} {outcome} {date} {time} {plan} {station} {operator} {workorder} {label}';
const NEW_ELEMENT: Readonly<Record<LabelElement['kind'], LabelElement>> = {
  text: { kind: 'text', x: 2, y: 2, size: 3, content: '{serial}', weight: 'normal' },
  qr: { kind: 'qr', x: 2, y: 2, size: 12, content: '{serial}' },
  datamatrix: { kind: 'datamatrix', x: 2, y: 2, size: 10, content: '{serial}' },
  code128: { kind: 'code128', x: 2, y: 2, size: 6, width: 40, content: '{mac}' },
};

@customElement('ts-labels')
export class TsLabels extends LitElement {
  static override styles = [
    sheet,
    dialogStyles,
    recordsStyles,
    css`
      @media (min-width: 821px) {
        dialog {
          width: min(1040px, calc(100vw - 48px));
        }
      }
      dialog > .head h2 {
        font-size: 18px;
        line-height: 26px;
      }
      .two {
        display: grid;
        grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr);
        gap: var(--s-5);
        align-items: start;
      }
      .column {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s-3);
      }
      textarea {
        width: 100%;
        min-height: 340px;
        padding: 10px;
        border: 1px solid var(--control);
        border-radius: 6px;
        background: var(--stone-2);
        color: var(--ink);
        font: 12px/18px var(--mono);
        resize: vertical;
        white-space: pre;
      }
      .paper {
        display: grid;
        place-items: center;
        min-height: 160px;
        padding: var(--s-4);
        border: 1px solid var(--line);
        border-radius: var(--r-2);
        background: var(--stone-0);
        overflow: auto;
      }
      .paper svg {
        width: 100%;
        max-width: 420px;
        height: auto;
        box-shadow: var(--lift);
      }
      @media (max-width: 820px) {
        .two {
          grid-template-columns: minmax(0, 1fr);
        }
        textarea {
          min-height: 220px;
        }
      }
    `,
  ];

  @property({ attribute: false }) view: LabelsView | null = null;
  /** What went wrong with the last thing that was asked for. */
  @property({ attribute: false }) problem: Problem | null = null;
  @state() private failed = '';
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('textarea') private readonly editor!: HTMLTextAreaElement | null;
  @query('.paper') private readonly paper!: HTMLElement | null;
  @query('input[type=file]') private readonly chooser!: HTMLInputElement | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawn: LabelsView['drawn'] = null;

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  protected override updated(changed: PropertyValues<this>): void {
    setDialog(this.dialog, this.view === null ? 'closed' : 'open');
    if (this.view === null) {
      this.#drawn = null;
      return;
    }
    const before = changed.get('view');
    if (this.editor !== null && changed.has('view') && before?.version !== this.view.version) this.editor.value = this.view.text;
    if (this.view.drawn !== this.#drawn) void this.#draw(this.view.drawn);
  }

  async #draw(label: LabelsView['drawn']): Promise<void> {
    this.#drawn = label;
    if (label === null) return;
    const { drawLabel } = await import('./draw-label.ts');
    if (label !== this.#drawn) return;
    const { element, failed } = drawLabel(label);
    this.paper?.replaceChildren(element);
    this.failed = failed.map(({ kind }) => w.kinds[kind]).join(', ');
  }

  #typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), TYPING_MS);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    if (this.editor !== null) emit(this, 'records', { act: 'edit-label', text: this.editor.value });
  }

  /** Puts one element more into the text, where that is JSON. */
  #add(kind: LabelElement['kind']): void {
    if (this.editor === null) return;
    try {
      const label = JSON.parse(this.editor.value) as { readonly elements?: unknown };
      const elements = Array.isArray(label.elements) ? (label.elements as readonly unknown[]) : [];
      this.editor.value = `${JSON.stringify({ ...label, elements: [...elements, NEW_ELEMENT[kind]] }, null, 2)}\n`;
    } catch {
      return; // what is wrong with it is said already
    }
    this.#tell();
  }

  #load(): void {
    const file = this.chooser?.files?.[0];
    if (this.chooser !== null) this.chooser.value = '';
    if (file !== undefined) emit(this, 'records', { act: 'load-label', file });
  }

  #editor(view: LabelsView): TemplateResult {
    const isOwn = view.templates.some(({ name, origin }) => name === view.chosen && origin === 'own');
    return html`<div class="column">
      <label class="field"
        >${w.choose}<select
          data-choice="label"
          @change=${(event: Event) => emit(this, 'records', { act: 'choose-label', name: (event.target as HTMLSelectElement).value })}
        >
          ${view.templates.map(
            ({ name, origin }) =>
              html`<option value=${name} ?selected=${name === view.chosen}>${factText(name, 60)} (${origin === 'own' ? w.own : w.builtIn})</option>`,
          )}
        </select></label
      >
      <label class="field">${w.edit}<textarea spellcheck="false" autocomplete="off" data-label-text @input=${() => this.#typed()}></textarea></label>
      <div class="buttons">
        <span class="quiet">${w.add}</span>
        ${KINDS.map((kind) => html`<button type="button" class="btn small" data-add=${kind} @click=${() => this.#add(kind)}>${w.kinds[kind]}</button>`)}
      </div>
      <p class="quiet">${w.placeholders} <code>${PLACEHOLDERS}</code></p>
      <div class="buttons">
        <button type="button" class="btn small" data-action="load-label" @click=${() => this.chooser?.click()}>${w.load}</button>
        <input type="file" hidden accept=".json" @change=${() => this.#load()} />
        ${
          isOwn
            ? html`<button
                type="button"
                class="btn small"
                data-action="remove-label"
                @click=${() => emit(this, 'records', { act: 'remove-label', name: view.chosen })}
              >
                ${w.remove}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  #preview(view: LabelsView): TemplateResult {
    const problem = view.problem ?? this.problem;
    const words = problem === null ? null : problemWords(problem);
    const isRight = view.problem === null && view.drawn !== null;
    return html`<div class="column">
      <h3>${w.preview}${view.drawn === null ? nothing : ` · ${w.size(view.drawn.width, view.drawn.height)}`}</h3>
      <div class="paper" data-label-preview></div>
      ${this.failed === '' ? nothing : html`<p class="line warning">${tick('unmeasured')}<span>${w.failed(this.failed)}</span></p>`}
      ${words === null ? nothing : html`<p class="line problem" role="alert" data-label-problem=${problem?.code ?? ''}>${tick('fail')}<span>${rich(words.what)}. ${rich(words.action)}</span></p>`}
      <div class="buttons">
        <button type="button" class="btn go" data-action="keep-label" ?disabled=${!isRight} @click=${() => emit(this, 'records', { act: 'keep-label' })}>
          ${w.keep}
        </button>
        <button type="button" class="btn" data-action="print-sample" ?disabled=${!isRight} @click=${() => emit(this, 'records', { act: 'print-sample' })}>
          ${w.print}
        </button>
        <button type="button" class="btn" data-action="save-label" ?disabled=${!isRight} @click=${() => emit(this, 'records', { act: 'save-label' })}>
          ${w.save}
        </button>
      </div>
    </div>`;
  }

  override render(): TemplateResult {
    const { view } = this;
    return html`<dialog
      aria-labelledby="title"
      data-labels=${view?.chosen ?? ''}
      @close=${() => this.view !== null && emit(this, 'records', { act: 'close-labels' })}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      ${
        view === null
          ? nothing
          : html`<div class="head">
                <div>
                  <h2 id="title">${w.title}</h2>
                  <p class="quiet">${rich(w.lead)}</p>
                </div>
                <button type="button" class="btn small" data-action="close-labels" autofocus @click=${() => this.dialog.close()}>
                  ${w.close} <kbd>Esc</kbd>
                </button>
              </div>
              <div class="body"><div class="two">${this.#editor(view)} ${this.#preview(view)}</div></div>`
      }
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-labels': TsLabels;
  }
}
