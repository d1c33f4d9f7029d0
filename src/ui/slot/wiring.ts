/**
 * The wiring of the chip as a drawing: four wires between ESP32 and ATECC608.
 * Floor: ui. Lines and labels only; the same is said in words beside it.
 */
import { css, html, svg, type TemplateResult } from 'lit';
import { t } from '../strings/index.ts';

export const wiringStyles = css`
  .wiring {
    display: block;
    width: 100%;
    max-width: 340px;
    height: auto;
  }
  .wiring rect {
    fill: var(--stone-2);
    stroke: var(--line-strong);
  }
  .wiring path {
    fill: none;
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }
  .wiring .bus {
    stroke: var(--accent);
    stroke-width: 2;
  }
  .wiring circle {
    fill: var(--stone-1);
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }
  .wiring .bus + circle,
  .wiring .bus + circle + circle {
    stroke: var(--accent);
  }
  .wiring text {
    fill: var(--ink-2);
    font: 11px var(--mono);
  }
  .wiring .name {
    fill: var(--ink);
    font: 600 12px var(--sans);
  }
`;

const TOP = 40;
const GAP = 20;

/** SDA and SCL are drawn in the accent: they are what can be set. */
export function wiring(sda: number, scl: number): TemplateResult {
  const wires = [
    ['3V3', 'VCC', ''],
    ['GND', 'GND', ''],
    [String(sda), 'SDA', 'bus'],
    [String(scl), 'SCL', 'bus'],
  ] as const;
  return html`<svg class="wiring" viewBox="0 0 340 122" role="img" aria-label=${t.welcome.wiringAlt(sda, scl)}>
    <rect x=".5" y=".5" width="118" height="121" rx="8" />
    <rect x="231.5" y="12.5" width="108" height="104" rx="8" />
    <text class="name" x="14" y="24">ESP32</text>
    <text class="name" x="326" y="30" text-anchor="end">ATECC608</text>
    ${wires.map(([left, right, kind], index) => {
      const y = TOP + index * GAP;
      return svg`<path class=${kind} d=${`M119 ${y}C160 ${y} 190 ${y + 6} 231 ${y + 6}`}/><circle cx="119" cy=${y} r="3.5"/><circle cx="231" cy=${y + 6} r="3.5"/><text x="106" y=${y + 4} text-anchor="end">${left}</text><text x="244" y=${y + 10}>${right}</text>`;
    })}
  </svg>`;
}
