/**
 * `ts-cloud-sign-in`: the first step: who is signed in, and every reason why nobody is.
 * Floor: ui. Emits `cloud`, and `ts-open-setup` to the screen. Windows open in the click itself, so that the browser allows them.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CloudResource } from '../../cloud/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { cloudWords } from '../strings/cloud.ts';
import { problemBox } from './cloud-problem.ts';
import { cloudStyles } from './cloud-styles.ts';
import { EMPTY_CLOUD, type CloudView } from './cloud-view.ts';

const words = cloudWords.signIn;

@customElement('ts-cloud-sign-in')
export class TsCloudSignIn extends LitElement {
  static override styles = [
    sheet,
    cloudStyles,
    css`
      .busy {
        display: flex;
        gap: 10px;
        min-height: 38px;
        align-items: center;
      }
    `,
  ];

  @property({ attribute: false }) view: CloudView = EMPTY_CLOUD;

  #openSetup(): void {
    this.dispatchEvent(new CustomEvent('ts-open-setup', { bubbles: true, composed: true }));
  }

  #setUp(weight: 'go' | ''): TemplateResult {
    return html`<button type="button" class="btn ${weight}" data-action="open-setup" @click=${() => this.#openSetup()}>${words.setUp}</button>`;
  }

  #signIn(label: string): TemplateResult {
    return html`<button type="button" class="btn go" data-action="sign-in" @click=${() => emit(this, 'cloud', { act: 'sign-in', by: 'popup' })}>
      ${label}
    </button>`;
  }

  #redirect(weight: 'go' | ''): TemplateResult {
    return html`<button
      type="button"
      class="btn ${weight}"
      data-action="sign-in-redirect"
      @click=${() => emit(this, 'cloud', { act: 'sign-in', by: 'redirect' })}
    >
      ${words.redirect}
    </button>`;
  }

  #useEmulator(): TemplateResult | typeof nothing {
    if (this.view.emulator !== 'offered') return nothing;
    return html`<button type="button" class="btn" data-action="use-emulator" @click=${() => emit(this, 'cloud', { act: 'use-emulator' })}>
      ${cloudWords.emulator.use}
    </button>`;
  }

  #signOut(): TemplateResult {
    return html`<button type="button" class="btn" data-action="sign-out" @click=${() => emit(this, 'cloud', { act: 'sign-out' })}>${words.signOut}</button>`;
  }

  /** Nothing to sign in with yet. */
  get #isBare(): boolean {
    return this.view.setup.from === 'none' && this.view.emulator !== 'on';
  }

  #signedOut(): TemplateResult {
    const { sessionProblem, emulator } = this.view;
    if (this.#isBare) {
      return html`<p class="said">${emulator === 'offered' ? words.notSetUp : words.notSetUpAlone}</p>
        ${sessionProblem === null ? nothing : problemBox(sessionProblem)}
        <div class="buttons">${this.#setUp('go')}${this.#useEmulator()}</div>`;
    }
    const isBlocked = sessionProblem?.code === 'sign-in-popup-blocked';
    return html`<p class="said">${emulator === 'on' ? words.emulatorText : words.text}</p>
      ${sessionProblem === null ? nothing : problemBox(sessionProblem)}
      <div class="buttons">
        ${isBlocked ? this.#redirect('go') : nothing}${isBlocked ? this.#again('') : this.#signIn(sessionProblem === null ? words.signIn : words.again)}
        ${emulator === 'on' ? nothing : this.#setUp('')}${this.#useEmulator()}
      </div>`;
  }

  #again(weight: 'go' | ''): TemplateResult {
    return html`<button type="button" class="btn ${weight}" data-action="sign-in" @click=${() => emit(this, 'cloud', { act: 'sign-in', by: 'popup' })}>
      ${words.again}
    </button>`;
  }

  #who(): TemplateResult | typeof nothing {
    const { account } = this.view;
    if (account === null) return nothing;
    return html`<p class="said">
      ${words.account(factText(account.name, 80), factText(account.username, 120))} <small>${rich(words.tenant(factText(account.tenantId, 64)))}</small>
    </p>`;
  }

  #expired(): TemplateResult {
    const problem = this.view.sessionProblem ?? { code: 'sign-in-expired', facts: {} };
    const isBlocked = problem.code === 'sign-in-popup-blocked';
    return html`${this.#who()} ${problemBox(problem)}
      <div class="buttons">${isBlocked ? this.#redirect('go') : nothing}${this.#again(isBlocked ? '' : 'go')}${this.#signOut()}</div>`;
  }

  #consent(): TemplateResult {
    const problem = this.view.sessionProblem ?? { code: 'sign-in-consent', facts: {} };
    const asked = problem.facts['resource'];
    const resource: CloudResource = asked === 'arm' || asked === 'hub' ? asked : 'dps';
    return html`${this.#who()} ${problemBox(problem)}
      <p class="said">${words.consentText}</p>
      <div class="buttons">
        <button type="button" class="btn go" data-action="consent" @click=${() => emit(this, 'cloud', { act: 'consent', resource })}>
          ${words.consent(words.resources[resource])}
        </button>
        ${this.#setUp('')}${this.#signOut()}
      </div>`;
  }

  #body(): TemplateResult {
    const { session, sessionProblem, emulator } = this.view;
    switch (session) {
      case 'starting':
        return html`<p class="busy said">${tick('running')}${words.sessions.starting}</p>`;
      case 'signing-in':
        return html`<p class="busy said">${tick('running')}${emulator === 'on' ? words.sessions[session] : words.busyText}</p>`;
      case 'signed-out':
        return this.#signedOut();
      case 'expired':
        return this.#expired();
      case 'consent-missing':
        return this.#consent();
      case 'signed-in':
        return html`${this.#who()} ${sessionProblem === null ? nothing : problemBox(sessionProblem)}
          <div class="buttons">${this.#signOut()}${emulator === 'on' ? nothing : this.#setUp('')}</div>`;
    }
  }

  override render(): TemplateResult {
    return html`<div class="stack" data-session=${this.view.session}>${this.#body()}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud-sign-in': TsCloudSignIn;
  }
}
