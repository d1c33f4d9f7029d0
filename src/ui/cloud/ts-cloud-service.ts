/**
 * `ts-cloud-service`: the second step: subscription, provisioning service, its facts, and the ways to it that were tried.
 * Floor: ui. Emits `cloud`, `navigate`, and `ts-open-setup` to the screen. A way that gave no answer is never called a refusal of the person.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProvisioningService } from '../../cloud/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { icon, tick, type TickName } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import '../look/ts-copy.ts';
import { cloudWords } from '../strings/cloud.ts';
import { problemBox } from './cloud-problem.ts';
import { chosenService } from './cloud-steps.ts';
import { cloudStyles } from './cloud-styles.ts';
import { EMPTY_CLOUD, type CloudAction, type CloudView, type ReachTry } from './cloud-view.ts';
import { proxyCommand } from './setup-lines.ts';
import { rulesForBench, serviceWarnings, type ServiceWarning } from './service-warnings.ts';

const words = cloudWords.service;
/** More rules are counted, not listed. */
const RULES_SHOWN = 6;
const TICKS: Readonly<Record<ReachTry['state'], TickName>> = { running: 'running', answered: 'pass', refused: 'unmeasured', skipped: 'waiting' };

/** One thing to choose. */
interface Option {
  readonly id: string;
  readonly name: string;
}

@customElement('ts-cloud-service')
export class TsCloudService extends LitElement {
  static override styles = [
    sheet,
    cloudStyles,
    css`
      .choose {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto;
        gap: var(--s-3) var(--s-4);
        align-items: end;
      }
      .choose .btn {
        min-height: 34px;
      }
      .two {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: var(--s-4) var(--s-6);
        padding-top: var(--s-4);
        border-top: 1px solid var(--line);
      }
      .nowhere {
        display: grid;
        gap: var(--s-3);
        padding: var(--s-4);
        border: 1px dashed var(--warn);
        border-radius: var(--r-2);
        background: var(--warn-soft);
      }
      .nowhere p {
        max-width: 80ch;
        text-wrap: pretty;
      }
      .command {
        max-width: 560px;
        background: var(--stone-1);
      }
      li + li {
        margin-top: 6px;
      }
      @media (max-width: 820px) {
        .choose,
        .two {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) view: CloudView = EMPTY_CLOUD;

  #do(action: CloudAction): void {
    emit(this, 'cloud', action);
  }

  #select(
    name: string,
    label: string,
    busy: 'busy' | 'ready',
    options: readonly Option[],
    chosen: string | null,
    choose: (id: string) => void,
  ): TemplateResult {
    const isEmpty = busy === 'busy' || options.length === 0;
    return html`<label class="field"
      ><span>${label}</span>
      <select data-choose=${name} ?disabled=${isEmpty} @change=${(event: Event) => choose((event.currentTarget as HTMLSelectElement).value)}>
        ${
          chosen === null || isEmpty
            ? html`<option value="" disabled .selected=${true}>${busy === 'busy' ? words.looking : options.length === 0 ? '–' : words.choose}</option>`
            : nothing
        }
        ${options.map(({ id, name: text }) => html`<option value=${id} .selected=${id === chosen}>${text}</option>`)}
      </select>
    </label>`;
  }

  #choices(): TemplateResult {
    const { subscriptions, subscriptionId, services, serviceId } = this.view;
    const isBusy = subscriptions.state === 'busy' || services.state === 'busy';
    const subscriptionList = subscriptions.state === 'done' ? subscriptions.value : [];
    const serviceList = services.state === 'done' ? services.value : [];
    return html`<div class="choose">
        ${this.#select(
          'subscription',
          words.subscription,
          subscriptions.state === 'busy' ? 'busy' : 'ready',
          subscriptionList.map((one) => ({ id: one.subscriptionId, name: factText(one.displayName || one.subscriptionId, 80) })),
          subscriptionId,
          (id) => this.#do({ act: 'choose-subscription', subscriptionId: id }),
        )}
        ${this.#select(
          'service',
          words.service,
          services.state === 'busy' ? 'busy' : 'ready',
          serviceList.map(({ id, name, resourceGroup }) => ({ id, name: words.option(factText(name, 64), factText(resourceGroup, 90)) })),
          serviceId,
          (id) => this.#do({ act: 'choose-service', id }),
        )}
        <button type="button" class="btn" data-action="list-subscriptions" ?disabled=${isBusy} @click=${() => this.#do({ act: 'list-subscriptions' })}>
          ${words.reload}
        </button>
      </div>
      ${subscriptions.state === 'failed' ? problemBox(subscriptions) : nothing}
      ${subscriptions.state === 'done' && subscriptions.value.length === 0 ? html`<p class="said" data-empty="subscriptions">${words.noSubscriptions}</p>` : nothing}
      ${services.state === 'failed' ? problemBox(services) : nothing}
      ${services.state === 'done' && services.value.length === 0 ? html`<p class="said" data-empty="services">${words.noServices}</p>` : nothing}`;
  }

  #warning(warning: ServiceWarning, service: ProvisioningService): TemplateResult {
    const rules = rulesForBench(service.ipFilterRules);
    const listed = rules.slice(0, RULES_SHOWN).map(({ action, ipMask, target }) => words.rule(factText(action, 24), factText(ipMask, 48), target));
    if (rules.length > RULES_SHOWN) listed.push(words.moreRules(rules.length - RULES_SHOWN));
    const fact = warning === 'state' ? factText(service.state, 40) : listed.join(', ');
    return html`<p class="note" data-warning=${warning}>${icon('info')}<span>${rich(words.warnings[warning](fact))}</span></p>`;
  }

  #facts(service: ProvisioningService): TemplateResult {
    const hubs = service.linkedHubs.slice(0, 12).map(({ name }) => factText(name, 80));
    const warnings = serviceWarnings(service);
    return html`<div class="stack">
      <dl class="facts" data-service=${factText(service.name, 64)}>
        <dt>${words.idScope}</dt>
        <dd><code>${factText(service.idScope, 40)}</code><ts-copy .text=${service.idScope} .label=${words.copyIdScope}></ts-copy></dd>
        <dt>${words.state}</dt>
        <dd>${factText(service.state || cloudWords.notTold, 40)}</dd>
        <dt>${words.place}</dt>
        <dd>${words.placeValue(factText(service.resourceGroup, 90), factText(service.location, 60))}</dd>
        <dt>${words.policy}</dt>
        <dd>${words.policies[service.allocationPolicy] ?? factText(service.allocationPolicy || cloudWords.notTold, 40)}</dd>
        <dt>${words.hubs}</dt>
        <dd>${hubs.length === 0 ? words.noHubs : hubs.map((name) => html`<code>${name}</code>`)}</dd>
        ${
          warnings.includes('ip-rules') || warnings.includes('public-off')
            ? nothing
            : html`<dt>${words.network}</dt>
                <dd>${words.networkOpen}</dd>`
        }
      </dl>
      ${warnings.map((warning) => this.#warning(warning, service))}
    </div>`;
  }

  #try({ route, host, state, status }: ReachTry): TemplateResult {
    return html`<li class="note" data-route=${route} data-state=${state}>
      ${tick(TICKS[state])}<span>${words.routes[route]} <code>${factText(host, 90)}</code><small>${words.tries[state](status)}</small></span>
    </li>`;
  }

  #nowhere(): TemplateResult {
    const [cause, proxy, without] = words.nowhereText;
    const command = proxyCommand(this.view.setup.redirectUri);
    return html`<div class="nowhere" data-reach-nowhere>
      <h3>${words.nowhere}</h3>
      <p>${cause}</p>
      <p>${proxy}</p>
      <div class="command"><code>${command}</code><ts-copy .text=${command} .label=${words.copyCommand}></ts-copy></div>
      <p>${without}</p>
      <div class="buttons">
        <button type="button" class="btn go" data-action="probe" @click=${() => this.#do({ act: 'probe' })}>${cloudWords.retry}</button>
        <button
          type="button"
          class="btn"
          data-action="open-setup"
          @click=${() => this.dispatchEvent(new CustomEvent('ts-open-setup', { bubbles: true, composed: true }))}
        >
          ${words.setProxy}
        </button>
        <button type="button" class="btn" data-action="go-exports" @click=${() => emit(this, 'navigate', { screen: 'manifests' })}>${words.exports}</button>
      </div>
    </div>`;
  }

  #reach(): TemplateResult {
    const { reach } = this.view;
    return html`<div class="stack tight" data-reach=${reach.state}>
      <h3>${words.reach}</h3>
      ${
        reach.tries.length === 0
          ? html`<p class="said">${reach.state === 'probing' ? words.probing : words.reachIdle}</p>`
          : html`<ol>
              ${reach.tries.map((one) => this.#try(one))}
            </ol>`
      }
      ${
        reach.state === 'probing' || reach.state === 'nowhere'
          ? nothing
          : html`<div><button type="button" class="btn small" data-action="probe" @click=${() => this.#do({ act: 'probe' })}>${cloudWords.retry}</button></div>`
      }
    </div>`;
  }

  override render(): TemplateResult {
    const service = chosenService(this.view);
    return html`<div class="stack">
      ${this.#choices()}
      ${
        service === null
          ? nothing
          : html`<div class="two">${this.#facts(service)} ${this.#reach()}</div>
              ${this.view.reach.state === 'nowhere' ? this.#nowhere() : nothing}`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud-service': TsCloudService;
  }
}
