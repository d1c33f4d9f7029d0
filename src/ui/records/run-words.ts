/** Reasons of runs in words, where only a code is left of them. Floor: ui. */
import type { RunSummary } from '../../bench/index.ts';
import { factText, reader } from '../facts.ts';
import { reasonWords } from '../proof-words.ts';
import { reasonLine } from '../station/reason-words.ts';
import { recordsWords as w } from '../strings/en-records.ts';
import { stationWords } from '../strings/en-station.ts';
import type { Problem } from './records-view.ts';

/** The reason of a run in a list: a sentence without its numbers, which stand in the record. */
export function reasonOfCode(code: string, virtual: boolean): string {
  if (code === '') return '';
  const short = Object.hasOwn(w.shortReasons, code) ? w.shortReasons[code] : undefined;
  const proof = /^(.+)-(fail|unmeasured|skipped)$/.exec(code)?.[1];
  const words =
    short ?? reasonWords(code)?.seen(reader({})) ?? reasonLine({ code, facts: proof === undefined ? {} : { proof } }, virtual ? 'demo' : 'microchip').what;
  return factText(words, 160);
}

/** "SZX-L1-FCT01 5" → "Slot 5 of SZX-L1-FCT01". */
export function slotName(group: string): string {
  const [, station = '', slot = group] = /^(.*) (\d+)$/.exec(group) ?? [];
  return factText(station === '' ? w.slot(Number(slot)) : w.slotOf(slot, station), 80);
}

const UNITS: Readonly<Record<string, string>> = { '1': '', By: 'bytes', 'By/s': 'bytes/s', Bd: 'baud' };

/** A unit as people write it; units of measurements are written as in UCUM. */
export const unitWord = (unit: string): string => (Object.hasOwn(UNITS, unit) ? (UNITS[unit] ?? '') : factText(unit, 20));

/** The name of a phase: words where the plan left the name of its kind. */
export const phaseName = (name: string): string =>
  Object.hasOwn(stationWords.phases, name) ? stationWords.phases[name as keyof typeof stationWords.phases].name : factText(name, 80);

/** What a row is about: the chip, else the board. */
export const unitText = ({ serialNumber, mac }: RunSummary): string => serialNumber || mac;

/** What went wrong on this screen. */
export function problemWords({ code, facts }: Problem): { readonly what: string; readonly action: string } {
  const own = Object.hasOwn(w.problems, code) ? w.problems[code] : undefined;
  return own === undefined ? reasonLine({ code, facts }, 'microchip') : own(reader(facts));
}
