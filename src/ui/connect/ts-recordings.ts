/**
 * `ts-recordings`: the list of recorded logs that the virtual board plays, with where each is from.
 * Floor: ui. Emits `understanding`. A dialog of its own, because it is opened from the virtual bench's band and from the log room.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { sheet } from '../look/sheet.ts';
import { connectWords } from '../strings/late.ts';
import { PLAY_SPEEDS, type PlaySpeed, type RecordingCard, type UnderstandingView } from './understanding-view.ts';

const words = connectWords.recordings;

@customElement('ts-recordings')
export class TsRecordings extends LitElement {
  static override styles = [
    sheet,
    dialogStyles,
    css`
      @media (min-width: 821px) {
        dialog {
          width: 680px;
        }
      }
      h1 {
        font-size: 18px;
        line-height: 26px;
        font-weight: 640;
      }
      h2 {
        margin-bottom: 4px;
        font-size: 14px;
        font-weight: 620;
      }
      .head p,
      .source {
        color: var(--ink-2);
        font-size: 13px;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        gap: 0 var(--s-3);
        align-items: center;
        padding: 8px 0;
        border-top: 1px solid var(--line);
      }
      .source {
        grid-column: 1 / -1;
        overflow-wrap: anywhere;
        font-size: 12px;
        line-height: 17px;
      }
      .takes {
        color: var(--ink-2);
        font: 12.5px/20px var(--mono);
      }
      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s-2);
      }
    `,
  ];

  @property({ attribute: false }) understanding: UnderstandingView | null = null;
  /** `busy`: something has the port; `real`: a board is connected that is let go. */
  @property({ attribute: false }) port: 'free' | 'busy' | 'real' = 'free';
  @state() private speed: PlaySpeed = 10;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override updated(changed: PropertyValues): void {
    if (changed.has('understanding')) setDialog(this.dialog, this.understanding?.choosing === 'yes' ? 'open' : 'closed');
  }

  #close(): void {
    if (this.understanding?.choosing === 'yes') emit(this, 'understanding', { act: 'close-recordings' });
  }

  #item({ id, title, kind, source, durationMs }: RecordingCard): TemplateResult {
    return html`<li data-recording=${id}>
      <span id=${`name-${id}`}>${title}</span><span class="takes">${words.takes(durationMs / this.speed)}</span>
      <button
        type="button"
        class="btn small"
        data-action="play"
        aria-describedby=${`name-${id}`}
        ?disabled=${this.port === 'busy'}
        @click=${() => emit(this, 'understanding', { act: 'play', id, speed: this.speed })}
      >
        ${words.play}
      </button>
      <span class="source">${kind}: ${source}</span>
    </li>`;
  }

  override render(): TemplateResult {
    const { recordings = null, choosing = 'no' } = this.understanding ?? {};
    return html`<dialog aria-labelledby="title" @close=${() => this.#close()}>
      ${
        choosing === 'no'
          ? nothing
          : html`<div class="head">
                <div>
                  <h1 id="title">${words.title} <span class="demo">DEMO</span></h1>
                  <p>${words.lead} ${this.port === 'real' ? words.leaves : ''} ${this.port === 'busy' ? words.busy : ''}</p>
                </div>
                <button type="button" class="btn small" data-action="close-recordings" @click=${() => this.#close()}>${words.close}</button>
              </div>
              <div class="body">
                <label
                  >${words.pace}
                  <select
                    data-choice="pace"
                    @change=${(event: Event) => {
                      this.speed = PLAY_SPEEDS.find((one) => one === Number((event.target as HTMLSelectElement).value)) ?? 1;
                    }}
                  >
                    ${PLAY_SPEEDS.map((speed) => html`<option value=${speed} .selected=${speed === this.speed}>${words.paces[speed]}</option>`)}
                  </select></label
                >
                ${
                  recordings === null
                    ? html`<p role="status">${words.loading}</p>`
                    : (['connect', 'crash'] as const).map(
                        (group) =>
                          html`<div>
                            <h2>${words.groups[group]}</h2>
                            <ul>
                              ${recordings.filter((one) => one.group === group).map((one) => this.#item(one))}
                            </ul>
                          </div>`,
                      )
                }
              </div>`
      }
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-recordings': TsRecordings;
  }
}
