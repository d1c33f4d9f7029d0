/**
 * `ts-notices`: messages that stop nobody, and the undo of the last removal, in a corner above everything.
 * Floor: ui. Emits `dismiss-notice`, `undo-remove` and, for a pack, `firmware`; when a message goes by itself, app decides.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { advise } from '../advice.ts';
import type { AppView, Notice } from '../app-view.ts';
import { emit } from '../events.ts';
import { factText, reader } from '../facts.ts';
import type { FirmwareView } from '../firmware/firmware-view.ts';
import { icon } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';
import { noticeTable } from '../strings/late.ts';

@customElement('ts-notices')
export class TsNotices extends LitElement {
  static override styles = [
    sheet,
    css`
      section {
        position: fixed;
        right: var(--s-4);
        bottom: var(--s-4);
        z-index: 20;
        display: grid;
        gap: var(--s-2);
        width: min(400px, calc(100vw - 2 * var(--s-4)));
        max-height: calc(100dvh - 140px);
        overflow-y: auto;
      }
      .note {
        display: grid;
        grid-template-columns: 20px 1fr auto;
        gap: 2px 10px;
        align-items: center;
        padding: 10px 10px 10px 14px;
        border: 1px solid var(--line-strong);
        border-radius: var(--r-2);
        background: var(--stone-1);
        box-shadow: var(--lift);
      }
      .note.problem > .icon {
        align-self: start;
        margin-top: 1px;
      }
      .note > .icon {
        color: var(--ink-2);
      }
      .note.problem > .icon {
        color: var(--warn);
      }
      .text {
        overflow-wrap: anywhere;
        padding-top: 1px;
      }
      .text p {
        color: var(--ink-2);
        font-size: 13px;
      }
      .what {
        font-weight: 550;
      }
      .close {
        display: grid;
        place-items: center;
        width: 28px;
        height: 28px;
        margin: -3px 0;
        padding: 0;
        border: 0;
        background: none;
        color: var(--ink-3);
        cursor: pointer;
      }
      .close .icon {
        width: 14px;
        height: 14px;
        color: inherit;
      }
      @media (max-width: 820px) {
        section {
          bottom: calc(56px + var(--s-3));
        }
        .close {
          width: 44px;
          height: 44px;
          margin: -10px -6px;
        }
      }
    `,
  ];

  @property({ attribute: false }) notices: readonly Notice[] = [];
  @property({ attribute: false }) removed: AppView['removedManifest'] = null;
  @property({ attribute: false }) removedPack: FirmwareView['removed'] = null;

  #note(notice: Notice): TemplateResult {
    const news = Object.hasOwn(noticeTable, notice.code) ? noticeTable[notice.code] : undefined;
    const advice = news === undefined ? advise(notice.code, notice.facts) : null;
    return html`<div class="note ${advice === null ? 'news' : 'problem'}" data-notice=${notice.code}>
      ${icon('info')}
      <div class="text">
        ${
          advice === null
            ? news?.(reader(notice.facts))
            : html`<div class="what">${rich(advice.what)}</div>
                ${advice.seen === undefined ? nothing : html`<p>${rich(advice.seen)}</p>`}
                <p>${rich(advice.remedy)}</p>`
        }
      </div>
      <button
        type="button"
        class="close"
        data-action="dismiss-notice"
        aria-label=${t.shell.dismiss}
        @click=${() => emit(this, 'dismiss-notice', { id: notice.id })}
      >
        ${icon('cross')}
      </button>
    </div>`;
  }

  #removed(name: string, what: 'manifest' | 'pack', undo: () => void): TemplateResult {
    return html`<div class="note news" data-notice="${what}-removed">
      ${icon('info')}
      <div class="text">${t.shell.removed(name)}</div>
      <button type="button" class="btn small" data-action=${what === 'manifest' ? 'undo-remove' : 'undo-remove-pack'} @click=${undo}>${t.shell.undo}</button>
    </div>`;
  }

  override render(): TemplateResult {
    const { removed, removedPack } = this;
    return html`<section role="status" aria-label=${t.shell.noticesLabel}>
      ${repeat(
        this.notices,
        (notice) => notice.id,
        (notice) => this.#note(notice),
      )}
      ${removed === null ? nothing : this.#removed(removed.fileName, 'manifest', () => emit(this, 'undo-remove', { id: removed.id }))}
      ${
        removedPack === null
          ? nothing
          : this.#removed(factText(removedPack.name), 'pack', () => emit(this, 'firmware', { act: 'undo-remove', fingerprint: removedPack.fingerprint }))
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-notices': TsNotices;
  }
}
