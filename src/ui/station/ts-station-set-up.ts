/**
 * `ts-station-set-up`: how many slots, which port is which, plans, sounds, dry run, PIN. Once for a bench.
 * Floor: ui. Emits `station`; `open()` shows it.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { usbIds } from '../format.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { stationWords } from '../strings/en-station.ts';
import type { SharedFilesView } from '../store/shared-files-view.ts';
import type { StoreView } from '../store/store-view.ts';
import type { TsPlanEditor } from './ts-plan-editor.ts';
import './ts-plan-editor.ts';
import './ts-slot-doubts.ts';
import { reasonLine } from './reason-words.ts';
import { SLOT_COUNTS, type PlanCard, type StationAction, type StationView } from './station-view.ts';

const w = stationWords.setUp;
/** What can be refused of ports; the bench behind the dialog is not seen. */
const OF_PORTS: readonly string[] = ['port-is-taught', 'slot-runs'];

@customElement('ts-station-set-up')
export class TsStationSetUp extends LitElement {
  static override styles = [
    sheet,
    dialogStyles,
    css`
      .part {
        display: grid;
        gap: var(--s-2);
      }
      h2 {
        font-size: 18px;
        font-weight: 620;
      }
      h3 {
        font-size: 14px;
        font-weight: 600;
      }
      p {
        max-width: 72ch;
        color: var(--ink-2);
      }
      .row {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: var(--s-2) var(--s-4);
      }
      label {
        display: inline-grid;
        gap: 4px;
      }
      ol.ports {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(230px, 1fr));
        gap: 4px var(--s-3);
      }
      ol.ports li {
        display: flex;
        align-items: center;
        gap: var(--s-2);
        min-height: 34px;
        border-bottom: 1px solid var(--line);
      }
      ol.ports li span {
        flex: 1;
        min-width: 0;
      }
      ol.ports small {
        color: var(--ink-3);
      }
      li[aria-current='true'] {
        background: var(--accent-soft);
      }
      .plans li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 2px var(--s-3);
        padding: 8px 0;
        border-bottom: 1px solid var(--line);
      }
      .plans label {
        display: block;
      }
      .plans input {
        margin: 0 6px 0 0;
        vertical-align: -1px;
      }
      .plans li > div > small {
        display: block;
        padding-left: 19px;
      }
      .plans small {
        color: var(--ink-3);
      }
      input[type='file'] {
        display: none;
      }
    `,
  ];

  @property({ attribute: false }) view: StationView | null = null;
  /** Null: this browser has no shared store, and nothing of it is loaded. */
  @property({ attribute: false }) store: StoreView | null = null;
  @property({ attribute: false }) sharedFiles: SharedFilesView | null = null;
  @query('dialog') private readonly dialog!: HTMLDialogElement | null;
  @query('ts-plan-editor') private readonly editor!: TsPlanEditor;
  @query('input[type=file]') private readonly file!: HTMLInputElement;

  #sharing: 'not-loaded' | 'loading' | 'loaded' = 'not-loaded';

  protected override updated(): void {
    if (this.store === null || this.store.state === 'off' || this.#sharing !== 'not-loaded') return;
    this.#sharing = 'loading';
    import('../store/ts-shared-plans.ts').then(
      () => {
        this.#sharing = 'loaded';
      },
      () => {
        this.#sharing = 'not-loaded'; // asked for again with the next change
      },
    );
  }

  open(): void {
    if (this.dialog !== null) setDialog(this.dialog, 'open');
  }

  #close(): void {
    this.dialog?.close();
    this.#closed(); // its own event comes later, and the next key may be faster
  }

  #closed(): void {
    if (this.view !== null && this.view.teaching !== null) this.#do({ act: 'teach', number: null }); // by Escape too: what is plugged in later is no lesson
    this.dispatchEvent(new CustomEvent('ts-set-up-closed'));
  }

  #do(action: StationAction): void {
    emit(this, 'station', action);
  }

  #ports({ picture, teaching, problem }: StationView): TemplateResult {
    const refused = problem !== null && OF_PORTS.includes(problem.code) ? reasonLine(problem, 'microchip') : null;
    return html`<section class="part">
      <h3>${w.ports}</h3>
      <p>${w.portsLead}</p>
      <div class="row">
        ${
          teaching === null
            ? html`<button type="button" class="btn small" data-action="teach" @click=${() => this.#do({ act: 'teach-all' })}>${w.teach}</button>`
            : html`<b role="status">${w.teaching(teaching)}</b>
                <button type="button" class="btn small" data-action="choose-port" @click=${() => this.#do({ act: 'choose-port' })}>${w.choosePort}</button>
                <button type="button" class="btn small" @click=${() => this.#do({ act: 'teach', number: null })}>${w.stopTeaching}</button>`
        }
      </div>
      ${refused === null ? nothing : html`<p role="alert">${rich(refused.what)}. ${rich(refused.action)}</p>`}
      <ts-slot-doubts .slots=${picture.slots}></ts-slot-doubts>
      <ol class="ports">
        ${picture.slots.map(
          ({ number, port }) =>
            html`<li aria-current=${number === teaching ? 'true' : 'false'}>
              <span
                >${stationWords.slot(number)}
                <small
                  >${port === null ? stationWords.states.unbound : `${usbIds(port.usbVendorId ?? undefined, port.usbProductId ?? undefined)} ${stationWords.trust[port.trust]}`}</small
                ></span
              >
              <button
                type="button"
                class="btn small"
                aria-label="${w.teachThis} ${stationWords.slot(number)}"
                @click=${() => this.#do({ act: 'teach', number })}
              >
                ${w.teachThis}
              </button>
            </li>`,
        )}
      </ol>
    </section>`;
  }

  #plan(card: PlanCard, chosen: string): TemplateResult {
    const { fingerprint, origin } = card;
    return html`<li>
      <div>
        <label
          ><span
            ><input type="radio" name="plan" .checked=${fingerprint === chosen} @change=${() => this.#do({ act: 'choose-plan', fingerprint })} />
            <b>${factText(card.name)}</b> ${factText(card.version)}
            <small>${origin === 'own' ? w.own : w.builtIn}${card.wantsPack ? `, ${w.wantsPack}` : ''}</small></span
          ></label
        >
        <small>${card.phases.map(({ kind }) => stationWords.phases[kind].name).join(' → ')}</small>
      </div>
      <div class="row">
        <button type="button" class="btn small" aria-label="${w.savePlan} ${factText(card.name)}" @click=${() => this.#do({ act: 'save-plan', fingerprint })}>
          ${w.savePlan}
        </button>
        <button
          type="button"
          class="btn small"
          data-action="edit-plan"
          aria-label="${w.editPlan} ${factText(card.name)}"
          @click=${() => {
            this.#do({ act: 'edit-plan', fingerprint });
            this.editor.open();
          }}
        >
          ${w.editPlan}
        </button>
        ${
          origin === 'own'
            ? html`<button
                type="button"
                class="btn small"
                aria-label="${w.removePlan} ${factText(card.name)}"
                @click=${() => this.#do({ act: 'remove-plan', fingerprint })}
              >
                ${w.removePlan}
              </button>`
            : nothing
        }
      </div>
    </li>`;
  }

  #chosen(): void {
    const [file] = this.file.files ?? [];
    this.file.value = '';
    if (file !== undefined) this.#do({ act: 'load-plan', file });
  }

  override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (view === null) return nothing;
    const { picture, sounds, virtual } = view;
    return html`<dialog aria-labelledby="set-up-title" @close=${() => this.#closed()}>
        <div class="head">
          <div>
            <h2 id="set-up-title">${w.title}</h2>
            <p>${w.lead}</p>
          </div>
          <button type="button" class="btn" data-action="set-up-done" @click=${() => this.#close()}>${w.done}</button>
        </div>
        <div class="body">
          <section class="part row">
            <label
              >${w.slots}<select
                name="slots"
                .value=${String(picture.slots.length)}
                @change=${(event: Event) => this.#do({ act: 'set-slots', count: Number((event.target as HTMLSelectElement).value) })}
              >
                ${SLOT_COUNTS.map((number) => html`<option value=${number} ?selected=${number === picture.slots.length}>${number === 0 ? w.noSlots : number}</option>`)}
              </select></label
            >
            <label
              >${w.station}<input
                name="station"
                maxlength="40"
                autocomplete="off"
                .value=${view.stationName}
                @change=${(event: Event) => this.#do({ act: 'set-name', name: (event.target as HTMLInputElement).value })}
            /></label>
            <label
              >${w.sounds}<select
                name="sounds"
                @change=${(event: Event) => this.#do({ act: 'set-sounds', sounds: (event.target as HTMLSelectElement).value === 'on' ? 'on' : 'off' })}
              >
                <option value="on" ?selected=${sounds === 'on'}>${w.soundsOn}</option>
                <option value="off" ?selected=${sounds === 'off'}>${w.soundsOff}</option>
              </select></label
            >
          </section>
          <p>${w.stationHint}</p>
          ${this.#ports(view)}
          <section class="part">
            <h3>${w.plans}</h3>
            <p>${w.plansLead}</p>
            <ul class="plans">
              ${view.plans.map((card) => this.#plan(card, view.planFingerprint))}
            </ul>
            <div class="row">
              <button type="button" class="btn small" data-action="load-plan" @click=${() => this.file.click()}>${w.loadPlan}</button>
              <input type="file" accept="application/json,.json" @change=${() => this.#chosen()} />
            </div>
            ${this.store === null ? nothing : html`<ts-shared-plans .store=${this.store} .files=${this.sharedFiles} .here=${view.plans.map(({ fingerprint }) => fingerprint)}></ts-shared-plans>`}
          </section>
          <section class="part">
            <h3>${w.virtual}</h3>
            <p>${w.virtualLead}</p>
            <div class="row">
              <button
                type="button"
                class="btn small"
                data-action="put-boards"
                @click=${() => this.#do({ act: 'put-boards', boards: virtual ? 'real' : 'virtual' })}
              >
                ${virtual ? w.virtualOff : w.virtualOn}
              </button>
            </div>
          </section>
          <form
            class="part"
            @submit=${(event: SubmitEvent) => {
              event.preventDefault();
              const form = event.currentTarget as HTMLFormElement;
              const pin = new FormData(form).get('pin');
              form.reset();
              this.#close();
              this.#do({ act: 'lock', pin: typeof pin === 'string' ? pin : '' });
            }}
          >
            <h3>${stationWords.toolbar.lock}</h3>
            <p>${w.pinHint}</p>
            <div class="row">
              <label>${w.pin}<input name="pin" type="password" inputmode="numeric" minlength="4" maxlength="32" autocomplete="new-password" /></label>
              <button class="btn small" data-action="lock">${stationWords.toolbar.lock}</button>
            </div>
          </form>
        </div>
      </dialog>
      <ts-plan-editor .draft=${view.draft} @ts-rehearsed=${() => this.#close()}></ts-plan-editor>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-station-set-up': TsStationSetUp;
  }
}
