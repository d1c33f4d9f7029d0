/**
 * The line icons of the page and the shapes of the outcomes.
 * Floor: ui. Icons are decoration: the word beside them says it.
 */
import { html, svg, type TemplateResult } from 'lit';

const LINES = {
  bench: svg`<rect x="3" y="5" width="14" height="10" rx="2"/><path d="M7 15v2M13 15v2M7 9h6"/>`,
  manifests: svg`<path d="M5 3h7l4 4v10H5zM12 3v4h4M8 11h5M8 14h5"/>`,
  firmware: svg`<rect x="5" y="5" width="10" height="10" rx="1.5"/><path d="M8 2v3M12 2v3M8 15v3M12 15v3M2 8h3M2 12h3M15 8h3M15 12h3"/>`,
  log: svg`<path d="M4 5h12M4 9h8M4 13h10M4 17h5"/>`,
  cloud: svg`<path d="M6 15.5a3.5 3.5 0 0 1-.4-7 4.7 4.7 0 0 1 9-.6 3.8 3.8 0 0 1-.4 7.6z"/>`,
  records: svg`<rect x="3" y="4" width="14" height="12" rx="1.5"/><path d="M3 8h14M3 12h14M8 8v8"/>`,
  settings: svg`<path d="M3 6h6M13 6h4M3 14h2M9 14h8"/><circle cx="11" cy="6" r="2"/><circle cx="7" cy="14" r="2"/>`,
  copy: svg`<rect x="7" y="7" width="9" height="10" rx="1.5"/><path d="M4 13V4.5A1.5 1.5 0 0 1 5.5 3H12"/>`,
  check: svg`<path d="m4.5 10.5 3.5 3.5 7.5-8"/>`,
  cross: svg`<path d="M5 5l10 10M15 5 5 15"/>`,
  chevron: svg`<path d="m8 5 5 5-5 5"/>`,
  plug: svg`<path d="M7 3v4M13 3v4M5 7h10v2a5 5 0 0 1-10 0zM10 14v4"/>`,
  drop: svg`<path d="M10 3v9M6 8.5l4 4 4-4M4 16h12"/>`,
  info: svg`<circle cx="10" cy="10" r="7"/><path d="M10 9.5V14M10 6.5v.1"/>`,
} as const;

export type IconName = keyof typeof LINES;

/** A 20 × 20 line icon in the current colour. */
export const icon = (name: IconName): TemplateResult => html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${LINES[name]}</svg>`;

/** The mark: a dark stone with a streak of gold. */
export const mark = (): TemplateResult =>
  html`<svg class="mark" viewBox="0 0 26 26" aria-hidden="true">
    <rect x="2" y="4" width="22" height="18" rx="5" fill="#1b1c1f" />
    <rect x="2.5" y="4.5" width="21" height="17" rx="4.5" fill="none" stroke="#d9b45b" stroke-opacity=".28" />
    <path d="M6.5 17.5 19.5 8.5" fill="none" stroke="#d9b45b" stroke-width="2.6" stroke-linecap="round" />
  </svg>`;

/** The stone of the first visit: what is wanted and what was seen, side by side on the touchstone. */
export const stone = (): TemplateResult =>
  html`<svg class="stone" viewBox="0 0 168 128" aria-hidden="true">
    <rect x="1" y="1" width="166" height="126" rx="30" fill="#1b1c1f" stroke="#d9b45b" stroke-opacity=".3" stroke-width="2" />
    <g fill="none" stroke="#d9b45b" stroke-linecap="round">
      <path d="M38 92 108 36" stroke-width="13" />
      <path d="M74 96 134 48" stroke-width="7" stroke-opacity=".55" />
    </g>
  </svg>`;

/** Every outcome has a shape of its own: circle, octagon, diamond, broken circle. */
const SEALS = {
  pass: svg`<circle class="body" cx="32" cy="32" r="28"/><path class="sign" d="m20 33 8.5 8.5L45 24"/>`,
  fail: svg`<path class="body" d="M20.4 4h23.2L60 20.4v23.2L43.6 60H20.4L4 43.6V20.4z"/><path class="sign" d="m22 22 20 20M42 22 22 42"/>`,
  unmatched: svg`<path class="body" d="M32 3 61 32 32 61 3 32z"/><path class="sign" d="M22 27.5h20M22 36.5h20M37 20 27 44"/>`,
  unmeasured: svg`<circle class="ring" cx="32" cy="32" r="26"/><path class="sign out" d="M22 32h20"/>`,
  fault: svg`<path class="ring" d="M32 6 60 56H4z"/><path class="sign out" d="M32 25v14M32 47v.2"/>`,
  ready: svg`<circle class="ring thin" cx="32" cy="32" r="27"/><circle class="dot" cx="32" cy="32" r="6"/>`,
  stopped: svg`<circle class="ring thin" cx="32" cy="32" r="27"/><rect class="dot" x="23" y="23" width="18" height="18" rx="2"/>`,
  unplugged: svg`<circle class="ring thin" cx="32" cy="32" r="27"/><path class="sign out" d="M26 16v9M38 16v9M22 25h20v4a10 10 0 0 1-20 0zM32 39v9"/>`,
} as const;

export type SealName = keyof typeof SEALS;

/** A 64 × 64 seal; its colours come from the element that draws it. */
export const seal = (name: SealName): TemplateResult => html`<svg class="seal s-${name}" viewBox="0 0 64 64" aria-hidden="true">${SEALS[name]}</svg>`;

const TICKS = {
  pass: svg`<circle class="body" cx="10" cy="10" r="9.5"/><path d="m6 10.5 2.7 2.7 5.3-6"/>`,
  fail: svg`<path class="body" d="M6.3.8h7.4l5.5 5.5v7.4l-5.5 5.5H6.3L.8 13.7V6.3z"/><path d="m7 7 6 6M13 7l-6 6"/>`,
  unmeasured: svg`<circle class="ring" cx="10" cy="10" r="8.7"/><path d="M6.5 10h7"/>`,
  waiting: svg`<circle class="ring" cx="10" cy="10" r="8.7"/>`,
  running: svg`<circle class="ring" cx="10" cy="10" r="8.7"/><path class="arc" d="M10 1.3A8.7 8.7 0 0 1 18.7 10"/>`,
} as const;

export type TickName = keyof typeof TICKS;

/** A 20 × 20 tick for rows and steps. */
export const tick = (name: TickName): TemplateResult => html`<svg class="tick ${name}" viewBox="0 0 20 20" aria-hidden="true">${TICKS[name]}</svg>`;
