/**
 * `ts-drop`: files dropped anywhere on the page, and the one file chooser behind every “choose files”.
 * Floor: ui. Emits `add-files`; knows nothing of what is in a file.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { icon } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';

@customElement('ts-drop')
export class TsDrop extends LitElement {
  static override styles = [
    sheet,
    css`
      .over {
        position: fixed;
        inset: 0;
        z-index: 30;
        display: grid;
        place-items: center;
        padding: var(--s-5);
        background: color-mix(in oklab, var(--stone-0) 86%, transparent);
        pointer-events: none;
      }
      .target {
        display: grid;
        justify-items: center;
        gap: var(--s-2);
        width: min(520px, 100%);
        padding: var(--s-7) var(--s-5);
        border: 2px dashed var(--accent);
        border-radius: var(--r-3);
        background: var(--stone-1);
        box-shadow: var(--lift);
        text-align: center;
      }
      .target .icon {
        width: 40px;
        height: 40px;
        color: var(--accent);
      }
      strong {
        font-size: 20px;
        line-height: 28px;
        font-weight: 640;
      }
      p {
        color: var(--ink-2);
      }
    `,
  ];

  @state() private over: 'yes' | 'no' = 'no';
  @query('input') private readonly chooser!: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    for (const [type, listener] of this.#listeners) window.addEventListener(type, listener as EventListener);
  }

  override disconnectedCallback(): void {
    for (const [type, listener] of this.#listeners) window.removeEventListener(type, listener as EventListener);
    super.disconnectedCallback();
  }

  /** Opens the browser's file chooser; must be called from a click or a key. */
  choose(): void {
    this.chooser.click();
  }

  readonly #enter = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    this.over = 'yes';
  };

  readonly #leave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.over = 'no';
  };

  readonly #drop = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    this.over = 'no';
    this.#give(event.dataTransfer?.files);
  };

  readonly #listeners = [
    ['dragenter', this.#enter],
    ['dragover', this.#enter],
    ['dragleave', this.#leave],
    ['drop', this.#drop],
  ] as const;

  #give(list: FileList | null | undefined): void {
    const files = [...(list ?? [])];
    if (files.length > 0) emit(this, 'add-files', { files });
  }

  #chosen(): void {
    this.#give(this.chooser.files);
    this.chooser.value = '';
  }

  override render(): TemplateResult {
    return html`<input type="file" data-drop multiple hidden accept=".json,application/json" @change=${() => this.#chosen()} />
      <div class="over" ?hidden=${this.over === 'no'}>
        <div class="target">
          ${icon('drop')}<strong>${t.shell.drop}</strong>
          <p>${t.shell.dropHint}</p>
        </div>
      </div>`;
  }
}

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

declare global {
  interface HTMLElementTagNameMap {
    'ts-drop': TsDrop;
  }
}
