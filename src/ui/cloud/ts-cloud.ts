/**
 * `ts-cloud`: the cloud screen: four steps from signing in to "assigned", an unfinished job, the records; or the administrator's page.
 * Floor: ui. Loaded when the screen is first opened. Draws a `CloudView`, emits `cloud`; says `open` when it comes into view.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { rich } from '../look/rich.ts';
import { screenStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import { cloudWords as words } from '../strings/cloud.ts';
import { screenParts } from './cloud-screen-styles.ts';
import { chosenService, stepStates, type StepId, type StepState } from './cloud-steps.ts';
import { EMPTY_CLOUD, type CloudView } from './cloud-view.ts';
import { politeCloud, urgentCloud } from './said.ts';
import '../store/ts-store-card.ts';
import './ts-cloud-enrol.ts';
import './ts-cloud-job.ts';
import './ts-cloud-records.ts';
import './ts-cloud-service.ts';
import type { TsCloudSetup } from './ts-cloud-setup.ts';
import './ts-cloud-setup.ts';
import './ts-cloud-sign-in.ts';
import './ts-cloud-step.ts';
import './ts-cloud-watch.ts';

@customElement('ts-cloud')
export class TsCloud extends LitElement {
  static override styles = [sheet, screenStyles, screenParts];

  /** Null until app has looked. */
  @property({ attribute: false }) view: CloudView | null = null;
  @state() private page: 'steps' | 'setup' = 'steps';
  @query('ts-cloud-setup') private readonly setup!: TsCloudSetup | null;
  @query('h1') private readonly heading!: HTMLElement | null;

  override connectedCallback(): void {
    super.connectedCallback();
    emit(this, 'cloud', { act: 'open' });
  }

  async #openSetup(): Promise<void> {
    this.page = 'setup';
    await this.updateComplete;
    await this.setup?.updateComplete;
    this.setup?.focusHeading();
    this.#toTop();
  }

  async #closeSetup(): Promise<void> {
    this.page = 'steps';
    await this.updateComplete;
    this.heading?.focus();
    this.#toTop();
  }

  #toTop(): void {
    this.scrollIntoView({ block: 'start' });
  }

  #line(step: StepId, state: StepState, view: CloudView): TemplateResult | string {
    switch (step) {
      case 'sign-in': {
        const { account } = view;
        return state === 'done' && account !== null ? words.signIn.account(factText(account.name, 80), factText(account.username, 120)) : '';
      }
      case 'service': {
        const service = chosenService(view);
        if (state !== 'done' || service === null) return words.service.waiting;
        const by = view.reach.tries.find((one) => one.state === 'answered')?.route;
        const scope = html`<b>${factText(service.name, 64)}</b> · ${words.service.idScope.toLowerCase()} <code>${factText(service.idScope, 40)}</code>`;
        return html`${scope}${by === undefined ? nothing : html` · ${words.service.reachedBy(by)}`}`;
      }
      case 'enrol':
        if (state === 'waiting') return words.enrol.waiting;
        if (view.job !== null) return words.job.ended(view.job.enrolled, view.job.same, view.job.failed);
        return state === 'done' && view.watch !== null ? words.enrol.there(factText(view.watch.registrationId, 128)) : '';
      case 'watch':
        return state === 'waiting' ? words.watch.waiting : '';
    }
  }

  #content(step: StepId, view: CloudView): TemplateResult {
    switch (step) {
      case 'sign-in':
        return html`<ts-cloud-sign-in .view=${view}></ts-cloud-sign-in>`;
      case 'service':
        return html`<ts-cloud-service .view=${view}></ts-cloud-service>`;
      case 'enrol':
        return html`<ts-cloud-enrol .view=${view}></ts-cloud-enrol>`;
      case 'watch':
        return html`<ts-cloud-watch .view=${view}></ts-cloud-watch>`;
    }
  }

  #steps(view: CloudView): TemplateResult {
    const states = stepStates(view);
    const titles = { 'sign-in': words.signIn.title, service: words.service.title, enrol: words.enrol.title, watch: words.watch.title };
    const all: readonly StepId[] = ['sign-in', 'service', 'enrol', 'watch'];
    return html`<div class="steps">
      ${all.map(
        (step, index) =>
          html`<ts-cloud-step
            data-cloud-step=${step}
            .number=${index + 1}
            .heading=${titles[step]}
            .state=${states[step]}
            .line=${this.#line(step, states[step], view)}
            .emulator=${view.emulator === 'on' && states[step] !== 'waiting' ? 'on' : 'off'}
            >${states[step] === 'waiting' ? nothing : this.#content(step, view)}</ts-cloud-step
          >`,
      )}
    </div>`;
  }

  #points(): TemplateResult {
    return html`<section class="points" aria-label=${words.title}>
      ${words.points.map(
        ([head, text]) =>
          html`<div>
            <h2>${head}</h2>
            <p>${text}</p>
          </div>`,
      )}
    </section>`;
  }

  #emulator(): TemplateResult {
    return html`<div class="emulator" data-emulator="on">
      <span class="demo">${words.emulator.mark}</span>
      <p>${words.emulator.text}</p>
      <button type="button" class="btn small" data-action="leave-emulator" @click=${() => emit(this, 'cloud', { act: 'leave-emulator' })}>
        ${words.emulator.leave}
      </button>
    </div>`;
  }

  #unfinished(view: CloudView): TemplateResult | typeof nothing {
    const { unfinished, job } = view;
    if (unfinished === null || job !== null) return nothing;
    const isHere = view.session === 'signed-in' && chosenService(view)?.name === unfinished.serviceName && view.reach.state === 'reached';
    return html`<ts-cloud-job .job=${unfinished} .kind=${isHere ? 'earlier' : 'elsewhere'}></ts-cloud-job>`;
  }

  #screen(view: CloudView): TemplateResult {
    const isFirst = view.emulator !== 'on' && (view.session === 'signed-out' || view.session === 'starting');
    return html`<div>
        <h1 tabindex="-1">${words.title}</h1>
        <p class="lead">${rich(words.lead)}</p>
      </div>
      ${view.emulator === 'on' ? this.#emulator() : nothing} ${isFirst ? this.#points() : nothing} ${this.#unfinished(view)} ${this.#steps(view)}
      <ts-cloud-records
        .records=${view.records}
        .saved=${view.recordsSaved ?? null}
        .watching=${view.session === 'signed-in' && view.reach.state === 'reached' ? 'possible' : 'not-now'}
      ></ts-cloud-records>
      <slot></slot>`; // app puts the shared store's card there
  }

  override render(): TemplateResult {
    const view = this.view ?? EMPTY_CLOUD;
    return html`<div class="screen" data-cloud=${view.session} @ts-open-setup=${() => this.#openSetup()} @ts-close-setup=${() => this.#closeSetup()}>
        ${this.page === 'setup' ? html`<ts-cloud-setup .view=${view}></ts-cloud-setup>` : this.#screen(view)}
      </div>
      ${politeCloud(view).map((said) => html`<div class="sr" role="status">${said}</div>`)}
      ${urgentCloud(view).map((said) => html`<div class="sr" role="alert">${said}</div>`)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud': TsCloud;
  }
}
