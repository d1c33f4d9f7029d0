/**
 * What a scan does to the slots: the label to the board that waits for it, the answer to the question that is open, the card to the chosen slot.
 * Floor: app. Knows what a scan means (scan-meaning.ts) and nothing of screens.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { Station, StationSlotPicture } from '../../bench/index.ts';
import type { ScanMeaning } from '../../ui/index.ts';
import type { StationDeskErrorCode } from './station-errors.ts';

/** A label: an answer where a run asks for a text, else it belongs to the board that waits for one, else to the board in the chosen slot, else to the next one that is plugged in there.
 * Number of the slot. @throws no-free-slot */
export function useLabel(station: Station, label: string, selected: number): number {
  const chosen = station.slots[selected - 1];
  const slots = chosen === undefined ? station.slots : [chosen, ...station.slots.filter((slot) => slot !== chosen)];
  const asked = slots.find(({ picture: { question } }) => question !== null && question.answer !== 'yes-no');
  if (asked !== undefined) {
    asked.answer(label);
    return asked.picture.number;
  }
  const slot =
    slots.find(({ canStart, picture }) => canStart && picture.waitsFor === 'label' && picture.label === '') ??
    slots.find(({ canStart, picture }) => canStart && picture.state === 'ready') ??
    (chosen?.canStart === true || (chosen !== undefined && isEmpty(chosen.picture)) ? chosen : undefined);
  if (slot === undefined) throw new TouchstoneError<StationDeskErrorCode>('no-free-slot');
  station.setLabel(slot.picture.number, label);
  return slot.picture.number;
}

const isEmpty = ({ presence, state, port, mustAcknowledge }: StationSlotPicture): boolean =>
  port !== null && presence === 'out' && state !== 'running' && !mustAcknowledge;

/** Control cards and the answers that are on them. Number of the slot that it was for; null for none. */
export function useCard(
  station: Station,
  kind: Extract<ScanMeaning['kind'], 'start' | 'stop' | 'acknowledge' | 'yes' | 'no'>,
  selected: number,
): number | null {
  const chosen = station.slots[selected - 1];
  if (kind === 'start') void station.start(selected);
  if (kind === 'stop') void chosen?.stop();
  if (kind === 'acknowledge') return acknowledge(station, selected);
  if (kind !== 'yes' && kind !== 'no') return selected;
  const asks = ({ picture }: { readonly picture: StationSlotPicture }): boolean => picture.question?.answer === 'yes-no';
  const asked = chosen !== undefined && asks(chosen) ? chosen : station.slots.find(asks);
  asked?.answer(kind);
  return asked?.picture.number ?? null;
}

/** The failure of the chosen slot, or the first one that nobody has seen; then the alarm. */
export function acknowledge(station: Station, selected: number): number | null {
  const chosen = station.slots[selected - 1];
  const slots = chosen === undefined ? station.slots : [chosen, ...station.slots.filter((slot) => slot !== chosen)];
  const waiting = slots.find(({ picture }) => picture.mustAcknowledge);
  if (waiting !== undefined) station.acknowledge(waiting.picture.number);
  else slots.find(({ picture }) => picture.alarm)?.endAlarm();
  return waiting?.picture.number ?? null;
}
