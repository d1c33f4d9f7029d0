/**
 * `ts-cloud-choices`: how enrollments are made: device id, allocation, hub, tags. What cannot be is said at its field and not sent.
 * Floor: ui. Emits `cloud` with every choice that can be, and tells who holds it (`ts-choices`) whether all can.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AllocationPolicy } from '../../cloud/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { icon } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { cloudWords } from '../strings/cloud.ts';
import { areChoicesWhole, deviceIdProblem, isHubMissing, tagsProblem } from './choices-check.ts';
import { cloudStyles } from './cloud-styles.ts';
import { EMPTY_CLOUD, type EnrolChoices } from './cloud-view.ts';

const words = cloudWords.enrol;

/** What `ts-choices` says to who holds it: with `wrong` nothing should be enrolled, since what is typed is not what would be done. */
export type ChoicesState = 'whole' | 'wrong';

@customElement('ts-cloud-choices')
export class TsCloudChoices extends LitElement {
  static override styles = [
    sheet,
    cloudStyles,
    css`
      summary {
        padding: 2px 0;
      }
      summary span {
        overflow-wrap: anywhere;
      }
      summary b {
        color: var(--ink);
        font-weight: 600;
      }
      .wide {
        grid-column: 1 / -1;
      }
      p.wrong {
        font-size: 13px;
      }
    `,
  ];

  @property({ attribute: false }) choices: EnrolChoices = EMPTY_CLOUD.choices;
  /** Host names of the linked hubs. */
  @property({ attribute: false }) hubs: readonly string[] = [];
  @property({ attribute: false }) lock: 'locked' | 'free' = 'free';
  /** What was typed and cannot be; shown, not sent. */
  @state() private draft: EnrolChoices | null = null;

  #set(change: Partial<EnrolChoices>): void {
    const choices = { ...(this.draft ?? this.choices), ...change };
    const isWhole = areChoicesWhole(choices);
    this.draft = isWhole ? null : choices;
    this.dispatchEvent(new CustomEvent<ChoicesState>('ts-choices', { detail: isWhole ? 'whole' : 'wrong' }));
    if (!isWhole) return;
    this.choices = choices; // app says the same with its next picture; a second change before that must not undo the first
    emit(this, 'cloud', { act: 'set-choices', choices });
  }

  #hub(choices: EnrolChoices): TemplateResult {
    const { allocationPolicy, hubs } = choices;
    const isStatic = allocationPolicy === 'static';
    const isMissing = isHubMissing(choices);
    return html`<label class="field"
      ><span>${words.hub}</span>
      <select
        data-choice="hub"
        aria-invalid=${isMissing ? 'true' : 'false'}
        ?disabled=${this.lock === 'locked'}
        @change=${(event: Event) => {
          const { value } = event.currentTarget as HTMLSelectElement;
          this.#set({ hubs: value === '' ? [] : [value] });
        }}
      >
        <option value="" .selected=${hubs.length === 0}>${isStatic ? words.chooseHub : words.allHubs}</option>
        ${this.hubs.map((name) => html`<option value=${name} .selected=${hubs.includes(name)}>${factText(name, 80)}</option>`)}
      </select>
      ${isMissing ? html`<small class="wrong" role="alert">${words.hubNeeded}</small>` : nothing}
    </label>`;
  }

  override render(): TemplateResult {
    const choices = this.draft ?? this.choices;
    const { deviceId, allocationPolicy, hubs, tags } = choices;
    const wrongId = deviceIdProblem(deviceId);
    const wrongTags = tagsProblem(tags);
    const isLocked = this.lock === 'locked';
    const policies = Object.keys(words.policies) as readonly AllocationPolicy[];
    return html`<details data-choices=${this.draft === null ? 'whole' : 'wrong'}>
      <summary>
        ${icon('chevron')}<span
          ><b>${words.choices}:</b> ${rich(words.summary(factText(deviceId, 60), allocationPolicy, factText(hubs[0] ?? '', 60), tags))}</span
        >
      </summary>
      <div class="inside">
        <div class="fields">
          <label class="field"
            ><span>${words.deviceId}</span>
            <input
              data-choice="device-id"
              class="mono"
              maxlength="256"
              autocomplete="off"
              spellcheck="false"
              aria-invalid=${wrongId === null ? 'false' : 'true'}
              aria-describedby="device-id-help"
              ?disabled=${isLocked}
              .value=${deviceId}
              @input=${(event: Event) => this.#set({ deviceId: (event.currentTarget as HTMLInputElement).value.trim() })}
            />
            <small id="device-id-help" class=${wrongId === null ? '' : 'wrong'}>${wrongId === null ? rich(words.deviceIdHelp) : words.problems[wrongId]}</small>
          </label>
          <label class="field"
            ><span>${words.policy}</span>
            <select
              data-choice="policy"
              ?disabled=${isLocked}
              @change=${(event: Event) => this.#set({ allocationPolicy: (event.currentTarget as HTMLSelectElement).value as AllocationPolicy })}
            >
              ${policies.map((policy) => html`<option value=${policy} .selected=${policy === allocationPolicy}>${words.policies[policy]}</option>`)}
            </select>
          </label>
          ${this.#hub(choices)}
          <label class="field wide"
            ><span>${words.tags}</span>
            <textarea
              data-choice="tags"
              rows="2"
              maxlength="8192"
              autocomplete="off"
              spellcheck="false"
              placeholder=${words.tagsExample}
              aria-invalid=${wrongTags === null ? 'false' : 'true'}
              aria-describedby="tags-help"
              ?disabled=${isLocked}
              .value=${tags}
              @change=${(event: Event) => this.#set({ tags: (event.currentTarget as HTMLTextAreaElement).value })}
            ></textarea>
            <small id="tags-help" class=${wrongTags === null ? '' : 'wrong'}>${wrongTags === null ? rich(words.tagsHelp) : words.problems[wrongTags]}</small>
          </label>
        </div>
      </div>
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud-choices': TsCloudChoices;
  }
}
