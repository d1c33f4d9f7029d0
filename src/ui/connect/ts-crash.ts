/**
 * `ts-crash`: a crash explained: what it means, usual causes, what to do; where it was, with names once the build's ELF is there.
 * Floor: ui. Emits `show-line`, `understanding`. Facts and names are hostile text.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { CrashAddress, NamedAddress } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { connectWords, crashWords as words } from '../strings/late.ts';
import { crashText, factRows } from './connect-words.ts';
import { cardStyles } from './connect-styles.ts';
import { factList } from './ts-timeline.ts';
import type { BuildCard, CrashView } from './understanding-view.ts';

/** Words on the stack are many and mean little. */
const ADDRESSES_SHOWN = 40;
const NAME_CHARACTERS = 160;
const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

@customElement('ts-crash')
export class TsCrash extends LitElement {
  static override styles = [
    sheet,
    cardStyles,
    css`
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 12.5px;
        line-height: 18px;
      }
      td {
        padding: 2px 8px 2px 0;
        vertical-align: top;
        border-top: 1px solid var(--line);
      }
      td.mono {
        white-space: nowrap;
      }
      td.name {
        font-family: var(--mono);
        overflow-wrap: anywhere;
      }
      td.role {
        color: var(--ink-2);
      }
      .registers {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
        gap: 0 var(--s-3);
        margin-top: 6px;
        font: 12px/18px var(--mono);
      }
      .warned {
        color: var(--warn);
        font-weight: 550;
      }
      .build {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s-2);
      }
    `,
  ];

  @property({ attribute: false }) crash: CrashView | null = null;
  @property({ attribute: false }) build: BuildCard | null = null;
  @query('input') private readonly chooser!: HTMLInputElement;

  #chosen(): void {
    const files = [...(this.chooser.files ?? [])];
    this.chooser.value = '';
    if (files.length > 0) emit(this, 'understanding', { act: 'open-build', files });
  }

  #address(item: CrashAddress | NamedAddress, names: 'names' | 'no-names'): TemplateResult {
    const place = 'place' in item ? item.place : null;
    const name = place === null ? '' : `${factText(place.name, NAME_CHARACTERS)} + 0x${place.offset.toString(16)}`;
    return html`<tr data-role=${item.role}>
      <td class="mono">${hex(item.address)}</td>
      ${names === 'names' ? html`<td class="name">${name === '' ? html`<span class="role">${words.noName}</span>` : name}</td>` : nothing}
      <td class="role">${words.roles[item.role]}</td>
    </tr>`;
  }

  #addresses(crash: CrashView): TemplateResult | typeof nothing {
    if (crash.addresses.length === 0) return nothing;
    const { named } = crash;
    const hasNames = named !== null && named.build !== 'other';
    const rows = (hasNames ? named.addresses : crash.addresses.filter(({ role }) => role !== 'stack')).slice(0, ADDRESSES_SHOWN);
    return html`<h4>${words.addresses}</h4>
      <table data-crash-addresses=${hasNames ? 'named' : 'bare'}>
        <tbody>
          ${rows.map((item) => this.#address(item, hasNames ? 'names' : 'no-names'))}
        </tbody>
      </table>
      ${crash.corrupted ? html`<p class="seen">${words.corrupted}</p>` : nothing}
      ${named === null ? nothing : html`<p class=${named.build === 'same' ? 'seen' : 'warned'} data-build-match=${named.build}>${words.builds[named.build]}</p>`}
      ${crash.elfSha256 === null || named?.build === 'same' ? nothing : html`<p class="seen">${rich(words.elfSaid(crash.elfSha256))}</p>`}
      <div class="build">
        <input type="file" hidden accept=".elf" data-choose="build-of-crash" @change=${() => this.#chosen()} />
        <button type="button" class="btn small" data-action="choose-build" @click=${() => this.chooser.click()}>
          ${this.build === null ? connectWords.tools.build : connectWords.tools.buildOther}
        </button>
      </div>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { crash } = this;
    if (crash === null) return nothing;
    const { what, causes, remedy } = crashText(crash);
    const times = words.times(crash.times);
    return html`<article class="card fail" data-crash=${crash.kind} data-cause=${crash.cause}>
      <h3>${tick('fail')}<span>${crash.kind === 'boot-failed' ? words.bootTitle : words.title}: ${what}</span></h3>
      <p class="times">
        ${times === '' ? nothing : html`${times} · `}<button
          type="button"
          class="to-line"
          data-action="show-line"
          @click=${() => emit(this, 'show-line', { number: crash.line })}
        >
          <span class="sr">${what}: </span>${connectWords.line(crash.line)}
        </button>
      </p>
      ${crash.facts['nullPointer'] === true ? html`<p>${words.nullPointer}</p>` : nothing}
      <p class="remedy"><b>${words.whatToDo}:</b> ${rich(crash.named === null || crash.named.build === 'other' ? remedy : words.withNames(remedy))}</p>
      <h4>${words.usual}</h4>
      <ul>
        ${causes.map((cause) => html`<li>${cause}</li>`)}
      </ul>
      ${factList(factRows(Object.fromEntries(Object.entries(crash.facts).filter(([name]) => name !== 'nullPointer')), words.facts))} ${this.#addresses(crash)}
      ${
        crash.registers.length === 0
          ? nothing
          : html`<details>
              <summary>${words.registers(crash.registers.length)}</summary>
              <div class="registers">${crash.registers.map(({ name, value }) => html`<span>${name.padEnd(8, '\u00a0')} ${hex(value)}</span>`)}</div>
            </details>`
      }
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-crash': TsCrash;
  }
}
