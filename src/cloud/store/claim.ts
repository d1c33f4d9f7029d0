/**
 * A claim: this chip on this board passed first in that run. Written with `If-None-Match: *`, so that of two stations exactly one writes it.
 * Floor: cloud. Pure. What stands in the store may have been put there by anybody with the role: it is read strictly.
 */
import { isJsonObject, parseJson } from '../../formats/index.ts';
import { isChain } from './names.ts';

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

/** `won`: it is ours, now or since this very run. `same-unit`: another run passed the same chip on the same board first. `other`: the chip was on another
 * board, or the board had another chip. */
export type ClaimEnd = { readonly result: 'won' } | { readonly result: 'same-unit' | 'other'; readonly holder: UnitClaim };

const FORMAT = 'touchstone-claim/1';
const MEMBERS = ['format', 'chip', 'mac', 'chain', 'number', 'station', 'at'];
const CHIP = /^[0-9A-F]{18}$/;
const MAC = /^[0-9A-F]{2}(?::[0-9A-F]{2}){5}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;
const LONGEST_STATION = 200;

/** Always the same text for the same claim. */
export const claimText = ({ chip, mac, chain, number, station, at }: UnitClaim): string =>
  JSON.stringify({ format: FORMAT, chip, mac, chain, number, station: station.slice(0, LONGEST_STATION), at });

/** Null for anything that is not exactly a claim. */
export function parseClaim(text: string): UnitClaim | null {
  const json = (() => {
    try {
      return parseJson(text, 2);
    } catch {
      return null;
    }
  })();
  if (!isJsonObject(json) || json.size !== MEMBERS.length || MEMBERS.some((name) => !json.has(name)) || json.get('format') !== FORMAT) return null;
  const [chip, mac, chain, number, station, at] = ['chip', 'mac', 'chain', 'number', 'station', 'at'].map((name) => json.get(name));
  const isText = (value: unknown, form: RegExp): value is string => typeof value === 'string' && form.test(value);
  if ((chip !== null && !isText(chip, CHIP)) || (mac !== null && !isText(mac, MAC)) || (chip === null && mac === null)) return null;
  if (typeof chain !== 'string' || !isChain(chain) || typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) return null;
  if (typeof station !== 'string' || station.length > LONGEST_STATION || !isText(at, TIME) || Number.isNaN(Date.parse(at))) return null;
  return { chip, mac, chain, number, station, at };
}

/** What a claim that lost has lost to. */
export function compareClaims(ours: UnitClaim, holder: UnitClaim): ClaimEnd {
  if (holder.chain === ours.chain && holder.number === ours.number) return { result: 'won' };
  return { result: holder.chip === ours.chip && holder.mac === ours.mac ? 'same-unit' : 'other', holder };
}
