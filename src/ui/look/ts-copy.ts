/**
 * `ts-copy`: a button that copies a text and says that it did.
 * Floor: ui. A browser that refuses leaves the text to be selected by hand.
 */
import { LitElement, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { entryWords } from '../strings/late.ts';
import { icon } from './icons.ts';
import { sheet } from './sheet.ts';

const SHOWN_MS = 1600;

@customElement('ts-copy')
export class TsCopy extends LitElement {
  static override styles = [sheet];

  @property({ attribute: false }) text = '';
  /** What is copied, for who cannot see where the button stands. */
  @property({ attribute: false }) label = '';
  @state() private copied: 'no' | 'yes' = 'no';
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text);
    } catch {
      return;
    }
    this.copied = 'yes';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.copied = 'no';
    }, SHOWN_MS);
  }

  override render(): TemplateResult {
    const isCopied = this.copied === 'yes';
    return html`<button type="button" class="btn small" data-action="copy" aria-label=${this.label} @click=${() => this.#copy()}>
        ${icon(isCopied ? 'check' : 'copy')}${isCopied ? entryWords.copied : entryWords.copy}</button
      ><span class="sr" role="status">${isCopied ? entryWords.copied : ''}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-copy': TsCopy;
  }
}
