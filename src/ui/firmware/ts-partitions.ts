/**
 * `ts-partitions`: the partition table as a bar to scale and as a table, with what the pack writes into each partition.
 * Floor: ui. Drawn in SVG with attributes only, because the page's policy allows no inline styles. Decides nothing.
 */
import { LitElement, css, html, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Partition } from '../../formats/index.ts';
import { factText } from '../facts.ts';
import { sheet } from '../look/sheet.ts';
import { firmwareWords as words } from '../strings/late.ts';
import type { PackPartView } from './firmware-view.ts';
import { firmwareStyles } from './firmware-styles.ts';
import { hexOffset } from './pack-words.ts';

/** A partition with less room has no name in the bar; the table has it. In percent of a bar of 700 pixels. */
const CHARACTER = 1.15;
const MARGIN = 2;

@customElement('ts-partitions')
export class TsPartitions extends LitElement {
  static override styles = [
    sheet,
    firmwareStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s-3);
        min-width: 0;
      }
      svg.bar {
        display: block;
        width: 100%;
        height: 44px;
        border: 1px solid var(--line-strong);
        border-radius: 6px;
        background: var(--stone-2);
      }
      .room {
        fill: var(--stone-1);
        stroke: var(--line-strong);
      }
      .app {
        fill: color-mix(in oklab, var(--accent) 9%, var(--stone-1));
      }
      .written {
        fill: var(--accent);
        opacity: 0.85;
      }
      text {
        fill: var(--ink);
        font: 13px var(--mono);
      }
      @media (max-width: 820px) {
        svg text {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) partitions: readonly Partition[] = [];
  @property({ attribute: false }) parts: readonly PackPartView[] = [];
  @property({ attribute: false }) flashSizeBytes: number | null = null;

  get #total(): number {
    return Math.max(
      1,
      this.flashSizeBytes ?? 0,
      ...this.partitions.map(({ offset, size }) => offset + size),
      ...this.parts.map(({ offset, size }) => offset + size),
    );
  }

  #room({ name, typeName, offset, size }: Partition, total: number): TemplateResult {
    const [x, width] = [(100 * offset) / total, (100 * size) / total];
    const label = factText(name, 16);
    return svg`<g><title>${`${label} ${hexOffset(offset)}, ${words.size(size)}`}</title>
      <rect class=${typeName === 'app' ? 'room app' : 'room'} x="${x}%" y="0" width="${width}%" height="44"></rect>
      ${width < label.length * CHARACTER + MARGIN ? svg`` : svg`<text x="${x + MARGIN / 2}%" y="20">${label}</text>`}</g>`;
  }

  #row(partition: Partition): TemplateResult {
    const { name, typeName, subtypeName, offset, size, encrypted, readOnly } = partition;
    const marks = [encrypted ? words.encrypted : '', readOnly ? words.readOnly : ''].filter((mark) => mark !== '');
    return html`<tr>
      <td class="name">${factText(name)}</td>
      <td>${factText(typeName)}, ${factText(subtypeName)}${marks.map((mark) => `, ${mark}`)}</td>
      <td class="mono">${hexOffset(offset)}</td>
      <td>${words.size(size)}</td>
      <td>${words.used(writtenIn(partition, this.parts), size)}</td>
    </tr>`;
  }

  override render(): TemplateResult {
    const total = this.#total;
    const { name, type, offset, size, used } = words.partitionColumns;
    return html`<svg class="bar" role="img" aria-label=${words.bar(words.size(total))}>
        ${this.partitions.map((partition) => this.#room(partition, total))}
        ${this.parts.map((part) => svg`<rect class="written" x="${(100 * part.offset) / total}%" y="32" width="${Math.max(0.15, (100 * part.size) / total)}%" height="12"></rect>`)}
      </svg>
      <div class="table" tabindex="0" role="group" aria-label=${words.partitions}>
        <table>
          <thead>
            <tr>
              ${[name, type, offset, size, used].map((column) => html`<th scope="col">${column}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${this.partitions.map((partition) => this.#row(partition))}
          </tbody>
        </table>
      </div>`;
  }
}

/** Bytes of the pack that fall into a partition. */
function writtenIn({ offset, size }: Partition, parts: readonly PackPartView[]): number {
  return parts.reduce((sum, part) => sum + Math.max(0, Math.min(offset + size, part.offset + part.size) - Math.max(offset, part.offset)), 0);
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-partitions': TsPartitions;
  }
}
