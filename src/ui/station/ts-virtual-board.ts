/**
 * `ts-virtual-board`: the hands at one slot of a dry run: pull the board, put in the next one of the tray or the same again, with a fault or with another chip.
 * Floor: ui. Emits `station`. Knows no tray: the picture says what can be put in.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { stationWords } from '../strings/en-station.ts';
import { t } from '../strings/index.ts';
import { VIRTUAL_FAULT_IDS, type VirtualFaultId } from '../virtual-faults.ts';
import type { BoardHand, SlotBoard } from './station-view.ts';

const GUARD_HANDS = ['moved-chip', 'swapped-chip'] as const;
const w = stationWords.board;

@customElement('ts-virtual-board')
export class TsVirtualBoard extends LitElement {
  static override styles = [
    sheet,
    css`
      section {
        display: grid;
        gap: var(--s-3);
        padding: var(--s-3);
        border: 1px solid var(--line);
        border-radius: var(--r-3);
        background: repeating-linear-gradient(135deg, var(--hatch) 0 8px, transparent 8px 16px) var(--stone-1);
      }
      label {
        display: grid;
        gap: 4px;
      }
      label,
      .guard p {
        color: var(--ink-2);
        font-size: 13px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s-2);
      }
      .row p {
        flex: 1;
        min-width: max-content;
      }
    `,
  ];

  /** Of the slot. */
  @property({ attribute: false }) number = 0;
  @property({ attribute: false }) board: SlotBoard | null = null;

  #plug(hand: BoardHand): void {
    emit(this, 'station', { act: 'plug-board', number: this.number, hand });
  }

  #guard({ hands }: SlotBoard): TemplateResult {
    return html`<div class="row guard" role="group" aria-label=${w.guard}>
      <p>${w.guard}</p>
      ${GUARD_HANDS.map((hand) => {
        const can = hands.includes(hand);
        return html`<button
          type="button"
          class="btn small"
          data-hand=${hand}
          ?disabled=${!can}
          title=${can ? w.hints[hand] : w.hints.none}
          @click=${() => this.#plug(hand)}
        >
          ${w[hand]}
        </button>`;
      })}
    </div>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { board, number } = this;
    if (board === null) return nothing;
    const set = (event: Event): void =>
      emit(this, 'station', { act: 'set-fault', number, faultId: (event.target as HTMLSelectElement).value as VirtualFaultId, strikesAt: null });
    return html`<section aria-label=${w.title}>
      <div class="row">
        <p data-lies=${board.board}>${rich(board.chip === board.board ? w.lies(board.board) : w.liesWith(board.board, board.chip))}</p>
        ${
          board.cable === 'in'
            ? html`<button type="button" class="btn small" data-action="pull-board" @click=${() => emit(this, 'station', { act: 'pull-board', number })}>
                ${w.pull}
              </button>`
            : html`<div class="row">
                <button type="button" class="btn small" data-action="plug-board" title=${w.hints.next} @click=${() => this.#plug('next')}>${w.next}</button>
                <button type="button" class="btn small" data-hand="same" title=${w.hints.same} @click=${() => this.#plug('same')}>${w.same}</button>
              </div>`
        }
      </div>
      <label
        >${w.part}<select data-slot-fault @change=${set}>
          ${VIRTUAL_FAULT_IDS.map((id) => html`<option value=${id} .selected=${id === board.faultId}>${t.virtualFaults[id]}</option>`)}
        </select></label
      >
      ${this.#guard(board)}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-virtual-board': TsVirtualBoard;
  }
}
