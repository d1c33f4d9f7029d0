/**
 * What a hand does to one slot, with a key, a finger or the virtual board's cable.
 * Floor: app. Knows no screen.
 */
import type { Station } from '../../bench/index.ts';
import type { StationAction } from '../../ui/index.ts';
import type { BindingAction } from './binding-actions.ts';
import { acknowledge } from './scanned.ts';
import type { VirtualBoards } from './virtual-boards.ts';

type SlotAction = Exclude<Extract<StationAction, { readonly number: number | null }>, BindingAction | { readonly act: 'open-slot' }>;

/** A run that begins or ends is not waited for: it is shown. @throws sim-fault */
export async function doToSlot(action: SlotAction, number: number, station: Station, boards: VirtualBoards): Promise<void> {
  const slot = station.slots[number - 1];
  switch (action.act) {
    case 'start':
      void station.start(number);
      return;
    case 'stop':
      void slot?.stop();
      return;
    case 'acknowledge':
      acknowledge(station, number);
      return;
    case 'end-alarm':
      slot?.endAlarm();
      return;
    case 'answer':
      slot?.answer(action.text.slice(0, 200));
      return;
    case 'pull-board':
      return boards.pull(number, station);
    case 'plug-board':
      return boards.plugIn(number, action.hand ?? 'next', station);
    case 'set-fault':
      return boards.setFault(number, action.faultId, action.strikesAt, station);
    case 'select':
      return;
  }
}
