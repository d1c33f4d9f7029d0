/**
 * `ts-manifest`: one loaded manifest file: how many entries hold, who signed them, what is wrong with the others.
 * Floor: ui. Emits `remove-manifest`. Names from a file are hostile text.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ManifestSnapshot } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factList, factText, reader } from '../facts.ts';
import { count, serialGroups } from '../format.ts';
import { icon, tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { reasonWords } from '../proof-words.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';

/** Problems drawn at most; the rest is counted. */
const SHOWN_PROBLEMS = 200;

type Problem = ManifestSnapshot['problems'][number];

/** Words for what is wrong with an entry; unknown reasons still show code and facts. */
function problemWords(problem: Problem): string {
  const words = reasonWords(problem.reason);
  if (words !== undefined) return [words.seen(reader(problem.facts)), words.remedy ?? ''].filter((part) => part !== '').join('. ');
  return [factText(problem.reason), factList(problem.facts)].filter((part) => part !== '').join(': ');
}

@customElement('ts-manifest')
export class TsManifest extends LitElement {
  static override styles = [
    sheet,
    css`
      article {
        border: 1px solid var(--line);
        border-radius: var(--r-2);
        background: var(--stone-1);
        box-shadow: var(--shadow);
      }
      .top {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        gap: 4px var(--s-5);
        align-items: center;
        padding: 14px var(--s-4);
      }
      h2 {
        display: flex;
        align-items: center;
        gap: var(--s-2);
        font-size: 15px;
        line-height: 22px;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .signers {
        color: var(--ink-2);
        font-size: 13px;
        overflow-wrap: anywhere;
      }
      .numbers {
        display: grid;
        grid-template-columns: repeat(3, 88px);
        gap: var(--s-3);
      }
      .number {
        display: grid;
        justify-items: end;
        min-width: 64px;
        color: var(--ink-3);
        font-size: 12px;
        line-height: 16px;
      }
      .number b {
        display: flex;
        align-items: center;
        gap: 6px;
        color: var(--ink);
        font-size: 17px;
        line-height: 24px;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .number .tick {
        width: 16px;
        height: 16px;
      }
      details {
        border-top: 1px solid var(--line);
      }
      summary {
        display: flex;
        align-items: center;
        gap: 6px;
        padding: 8px var(--s-4);
        color: var(--ink-2);
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary .icon {
        width: 16px;
        height: 16px;
        transition: transform 0.12s;
      }
      [open] summary .icon {
        transform: rotate(90deg);
      }
      ol {
        max-height: 320px;
        overflow: auto;
        padding: 0 var(--s-4) 12px 38px;
        font-size: 13px;
      }
      li {
        display: grid;
        grid-template-columns: 90px 210px minmax(0, 1fr);
        gap: 2px 14px;
        padding: 4px 0;
        border-top: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      li:first-child {
        border: 0;
      }
      li span:first-child {
        color: var(--ink-3);
        font-variant-numeric: tabular-nums;
      }
      .serial i {
        font-style: normal;
      }
      .serial i + i {
        margin-left: 0.8ch;
      }
      .more {
        color: var(--ink-2);
      }
      .hint {
        display: flex;
        gap: var(--s-2);
        padding: 0 var(--s-4) 12px;
        color: var(--ink-2);
        font-size: 13px;
      }
      @media (max-width: 820px) {
        .top {
          grid-template-columns: minmax(0, 1fr) auto;
          gap: 10px;
        }
        .numbers {
          grid-row: 2;
          grid-column: 1 / -1;
          grid-template-columns: repeat(3, 1fr);
          gap: 10px;
        }
        .number {
          justify-items: start;
          min-width: 0;
        }
        summary {
          min-height: 44px;
        }
        ol {
          padding-left: var(--s-4);
        }
        li {
          grid-template-columns: 90px minmax(0, 1fr);
        }
        li span:last-child {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  @property({ attribute: false }) manifest!: ManifestSnapshot;

  #number(value: number, label: string, shape: 'pass' | 'fail' | null): TemplateResult {
    return html`<span class="number"><b>${shape === null || value === 0 ? nothing : tick(shape)}${count(value)}</b>${label}</span>`;
  }

  #problem(problem: Problem): TemplateResult {
    const serial = problem.uniqueId === null ? nothing : serialGroups(factText(problem.uniqueId)).map((group) => html`<i>${group}</i>`);
    return html`<li>
      <span>${t.manifests.problemAt(problem.index)}</span><span class="serial mono">${serial}</span><span>${rich(problemWords(problem))}</span>
    </li>`;
  }

  override render(): TemplateResult {
    const { manifest } = this;
    const { problems } = manifest;
    const found = Math.max(problems.length, manifest.failed); // app lists only the first few
    const listed = problems.slice(0, SHOWN_PROBLEMS);
    const name = factText(manifest.fileName);
    const signers =
      manifest.signers.length === 0 ? t.manifests.noSigners : `${t.manifests.signers} ${manifest.signers.map((signer) => factText(signer)).join(', ')}`;
    return html`<article data-manifest=${manifest.id} aria-label=${name}>
      <div class="top">
        <div>
          <h2>${name}${manifest.demo ? html`<span class="demo">${t.virtual.demo}</span>` : nothing}</h2>
          <p class="signers">${signers}</p>
        </div>
        <div class="numbers">
          ${this.#number(manifest.entries, t.manifests.entriesLabel(manifest.entries), null)} ${this.#number(manifest.verified, t.manifests.verified, 'pass')}
          ${this.#number(manifest.failed, t.manifests.failed, 'fail')}
        </div>
        <button
          type="button"
          class="btn small"
          data-action="remove-manifest"
          aria-label=${t.manifests.removeLabel(name)}
          @click=${() => emit(this, 'remove-manifest', { id: manifest.id })}
        >
          ${t.manifests.remove}
        </button>
      </div>
      ${manifest.withoutCertificates > 0 ? html`<p class="hint">${tick('unmeasured')}${t.manifests.withoutHint(manifest.withoutCertificates)}</p>` : nothing}
      ${
        problems.length === 0
          ? nothing
          : html`<details>
              <summary>${icon('chevron')}${t.manifests.problems(found)}</summary>
              <ol tabindex="0" aria-label=${t.manifests.problems(found)}>
                ${listed.map((problem) => this.#problem(problem))}
                ${found > listed.length ? html`<li class="more">${t.manifests.moreProblems(found - listed.length)}</li>` : nothing}
              </ol>
            </details>`
      }
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-manifest': TsManifest;
  }
}
