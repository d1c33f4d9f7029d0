/**
 * `ts-records`: the records screen: runs, yields, the chain and its storage; import, export and labels above them.
 * Floor: ui. Loaded when the screen is first opened. Draws a `RecordsView`, emits `records`; says `open` when it comes into view.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { icon, tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { screenStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import '../label/ts-labels.ts';
import { recordsWords as w } from '../strings/en-records.ts';
import { recordsStyles } from './records-styles.ts';
import { EXPORT_FORMATS, type RecordsView, type Said, type WorkView } from './records-view.ts';
import { problemWords } from './run-words.ts';
import { screenParts } from './screen-parts.ts';
import type { StoreView } from '../store/store-view.ts';
import '../store/ts-store-line.ts';
import './ts-keeping.ts';
import './ts-run-filter.ts';
import './ts-run-list.ts';
import './ts-run.ts';
import './ts-yields.ts';

const TABS = ['runs', 'yields', 'keeping'] as const;
type Tab = (typeof TABS)[number];

@customElement('ts-records')
export class TsRecords extends LitElement {
  static override styles = [
    sheet,
    screenStyles,
    recordsStyles,
    screenParts,
    css`
      h1 {
        margin-bottom: 4px;
      }
      ts-store-line {
        --store-line-pull: -8px; /* its words begin where the others do */
        margin-top: 4px;
      }
    `,
  ];

  /** Null until app has looked. */
  @property({ attribute: false }) view: RecordsView | null = null;
  /** Null: this browser has no shared store. */
  @property({ attribute: false }) store: StoreView | null = null;
  @state() private tab: Tab = 'runs';
  @query('input[type=file]') private readonly chooser!: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    emit(this, 'records', { act: 'open' });
    if (this.tab === 'yields') this.#turnTo('yields');
  }

  #turnTo(tab: Tab): void {
    this.tab = tab;
    if (tab === 'yields') emit(this, 'records', { act: 'count-yields', counted: this.view?.yields?.counted ?? 'production' });
  }

  #chosen(): void {
    const files = [...(this.chooser.files ?? [])];
    this.chooser.value = '';
    if (files.length === 0) return;
    this.tab = 'keeping';
    emit(this, 'records', { act: 'import', files });
  }

  #tools(view: RecordsView): TemplateResult {
    const { list, work } = view;
    return html`<div class="buttons tools">
      <button type="button" class="btn" data-action="import" ?disabled=${work !== null || view.state !== 'ready'} @click=${() => this.chooser.click()}>
        ${w.import}
      </button>
      <input type="file" hidden multiple accept=".jsonl,.ndjson,.json,.txt" data-import @change=${() => this.#chosen()} />
      <button type="button" class="btn" data-action="export" popovertarget="export" ?disabled=${work !== null || list.found === 0}>
        ${w.export}${icon('drop')}
      </button>
      <div id="export" popover class="menu">
        <p class="quiet">${w.exportWhat(list.found, list.total)}</p>
        ${EXPORT_FORMATS.map(
          (format) =>
            html`<button
              type="button"
              data-export=${format}
              popovertarget="export"
              popovertargetaction="hide"
              @click=${() => emit(this, 'records', { act: 'export', format, what: 'found' })}
            >
              <b>${w.formats[format].name}</b><small>${w.formats[format].hint}</small>
            </button>`,
        )}
      </div>
      <button type="button" class="btn" data-action="open-labels" @click=${() => emit(this, 'records', { act: 'open-labels' })}>${w.labels}</button>
    </div>`;
  }

  #tabs(): TemplateResult {
    return html`<div class="tabs" role="tablist" aria-label=${w.tabsLabel} @keydown=${(event: KeyboardEvent) => this.#onTabKey(event)}>
      ${TABS.map(
        (tab) =>
          html`<button
            type="button"
            role="tab"
            id="tab-${tab}"
            data-tab=${tab}
            aria-controls="panel"
            aria-selected=${tab === this.tab ? 'true' : 'false'}
            tabindex=${tab === this.tab ? 0 : -1}
            @click=${() => this.#turnTo(tab)}
          >
            ${w.tabs[tab]}${tab === 'keeping' && this.view?.space.state === 'low' ? tick('unmeasured') : nothing}
          </button>`,
      )}
    </div>`;
  }

  #onTabKey(event: KeyboardEvent): void {
    const move = { ArrowRight: 1, ArrowLeft: TABS.length - 1 }[event.key];
    if (move === undefined) return;
    const next = TABS[(TABS.indexOf(this.tab) + move) % TABS.length] ?? 'runs';
    event.preventDefault();
    this.#turnTo(next);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${next}`)?.focus());
  }

  #work({ kind, done, total, unit }: WorkView): TemplateResult {
    const words = unit === 'bytes' ? w.progressBytes(done, total) : w.progress(done, total);
    return html`<div class="work" data-work=${kind}>
      <b role="status">${w.working[kind]}</b><span>${rich(words)}</span>
      <progress aria-label=${w.working[kind]} max=${Math.max(1, total)} .value=${Math.min(done, total)}></progress>
      <button type="button" class="btn small" data-action="stop-work" @click=${() => emit(this, 'records', { act: 'stop' })}>${w.stop}</button>
    </div>`;
  }

  #problem(view: RecordsView): TemplateResult | typeof nothing {
    if (view.problem === null) return nothing;
    const { what, action } = problemWords(view.problem);
    return html`<div class="line problem" role="alert" data-problem=${view.problem.code}>
      ${tick('fail')}<span><b>${rich(what)}</b>. ${rich(action)}</span>
    </div>`;
  }

  #panel(view: RecordsView): TemplateResult {
    switch (this.tab) {
      case 'runs':
        if (view.list.total === 0)
          return html`<div class="card" data-runs="none">
            <h2>${w.empty}</h2>
            <p class="quiet">${w.emptyText}</p>
          </div>`;
        return html`<ts-run-filter .list=${view.list}></ts-run-filter> ${view.list.found === 0 ? html`<p class="quiet">${w.nothingFound}</p>` : nothing}
          <ts-run-list .list=${view.list} ?hidden=${view.list.found === 0}></ts-run-list>`;
      case 'yields':
        return html`<ts-run-filter .list=${view.list}></ts-run-filter
          ><ts-yields .yields=${view.yields} .measured=${view.measured} .work=${view.work}></ts-yields>`;
      case 'keeping':
        return html`<ts-keeping .view=${view} .store=${this.store}></ts-keeping>`;
    }
  }

  override render(): TemplateResult {
    const { view } = this;
    const { state, work, said } = view ?? { state: 'opening', work: null, said: null };
    return html`<div class="screen" data-records=${state}>
        <div class="top">
          <div>
            <h1>${w.title}</h1>
            <p class="lead">${w.lead}</p>
            <ts-store-line .view=${this.store}></ts-store-line>
          </div>
          ${view === null ? nothing : this.#tools(view)}
        </div>
        ${view === null ? nothing : this.#problem(view)} ${work === null ? nothing : this.#work(work)}
        ${said === null ? nothing : html`<p class="line said" role="status" data-said=${said.kind}>${tick('pass')}<span>${rich(saidWords(said))}</span></p>`}
        ${view?.space.state === 'low' && this.tab !== 'keeping' ? html`<p class="line warning" data-space="low">${tick('unmeasured')}<span>${w.keeping.low}</span></p>` : nothing}
        ${
          state === 'opening'
            ? html`<p class="quiet" role="status">${w.opening}</p>`
            : state === 'unavailable'
              ? html`<p class="quiet">${w.unavailable}</p>`
              : html`${this.#tabs()}
                  <div id="panel" role="tabpanel" aria-labelledby="tab-${this.tab}" class="panel">${view === null ? nothing : this.#panel(view)}</div>`
        }
      </div>
      <ts-run .opened=${view?.opened ?? null} .problem=${view?.problem ?? null}></ts-run>
      <ts-labels .view=${view?.labels ?? null} .problem=${view?.problem ?? null}></ts-labels>`;
  }
}

function saidWords(said: Said): string {
  switch (said.kind) {
    case 'saved':
      return w.said.saved(factText(said.fileName, 120), said.records, said.files);
    case 'freed':
      return w.said.freed(said.records);
    case 'stopped':
    case 'printed':
      return w.said[said.kind];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-records': TsRecords;
  }
}
