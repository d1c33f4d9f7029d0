/**
 * Settings that stay when the page is closed: wiring of the chip, limit of the wire, shortcuts.
 * Floor: app. Kept in localStorage; what is found there is as foreign as any other input.
 */
import { FASTEST_BAUD_RATES, FREE_PINS, type BusSettings } from '../ui/index.ts';

export interface Remembered {
  readonly bus: BusSettings;
  readonly fastestBaudRate: number;
  readonly shortcuts: 'on' | 'off';
}

const KEY = 'touchstone.settings.1';
const DEFAULTS: Remembered = { bus: { sda: 16, scl: 17, clockKHz: 100 }, fastestBaudRate: 921_600, shortcuts: 'on' };

const wholeNumber = (value: unknown, least: number, most: number): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : null;

/** Reads what was kept; anything odd in it is replaced by the default. */
export function parseRemembered(text: string | null): Remembered {
  if (text === null) return DEFAULTS;
  try {
    const kept = JSON.parse(text) as { bus?: Partial<Record<keyof BusSettings, unknown>>; fastestBaudRate?: unknown; shortcuts?: unknown } | null;
    const sda = FREE_PINS.find((pin) => pin === kept?.bus?.sda) ?? null;
    const scl = FREE_PINS.find((pin) => pin === kept?.bus?.scl) ?? null;
    const clockKHz = wholeNumber(kept?.bus?.clockKHz, 10, 400);
    const bus = sda === null || scl === null || clockKHz === null || sda === scl ? DEFAULTS.bus : { sda, scl, clockKHz };
    const fastestBaudRate = FASTEST_BAUD_RATES.find((rate) => rate === kept?.fastestBaudRate) ?? DEFAULTS.fastestBaudRate;
    return { bus, fastestBaudRate, shortcuts: kept?.shortcuts === 'off' ? 'off' : 'on' };
  } catch {
    return DEFAULTS;
  }
}

export function readRemembered(): Remembered {
  try {
    return parseRemembered(localStorage.getItem(KEY));
  } catch {
    return DEFAULTS; // storage is forbidden in this browser: nothing is remembered
  }
}

/** Keeps the settings; false when the browser does not let us. */
export function keepRemembered(settings: Remembered): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
    return true;
  } catch {
    return false;
  }
}
