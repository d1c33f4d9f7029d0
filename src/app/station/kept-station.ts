/**
 * How this bench is set up, kept for the next visit: slots, name, what was taught, plan, sounds, lock; and plans that were loaded.
 * Floor: app. Kept in localStorage; what is found there is as foreign as any other input. The PIN is kept as a salted hash: it stops hands, not attackers.
 */
import { fromHex, toHex } from '../../base/index.ts';
import type { KeptPort } from '../../bench/index.ts';
import { MOST_SLOTS, STATION_KEY, slotsOf } from './kept-slots.ts';

export interface KeptStation {
  /** 0: no slots, one board step by step. */
  readonly slots: number;
  readonly name: string;
  readonly taught: readonly (KeptPort | null)[];
  /** Slots in the order in which the browser named their ports last. */
  readonly order: readonly number[];
  readonly planFingerprint: string;
  readonly sounds: 'on' | 'off';
  readonly lock: 'locked' | 'unlocked';
  readonly pin: { readonly salt: string; readonly hash: string } | null;
}

const PLANS_KEY = 'touchstone.plans.1';
const MOST_PLANS = 20;
const PIN_ROUNDS = 200_000;
const HEX = /^[0-9a-f]{64}$/;
const MAC = /^[0-9A-F]{2}(:[0-9A-F]{2}){5}$/;

export const NO_STATION: KeptStation = { slots: 0, name: '', taught: [], order: [], planFingerprint: '', sounds: 'on', lock: 'unlocked', pin: null };

/** What may stand there. */
type Foreign = Partial<Record<keyof KeptStation, unknown>> | null;

/** Reads what was kept; anything odd in it is replaced by the default. */
export function parseStation(text: string | null): KeptStation {
  if (text === null) return NO_STATION;
  try {
    const kept = JSON.parse(text) as Foreign;
    const { slots, name, taught, order, planFingerprint, sounds, lock } = kept ?? {};
    const pin = pinOf(kept?.pin);
    return {
      slots: slotsOf(slots),
      name: typeof name === 'string' ? name.slice(0, 40) : '',
      taught: Array.isArray(taught) ? taught.slice(0, MOST_SLOTS).map(portOf) : [],
      order: Array.isArray(order) ? [...new Set(order.slice(0, MOST_SLOTS).filter(isSlot))] : [],
      planFingerprint: typeof planFingerprint === 'string' && HEX.test(planFingerprint) ? planFingerprint : '',
      sounds: sounds === 'off' ? 'off' : 'on',
      lock: lock === 'locked' ? 'locked' : 'unlocked',
      pin,
    };
  } catch {
    return NO_STATION;
  }
}

const isId = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff;

const isSlot = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_SLOTS;

/** Ids are both there or both not: a port of the system itself, or of Bluetooth, has none. */
function portOf(value: unknown): KeptPort | null {
  if (value === null || typeof value !== 'object') return null;
  const { usbVendorId, usbProductId, mac } = value as Partial<Record<keyof KeptPort, unknown>>;
  const read = typeof mac === 'string' && MAC.test(mac) ? mac : null;
  if (isId(usbVendorId) && isId(usbProductId)) return { usbVendorId, usbProductId, mac: read };
  return usbVendorId === null && usbProductId === null ? { usbVendorId, usbProductId, mac: read } : null;
}

function pinOf(value: unknown): KeptStation['pin'] {
  const { salt, hash } = (value ?? {}) as { readonly salt?: unknown; readonly hash?: unknown };
  return typeof salt === 'string' && HEX.test(salt) && typeof hash === 'string' && HEX.test(hash) ? { salt, hash } : null;
}

export function readStation(): KeptStation {
  try {
    return parseStation(localStorage.getItem(STATION_KEY));
  } catch {
    return NO_STATION; // storage is forbidden in this browser
  }
}

/** False when the browser does not let us. */
export function keepStation(station: KeptStation): boolean {
  return put(STATION_KEY, JSON.stringify(station));
}

/** Texts of the plans that were loaded here. */
export function readPlans(): readonly string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(PLANS_KEY) ?? '[]') as unknown;
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string').slice(0, MOST_PLANS) : [];
  } catch {
    return [];
  }
}

/** False when the browser does not let us. */
export const keepPlans = (plans: readonly string[]): boolean => put(PLANS_KEY, JSON.stringify(plans.slice(0, MOST_PLANS)));

function put(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

async function digestOf(pin: string, salt: Uint8Array<ArrayBuffer>): Promise<string> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  return toHex(new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: PIN_ROUNDS }, key, 256)));
}

/** What is kept of a PIN; null for an empty one. */
export async function hashPin(pin: string): Promise<KeptStation['pin']> {
  if (pin === '') return null;
  const salt = crypto.getRandomValues(new Uint8Array(32));
  return { salt: toHex(salt), hash: await digestOf(pin, salt) };
}

export const isPin = async (pin: string, kept: NonNullable<KeptStation['pin']>): Promise<boolean> =>
  (await digestOf(pin, new Uint8Array(fromHex(kept.salt)))) === kept.hash;
