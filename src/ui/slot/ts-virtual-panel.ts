/**
 * `ts-virtual-panel`: the calm, permanent band of the virtual bench: says DEMO, chooses what is on the bench, pulls the cable.
 * Floor: ui. Knows the faults by id only. Emits `set-virtual-fault`, `unplug`, `plug`, `leave-virtual`.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { VIRTUAL_FAULT_IDS, type VirtualFaultId } from '../app-view.ts';
import { emit } from '../events.ts';
import { icon } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';
import { connectWords } from '../strings/late.ts';

const GROUPS: readonly (readonly [keyof typeof t.virtual.groups, readonly VirtualFaultId[]])[] = [
  ['chip', ['genuine']],
  ['forgery', ['blank-unlocked', 'replayed-dump', 'other-ca']],
  ['wiring', ['chip-absent', 'sda-stuck', 'no-wake', 'wrong-address-36', 'wrong-address-60', 'crc-noise', 'chip-stops-answering']],
  ['cable', ['line-noise', 'self-reset', 'cable-pulled']],
];

@customElement('ts-virtual-panel')
export class TsVirtualPanel extends LitElement {
  static override styles = [
    sheet,
    css`
      aside {
        display: flex;
        align-items: center;
        gap: var(--s-2) var(--s-3);
        min-height: 42px;
        padding: 6px var(--s-4);
        border-bottom: 1px solid var(--line);
        background: repeating-linear-gradient(-45deg, transparent 0 9px, var(--hatch) 9px 18px) var(--stone-1);
        font-size: 13px;
      }
      .note {
        flex: 1;
        min-width: 0;
        color: var(--ink-2);
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: var(--s-2);
        color: var(--ink-2);
        white-space: nowrap;
      }
      select {
        width: 238px;
        background: var(--stone-1);
        color: var(--ink);
      }
      .btn.small {
        min-width: 84px;
      }
      .btn .icon {
        width: 16px;
        height: 16px;
      }
      @media (max-width: 1080px) {
        aside {
          flex-wrap: wrap;
        }
        .note {
          flex: 1 1 60%;
        }
      }
      @media (max-width: 820px) {
        aside {
          display: grid;
          grid-template-columns: auto minmax(0, 1fr) auto auto;
          padding: 8px var(--s-4);
        }
        .note {
          grid-column: 2 / -1;
          font-size: 12px;
          line-height: 16px;
        }
        label {
          grid-column: 1 / 3;
        }
        label span {
          position: absolute;
          clip-path: inset(50%);
        }
        select {
          width: 100%;
        }
        .btn.small {
          min-width: 0;
        }
        [data-action='choose-recording'] {
          grid-column: 1 / -1;
          order: 1;
        }
      }
    `,
  ];

  @property({ attribute: false }) faultId: VirtualFaultId = 'genuine';
  @property({ attribute: false }) plugged: 'in' | 'out' = 'in';

  #choose(event: Event): void {
    const chosen = (event.currentTarget as HTMLSelectElement).value;
    const faultId = VIRTUAL_FAULT_IDS.find((id) => id === chosen);
    if (faultId !== undefined) emit(this, 'set-virtual-fault', { faultId });
  }

  override render(): TemplateResult {
    const isIn = this.plugged === 'in';
    return html`<aside aria-label=${t.virtual.label}>
      <span class="demo">${t.virtual.demo}</span>
      <span class="note">${t.virtual.note}</span>
      <label>
        <span>${t.virtual.onTheBench}</span>
        <select data-virtual-fault @change=${(event: Event) => this.#choose(event)}>
          ${GROUPS.map(
            ([group, ids]) =>
              html`<optgroup label=${t.virtual.groups[group]}>
                ${ids.map((id) => html`<option value=${id} .selected=${id === this.faultId}>${t.virtualFaults[id]}</option>`)}
              </optgroup>`,
          )}
        </select>
      </label>
      <button type="button" class="btn small" data-action="choose-recording" @click=${() => emit(this, 'understanding', { act: 'choose-recording' })}>
        ${connectWords.tools.play}
      </button>
      <button type="button" class="btn small" data-action=${isIn ? 'unplug' : 'plug'} @click=${() => emit(this, isIn ? 'unplug' : 'plug', {})}>
        ${icon('plug')}${isIn ? t.virtual.unplug : t.virtual.plug}
      </button>
      <button type="button" class="btn small" data-action="leave-virtual" aria-label=${t.virtual.leaveLabel} @click=${() => emit(this, 'leave-virtual', {})}>
        ${t.virtual.leave}
      </button>
    </aside>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-virtual-panel': TsVirtualPanel;
  }
}
