/**
 * `ts-firmware`: the screen of packs: where they come from, which are there, the chosen one, settings, and the board to flash.
 * Floor: ui. Emits `firmware`; says `open` when it comes into view, so that kept packs are read then and not before.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { FlashSnapshot, SlotSnapshot } from '../../bench/index.ts';
import { advise } from '../advice.ts';
import { EMPTY_SLOT, type AppView, type GrantedPort, type SerialSupport } from '../app-view.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { icon, tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { screenStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import { firmwareWords as words } from '../strings/late.ts';
import type { FirmwareView, PackCard, PackRefusal } from './firmware-view.ts';
import { firmwareStyles } from './firmware-styles.ts';
import { hexOffset, parseOffset } from './pack-words.ts';
import { screenParts } from './screen-styles.ts';
import './ts-board-settings.ts';
import './ts-flash.ts';
import './ts-pack.ts';

@customElement('ts-firmware')
export class TsFirmware extends LitElement {
  static override styles = [sheet, screenStyles, firmwareStyles, screenParts];

  @property({ attribute: false }) firmware: FirmwareView | null = null;
  @property({ attribute: false }) flashing: FlashSnapshot | null = null;
  @property({ attribute: false }) slotView: SlotSnapshot = EMPTY_SLOT;
  @property({ attribute: false }) grantedPorts: readonly GrantedPort[] = [];
  @property({ attribute: false }) pending: AppView['pending'] = null;
  @property({ attribute: false }) serialSupport: SerialSupport = 'ok';
  @query('input[data-firmware-files]') private readonly fileChooser!: HTMLInputElement;
  @query('input[data-firmware-folder]') private readonly folderChooser!: HTMLInputElement;
  @query('input[data-firmware-url]') private readonly url!: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    emit(this, 'firmware', { act: 'open' });
  }

  #chosen(chooser: HTMLInputElement): void {
    const files = [...(chooser.files ?? [])];
    chooser.value = '';
    if (files.length > 0) emit(this, 'firmware', { act: 'add', files, entries: [] });
  }

  #fetch(event: Event): void {
    event.preventDefault();
    emit(this, 'firmware', { act: 'fetch', url: this.url.value });
  }

  #sources(): TemplateResult {
    return html`<div class="drop">
        ${icon('drop')}<span>${words.drop}</span>
        <input type="file" data-firmware-files hidden multiple accept=".bin,.json,.zip" @change=${() => this.#chosen(this.fileChooser)} />
        <input type="file" data-firmware-folder hidden webkitdirectory @change=${() => this.#chosen(this.folderChooser)} />
        <div class="buttons">
          <button type="button" class="btn" data-action="choose-firmware" @click=${() => this.fileChooser.click()}>${words.files}</button>
          <button type="button" class="btn" data-action="choose-folder" @click=${() => this.folderChooser.click()}>${words.folder}</button>
        </div>
      </div>
      <form class="url" @submit=${(event: Event) => this.#fetch(event)}>
        <label class="field"
          ><span>${words.urlLabel}</span
          ><input data-firmware-url type="text" inputmode="url" spellcheck="false" autocomplete="off" placeholder=${words.urlHint}
        /></label>
        <button type="submit" class="btn" data-action="fetch-firmware">${words.fetch}</button>
      </form>`;
  }

  #refusal({ label, code, facts }: PackRefusal): TemplateResult {
    const { what, seen, remedy } = advise(code, facts);
    return html`<div class="problem" data-refused=${code}>
      ${tick('fail')}<strong>${words.refusedTitle}: ${rich(what)}</strong>
      ${label === '' ? nothing : html`<p><code>${factText(label)}</code></p>`} ${seen === undefined ? nothing : html`<p>${rich(seen)}</p>`}
      <p>${rich(remedy)} <span class="code">${rich(words.code(factText(code)))}</span></p>
      ${code === 'pack-offset-missing' ? this.#place(String(facts['name'] ?? ''), facts['suggest']) : nothing}
    </div>`;
  }

  /** A place that only the person can tell. */
  #place(path: string, suggest: string | number | boolean | undefined): TemplateResult {
    const tell = (event: Event): void => {
      event.preventDefault();
      const field = (event.currentTarget as HTMLFormElement).querySelector('input') as HTMLInputElement;
      const offset = parseOffset(field.value);
      field.setAttribute('aria-invalid', offset === null ? 'true' : 'false');
      if (offset !== null) emit(this, 'firmware', { act: 'tell-offset', path, offset });
    };
    return html`<form class="place" @submit=${tell}>
      <input
        data-offset
        aria-label=${words.offsetLabel(factText(path))}
        spellcheck="false"
        autocomplete="off"
        .value=${typeof suggest === 'number' ? hexOffset(suggest) : '0x'}
      />
      <button type="submit" class="btn small" data-action="tell-offset">${words.offsetSet}</button>
    </form>`;
  }

  #card(card: PackCard, { pack, lock }: FirmwareView): TemplateResult {
    const isChosen = card.fingerprint === pack?.fingerprint;
    const name = factText(card.name);
    return html`<button
      type="button"
      class="pack"
      data-pack=${card.fingerprint}
      aria-pressed=${isChosen ? 'true' : 'false'}
      ?disabled=${!isChosen && lock === 'locked'}
      @click=${() => emit(this, 'firmware', { act: 'choose', fingerprint: card.fingerprint })}
    >
      <b>${name}</b><span>${words.card(card.chip === null ? null : factText(card.chip), card.bytes, card.parts)}</span
      ><span>${isChosen && lock === 'locked' ? `${words.locked} · ` : ''}${words.origins[card.origin]}</span>
    </button>`;
  }

  #packs(view: FirmwareView): TemplateResult {
    return html`<section aria-label=${words.packs} class="packs">
      ${view.packs.map((card) => this.#card(card, view))}
      ${
        view.packs.every(({ origin }) => origin === 'bundled')
          ? html`<div class="none">
              <b>${words.emptyTitle}</b>
              <p class="quiet">${words.emptyText}</p>
            </div>`
          : nothing
      }
    </section>`;
  }

  override render(): TemplateResult {
    const view = this.firmware;
    const pack = view?.pack ?? null;
    return html`<div class="screen">
      <div>
        <h1>${words.title}</h1>
        <p class="lead">${words.lead}</p>
      </div>
      ${this.#sources()}
      <div role="status" class="reading" ?hidden=${view !== null && view.reading === null}>
        ${view === null ? words.loading : view.reading === null ? nothing : words.reading(factText(view.reading, 120))}
      </div>
      ${
        view === null || view.refused.length === 0
          ? nothing
          : html`<div class="refused" role="alert">
              ${view.refused.map((refusal) => this.#refusal(refusal))}
              <div>
                <button type="button" class="btn small" data-action="forget-refused" @click=${() => emit(this, 'firmware', { act: 'forget-refused' })}>
                  ${words.forget}
                </button>
              </div>
            </div>`
      }
      ${view === null ? nothing : this.#packs(view)}
      <div class="work ${pack === null ? 'alone' : ''}">
        <ts-flash
          .firmware=${view}
          .flashing=${this.flashing}
          .slotView=${this.slotView}
          .grantedPorts=${this.grantedPorts}
          .pending=${this.pending}
          .serialSupport=${this.serialSupport}
        ></ts-flash>
        ${
          view === null || pack === null
            ? nothing
            : html`<div class="detail">
                <ts-pack .pack=${pack} .lock=${view.lock} .chips=${view.chips}></ts-pack>
                <ts-board-settings .settings=${view.settings} .lock=${view.lock} .encodings=${view.encodings}></ts-board-settings>
              </div>`
        }
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-firmware': TsFirmware;
  }
}
