/**
 * `ts-shift-start`: who works, and on what; a badge and a work order that are scanned one after the other are enough.
 * Floor: ui. Emits `station`; `open()` shows it, `ts-shift-closed` says that it is gone. Reference: docs/line.md, Keys and scanner.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { sheet } from '../look/sheet.ts';
import { stationWords } from '../strings/en-station.ts';

const w = stationWords.start0;
/** A scanner that ends its lines with Tab sends it this soon after the last letter. */
const TAB_OF_SCAN_MS = 60;
/** CR LF are one end. */
const SECOND_END_MS = 100;

@customElement('ts-shift-start')
export class TsShiftStart extends LitElement {
  static override styles = [
    sheet,
    dialogStyles,
    css`
      dialog {
        width: min(520px, calc(100vw - 32px));
      }
      h2 {
        font-size: 20px;
        font-weight: 620;
      }
      .head p {
        color: var(--ink-2);
      }
      form {
        display: grid;
        gap: var(--s-4);
      }
      label {
        display: grid;
        gap: 4px;
        font-weight: 550;
      }
      label input[name] {
        min-height: 44px;
        font-size: 18px;
      }
      small {
        color: var(--ink-2);
        font-weight: 400;
      }
      .btn {
        min-height: 44px;
      }
      @media (max-width: 820px) {
        dialog {
          height: fit-content;
          margin: auto;
          border-radius: var(--r-3);
        }
      }
    `,
  ];

  @property({ attribute: false }) operator = '';
  @property({ attribute: false }) workOrder = '';

  @query('dialog') private readonly dialog!: HTMLDialogElement | null;
  #letterMs = Number.NEGATIVE_INFINITY;
  #endMs = Number.NEGATIVE_INFINITY;

  open(): void {
    if (this.dialog !== null) setDialog(this.dialog, 'open');
  }

  readonly #submit = (event: SubmitEvent): void => {
    const data = new FormData(event.currentTarget as HTMLFormElement);
    emit(this, 'station', { act: 'start-shift', operator: textOf(data, 'operator'), workOrder: textOf(data, 'workOrder') });
  };

  /** The badge leads to the work order, and a prefix puts a line where it belongs, whichever field has the focus. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const form = event.currentTarget as HTMLFormElement;
    const field = event.composedPath()[0];
    const isScan = event.timeStamp - this.#letterMs < TAB_OF_SCAN_MS;
    if (event.key.length === 1 && !event.ctrlKey) this.#letterMs = event.timeStamp;
    const isEnd = event.key === 'Enter' || (event.key === 'Tab' && isScan) || (event.ctrlKey && /^[jm]$/i.test(event.key)); // LF and CR of some scanners
    if (!isEnd || !(field instanceof HTMLInputElement)) return;
    event.preventDefault();
    const isSecond = event.timeStamp - this.#endMs < SECOND_END_MS && this.#letterMs < this.#endMs;
    this.#endMs = event.timeStamp;
    if (!isSecond) this.#line(form, field);
  };

  #line(form: HTMLFormElement, field: HTMLInputElement): void {
    const [operator, workOrder] = [...form.querySelectorAll('input')];
    if (operator === undefined || workOrder === undefined) return;
    const [, prefix = '', rest = ''] = /^(op|wo|do|slot):\s*(.*)$/i.exec(field.value.trim()) ?? [];
    if (/^(?:do|slot)$/i.test(prefix)) {
      field.value = '';
      if (/^start$/i.test(rest)) form.requestSubmit();
      else emit(this, 'station', { act: 'scan', text: `${prefix}:${rest}` });
      return;
    }
    const target = prefix === '' ? field : prefix.toLowerCase() === 'wo' ? workOrder : operator;
    if (prefix !== '') {
      field.value = '';
      target.value = rest;
    }
    if (target === workOrder && (prefix === '' || operator.value.trim() !== '')) return form.requestSubmit(); // whoever works here was asked before
    (target === operator ? workOrder : operator).focus();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="shift-title" class="shift-start" @close=${() => this.dispatchEvent(new CustomEvent('ts-shift-closed'))}>
      <div class="head">
        <div>
          <h2 id="shift-title">${w.title}</h2>
          <p>${w.lead}</p>
        </div>
      </div>
      <form class="body shift" method="dialog" @keydown=${this.#onKey} @submit=${this.#submit}>
        <label
          >${w.operator}<input name="operator" maxlength="60" autocomplete="off" autofocus .value=${this.operator} /> <small>${w.operatorHint}</small></label
        >
        <label>${w.workOrder}<input name="workOrder" maxlength="60" autocomplete="off" .value=${this.workOrder} /> <small>${w.workOrderHint}</small></label>
        <button class="btn go" data-action="start-shift-now">${w.go}</button>
      </form>
    </dialog>`;
  }
}

const textOf = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

declare global {
  interface HTMLElementTagNameMap {
    'ts-shift-start': TsShiftStart;
  }
}
