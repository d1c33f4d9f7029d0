/** Days and times of runs, as people on the line read them. Floor: ui. */
const DAY_TIME = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
const SHORT = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric' });

/** "23 Nov 2026, 08:00". */
export const dayTime = (atMs: number): string => DAY_TIME.format(atMs);
/** "23 Nov, 08:00"; with the year where it is another one. */
export const shortTime = (atMs: number, nowMs = Date.now()): string =>
  new Date(atMs).getFullYear() === new Date(nowMs).getFullYear() ? SHORT.format(atMs) : DAY_TIME.format(atMs);
/** "23 Nov 2026". */
export const dayOnly = (atMs: number): string => DAY.format(atMs);
/** A share of a whole: "97.3 %"; a dash of nothing. */
export const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
/** A number with four digits that count: "1.437", "12,408", "0.0012". */
export const figure = (value: number): string => new Intl.NumberFormat('en-US', { maximumSignificantDigits: Math.abs(value) >= 1000 ? 8 : 4 }).format(value);
