/**
 * `ts-knowledge`: what helps to understand a log: recordings, an older log, the build's ELF, rules of one's own; and what was not taken.
 * Floor: ui. Emits `understanding`. File names are hostile text.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { connectWords } from '../strings/late.ts';
import { refusedWords } from './connect-words.ts';
import { cardStyles } from './connect-styles.ts';
import type { RefusedKnowledge, UnderstandingView } from './understanding-view.ts';

const words = connectWords.tools;
type Kind = 'open-log' | 'open-build' | 'open-rules';
const ACCEPTS: Readonly<Record<Kind, string>> = { 'open-log': '.txt,.log,.jsonl,text/plain', 'open-build': '.elf', 'open-rules': '.json,application/json' };

@customElement('ts-knowledge')
export class TsKnowledge extends LitElement {
  static override styles = [
    sheet,
    cardStyles,
    css`
      :host {
        display: grid;
        gap: var(--s-3);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
      }
      .have {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--s-2);
        align-items: center;
        font-size: 13px;
        overflow-wrap: anywhere;
      }
      .have span,
      .note {
        color: var(--ink-2);
        font-size: 12.5px;
        line-height: 18px;
      }
      .head {
        display: flex;
        justify-content: space-between;
        gap: var(--s-2);
      }
    `,
  ];

  @property({ attribute: false }) understanding: UnderstandingView | null = null;

  #chosen(kind: Kind, event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length > 0) emit(this, 'understanding', { act: kind, files });
  }

  #chooser(kind: Kind, label: string): TemplateResult {
    return html`<input type="file" hidden accept=${ACCEPTS[kind]} data-choose=${kind} @change=${(event: Event) => this.#chosen(kind, event)} />
      <button
        type="button"
        class="btn small"
        data-action=${kind}
        @click=${(event: Event) => ((event.currentTarget as HTMLElement).previousElementSibling as HTMLInputElement).click()}
      >
        ${label}
      </button>`;
  }

  #have(what: 'build' | 'rules', name: string, detail: string, label: string): TemplateResult {
    return html`<div class="have" data-have=${what}>
      <div><b>${factText(name, 80)}</b><br /><span>${detail}</span></div>
      <button
        type="button"
        class="btn small"
        data-action=${`remove-${what}`}
        aria-label=${label}
        @click=${() => emit(this, 'understanding', { act: `remove-${what}` })}
      >
        ${words.remove}
      </button>
    </div>`;
  }

  #refused(refused: RefusedKnowledge): TemplateResult {
    const { what, seen, remedy } = refusedWords(refused);
    return html`<div class="card warn" role="alert" data-refused=${refused.code}>
      <div class="head">
        <h3>${words.notTaken(factText(refused.fileName, 80))}</h3>
        <button type="button" class="btn small" data-action="forget-refused" @click=${() => emit(this, 'understanding', { act: 'forget-refused' })}>
          ${words.putAway}
        </button>
      </div>
      <p>${what}.</p>
      ${seen === undefined ? nothing : html`<p class="seen">${rich(seen)}</p>`}
      <p>${rich(remedy)}</p>
    </div>`;
  }

  override render(): TemplateResult {
    const { build = null, rules = null, refused = null, playing = null } = this.understanding ?? {};
    return html`${refused === null ? nothing : this.#refused(refused)}
      <div class="row">
        <button type="button" class="btn small" data-action="choose-recording" @click=${() => emit(this, 'understanding', { act: 'choose-recording' })}>
          ${words.play}
        </button>
        ${
          playing?.state === 'playing'
            ? html`<button type="button" class="btn small" data-action="stop-playing" @click=${() => emit(this, 'understanding', { act: 'stop-playing' })}>
                ${words.stop}
              </button>`
            : nothing
        }
        ${this.#chooser('open-log', words.openLog)} ${this.#chooser('open-build', build === null ? words.build : words.buildOther)}
        ${this.#chooser('open-rules', rules === null ? words.rules : words.rulesOther)}
      </div>
      ${build === null ? nothing : this.#have('build', build.fileName, words.buildIs(build.functions), words.removeBuild)}
      ${
        rules === null
          ? nothing
          : this.#have('rules', rules.name, `${words.rulesAre(rules.count)}, ${rules.kept === 'kept' ? words.kept : words.here}`, words.removeRules)
      }
      ${build === null ? html`<p class="note">${words.buildNote}</p>` : nothing}${rules === null ? html`<p class="note">${words.rulesNote}</p>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-knowledge': TsKnowledge;
  }
}
