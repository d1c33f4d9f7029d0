/**
 * A claim: this chip on this board passed first in that run. Written with `If-None-Match: *`, so that of two stations exactly one writes it.
 * Floor: cloud. Pure. What stands in the store may have been put there by anybody with the role: it is read strictly.
 */
import { isJsonObject, parseJson } from '../../formats/index.ts';
import { isUuid } from './names.ts';

export interface UnitClaim {
  /** 18 upper-case hex digits; null for a board without a chip. */
  readonly chip: string | null;
  /** Upper case, with colons; null when the board does not tell. */
  readonly mac: string | null;
  readonly chain: string;
  readonly number: number;
  readonly station: string;
  /** RFC 3339, by the clock of the station. */
  readonly at: string;
}

/** `won`: it is ours, now or since this very run. `same-unit`: another run had the same chip on the same board first. `other`: the chip was on another
 * board, or the board had another chip. `unread`: what stands there is no claim of this unit. */
export type ClaimEnd<Holder = UnitClaim> =
  { readonly result: 'won' } | { readonly result: 'same-unit' | 'other'; readonly holder: Holder } | { readonly result: 'unread' };

/** What both books say of a unit. */
export type UnitIds = Pick<UnitClaim, 'chip' | 'mac'>;

const FORMAT = 'touchstone-claim/1';
const MEMBERS = ['format', 'chip', 'mac', 'chain', 'number', 'station', 'at'];
/** Forms of what claims hold. */
export const CHIP = /^[0-9A-F]{18}$/;
export const MAC = /^[0-9A-F]{2}(?::[0-9A-F]{2}){5}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;
export const LONGEST_STATION = 200;

/** Always the same text for the same claim. */
export const claimText = ({ chip, mac, chain, number, station, at }: UnitClaim): string =>
  JSON.stringify({ format: FORMAT, chip, mac, chain, number, station: station.slice(0, LONGEST_STATION), at });

/** The members of a flat object that has exactly these, of this format; null for anything else. */
export function exactMembers(text: string, format: string, members: readonly string[]): ReadonlyMap<string, unknown> | null {
  try {
    const json = parseJson(text, 2);
    return isJsonObject(json) && json.size === members.length && members.every((name) => json.has(name)) && json.get('format') === format ? json : null;
  } catch {
    return null;
  }
}

export const isText = (value: unknown, form: RegExp): value is string => typeof value === 'string' && form.test(value);
export const isTime = (value: unknown): value is string => isText(value, TIME) && !Number.isNaN(Date.parse(value));
export const isStation = (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST_STATION;

/** Null for anything that is not exactly a claim. */
export function parseClaim(text: string): UnitClaim | null {
  const json = exactMembers(text, FORMAT, MEMBERS);
  if (json === null) return null;
  const [chip, mac, chain, number, station, at] = ['chip', 'mac', 'chain', 'number', 'station', 'at'].map((name) => json.get(name));
  if ((chip !== null && !isText(chip, CHIP)) || (mac !== null && !isText(mac, MAC)) || (chip === null && mac === null)) return null;
  if (typeof chain !== 'string' || !isUuid(chain) || typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) return null;
  if (!isStation(station) || !isTime(at)) return null;
  return { chip, mac, chain, number, station, at };
}

/** What a claim that lost has lost to; what one of the two does not know makes no difference. */
export function compareUnits(ours: UnitIds, holder: UnitIds): 'same-unit' | 'other' {
  const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
  return differ(ours.chip, holder.chip) || differ(ours.mac, holder.mac) ? 'other' : 'same-unit';
}
