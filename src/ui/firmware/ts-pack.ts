/**
 * `ts-pack`: the chosen pack in full: chip, fingerprint, parts, partitions, what is worth knowing; lock, export, remove.
 * Floor: ui. Emits `firmware`. What a build says of itself is hostile text.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText, reader } from '../facts.ts';
import { icon } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import '../look/ts-copy.ts';
import { firmwareWords as words, packWarnings } from '../strings/late.ts';
import type { FirmwareView, OpenedPack, PackPartView } from './firmware-view.ts';
import { firmwareStyles } from './firmware-styles.ts';
import { hexOffset, shortHash } from './pack-words.ts';
import './ts-partitions.ts';

@customElement('ts-pack')
export class TsPack extends LitElement {
  static override styles = [
    sheet,
    firmwareStyles,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: start;
        gap: var(--s-2) var(--s-3);
      }
      header h2 {
        flex: 1 1 200px;
        font-size: 17px;
        line-height: 26px;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 4px var(--s-4);
        align-items: center;
      }
      dt {
        color: var(--ink-3);
        font-size: 13px;
      }
      dd {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s-2);
        overflow-wrap: anywhere;
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s-2);
        padding-top: var(--s-3);
        border-top: 1px solid var(--line);
        min-width: 0;
      }
      td b {
        font-weight: 550;
      }
      td small {
        display: block;
        color: var(--ink-2);
        font-size: 12px;
        line-height: 17px;
        overflow-wrap: anywhere;
      }
      .sha {
        display: flex;
        align-items: center;
        gap: var(--s-2);
        margin: -2px 0;
      }
      .warnings {
        display: grid;
        gap: 6px;
      }
      .warnings li {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr);
        gap: 10px;
        font-size: 13px;
        overflow-wrap: anywhere;
      }
      .warnings .icon {
        color: var(--warn);
      }
    `,
  ];

  @property({ attribute: false }) pack!: OpenedPack;
  @property({ attribute: false }) lock: FirmwareView['lock'] = 'unlocked';
  @property({ attribute: false }) chips: readonly string[] = [];
  @query('select[data-tell-chip]') private readonly chipChoice!: HTMLSelectElement;

  #head({ name, fingerprint, origin }: OpenedPack): TemplateResult {
    const isLocked = this.lock === 'locked';
    return html`<header>
      <h2>${factText(name)}</h2>
      <div class="buttons">
        <button
          type="button"
          class="btn small"
          data-action="lock-pack"
          aria-pressed=${isLocked ? 'true' : 'false'}
          @click=${() => emit(this, 'firmware', { act: 'lock', lock: isLocked ? 'unlocked' : 'locked' })}
        >
          ${isLocked ? words.unlock : words.lock}
        </button>
        <button type="button" class="btn small" data-action="export-pack" @click=${() => emit(this, 'firmware', { act: 'export', fingerprint })}>
          ${words.export}
        </button>
        ${
          origin === 'bundled'
            ? nothing
            : html`<button
                type="button"
                class="btn small"
                data-action="remove-pack"
                ?disabled=${isLocked}
                @click=${() => emit(this, 'firmware', { act: 'remove', fingerprint })}
              >
                ${words.remove}
              </button>`
        }
      </div>
    </header>`;
  }

  #chip(chip: string | null): TemplateResult {
    if (chip !== null) return html`<dd>${factText(chip)}</dd>`;
    return html`<dd>
      <select data-tell-chip aria-label=${words.tellChip}>
        ${this.chips.map((name) => html`<option value=${name}>${name}</option>`)}
      </select>
      <button
        type="button"
        class="btn small"
        data-action="tell-chip"
        ?disabled=${this.lock === 'locked'}
        @click=${() => emit(this, 'firmware', { act: 'tell-chip', chip: this.chipChoice.value })}
      >
        ${words.tellChip}
      </button>
    </dd>`;
  }

  #part({ offset, size, kind, name, app, imageChecked, sha256 }: PackPartView): TemplateResult {
    const shown = factText(name);
    const about = [app === null ? '' : words.built(factText(app.idfVersion), factText(app.date), factText(app.time)), words.checked[imageChecked]];
    return html`<tr data-part=${offset}>
      <td class="mono">${hexOffset(offset)}</td>
      <td><span title=${words.bytes(size)}>${words.size(size)}</span></td>
      <td>
        <b>${words.kinds[kind]}</b>${app === null ? nothing : html` ${words.app(factText(app.projectName), factText(app.version))}`}<small>${shown}</small>
        ${about.filter((line) => line !== '').map((line) => html`<small>${line}</small>`)}
      </td>
      <td class="mono">
        <div class="sha"><span title=${sha256}>${shortHash(sha256)}</span><ts-copy .text=${sha256} .label=${words.copySha(shown)}></ts-copy></div>
      </td>
    </tr>`;
  }

  override render(): TemplateResult {
    const { pack } = this;
    const { offset, size, what, sha } = words.columns;
    return html`<article class="card" data-pack-detail=${pack.fingerprint}>
      ${this.#head(pack)} ${this.lock === 'locked' ? html`<p class="held" data-held="pack">${icon('info')}<span>${words.lockHolds}</span></p>` : nothing}
      <dl>
        <dt>${words.chip}</dt>
        ${this.#chip(pack.chip)}
        <dt>${words.total}</dt>
        <dd>${words.size(pack.bytes)}</dd>
        <dt>${words.flashSize}</dt>
        <dd>${pack.flashSizeBytes === null ? words.unknown : words.flashSizeValue(pack.flashSizeBytes)}</dd>
        <dt>${words.fingerprint}</dt>
        <dd>
          <code title=${pack.fingerprint}>${shortHash(pack.fingerprint)}</code><ts-copy .text=${pack.fingerprint} .label=${words.copyFingerprint}></ts-copy>
        </dd>
      </dl>
      ${
        pack.warnings.length === 0
          ? nothing
          : html`<section>
              <h3>${words.warnings}</h3>
              <ul class="warnings">
                ${pack.warnings.map(({ code, facts }) => html`<li data-warning=${code}>${icon('info')}<span>${rich(packWarnings[code](reader(facts)))}</span></li>`)}
              </ul>
            </section>`
      }
      <section>
        <h3>${words.parts}</h3>
        <div class="table" tabindex="0" role="group" aria-label=${words.parts}>
          <table>
            <thead>
              <tr>
                ${[offset, size, what, sha].map((column) => html`<th scope="col">${column}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${pack.parts.map((part) => this.#part(part))}
            </tbody>
          </table>
        </div>
      </section>
      <section>
        <h3>${words.partitions}</h3>
        ${
          pack.partitions === null
            ? html`<p class="quiet">${words.noPartitions}</p>`
            : html`<ts-partitions .partitions=${pack.partitions} .parts=${pack.parts} .flashSizeBytes=${pack.flashSizeBytes}></ts-partitions>`
        }
      </section>
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-pack': TsPack;
  }
}
