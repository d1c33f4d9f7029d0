/**
 * `ts-shared-plans`: the plans of the shared store that are not here, each to be taken.
 * Floor: ui. Loaded where a store is set. Emits `shared-files` and, to take one, `station`. Names that other stations gave are hostile text.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cloudStyles } from '../cloud/cloud-styles.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { tick } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import '../look/ts-copy.ts';
import { dayTime } from '../records/times.ts';
import { sharedFilesWords as words } from '../strings/en-shared-files.ts';
import { stationWords } from '../strings/en-station.ts';
import type { SharedFilesView, SharedPlan } from './shared-files-view.ts';
import { sharedListStyles } from './shared-list-styles.ts';
import { foundInStore, lookButton } from './shared-look.ts';
import type { StoreView } from './store-view.ts';

const w = words.plans;

@customElement('ts-shared-plans')
export class TsSharedPlans extends LitElement {
  static override styles = [
    sheet,
    cloudStyles,
    sharedListStyles,
    css`
      .part {
        display: grid;
        gap: var(--s-2);
        padding-top: var(--s-3);
      }
      h3 {
        font-size: 14px;
        font-weight: 600;
      }
      p {
        max-width: 72ch;
        color: var(--ink-2);
      }
    `,
  ];

  @property({ attribute: false }) store: StoreView | null = null;
  @property({ attribute: false }) files: SharedFilesView | null = null;
  /** Fingerprints of the plans that are here. */
  @property({ attribute: false }) here: readonly string[] = [];

  #plan({ fingerprint, atMs, name, version, phases, problem }: SharedPlan): TemplateResult {
    const title = problem === null ? `${factText(name)} ${factText(version)}` : w.unnamed;
    return html`<li data-shared-plan=${fingerprint} data-plan-problem=${problem?.code ?? ''}>
      <div>
        <b>${title}</b>
        <small
          ><span class="mono" title=${fingerprint}>${words.short(fingerprint)}</span
          ><ts-copy .text=${fingerprint} .label=${words.copyFingerprint(title)}></ts-copy><span>${words.shared(dayTime(atMs))}</span></small
        >
        ${phases.length === 0 ? nothing : html`<small>${phases.map((kind) => stationWords.phases[kind].name).join(' → ')}</small>`}
      </div>
      ${
        problem === null
          ? html`<button
              type="button"
              class="btn small"
              data-action="take-plan"
              aria-label=${w.takeLabel(factText(name), factText(version))}
              @click=${() => emit(this, 'station', { act: 'take-plan', fingerprint })}
            >
              ${words.take}
            </button>`
          : html`<p class="said line">${tick('fail')}<span>${w.problems[problem.code] ?? problem.code}</span></p>`
      }
    </li>`;
  }

  #found(all: readonly SharedPlan[], more: number): TemplateResult {
    const rows = all.filter(({ fingerprint }) => !this.here.includes(fingerprint));
    return html`${
      rows.length === 0
        ? html`<p role="status" data-shared-plans="none">${w.none}</p>`
        : html`<ul>
            ${rows.map((row) => this.#plan(row))}
          </ul>`
    }
    ${more === 0 ? nothing : html`<p class="quiet">${w.more(more)}</p>`}`;
  }

  override render(): TemplateResult | typeof nothing {
    if (this.store === null || this.store.state === 'off') return nothing;
    const state = this.files?.plans.state ?? 'idle';
    return html`<section class="part" data-shared-plans-state=${state}>
      <h3>${w.title}</h3>
      <p>${w.lead}</p>
      ${lookButton(state, 'list-plans', () => emit(this, 'shared-files', { act: 'list-plans', here: this.here }))}
      ${foundInStore(this.files?.plans, this, (rows, more) => this.#found(rows, more))}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-shared-plans': TsSharedPlans;
  }
}
