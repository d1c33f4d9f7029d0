/**
 * `ts-cloud-watch`: the fourth step: one enrollment on its way to assigned, what the service and the hub say of it, and what can be done to it.
 * Floor: ui. Emits `cloud`; asks before anything that shuts a device out. What the services say is hostile text.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Enrollment, HubDevice } from '../../cloud/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { tick, type TickName } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import '../look/ts-copy.ts';
import { cloudWords } from '../strings/cloud.ts';
import { problemBox } from './cloud-problem.ts';
import { cloudStyles } from './cloud-styles.ts';
import { EMPTY_CLOUD, type CloudAction, type CloudView, type WatchView } from './cloud-view.ts';
import { azureTime, clockTime } from './times.ts';
import './ts-confirm.ts';
import type { TsConfirm } from './ts-confirm.ts';
import { enrollmentMatch, hubMatch, stageOf, watchLine, type PrintMatch, type StagePoint, type WatchStage } from './watch-line.ts';
import { watchStyles } from './watch-styles.ts';

const words = cloudWords.watch;
type Asking = keyof typeof words.confirm;
const ACTIONS: Readonly<Record<Asking, CloudAction>> = {
  reprovision: { act: 'reprovision' },
  disable: { act: 'set-status', status: 'disabled' },
  remove: { act: 'delete-enrollment' },
};
const NOW: Readonly<Record<WatchStage, TickName>> = {
  enrolled: 'running',
  assigning: 'running',
  assigned: 'pass',
  failed: 'fail',
  disabled: 'unmeasured',
  unknown: 'unmeasured',
};

@customElement('ts-cloud-watch')
export class TsCloudWatch extends LitElement {
  static override styles = [sheet, cloudStyles, watchStyles];

  @property({ attribute: false }) view: CloudView = EMPTY_CLOUD;
  @state() private asking: Asking = 'reprovision';
  @query('ts-confirm') private readonly confirm!: TsConfirm;
  @query('input[data-watch-id]') private readonly field!: HTMLInputElement;

  #do(action: CloudAction): void {
    emit(this, 'cloud', action);
  }

  async #ask(asking: Asking): Promise<void> {
    this.asking = asking;
    await this.updateComplete;
    this.confirm.ask();
  }

  #find(event: Event): void {
    event.preventDefault();
    const registrationId = this.field.value.trim();
    if (registrationId !== '') this.#do({ act: 'watch', registrationId });
  }

  #nothing(): TemplateResult {
    return html`<p class="said">${words.text}</p>
      <form class="find" @submit=${(event: Event) => this.#find(event)}>
        <label class="field"
          ><span>${words.id}</span><input data-watch-id class="mono" maxlength="128" autocomplete="off" spellcheck="false" placeholder=${words.idHint}
        /></label>
        <button type="submit" class="btn" data-action="watch-id">${words.start}</button>
        ${
          this.view.chip === null
            ? nothing
            : html`<button type="button" class="btn" data-action="watch-chip" @click=${() => this.#do({ act: 'watch-chip' })}>${words.chip}</button>`
        }
      </form>`;
  }

  #point({ stage, place, seenMs }: StagePoint, polling: WatchView['polling']): TemplateResult {
    const mark: TickName =
      place === 'past' ? 'pass' : place === 'ahead' ? 'waiting' : NOW[stage] === 'running' && polling !== 'polling' ? 'unmeasured' : NOW[stage];
    const when = seenMs !== null ? words.seenAt(clockTime(seenMs)) : place === 'ahead' ? words.stages[stage].waiting : words.before;
    return html`<li class=${place} data-stage=${stage} data-place=${place} aria-current=${place === 'now' ? 'step' : nothing}>
      <span class="dot">${tick(mark)}</span><b>${words.stages[stage].title}</b><small>${when}</small>
    </li>`;
  }

  /** What the state means, in a sentence. */
  #told(enrollment: Enrollment): TemplateResult {
    const stage = stageOf(enrollment);
    const { registration } = enrollment;
    if (stage === 'assigned') {
      const hub = factText(registration.assignedHub ?? cloudWords.notTold, 120);
      const device = registration.deviceId ?? cloudWords.notTold;
      const how = words.substatus[registration.substatus ?? ''];
      return html`<div class="told assigned">
        <dl class="facts">
          <dt>${words.hub}</dt>
          <dd><code>${hub}</code>${how === undefined ? nothing : html`<small>${how}</small>`}</dd>
          <dt>${words.device}</dt>
          <dd><code data-device-id>${factText(device, 128)}</code><ts-copy .text=${device} .label=${words.copyDevice}></ts-copy></dd>
        </dl>
      </div>`;
    }
    if (stage === 'failed') {
      const { errorCode, errorMessage } = registration;
      const said = [errorCode === null ? '' : words.errorCode(errorCode), errorMessage === null ? '' : `“${factText(errorMessage, 300)}”`];
      return html`<div class="told failed">
        <p><b>${words.failedText}</b></p>
        <p>${said.filter((part) => part !== '').join(', ')}</p>
      </div>`;
    }
    const text = {
      enrolled: words.unassigned,
      assigning: words.assigning,
      disabled: words.disabledText,
      unknown: factText(registration.statusText || cloudWords.notTold, 80),
    };
    return html`<div class="told ${stage}"><p>${text[stage]}</p></div>`;
  }

  /** The id is enrolled, but not for the chip we hold. */
  #stranger(watch: WatchView, enrollment: Enrollment): TemplateResult | typeof nothing {
    if (enrollmentMatch(enrollment, watch) !== 'other') return nothing;
    return problemBox({
      code: 'enrol-other-certificate',
      facts: { registrationId: enrollment.registrationId, sha256Thumbprint: enrollment.sha256Thumbprint ?? '' },
    });
  }

  #match(match: PrintMatch): TemplateResult {
    const mark: TickName = match === 'other' ? 'fail' : match === 'none' || match === 'unknown' ? 'unmeasured' : 'pass';
    return html`<dd class="note" data-match=${match}>${tick(mark)}<span>${words.match[match]}</span></dd>`;
  }

  #enrollment(watch: WatchView, enrollment: Enrollment): TemplateResult {
    return html`<div>
      <h3>${words.enrollment}</h3>
      <dl class="facts">
        <dt>${words.status}</dt>
        <dd data-provisioning=${enrollment.provisioningStatus}>${words.statuses[enrollment.provisioningStatus]}</dd>
        <dt>${words.device}</dt>
        <dd><code>${factText(enrollment.deviceId ?? cloudWords.notTold, 128)}</code></dd>
        <dt>${words.certificate}</dt>
        ${
          enrollment.attestation === 'x509'
            ? this.#match(enrollmentMatch(enrollment, watch))
            : html`<dd class="note">${tick('fail')}<span>${rich(words.attestation(factText(enrollment.attestation, 40)))}</span></dd>`
        }
        <dt>${words.updated}</dt>
        <dd>${azureTime(enrollment.lastUpdated) ?? cloudWords.notTold}</dd>
      </dl>
    </div>`;
  }

  #device(watch: WatchView, device: HubDevice): TemplateResult {
    return html`<dl class="facts" data-hub-device>
      <dt>${words.connection}</dt>
      <dd data-connection>${words.connections[device.connectionState] ?? factText(device.connectionState || cloudWords.notTold, 40)}</dd>
      <dt>${words.activity}</dt>
      <dd>${azureTime(device.lastActivity) ?? words.never}</dd>
      <dt>${words.status}</dt>
      <dd>${factText(device.status || cloudWords.notTold, 40)}${device.statusReason === null ? nothing : html` “${factText(device.statusReason, 128)}”`}</dd>
      <dt>${words.authentication}</dt>
      <dd>
        <span
          >${device.authentication === 'selfSigned' ? rich(words.selfSigned) : html`<code>${factText(device.authentication || cloudWords.notTold, 40)}</code>`}</span
        >
      </dd>
      <dt>${words.certificate}</dt>
      ${this.#match(hubMatch(device, watch))}
    </dl>`;
  }

  #hub(watch: WatchView): TemplateResult {
    const { hub } = watch;
    return html`<div data-hub=${hub.state}>
      <h3>${words.hubView}</h3>
      ${
        hub.state === 'done'
          ? this.#device(watch, hub.value)
          : hub.state === 'failed'
            ? problemBox(hub)
            : html`<p class="said">${hub.state === 'busy' ? words.hubBusy : words.hubIdle}</p>`
      }
    </div>`;
  }

  #poll({ polling, nextInS, busy }: WatchView): TemplateResult {
    const said = busy !== null ? words.busy[busy] : polling === 'polling' && nextInS !== null ? words.polling(nextInS) : words.pollings[polling];
    return html`<div class="poll" data-polling=${polling}>
      <span>${said}</span>
      <button type="button" class="btn small" data-action="look-again" ?disabled=${busy !== null} @click=${() => this.#do({ act: 'look-again' })}>
        ${words.again}
      </button>
      <button type="button" class="btn small" data-action="stop-watching" @click=${() => this.#do({ act: 'stop-watching' })}>
        ${polling === 'polling' ? words.stop : words.away}
      </button>
    </div>`;
  }

  #acts({ busy }: WatchView, { provisioningStatus }: Enrollment): TemplateResult {
    const button = (name: string, label: string, press: () => void): TemplateResult =>
      html`<button type="button" class="btn" data-action=${name} ?disabled=${busy !== null || this.view.session !== 'signed-in'} @click=${press}>
        ${label}
      </button>`;
    return html`<div class="acts">
      ${button('reprovision', words.reprovision, () => void this.#ask('reprovision'))}
      ${
        provisioningStatus === 'enabled'
          ? button('disable', words.disable, () => void this.#ask('disable'))
          : button('enable', words.enable, () => this.#do({ act: 'set-status', status: 'enabled' }))
      }
      ${button('delete-enrollment', words.remove, () => void this.#ask('remove'))}
      ${
        this.view.emulator === 'on'
          ? html`<span class="demo">${cloudWords.emulator.mark}</span>
              ${button('emulate-device', words.emulate, () => this.#do({ act: 'emulate-device', outcome: 'assigned' }))}
              ${button('emulate-failure', words.emulateFailed, () => this.#do({ act: 'emulate-device', outcome: 'failed' }))}`
          : nothing
      }
    </div>`;
  }

  #watched(watch: WatchView): TemplateResult {
    const { enrollment } = watch;
    return html`<div class="name"><span class="mono" data-watched>${factText(watch.registrationId, 128)}</span></div>
      ${
        enrollment.state === 'done'
          ? html`<ol class="line">
                ${watchLine(enrollment.value, watch.seen).map((point) => this.#point(point, watch.polling))}
              </ol>
              ${this.#told(enrollment.value)} ${this.#stranger(watch, enrollment.value)} ${this.#poll(watch)}
              <div class="two">${this.#enrollment(watch, enrollment.value)} ${this.#hub(watch)}</div>
              ${this.#acts(watch, enrollment.value)}`
          : enrollment.state === 'failed'
            ? html`${problemBox(enrollment)} ${this.#poll(watch)}`
            : html`<p class="note">${tick('running')}<span>${words.looking}</span></p>
                ${this.#poll(watch)}`
      }`;
  }

  override render(): TemplateResult {
    const { watch } = this.view;
    return html`<div class="stack" data-watch=${watch === null ? 'nothing' : watch.enrollment.state}>
      ${watch === null ? this.#nothing() : this.#watched(watch)}
      <ts-confirm .question=${words.confirm[this.asking]} @ts-confirmed=${() => this.#do(ACTIONS[this.asking])}></ts-confirm>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud-watch': TsCloudWatch;
  }
}
