/**
 * Numbers as people read them: times, sizes, counts, serial numbers.
 * Floor: ui. Knows no sentences (strings/) and no elements.
 */

const COUNT = new Intl.NumberFormat('en-US');

/** 12408 → "12,408". */
export const count = (value: number): string => COUNT.format(value);

/** 412 → "0.4 s", 11240 → "11.2 s", 83000 → "1 min 23 s". */
export function seconds(durationMs: number): string {
  if (durationMs < 59_950) return `${(Math.max(0, durationMs) / 1000).toFixed(1)} s`;
  const whole = Math.round(durationMs / 1000);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

const UNITS = ['KB', 'MB', 'GB', 'TB'] as const;

/** 61440 → "60 KB", 4194304 → "4 MB", 1572864 → "1.5 MB", 10737418240 → "10 GB" (powers of 1024, as flash sizes are printed). */
export function size(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let value = bytes;
  let unit = '';
  for (const next of UNITS) {
    if (value < 1023.5) break;
    value /= 1024;
    unit = next;
  }
  return `${Number(value.toFixed(value < 9.95 ? 1 : 0))} ${unit}`;
}

/** "0123a23f29f9366a01" → ["0123", "A23F", "29F9", "366A", "01"]. */
export const serialGroups = (serialNumber: string): readonly string[] => serialNumber.toUpperCase().match(/.{1,4}/gs) ?? [];

/** 0x35 from 53. */
export const address = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;

/** Time of a log line: "00.612", "61.004"; minutes are not broken out, so that lines stay comparable. */
export function logTime(atMs: number): string {
  const whole = Math.max(0, Math.floor(atMs));
  return `${String(Math.floor(whole / 1000)).padStart(2, '0')}.${String(whole % 1000).padStart(3, '0')}`;
}

/** USB ids as they are printed: "10C4:EA60"; empty when the browser does not know them. */
export function usbIds(vendorId: number | undefined, productId: number | undefined): string {
  if (vendorId === undefined || productId === undefined) return '';
  return [vendorId, productId].map((id) => id.toString(16).toUpperCase().padStart(4, '0')).join(':');
}
