/**
 * `ts-store-card`: the store that several stations share: which one, what waits, what is in the way, who claimed what.
 * Floor: ui. Draws a `StoreView`, emits `shared`; says `open` when it comes into view. Texts of other stations are hostile and reach the page as text only.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { StorePlace } from '../../cloud/index.ts';
import { problemBox, type Problem } from '../cloud/cloud-problem.ts';
import { cloudStyles } from '../cloud/cloud-styles.ts';
import { azureTime } from '../cloud/times.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { icon, tick } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import '../look/ts-copy.ts';
import { storeWords as words } from '../strings/en-store.ts';
import { containerCommand, corsCommand, roleCommand } from '../strings/store-commands.ts';
import { isStoreWanted } from './lead-to-store.ts';
import type { ClaimHolder, ClaimRow, StoreView } from './store-view.ts';

const EMPTY: StoreView = {
  ...{ place: { endpoint: '', container: '' }, from: 'none', state: 'off', waiting: 0, problem: null, nextInS: null },
  ...{ test: { state: 'idle' }, taking: { state: 'idle' }, claims: [], pageOrigin: '' },
};
/** Nothing a shell would read as its own. */
const HARMLESS = /^[a-z0-9-]{1,63}$/;

const placeOf = ({ number, slot }: ClaimHolder): string => (number !== null ? words.inRecord(number) : slot === null ? '' : words.inSlot(slot));

@customElement('ts-store-card')
export class TsStoreCard extends LitElement {
  static override styles = [
    sheet,
    cloudStyles,
    css`
      summary h2 {
        font-size: 15px;
      }
      summary [data-needs] {
        color: var(--warn);
        font-weight: 550;
      }
      .now {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
        align-items: center;
      }
      .now .tick {
        margin: 0;
      }
      .now strong {
        font-weight: 600;
      }
      .look {
        color: var(--warn);
        font-weight: 550;
      }
      .list {
        max-height: 320px;
      }
      .admin {
        border: 0;
        background: none;
      }
      .admin > summary {
        padding: 6px 0;
        color: var(--ink-2);
      }
      .command + h3,
      h3 {
        margin: var(--s-2) 0 4px;
        font-size: 13px;
      }
      form {
        display: grid;
        gap: var(--s-3);
      }
    `,
  ];

  /** Null until app has looked. */
  @property({ attribute: false }) view: StoreView | null = null;
  /** What was typed since; null: nothing. */
  @state() private draft: StorePlace | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    emit(this, 'shared', { act: 'open' });
    if (isStoreWanted()) void this.updateComplete.then(() => this.#show());
  }

  /** Opens it and brings it into sight; what stands above it on the screen may still grow. */
  #show(): void {
    const details = this.renderRoot.querySelector('details');
    const summary = this.renderRoot.querySelector('summary');
    if (details === null || summary === null) return;
    details.open = true;
    summary.focus({ preventScroll: true });
    const bring = (): void => {
      if (this.shadowRoot?.activeElement === summary) this.scrollIntoView({ block: 'start' });
    };
    for (const inMs of [0, 120, 600]) setTimeout(bring, inMs);
  }

  #type(change: Partial<StorePlace>): void {
    this.draft = { ...(this.draft ?? this.view?.place ?? EMPTY.place), ...change };
  }

  #save(event: Event, view: StoreView): void {
    event.preventDefault();
    const place = this.draft ?? view.place;
    emit(this, 'shared', { act: 'set-place', place });
  }

  #button(
    act: 'forget-place' | 'test' | 'send-now' | 'take-records' | 'consent' | 'looked-at-claims',
    label: string,
    now: 'ready' | 'busy' = 'ready',
  ): TemplateResult {
    return html`<button
      type="button"
      class="btn"
      data-action="store-${act}"
      ?disabled=${now === 'busy'}
      @click=${() => {
        if (act === 'forget-place') this.draft = null;
        emit(this, 'shared', { act });
      }}
    >
      ${label}
    </button>`;
  }

  #field(name: keyof StorePlace, label: string, hint: string, view: StoreView): TemplateResult {
    return html`<label class="field"
      ><span>${label}</span>
      <input
        class="mono"
        data-store=${name}
        maxlength="200"
        autocomplete="off"
        spellcheck="false"
        inputmode=${name === 'endpoint' ? 'url' : 'text'}
        placeholder=${hint}
        .value=${(this.draft ?? view.place)[name]}
        @input=${(event: Event) => this.#type({ [name]: (event.currentTarget as HTMLInputElement).value.trim() })}
      />
    </label>`;
  }

  #problem(problem: Problem): TemplateResult {
    return problemBox(problem, problem.code === 'sign-in-consent' ? this.#button('consent', words.consent) : nothing);
  }

  /** What is in the way; what goes by itself is no alarm. */
  #why({ state: now, problem, place }: StoreView): TemplateResult | typeof nothing {
    if (problem === null || problem.code === 'sign-in-needed') return nothing;
    if (now === 'offline') return html`<p class="said">${words.unreached(URL.canParse(place.endpoint) ? new URL(place.endpoint).host : place.endpoint)}</p>`;
    return now === 'waiting' ? html`<p class="said">${words.busy}</p>` : this.#problem(problem);
  }

  #now(view: StoreView): TemplateResult | typeof nothing {
    const { state: now, waiting, nextInS, from } = view;
    if (now === 'off') return nothing;
    return html`<p class="now">
        ${now === 'in-step' ? tick('pass') : nothing}<strong>${words.states[now]}</strong>
        ${waiting > 0 ? html`<span data-waiting=${waiting}>${words.waiting(waiting)}</span>` : nothing}
        ${nextInS === null || waiting === 0 ? nothing : html`<span class="quiet">${words.next(nextInS)}</span>`}
      </p>
      ${this.#why(view)} ${waiting > 0 ? html`<p class="quiet">${words.kept}</p>` : nothing}
      ${words.from[from] === '' ? nothing : html`<p class="quiet">${words.from[from]}</p>`}`;
  }

  #form(view: StoreView): TemplateResult {
    const { from, test, taking } = view;
    const isSet = from !== 'none';
    return html`<form aria-label=${words.title} @submit=${(event: Event) => this.#save(event, view)}>
      <div class="fields">
        ${this.#field('endpoint', words.endpoint, words.endpointHint, view)} ${this.#field('container', words.container, words.containerHint, view)}
      </div>
      <div class="buttons">
        ${isSet && this.draft === null ? nothing : html`<button type="submit" class="btn go" data-action="store-save">${words.save}</button>`}
        ${isSet ? html`${this.#button('test', test.state === 'running' ? words.testing : words.test, test.state === 'running' ? 'busy' : 'ready')} ${this.#button('send-now', words.sendNow)}` : nothing}
        ${isSet ? this.#button('take-records', taking.state === 'running' ? words.taking : words.take, taking.state === 'running' ? 'busy' : 'ready') : nothing}
        ${from === 'browser' ? this.#button('forget-place', words.forget) : nothing}
      </div>
      <div role="status" data-store-test=${test.state}>
        ${test.state === 'passed' ? html`<p class="note">${tick('pass')}<span>${words.passed}</span></p>` : nothing}
      </div>
      ${test.state === 'failed' ? this.#problem(test) : nothing}
      ${
        taking.state === 'done' || taking.state === 'running'
          ? html`<p class="quiet" data-taken=${taking.records}>${words.taken(taking.records, taking.stations, taking.refused)}</p>`
          : nothing
      }
      ${taking.state === 'failed' ? this.#problem(taking) : nothing}
    </form>`;
  }

  #claim(claim: ClaimRow): TemplateResult {
    const { book, unit, id, result, holder, number, demo, look } = claim;
    const before = holder === null ? null : unit === 'chip' ? holder.mac : holder.chip;
    return html`<tr role="row" data-claim=${result} data-book=${book} data-unit=${unit}>
      <td role="cell">${words.units[unit]} <span class="mono">${factText(id, 40)}</span>${demo ? html` <span class="demo">${words.demo}</span>` : nothing}</td>
      <td role="cell" class=${look === 'new' ? 'look' : ''}>${words.results[book][result]}</td>
      <td role="cell">
        ${
          holder === null
            ? result === 'won'
              ? words.ours(number)
              : nothing
            : html`${words.theirs(factText(holder.station, 80), azureTime(holder.at) ?? factText(holder.at, 30), placeOf(holder))}${
                result === 'other' && before !== null ? html`<small class="mono">${words.had(unit, factText(before, 40))}</small>` : nothing
              }`
        }
      </td>
    </tr>`;
  }

  #claims({ claims }: StoreView): TemplateResult | typeof nothing {
    if (claims.length === 0) return nothing;
    const { unit, result, first } = words.columns;
    return html`<div class="stack tight">
      <h3>${words.claims}</h3>
      <p class="quiet">${words.claimsText}</p>
      ${claims.some(({ look }) => look === 'new') ? html`<div class="buttons">${this.#button('looked-at-claims', words.lookedAt)}</div>` : nothing}
      <div class="list" role="region" tabindex="0" aria-label=${words.claims}>
        <table role="table">
          <thead role="rowgroup">
            <tr role="row">
              ${[unit, result, first].map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${claims.map((claim) => this.#claim(claim))}
          </tbody>
        </table>
      </div>
    </div>`;
  }

  #administrator({ place, pageOrigin }: StoreView): TemplateResult {
    const { endpoint, container } = this.draft ?? place;
    const label = /^https:\/\/(?:[^/]+\/)?([a-z0-9]{3,24})(?:\.|$)/.exec(endpoint)?.[1] ?? 'NAME';
    const name = HARMLESS.test(container) ? container : 'touchstone';
    const commands: readonly (readonly [string, string])[] = [
      [words.containerCommand, containerCommand(label, name)],
      [words.roleCommand, roleCommand(label, name)],
      [words.corsCommand, corsCommand(label, pageOrigin)],
    ];
    return html`<details class="admin">
      <summary>${icon('chevron')}${words.administrator}</summary>
      <p class="quiet">${words.administratorText}</p>
      ${commands.map(
        ([what, text]) =>
          html`<h3>${what}</h3>
            <div class="command"><code>${text}</code><ts-copy .text=${text} .label=${words.copy(what)}></ts-copy></div>`,
      )}
    </details>`;
  }

  override render(): TemplateResult {
    const view = this.view ?? EMPTY;
    const needs = view.state === 'refused' || view.claims.some(({ look }) => look === 'new');
    return html`<details data-shared-store=${view.state} ?open=${needs}>
        <summary>
          ${icon('chevron')}
          <h2>${words.title}</h2>
          <span ?data-needs=${needs}>${words.states[view.state]}${view.waiting > 0 ? ` · ${words.waiting(view.waiting)}` : ''}</span>
        </summary>
        <div class="inside">
          <p class="said">${words.lead}</p>
          ${this.#now(view)} ${this.#form(view)} ${this.#claims(view)} ${this.#administrator(view)}
        </div>
      </details>
      <div class="sr" role="status">${view.state === 'refused' ? words.say(view.state, view.waiting) : ''}</div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('view');
    const { place } = this.view ?? EMPTY;
    // what was typed has become the setting
    if (before && (before.place.endpoint !== place.endpoint || before.place.container !== place.container)) this.draft = null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-store-card': TsStoreCard;
  }
}
