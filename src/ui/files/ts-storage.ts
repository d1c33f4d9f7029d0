/**
 * `ts-storage`: what the browser keeps of the manifests, how much room is left, whether it promised to keep it, and the ways to save or delete all of it.
 * Floor: ui. Emits `save-all-files` and, after a question, `delete-all`.
 * Reference: Storage Standard, sections 4 (persistence) and 6 (usage and quota are what the browser says, not exact).
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state, query } from 'lit/decorators.js';
import type { StorageView } from '../app-view.ts';
import { emit } from '../events.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { tick } from '../look/icons.ts';
import { screenStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import { manifestWords } from '../strings/late.ts';
import { storageStyles } from './storage-styles.ts';

const words = manifestWords.storage;
/** From here on the person is told. */
const NEARLY_FULL = 0.9;

/** What “delete all” takes away. */
export interface Deletable {
  readonly files: number;
  readonly entries: number;
  readonly signers: number;
}

@customElement('ts-storage')
export class TsStorage extends LitElement {
  static override styles = [sheet, screenStyles, dialogStyles, storageStyles];

  @property({ attribute: false }) storage!: StorageView;
  @property({ attribute: false }) deletable: Deletable = { files: 0, entries: 0, signers: 0 };
  @state() private asking: 'no' | 'delete-all' = 'no';
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  protected override updated(): void {
    setDialog(this.dialog, this.asking === 'no' ? 'closed' : 'open');
  }

  #delete(): void {
    this.dialog.close();
    emit(this, 'delete-all', {});
  }

  #space({ usedBytes, quotaBytes }: StorageView): TemplateResult {
    if (usedBytes === null || quotaBytes === null || quotaBytes <= 0) return html`<p class="quiet">${words.spaceUnknown}</p>`;
    const isNearlyFull = usedBytes / quotaBytes >= NEARLY_FULL;
    const text = words.space(usedBytes, quotaBytes);
    return html`<div class="space" data-space=${isNearlyFull ? 'nearly-full' : 'enough'}>
      <meter
        aria-label=${words.spaceLabel}
        aria-valuetext=${text}
        min="0"
        max=${quotaBytes}
        high=${quotaBytes * NEARLY_FULL}
        optimum="0"
        .value=${usedBytes}
      ></meter>
      <p class="quiet">${text}</p>
      ${isNearlyFull ? html`<p class="line">${tick('unmeasured')}<span>${words.nearlyFull}</span></p>` : nothing}
    </div>`;
  }

  #kept(storage: StorageView): TemplateResult {
    switch (storage.state) {
      case 'opening':
        return html`<p class="quiet">${words.opening}</p>`;
      case 'unavailable':
        return html`<p class="line">
          ${tick('unmeasured')}<span><b>${words.unavailable}.</b> ${words.unavailableText}</span>
        </p>`;
      case 'ready':
        return html`<p><b>${storage.files === 0 ? words.nothing : words.kept(storage.files, storage.manifestBytes)}</b></p>
          ${this.#space(storage)}
          ${storage.files === 0 ? nothing : html`<p class="quiet" data-persisted=${storage.persisted}>${words.persisted[storage.persisted]}</p>`}`;
    }
  }

  #confirm({ files, entries, signers }: Deletable): TemplateResult {
    return html`<div class="head"><h2 id="confirm">${words.confirmTitle}</h2></div>
      <div class="body">
        <p>${words.confirmWhat(files, entries, signers)}</p>
        <p>${words.confirmText}</p>
        <div class="buttons">
          ${this.#saveAll()}
          <span></span>
          <button type="button" class="btn" data-action="cancel-delete-all" autofocus @click=${() => this.dialog.close()}>${words.cancel}</button>
          <button type="button" class="btn final" data-action="confirm-delete-all" @click=${() => this.#delete()}>${words.confirm}</button>
        </div>
      </div>`;
  }

  #saveAll(): TemplateResult {
    return html`<button
      type="button"
      class="btn"
      data-action="save-all-files"
      ?disabled=${this.deletable.files === 0}
      @click=${() => emit(this, 'save-all-files', {})}
    >
      ${words.saveAll}
    </button>`;
  }

  override render(): TemplateResult {
    const { storage, deletable } = this;
    return html`<section class="part" aria-labelledby="title" data-storage=${storage.state}>
      <h2 id="title">${words.title}</h2>
      ${this.#kept(storage)}
      <div class="buttons">
        ${this.#saveAll()}
        <button
          type="button"
          class="btn"
          data-action="delete-all"
          ?disabled=${deletable.files + deletable.signers === 0}
          @click=${() => {
            this.asking = 'delete-all';
          }}
        >
          ${words.deleteAll}
        </button>
      </div>
      <dialog
        aria-labelledby="confirm"
        @close=${() => {
          this.asking = 'no';
        }}
        @keydown=${(event: Event) => event.stopPropagation()}
      >
        ${this.asking === 'no' ? nothing : this.#confirm(deletable)}
      </dialog>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-storage': TsStorage;
  }
}
