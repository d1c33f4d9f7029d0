/**
 * Settings that stay when the page is closed: wiring of the chip, limit of the wire, shortcuts, how the log room opens a port.
 * Floor: app. Kept in localStorage; what is found there is as foreign as any other input.
 */
import type { LineEnding } from '../bench/index.ts';
import { FASTEST_BAUD_RATES, FREE_PINS, type BusSettings } from '../ui/index.ts';

export interface Remembered {
  readonly bus: BusSettings;
  readonly fastestBaudRate: number;
  readonly shortcuts: 'on' | 'off';
  /** The rate of the monitor, whether it opens a port that comes back, and what it puts behind a line. */
  readonly monitor: { readonly baudRate: number; readonly reconnect: 'on' | 'off'; readonly ending: LineEnding };
}

const KEY = 'touchstone.settings.1';
const DEFAULTS: Remembered = {
  bus: { sda: 16, scl: 17, clockKHz: 100 },
  fastestBaudRate: 921_600,
  shortcuts: 'on',
  monitor: { baudRate: 115_200, reconnect: 'on', ending: 'crlf' },
};
const ENDINGS: readonly LineEnding[] = ['none', 'cr', 'lf', 'crlf'];
/** Beyond them no bridge works. */
const [SLOWEST, FASTEST] = [300, 12_000_000];

/** What may stand there. */
interface Foreign {
  readonly bus?: Partial<Record<keyof BusSettings, unknown>>;
  readonly monitor?: Partial<Record<keyof Remembered['monitor'], unknown>>;
  readonly fastestBaudRate?: unknown;
  readonly shortcuts?: unknown;
}

const wholeNumber = (value: unknown, least: number, most: number): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : null;

/** Reads what was kept; anything odd in it is replaced by the default. */
export function parseRemembered(text: string | null): Remembered {
  if (text === null) return DEFAULTS;
  try {
    const kept = JSON.parse(text) as Foreign | null;
    const sda = FREE_PINS.find((pin) => pin === kept?.bus?.sda) ?? null;
    const scl = FREE_PINS.find((pin) => pin === kept?.bus?.scl) ?? null;
    const clockKHz = wholeNumber(kept?.bus?.clockKHz, 10, 400);
    const bus = sda === null || scl === null || clockKHz === null || sda === scl ? DEFAULTS.bus : { sda, scl, clockKHz };
    const fastestBaudRate = FASTEST_BAUD_RATES.find((rate) => rate === kept?.fastestBaudRate) ?? DEFAULTS.fastestBaudRate;
    const monitor = {
      baudRate: wholeNumber(kept?.monitor?.baudRate, SLOWEST, FASTEST) ?? DEFAULTS.monitor.baudRate,
      reconnect: kept?.monitor?.reconnect === 'off' ? 'off' : 'on',
      ending: ENDINGS.find((one) => one === kept?.monitor?.ending) ?? DEFAULTS.monitor.ending,
    } as const;
    return { bus, fastestBaudRate, shortcuts: kept?.shortcuts === 'off' ? 'off' : 'on', monitor };
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
