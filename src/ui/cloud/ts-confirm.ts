/**
 * `ts-confirm`: one question in a dialog before something is done that is not easily undone.
 * Floor: ui. Says `ts-confirmed` to who holds it; the safe answer has the focus.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { dialogStyles } from '../look/dialog.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { cloudWords as words } from '../strings/cloud.ts';

/** Title, sentences, and the word on the button that does it. */
export interface Question {
  readonly title: string;
  readonly text: readonly string[];
  readonly yes: string;
}

@customElement('ts-confirm')
export class TsConfirm extends LitElement {
  static override styles = [
    sheet,
    dialogStyles,
    css`
      dialog {
        width: min(560px, calc(100vw - 32px));
        height: fit-content;
      }
      h2 {
        font-size: 19px;
        line-height: 26px;
        font-weight: 600;
      }
      dialog > .body {
        gap: var(--s-3);
      }
      p {
        text-wrap: pretty;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: var(--s-2);
        margin-top: var(--s-3);
      }
      .final {
        border-color: transparent;
        background: var(--ink);
        color: var(--stone-1);
      }
      @media (max-width: 820px) {
        dialog {
          width: calc(100vw - 32px);
          margin: auto;
          border: 1px solid var(--line);
          border-radius: var(--r-3);
        }
        .buttons .btn {
          flex: 1 1 40%;
        }
      }
    `,
  ];

  @property({ attribute: false }) question: Question = { title: '', text: [], yes: '' };
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  ask(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  #yes(): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent('ts-confirmed'));
  }

  override render(): TemplateResult {
    const { title, text, yes } = this.question;
    return html`<dialog aria-labelledby="title" @keydown=${(event: Event) => event.stopPropagation()}>
      <div class="head">
        <div><h2 id="title">${title}</h2></div>
      </div>
      <div class="body">
        ${text.map((line) => html`<p>${rich(line)}</p>`)}
        <div class="buttons">
          <button type="button" class="btn" data-action="confirm-no" autofocus @click=${() => this.dialog.close()}>${words.cancel}</button>
          <button type="button" class="btn final" data-action="confirm-yes" @click=${() => this.#yes()}>${yes}</button>
        </div>
      </div>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-confirm': TsConfirm;
  }
}
