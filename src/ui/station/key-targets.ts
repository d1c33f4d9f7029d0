/**
 * Which slot a key means now, so that the screen can show it before it is pressed, and whether a key is somebody else's.
 * Floor: ui. Restates the order of app/station/scanned.ts: the chosen slot first, then the others by their numbers.
 */
import type { StationSlotPicture } from '../../bench/index.ts';
import type { StationView } from './station-view.ts';

interface KeyTargets {
  /** Slot that Space acknowledges, or whose alarm it ends. */
  readonly space: number | null;
  /** Slot whose question Y and N answer. */
  readonly yesNo: number | null;
  /** Slot whose question for a text or a number is answered by typing. */
  readonly text: number | null;
}

/** Null where a key means no slot. */
export function keyTargets({ picture: { slots }, selected }: Pick<StationView, 'picture' | 'selected'>): KeyTargets {
  const chosen = slots[selected - 1];
  const inOrder = chosen === undefined ? slots : [chosen, ...slots.filter((slot) => slot !== chosen)];
  const first = (test: (slot: StationSlotPicture) => boolean): number | null => inOrder.find(test)?.number ?? null;
  return {
    space: first(({ mustAcknowledge }) => mustAcknowledge) ?? first(({ alarm }) => alarm),
    yesNo: first(({ question }) => question?.answer === 'yes-no'),
    text: first(({ question }) => question !== null && question.answer !== 'yes-no'),
  };
}

/** A field is being edited, a dialog is open, or a button has the focus that these keys press; the end of a scan presses nothing. */
export function isBusyElsewhere(event: KeyboardEvent, isScan: boolean): boolean {
  const path = event.composedPath();
  if (path.some((target) => target instanceof HTMLDialogElement)) return true;
  const [target] = path;
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return true;
  const isPress = event.key === 'Enter' || event.key === ' ';
  if (target instanceof HTMLSelectElement) return !isScan && (isPress || event.key.length > 1); // a letter of a scan chooses nothing in a list
  return (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement) && !isScan && isPress;
}

/** The field that a key goes into; null for none. */
export function fieldOf(event: KeyboardEvent): HTMLInputElement | HTMLTextAreaElement | null {
  const [target] = event.composedPath();
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;
}
