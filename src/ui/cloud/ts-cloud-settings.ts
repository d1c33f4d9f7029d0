/**
 * `ts-cloud-settings`: the four fields that an administrator knows. Nothing in them is secret.
 * Floor: ui. Emits `cloud` with settings whose form can be right; app has the last word.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CloudSettings, NationalCloud } from '../../cloud/index.ts';
import { emit } from '../events.ts';
import { sheet } from '../look/sheet.ts';
import { setupWords as words } from '../strings/cloud.ts';
import { settingsProblems } from './choices-check.ts';
import { problemBox, type Problem } from './cloud-problem.ts';
import { cloudStyles } from './cloud-styles.ts';
import { EMPTY_CLOUD, type SetupView } from './cloud-view.ts';

type TextField = 'clientId' | 'tenant' | 'proxy';
/** Problems that are about these fields; others have their place beside the button for signing in. */
const OWN_CODES: readonly string[] = ['sign-in-setup', 'proxy-address', 'proxy-missing'];

@customElement('ts-cloud-settings')
export class TsCloudSettings extends LitElement {
  static override styles = [
    sheet,
    cloudStyles,
    css`
      form {
        gap: var(--s-4);
      }
      .fields {
        grid-template-columns: repeat(auto-fit, minmax(min(340px, 100%), 1fr));
      }
      .saved {
        align-self: center;
        color: var(--ink-2);
      }
    `,
  ];

  @property({ attribute: false }) settings: CloudSettings = EMPTY_CLOUD.setup.settings;
  @property({ attribute: false }) from: SetupView['from'] = 'none';
  @property({ attribute: false }) problem: Problem | null = null;
  /** What was typed since; null: nothing. */
  @state() private draft: CloudSettings | null = null;
  @state() private wrong: readonly TextField[] = [];
  @state() private saved: 'no' | 'yes' = 'no';

  #type(change: Partial<CloudSettings>): void {
    this.draft = { ...(this.draft ?? this.settings), ...change };
    this.saved = 'no';
    if (this.wrong.length > 0) this.wrong = settingsProblems(this.draft).filter((field) => this.wrong.includes(field));
  }

  #save(event: Event): void {
    event.preventDefault();
    const draft = this.draft ?? this.settings;
    const settings = { ...draft, proxy: draft.proxy.replace(/\/+$/, '') };
    this.wrong = settingsProblems(settings);
    const [first] = this.wrong;
    if (first !== undefined) {
      this.renderRoot.querySelector<HTMLInputElement>(`[data-setting="${first}"]`)?.focus();
      return;
    }
    this.settings = settings;
    this.draft = null;
    this.saved = 'yes';
    emit(this, 'cloud', { act: 'set-settings', settings });
  }

  #forget(): void {
    this.draft = null;
    this.wrong = [];
    this.saved = 'no';
    emit(this, 'cloud', { act: 'forget-settings' });
  }

  #text(field: TextField, label: string, hint: string): TemplateResult {
    const isWrong = this.wrong.includes(field);
    return html`<label class="field"
      ><span>${label}</span>
      <input
        data-setting=${field}
        class=${field === 'tenant' ? '' : 'mono'}
        maxlength="200"
        autocomplete="off"
        spellcheck="false"
        inputmode=${field === 'proxy' ? 'url' : 'text'}
        placeholder=${hint}
        aria-invalid=${isWrong ? 'true' : 'false'}
        aria-describedby=${isWrong ? `wrong-${field}` : nothing}
        .value=${(this.draft ?? this.settings)[field]}
        @input=${(event: Event) => this.#type({ [field]: (event.currentTarget as HTMLInputElement).value.trim() })}
      />
      ${isWrong ? html`<small class="wrong" id="wrong-${field}">${words.problems[field]}</small>` : nothing}
    </label>`;
  }

  override render(): TemplateResult {
    const { cloud } = this.draft ?? this.settings;
    const clouds = Object.keys(words.clouds) as readonly NationalCloud[];
    const own = this.problem !== null && OWN_CODES.includes(this.problem.code) ? this.problem : null;
    return html`<form class="card" aria-label=${words.fields} @submit=${(event: Event) => this.#save(event)}>
      <h2>${words.fields}</h2>
      ${words.from[this.from] === '' ? nothing : html`<p class="quiet">${words.from[this.from]}</p>`}
      <div class="fields">
        ${this.#text('clientId', words.clientId, words.guidHint)} ${this.#text('tenant', words.tenant, words.tenantHint)}
        <label class="field"
          ><span>${words.cloud}</span>
          <select data-setting="cloud" @change=${(event: Event) => this.#type({ cloud: (event.currentTarget as HTMLSelectElement).value as NationalCloud })}>
            ${clouds.map((name) => html`<option value=${name} .selected=${name === cloud}>${words.clouds[name]}</option>`)}
          </select>
        </label>
        ${this.#text('proxy', words.proxy, words.proxyHint)}
      </div>
      ${own === null ? nothing : problemBox(own)}
      <div class="buttons">
        <button type="submit" class="btn go" data-action="save-settings">${words.save}</button>
        ${
          this.from === 'browser'
            ? html`<button type="button" class="btn" data-action="forget-settings" @click=${() => this.#forget()}>${words.forget}</button>`
            : nothing
        }
        <span class="saved" role="status">${this.saved === 'yes' && own === null ? words.saved : ''}</span>
      </div>
    </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud-settings': TsCloudSettings;
  }
}
