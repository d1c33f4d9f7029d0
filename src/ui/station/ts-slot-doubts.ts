/**
 * `ts-slot-doubts`: boards that are in a slot where they were not before, and the one press that gives two slots each other's place.
 * Floor: ui. Emits `station`. Draws nothing while nothing is in doubt; decides nothing.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StationSlotPicture } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { sheet } from '../look/sheet.ts';
import { stationWords } from '../strings/en-station.ts';

const w = stationWords.setUp.doubts;
/** Above the slots there is no room for more; the next one moves up when one is settled. */
const MOST = 3;

@customElement('ts-slot-doubts')
export class TsSlotDoubts extends LitElement {
  static override styles = [
    sheet,
    css`
      :host {
        display: block;
      }
      .doubt {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: var(--s-2) var(--s-3);
        padding: 8px var(--s-4);
        background: var(--warn-soft);
        color: var(--warn);
        font-weight: 600;
      }
      .doubt span {
        flex: 1 1 300px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s-2);
      }
    `,
  ];

  @property({ attribute: false }) slots: readonly StationSlotPicture[] = [];

  #doubt({ number, other, each }: Doubt): TemplateResult {
    return html`<div class="doubt" role="status" data-doubt="${number}-${other}">
      <span>${each === 'both' ? w.both(number, other) : w.other(number, other)}</span>
      <div class="row">
        <button type="button" class="btn small" data-action="swap-slots" @click=${() => emit(this, 'station', { act: 'swap-slots', number, other })}>
          ${w.swap(Math.min(number, other), Math.max(number, other))}
        </button>
        <button
          type="button"
          class="btn small"
          data-action="slot-is-right"
          @click=${() => {
            emit(this, 'station', { act: 'slot-is-right', number });
            if (each === 'both') emit(this, 'station', { act: 'slot-is-right', number: other });
          }}
        >
          ${each === 'both' ? w.bothMoved : w.moved}
        </button>
      </div>
    </div>`;
  }

  override render(): TemplateResult | typeof nothing {
    const doubts = doubtsOf(this.slots);
    return doubts.length === 0
      ? nothing
      : html`<section aria-label=${w.title}>
          ${doubts.slice(0, MOST).map((doubt) => this.#doubt(doubt))}
          ${doubts.length > MOST ? html`<div class="doubt">${w.more(doubts.length - MOST)}</div>` : nothing}
        </section>`;
  }
}

interface Doubt {
  readonly number: number;
  /** Where its board was before. */
  readonly other: number;
  /** `both`: and the board of that slot is here. */
  readonly each: 'one' | 'both';
}

/** One line for two slots that have each other's board. */
function doubtsOf(slots: readonly StationSlotPicture[]): readonly Doubt[] {
  const boardOf = (number: number): number | null => slots[number - 1]?.port?.boardOf ?? null;
  return slots.flatMap(({ number }): readonly Doubt[] => {
    const other = boardOf(number);
    if (other === null) return [];
    if (boardOf(other) !== number) return [{ number, other, each: 'one' }];
    return number < other ? [{ number, other, each: 'both' }] : [];
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-slot-doubts': TsSlotDoubts;
  }
}
