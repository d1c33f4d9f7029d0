/**
 * `ts-intake`: where files come in: a place to drop and choose them, and in the same place how far their reading is.
 * Floor: ui. Emits `choose-files`, `choose-folder`, `cancel-import`. Both faces are equally high, so that nothing moves when reading begins or ends.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ImportView } from '../app-view.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { icon } from '../look/icons.ts';
import { progressStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import { manifestWords } from '../strings/late.ts';
import { importFigures, type ImportFigures } from './import-figures.ts';
import { intakeStyles } from './intake-styles.ts';

const words = manifestWords.intake;
const progressWords = manifestWords.importing;

@customElement('ts-intake')
export class TsIntake extends LitElement {
  static override styles = [sheet, progressStyles, intakeStyles];

  @property({ attribute: false }) importing: ImportView | null = null;
  /** `first`: nothing is loaded yet, and this is the thing to do. */
  @property({ attribute: false }) weight: 'first' | 'further' = 'further';
  @query('button') private readonly firstButton!: HTMLElement;
  #hadFocus: 'yes' | 'no' = 'no';

  protected override willUpdate(): void {
    this.#hadFocus = this.shadowRoot?.activeElement ? 'yes' : 'no';
  }

  /** Whoever pressed a button that goes away is put on the one that comes. */
  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('importing');
    const hasTurned = before !== undefined && (before === null) !== (this.importing === null);
    if (hasTurned && this.#hadFocus === 'yes') this.firstButton.focus();
  }

  #choosing(): TemplateResult {
    return html`<div class="face drop">
      ${icon('drop')}
      <div class="text">
        <p>${words.dropHere}</p>
        <p class="kinds">${words.kinds}</p>
      </div>
      <div class="buttons">
        <button type="button" class="btn ${this.weight === 'first' ? 'go' : ''}" data-action="choose-files" @click=${() => emit(this, 'choose-files', {})}>
          ${words.choose}
        </button>
        <button type="button" class="btn" data-action="choose-folder" @click=${() => emit(this, 'choose-folder', {})}>${words.chooseFolder}</button>
      </div>
    </div>`;
  }

  #reading(view: ImportView): TemplateResult {
    const figures = importFigures(view);
    const label = progressWords.step[view.step](factText(view.fileName, 120));
    return html`<section class="face reading" data-import=${view.step} aria-label=${progressWords.label}>
      <p class="what" title=${label}>${label}</p>
      <span class="file">${view.files > 1 ? progressWords.file(view.file, view.files) : nothing}</span>
      <button type="button" class="btn" data-action="cancel-import" @click=${() => emit(this, 'cancel-import', {})}>${progressWords.cancel}</button>
      <progress aria-label=${label} max="1" .value=${figures.share}></progress>
      <p class="figures">
        <span>${view.doneEntries > 0 ? progressWords.entries(view.doneEntries) : nothing}</span
        ><span>${view.totalBytes > 0 ? progressWords.bytes(view.doneBytes, view.totalBytes) : nothing}</span
        ><span>${figures.entriesPerSecond === null ? nothing : progressWords.speed(figures.entriesPerSecond)}</span><span>${leftWords(figures, view)}</span>
      </p>
    </section>`;
  }

  override render(): TemplateResult {
    const { importing } = this;
    return html`${importing === null ? this.#choosing() : this.#reading(importing)}
      <div class="sr" role="status">${importing === null ? nothing : progressWords.say(importing.files)}</div>`;
  }
}

function leftWords({ left }: ImportFigures, { file, files }: ImportView): string {
  if (left === null) return '';
  const time = left.unit === 'moment' ? progressWords.moment : left.unit === 's' ? progressWords.seconds(left.value) : progressWords.minutes(left.value);
  return file < files ? progressWords.leftOfFile(time) : progressWords.left(time);
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-intake': TsIntake;
  }
}
