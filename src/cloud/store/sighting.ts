/**
 * A sighting: this chip on this board was in the slot of this run first. Written when the run knows both, before anything is done to the board, with
 * `If-None-Match: *`: of two stations that find the same chip at the same moment exactly one writes it.
 * Floor: cloud. Pure. Does not know how the run ended. What stands in the store may have been put there by anybody with the role: it is read strictly.
 */
import { CHIP, LONGEST_STATION, MAC, exactMembers, isStation, isText, isTime } from './claim.ts';
import { isUuid } from './names.ts';

export interface UnitSighting {
  /** 18 upper-case hex digits. */
  readonly chip: string;
  /** Upper case, with colons. */
  readonly mac: string;
  /** The station's chain of records; null before its first one. */
  readonly chain: string | null;
  /** Id of the run, a UUID. */
  readonly run: string;
  readonly station: string;
  /** Counted from 1. */
  readonly slot: number;
  /** RFC 3339, by the clock of the station. */
  readonly at: string;
}

const FORMAT = 'touchstone-seen/1';
const MEMBERS = ['format', 'chip', 'mac', 'chain', 'run', 'station', 'slot', 'at'];
const MOST_SLOTS = 1_000;

/** Always the same text for the same sighting. */
export const sightingText = ({ chip, mac, chain, run, station, slot, at }: UnitSighting): string =>
  JSON.stringify({ format: FORMAT, chip, mac, chain, run, station: station.slice(0, LONGEST_STATION), slot, at });

/** Null for anything that is not exactly a sighting. */
export function parseSighting(text: string): UnitSighting | null {
  const json = exactMembers(text, FORMAT, MEMBERS);
  if (json === null) return null;
  const [chip, mac, chain, run, station, slot, at] = ['chip', 'mac', 'chain', 'run', 'station', 'slot', 'at'].map((name) => json.get(name));
  if (!isText(chip, CHIP) || !isText(mac, MAC) || typeof run !== 'string' || !isUuid(run)) return null;
  if (chain !== null && (typeof chain !== 'string' || !isUuid(chain))) return null;
  if (typeof slot !== 'number' || !Number.isInteger(slot) || slot < 1 || slot > MOST_SLOTS) return null;
  if (!isStation(station) || !isTime(at)) return null;
  return { chip, mac, chain, run, station, slot, at };
}
