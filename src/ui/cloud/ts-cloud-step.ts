/**
 * `ts-cloud-step`: the frame of one step: its number or its tick, its name, one line of what came of it, and its content while it stands open.
 * Floor: ui. Only a step that is done can be folded by hand; it folds by itself when it becomes done, and the focus then stays at its button.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { tick } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { cloudWords as words } from '../strings/cloud.ts';
import type { StepState } from './cloud-steps.ts';

@customElement('ts-cloud-step')
export class TsCloudStep extends LitElement {
  static override styles = [
    sheet,
    css`
      section {
        border: 1px solid var(--line);
        border-radius: var(--r-3);
        background: var(--stone-1);
        box-shadow: var(--shadow);
      }
      .waiting {
        background: none;
        box-shadow: none;
      }
      header {
        display: grid;
        grid-template-columns: 28px auto minmax(0, 1fr) auto auto;
        align-items: center;
        gap: 2px var(--s-3);
        min-height: 60px;
        padding: 10px var(--s-4) 10px 20px;
      }
      .sign {
        display: grid;
        place-items: center;
        width: 28px;
        height: 28px;
        border: 1.5px solid var(--ink-3);
        border-radius: 50%;
        font-size: 14px;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .current .sign {
        border-color: var(--accent);
        background: var(--accent);
        color: var(--accent-ink);
      }
      .done .sign {
        border: 0;
      }
      .done .tick {
        width: 26px;
        height: 26px;
      }
      .waiting .sign {
        border-color: var(--line-strong);
        color: var(--ink-3);
      }
      h2 {
        font-size: 17px;
        line-height: 24px;
        font-weight: 600;
      }
      .waiting h2 {
        color: var(--ink-2);
        font-weight: 550;
      }
      .line {
        color: var(--ink-2);
        overflow: hidden;
        overflow-wrap: anywhere;
      }
      .content {
        padding: 4px 20px 20px 60px;
      }
      @media (max-width: 820px) {
        header {
          grid-template-columns: 28px minmax(0, 1fr) auto auto;
          padding: 8px var(--s-3) 8px 14px;
        }
        .line {
          grid-area: 2 / 2 / auto / -1;
          padding-bottom: 6px;
        }
        .content {
          padding: 4px 14px 16px;
        }
      }
    `,
  ];

  @property({ type: Number }) number = 0;
  @property({ attribute: false }) heading = '';
  @property({ attribute: false }) state: StepState = 'waiting';
  /** One line: what came of it, or what will. */
  @property({ attribute: false }) line: TemplateResult | string = '';
  @property({ attribute: false }) emulator: 'on' | 'off' = 'off';
  /** What a person chose; forgotten when the step becomes something else. */
  @state() private chosen: 'open' | 'closed' | null = null;
  @query('button') private readonly toggle!: HTMLButtonElement | null;
  #hadFocus: 'inside' | 'elsewhere' = 'elsewhere';

  get #shown(): 'open' | 'closed' {
    if (this.state === 'waiting') return 'closed';
    return this.state === 'current' ? 'open' : (this.chosen ?? 'closed');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('state')) return;
    this.#hadFocus = this.matches(':focus-within') ? 'inside' : 'elsewhere';
    this.chosen = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('state') && this.#hadFocus === 'inside' && this.#shown === 'closed') this.toggle?.focus();
    this.#hadFocus = 'elsewhere';
  }

  override render(): TemplateResult {
    const shown = this.#shown;
    return html`<section class=${this.state} aria-label=${words.stepLabel(this.number, this.heading)} data-step=${this.number} data-state=${this.state}>
      <header>
        <span class="sign" aria-hidden="true">${this.state === 'done' ? tick('pass') : this.number}</span>
        <h2>${this.heading}</h2>
        <span class="line">${shown === 'open' && this.state !== 'done' ? nothing : this.line}</span>
        ${this.emulator === 'on' ? html`<span class="demo">${words.emulator.mark}</span>` : html`<span></span>`}
        ${
          this.state === 'done'
            ? html`<button
                type="button"
                class="btn small"
                data-action="toggle-step"
                aria-expanded=${shown === 'open' ? 'true' : 'false'}
                aria-label=${words.toggle(shown, this.heading)}
                @click=${() => {
                  this.chosen = shown === 'open' ? 'closed' : 'open';
                }}
              >
                ${shown === 'open' ? words.hide : words.show}
              </button>`
            : html`<span></span>`
        }
      </header>
      <div class="content" ?hidden=${shown === 'closed'}><slot></slot></div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud-step': TsCloudStep;
  }
}
