/**
 * `ts-cloud-setup`: the administrator's page: the settings, then each step of the registration with its test, and config.json for whoever runs the page.
 * Floor: ui. Emits `cloud`, and `ts-close-setup` to the screen. What a test found is said in words; what cannot be told from here says so.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factList, factText } from '../facts.ts';
import { icon, tick, type TickName } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { screenStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import '../look/ts-copy.ts';
import { setupWords as words } from '../strings/cloud.ts';
import { settingsProblems } from './choices-check.ts';
import type { Problem } from './cloud-problem.ts';
import { chosenService } from './cloud-steps.ts';
import { cloudStyles } from './cloud-styles.ts';
import { EMPTY_CLOUD, type CloudView, type SetupTest, type SetupTestId } from './cloud-view.ts';
import { adviseCloud } from './said.ts';
import { configJson, proxyCommand, roleCommand, type RoleTestId } from './setup-lines.ts';
import { setupStyles } from './setup-styles.ts';
import './ts-cloud-settings.ts';

const TICKS: Readonly<Record<SetupTest['state'], TickName>> = { idle: 'waiting', running: 'running', passed: 'pass', failed: 'fail', unknown: 'unmeasured' };
const ROLES = Object.keys(words.roles.list) as readonly RoleTestId[];

@customElement('ts-cloud-setup')
export class TsCloudSetup extends LitElement {
  static override styles = [sheet, screenStyles, cloudStyles, setupStyles];

  @property({ attribute: false }) view: CloudView = EMPTY_CLOUD;
  @query('h1') private readonly heading!: HTMLElement;

  /** Where somebody who came by a button begins to read. */
  focusHeading(): void {
    this.heading.focus();
  }

  #test(id: SetupTestId): TemplateResult {
    const test = this.view.setup.tests.find((one) => one.id === id) ?? { id, state: 'idle', code: '', facts: {} };
    const isRunning = test.state === 'running';
    const label = test.state === 'idle' || isRunning ? words.test : words.testAgain;
    return html`<div class="test" data-test=${id} data-state=${test.state}>
      ${tick(TICKS[test.state])}
      <div role="status"><b>${words.tests[id]}</b><span>${words.states[test.state]}</span>${this.#found(test)}</div>
      <button
        type="button"
        class="btn small"
        data-action="test-setup"
        aria-label=${words.testLabel(label, words.tests[id])}
        ?disabled=${isRunning}
        @click=${() => emit(this, 'cloud', { act: 'test-setup', id })}
      >
        ${label}
      </button>
    </div>`;
  }

  #found({ id, state, code, facts }: SetupTest): TemplateResult | typeof nothing {
    if (state !== 'failed' && state !== 'unknown') return nothing;
    if (code === 'cloud-host' && facts['host'] === '') return html`<p>${words.chooseFirst}</p>`;
    if (id === 'redirect' && code === 'cloud-not-found') return html`<p>${words.noRedirectPage}</p>`;
    if (code === '') {
      const list = factList(facts);
      return html`<p>${words.unknownText} ${list === '' ? nothing : rich(words.seen(list))}</p>`;
    }
    const { what, seen, remedy } = adviseCloud(code, facts);
    return html`<p class="found"><strong>${rich(what)}.</strong> ${seen === undefined ? nothing : html`${rich(seen)} `}${rich(remedy)}</p>`;
  }

  #command(text: string, label: string): TemplateResult {
    return html`<div class="command"><code>${text}</code><ts-copy .text=${text} .label=${label}></ts-copy></div>`;
  }

  #register(): TemplateResult {
    return html`<li>
      <h3>${words.register.title}</h3>
      ${words.register.text.map((text) => html`<p>${text}</p>`)} ${this.#test('application')}
    </li>`;
  }

  #redirect(): TemplateResult {
    return html`<li>
      <h3>${words.redirect.title}</h3>
      <p>${words.redirect.text}</p>
      ${this.#command(this.view.setup.redirectUri, words.redirect.copy)} ${this.#test('redirect')}
    </li>`;
  }

  #permissions(): TemplateResult {
    const { permissions } = words;
    const row = (id: SetupTestId, [api, permission]: readonly string[]): TemplateResult =>
      html`<div class="row">
        <div><b>${rich(api ?? '')}</b><span>${rich(permission ?? '')}</span></div>
        ${this.#test(id)}
      </div>`;
    return html`<li>
      <h3>${permissions.title}</h3>
      <p>${permissions.text}</p>
      <div class="rows">${row('permission-arm', permissions.arm)} ${row('permission-dps', permissions.dps)} ${row('permission-hub', permissions.hub)}</div>
      ${this.#command(permissions.findHubCommand, permissions.findHub)}
      <p>${permissions.missing}</p>
      ${this.#command(permissions.missingCommand, permissions.missingCopy)}
      <p>${permissions.consent}</p>
      ${this.#command(permissions.consentCommand(factText(this.view.setup.settings.clientId || 'APPLICATION-ID', 64)), permissions.consentCopy)}
    </li>`;
  }

  #roles(): TemplateResult {
    const { roles } = words;
    const service = chosenService(this.view);
    return html`<li>
      <h3>${roles.title}</h3>
      <p>${roles.text} ${service === null ? roles.namesMissing : nothing}</p>
      <div class="rows">
        ${ROLES.map((id) => {
          const { role, scope, why } = roles.list[id];
          return html`<div class="row">
            <div><b>${role}</b><span>${scope}; ${why}</span></div>
            ${this.#command(roleCommand(id, role, service), roles.copy(role))} ${this.#test(id)}
          </div>`;
        })}
      </div>
    </li>`;
  }

  #codes(): TemplateResult {
    return html`<details>
      <summary>${icon('chevron')}${words.codes.title}</summary>
      <dl class="facts codes">
        ${words.codes.list.map(
          ([code, text]) =>
            html`<dt><b>${code}</b></dt>
              <dd>${text}</dd>`,
        )}
      </dl>
    </details>`;
  }

  #siteProblem({ code, facts }: Problem): TemplateResult {
    const { seen } = adviseCloud(code, facts);
    return html`<div class="problem" data-problem=${factText(code, 64)}>
      ${tick('fail')}<strong>${words.siteProblem}</strong>${seen === undefined ? nothing : html`<p>${rich(seen)}</p>`}
      <p>${rich(words.siteRemedy)}</p>
    </div>`;
  }

  #site(): TemplateResult {
    const { settings } = this.view.setup;
    if (settingsProblems(settings).length > 0) {
      return html`<section class="part" aria-labelledby="site">
        <h2 id="site">${words.site.title}</h2>
        <p>${words.site.incomplete}</p>
      </section>`;
    }
    const text = configJson(settings);
    return html`<section class="part" aria-labelledby="site">
      <h2 id="site">${words.site.title}</h2>
      <p>${words.site.text}</p>
      <div class="command">
        <pre tabindex="0" aria-label=${words.site.file}>${text}</pre>
        <ts-copy .text=${text} .label=${words.site.copy}></ts-copy>
      </div>
    </section>`;
  }

  override render(): TemplateResult {
    const { setup } = this.view;
    return html`<div class="page" data-setup=${setup.from}>
      <div class="top">
        <button
          type="button"
          class="btn small"
          data-action="close-setup"
          @click=${() => this.dispatchEvent(new CustomEvent('ts-close-setup', { bubbles: true, composed: true }))}
        >
          ${words.back}
        </button>
        <h1 tabindex="-1">${words.title}</h1>
        <p class="lead">${words.lead}</p>
      </div>
      ${setup.siteProblem === null ? nothing : this.#siteProblem(setup.siteProblem)}
      <ts-cloud-settings .settings=${setup.settings} .from=${setup.from} .problem=${this.view.sessionProblem}></ts-cloud-settings>
      <div class="stack tight">
        <p class="quiet">${words.proxyText}</p>
        ${this.#command(proxyCommand(setup.redirectUri), words.proxyCopy)}
      </div>
      <section class="part" aria-labelledby="admin">
        <h2 id="admin">${words.administrator}</h2>
        <ol class="guide">
          ${this.#register()} ${this.#redirect()} ${this.#permissions()} ${this.#roles()}
        </ol>
        ${this.#codes()}
      </section>
      ${this.#site()}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud-setup': TsCloudSetup;
  }
}
