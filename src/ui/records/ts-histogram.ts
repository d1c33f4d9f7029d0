/**
 * `ts-histogram`: how often a measurement took which value, with its limits; the figures stand below in words.
 * Floor: ui. uPlot enters here only, when the first one is drawn. It draws on a canvas and sets its styles through the CSSOM, which the page's policy allows; its
 * sheet is adopted by the element.
 */
import { LitElement, css, html, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type uPlot from 'uplot';
import plotSheet from 'uplot/dist/uPlot.min.css?inline';
import type { Histogram } from '../../bench/index.ts';
import { factText } from '../facts.ts';
import { count } from '../format.ts';
import { sheet } from '../look/sheet.ts';
import { recordsWords } from '../strings/en-records.ts';
import type { MeasuredView } from './records-view.ts';
import { unitWord } from './run-words.ts';
import { figure } from './times.ts';

const w = recordsWords.yields;
const HEIGHT_PX = 240;
/** Room beside the outermost bars and limits, as a share of all. */
const MARGIN = 0.04;
/** A limit further away than so many widths of all bars is told in words only: drawn, it would leave nothing of the bars. */
const FARTHEST = 6;

interface Colours {
  readonly bar: string;
  readonly ink: string;
  readonly line: string;
  readonly limit: string;
}

@customElement('ts-histogram')
export class TsHistogram extends LitElement {
  static override styles = [
    sheet,
    unsafeCSS(plotSheet),
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s-3);
      }
      .plot {
        min-height: ${HEIGHT_PX}px;
        overflow: hidden;
      }
      .beside {
        color: var(--ink-2);
        font-size: 13px;
      }
      .probe {
        display: none;
      }
      .p-bar {
        color: var(--accent);
      }
      .p-ink {
        color: var(--ink-2);
      }
      .p-line {
        color: var(--line);
      }
      .p-limit {
        color: var(--fail);
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s-2) var(--s-5);
        font-size: 13px;
        font-variant-numeric: tabular-nums;
      }
      dt {
        color: var(--ink-3);
        font-size: 12px;
      }
    `,
  ];

  @property({ attribute: false }) measured: MeasuredView | null = null;
  @query('.plot') private readonly place!: HTMLElement | null;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #redraw = (): void => void this.#draw();
  readonly #resized = new ResizeObserver(() => this.#plot?.setSize({ width: this.#widthPx, height: HEIGHT_PX }));
  #plot: uPlot | null = null;
  #drawing = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#dark.addEventListener('change', this.#redraw);
  }

  override disconnectedCallback(): void {
    this.#dark.removeEventListener('change', this.#redraw);
    this.#resized.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
    super.disconnectedCallback();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('measured')) void this.#draw();
  }

  get #widthPx(): number {
    return Math.max(200, this.place?.clientWidth ?? 0);
  }

  #colours(): Colours {
    const of = (name: string): string => getComputedStyle(this.renderRoot.querySelector(`.p-${name}`) ?? this).color;
    return { bar: of('bar'), ink: of('ink'), line: of('line'), limit: of('limit') };
  }

  async #draw(): Promise<void> {
    const drawing = ++this.#drawing;
    const histogram = this.measured?.histogram ?? null;
    const Plot = (await import('./plot.ts')).Plot;
    const { place } = this;
    if (drawing !== this.#drawing || !this.isConnected) return;
    this.#resized.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
    if (histogram === null || place === null) return;
    const heights = [0, ...histogram.bars, 0]; // an empty one at each end: a single bar alone would have no width
    const middles = heights.map((_, index) => histogram.from + (index - 0.5) * histogram.width);
    this.#plot = new Plot(optionsFor(histogram, this.measured?.unit ?? '', this.#colours(), this.#widthPx, Plot.paths), [middles, heights], place);
    this.#resized.observe(place);
  }

  #figures({ count: values, min, median, mean, max, deviation, low, high, cpk }: Histogram, unit: string): TemplateResult {
    const { figures: f } = w;
    const with_ = (value: number): string => `${figure(value)} ${unitWord(unit)}`.trim();
    const limits =
      low === null && high === null
        ? w.noLimit
        : low === null
          ? `≤ ${with_(high ?? 0)}`
          : high === null
            ? `≥ ${with_(low)}`
            : `${figure(low)} … ${with_(high)}`;
    const rows: readonly (readonly [string, string])[] = [
      [f.count, count(values)],
      [f.min, with_(min)],
      [f.median, with_(median)],
      [f.mean, with_(mean)],
      [f.max, with_(max)],
      [f.deviation, with_(deviation)],
      [f.limits, limits],
      ...(cpk === null ? [] : ([[f.cpk, cpk.toFixed(2)]] as const)),
    ];
    return html`<dl>
      ${rows.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
  }

  /** What the picture does not show. */
  #beside(histogram: Histogram): TemplateResult | typeof nothing {
    const { below, above, min, max, low, high } = histogram;
    const undrawn = [low, high].filter((limit) => limit !== null).length - drawnLimits(histogram).length;
    const lines = [
      ...(below > 0 ? [w.below(below, figure(min))] : []),
      ...(above > 0 ? [w.above(above, figure(max))] : []),
      ...(undrawn > 0 ? [w.limitFar] : []),
    ];
    return lines.length === 0 ? nothing : html`<p class="beside" data-beside>${lines.join(' ')}</p>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { measured } = this;
    if (measured === null) return nothing;
    if (measured.histogram === null) return html`<p class="beside" data-beside>${w.tooFarApart}</p>`;
    return html`<div class="plot" role="img" aria-label=${w.histogram(factText(measured.chosen, 120))} data-histogram=${measured.chosen}></div>
      ${this.#beside(measured.histogram)} ${this.#figures(measured.histogram, measured.unit)}
      <span class="probe p-bar"></span><span class="probe p-ink"></span><span class="probe p-line"></span><span class="probe p-limit"></span>`;
  }
}

/** Limits that are drawn. */
function drawnLimits({ from, width, bars, low, high }: Histogram): readonly number[] {
  const to = from + width * bars.length;
  const reach = (to - from) * FARTHEST;
  return [low, high].filter((limit) => limit !== null && limit >= from - reach && limit <= to + reach) as readonly number[];
}

function optionsFor(histogram: Histogram, unit: string, colours: Colours, width: number, paths: typeof uPlot.paths): uPlot.Options {
  const { from, width: step, bars } = histogram;
  const limits = drawnLimits(histogram);
  const least = Math.min(from, ...limits);
  const most = Math.max(from + step * bars.length, ...limits);
  const margin = (most - least) * MARGIN;
  const axis = { stroke: colours.ink, grid: { stroke: colours.line, width: 1 }, ticks: { stroke: colours.line, width: 1 } };
  return {
    width,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [least - margin, most + margin] }, y: { range: (_plot, _min, max) => [0, Math.max(1, max * 1.08)] } },
    axes: [
      { ...axis, label: unitWord(unit), labelSize: unitWord(unit) === '' ? 0 : 20 },
      { ...axis, label: w.runsAxis, labelSize: 22, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000] },
    ],
    series: [{}, { stroke: colours.bar, fill: colours.bar, width: 0, points: { show: false }, ...barPaths(paths) }],
    hooks: {
      draw: [
        (plot) => {
          for (const limit of limits) drawLimit(plot, limit, colours.limit);
        },
      ],
    },
  };
}

const barPaths = (paths: typeof uPlot.paths): { paths?: uPlot.Series.PathBuilder } => {
  const made = paths.bars?.({ size: [0.92, 200] });
  return made === undefined ? {} : { paths: made };
};

/** A dashed line over the whole height. */
function drawLimit({ ctx, bbox, valToPos }: uPlot, limit: number, colour: string): void {
  const x = Math.round(valToPos(limit, 'x', true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-histogram': TsHistogram;
  }
}
