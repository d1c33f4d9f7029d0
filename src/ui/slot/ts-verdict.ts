/**
 * `ts-verdict`: the banner of a slot: ready, under way, judged, or why not. One place and one height for all of them.
 * Floor: ui. The words are made in banner.ts; emits `choose-files` when a manifest is what is missing, `navigate` from a pass to the cloud screen.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SlotSnapshot } from '../../bench/index.ts';
import { EMPTY_SLOT } from '../app-view.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { seal } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { progressStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';
import { entryWords } from '../strings/late.ts';
import { bannerOf, type Banner } from './banner.ts';
import './ts-serial.ts';
import { verdictStyles } from './verdict-styles.ts';

@customElement('ts-verdict')
export class TsVerdict extends LitElement {
  static override styles = [sheet, progressStyles, verdictStyles];

  @property({ attribute: false }) view: SlotSnapshot = EMPTY_SLOT;

  #block(banner: Banner, demo: TemplateResult | typeof nothing): TemplateResult {
    if (banner.tone === 'run') return html`<div class="block"><span class="count">${banner.word}</span><span class="word">${t.banner.step}</span>${demo}</div>`;
    return html`<div class="block">${banner.seal === null ? nothing : seal(banner.seal)}${demo}<span class="word">${banner.word}</span></div>`;
  }

  #progress(banner: Banner): TemplateResult | typeof nothing {
    if (banner.tone !== 'run') return nothing;
    return banner.progress === null
      ? html`<progress aria-label=${banner.title}></progress>`
      : html`<progress max="1" .value=${banner.progress} aria-label=${banner.title}></progress>`;
  }

  #chooseManifest(): TemplateResult {
    return html`<button type="button" class="btn small" data-action="choose-files" @click=${() => emit(this, 'choose-files', {})}>
      ${t.banner.chooseManifest}
    </button>`;
  }

  #enrol(): TemplateResult {
    return html`<p>
      <button type="button" class="link" data-action="enrol-in-azure" @click=${() => emit(this, 'navigate', { screen: 'cloud' })}>${entryWords.enrol}</button>
    </p>`;
  }

  override render(): TemplateResult {
    const { view } = this;
    const banner = bannerOf(view);
    const verdict = view.phase === 'done' || view.phase === 'lost' ? view.verdict : null;
    const isDemo = banner.mark === 'demo';
    const note = isDemo ? html`<p class="demo-note">${t.banner.demoNote}</p>` : nothing;
    return html`<section
      class="banner ${banner.tone} ${isDemo ? 'hatched' : ''}"
      data-phase=${view.phase}
      data-verdict=${verdict?.kind ?? nothing}
      data-demo=${isDemo ? 'yes' : nothing}
      data-fault=${view.phase === 'failed' || (view.phase === 'lost' && verdict === null) ? factText(view.fault?.code ?? 'port-lost') : nothing}
    >
      ${this.#block(banner, isDemo ? html`<span class="demo">${t.banner.demo}</span>` : nothing)}
      <div class="text">
        <h1>${rich(banner.title)}</h1>
        ${banner.lines.map((line) => html`<p>${rich(line)}</p>`)}
        ${banner.remedy === null ? nothing : html`<p class="remedy"><span>${rich(banner.remedy)}</span>${verdict?.kind === 'genuine-unmatched' ? this.#chooseManifest() : nothing}</p>`}
        ${verdict?.kind === 'genuine-matched' ? this.#enrol() : nothing} ${this.#progress(banner)} ${verdict !== null && view.chip === null ? note : nothing}
      </div>
      <div class="side">${view.chip === null ? nothing : html`<ts-serial .chip=${view.chip}></ts-serial>${verdict === null ? nothing : note}`}</div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-verdict': TsVerdict;
  }
}
