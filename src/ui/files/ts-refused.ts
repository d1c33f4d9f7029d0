/**
 * `ts-refused`: files that were not taken: each with its reason, the place in the file, and what to do.
 * Floor: ui. Emits `dismiss-refused`. Names come from outside and are hostile text.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { advise } from '../advice.ts';
import type { RefusedFile } from '../app-view.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { manifestWords } from '../strings/late.ts';

const words = manifestWords.refused;
/** Drawn at most; the rest is counted. */
const SHOWN = 200;

@customElement('ts-refused')
export class TsRefused extends LitElement {
  static override styles = [
    sheet,
    css`
      section {
        border: 1px solid var(--line);
        border-radius: var(--r-2);
        background: var(--stone-1);
        box-shadow: var(--shadow);
        overflow: clip;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 10px;
        padding: 8px var(--s-4);
        background: var(--warn-soft);
      }
      h2 {
        font-size: 15px;
        line-height: 22px;
        font-weight: 600;
      }
      .head span {
        flex: 1;
        color: var(--ink-2);
        font-size: 13px;
        font-variant-numeric: tabular-nums;
      }
      ul {
        max-height: 300px;
        overflow: auto;
        overscroll-behavior: contain;
      }
      ul:focus-visible {
        outline-offset: -2px;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 300px) minmax(0, 1fr);
        gap: 2px var(--s-5);
        padding: 10px var(--s-4);
        border-top: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      b {
        font-weight: 550;
      }
      li p {
        text-wrap: pretty;
      }
      .remedy,
      .more {
        color: var(--ink-2);
      }
      @media (max-width: 820px) {
        ul {
          max-height: 340px;
        }
        li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) refused: readonly RefusedFile[] = [];

  #file({ id, fileName, code, facts }: RefusedFile): TemplateResult {
    const { what, seen, remedy } = advise(code, { ...facts, fileName: '', name: '' }); // the name stands before it
    return html`<li data-refused=${code} data-refused-id=${id}>
      <b>${factText(fileName)}</b>
      <div>
        <p>${what}. ${seen === undefined ? nothing : rich(seen)}</p>
        <p class="remedy">${remedy}</p>
      </div>
    </li>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { refused } = this;
    if (refused.length === 0) return nothing;
    return html`<section aria-labelledby="title">
      <div class="head">
        ${tick('unmeasured')}
        <h2 id="title">${words.title}</h2>
        <span role="status">${words.count(refused.length)}</span>
        <button
          type="button"
          class="btn small"
          data-action="dismiss-refused"
          aria-label=${words.dismissLabel}
          @click=${() => emit(this, 'dismiss-refused', {})}
        >
          ${words.dismiss}
        </button>
      </div>
      <ul tabindex="0" aria-labelledby="title">
        ${repeat(
          refused.slice(0, SHOWN),
          ({ id }) => id,
          (file) => this.#file(file),
        )}
        ${refused.length > SHOWN ? html`<li class="more">${words.more(refused.length - SHOWN)}</li>` : nothing}
      </ul>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-refused': TsRefused;
  }
}
