/**
 * A reset of the board by a hand that is no loader's: into its firmware, or into the download mode of its ROM.
 * Floor: board. Knows which circuit a port has; the lines themselves are loader/reset.ts.
 */
import type { Clock, PortIdentity } from '../base/index.ts';
import { systemClock, type Wire } from '../link/index.ts';
import { connectionOf } from './loader/bridges.ts';
import { resetIntoFirmware, resetIntoLoader, resetUsbIntoLoader } from './loader/reset.ts';

/** Pulls the modem lines of an open wire and lets them go again. @throws port-lost, port-closed */
export async function resetBoard(wire: Wire, identity: PortIdentity, into: 'firmware' | 'loader', clock: Clock = systemClock): Promise<void> {
  const connection = connectionOf(identity);
  if (into === 'firmware') await resetIntoFirmware(wire, clock, undefined, connection);
  else if (connection === 'bridge') await resetIntoLoader(wire, clock, 'classic');
  else await resetUsbIntoLoader(wire, clock);
}
