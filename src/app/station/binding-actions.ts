/**
 * What a person says of ports and slots: taught, chosen, swapped, right as they are.
 * Floor: app. Knows no screen; the station decides whose a port is.
 */
import { TouchstoneError, type BytePort } from '../../base/index.ts';
import type { Station } from '../../bench/index.ts';
import type { StationAction } from '../../ui/index.ts';
import type { StationDeskErrorCode } from './station-errors.ts';

const ACTS = ['teach', 'teach-all', 'choose-port', 'swap-slots', 'slot-is-right'] as const;

export type BindingAction = Extract<StationAction, { readonly act: (typeof ACTS)[number] }>;

export const isBindingAction = (action: StationAction): action is BindingAction => ACTS.some((act) => act === action.act);

/** Whether what is to be kept of the slots has changed. @throws port-is-taught, slot-runs */
export async function bind(action: BindingAction, station: Station, choosePort: () => Promise<BytePort | null>): Promise<'changed' | 'same'> {
  switch (action.act) {
    case 'teach':
      station.teach(action.number, 'one');
      return 'same';
    case 'teach-all':
      station.teach(1, 'all');
      return 'same';
    case 'swap-slots':
      station.swap(action.number, action.other);
      return 'changed';
    case 'slot-is-right':
      station.confirm(action.number);
      return 'changed';
    case 'choose-port': {
      const port = await choosePort();
      if (port === null) return 'same';
      const wanted = station.teaching;
      const slot = await station.appeared(port);
      if (slot !== null && wanted !== null && slot !== wanted) throw new TouchstoneError<StationDeskErrorCode>('port-is-taught', { slot });
      return slot === null ? 'same' : 'changed';
    }
  }
}
