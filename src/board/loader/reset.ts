/**
 * The two modem lines as the automatic reset circuit of ESP32 boards reads them.
 * Floor: board. Knows neither loader nor firmware.
 * EN is low while RTS is asserted and DTR is not; IO0 is low while DTR is asserted and RTS is not. Both asserted or both released: nothing.
 * The strap IO0 is sampled some milliseconds after EN rises (the board's capacitor). Both lines always go in one call, because a line
 * that is remembered and sent again later is how esptool-js 0.7.0 leaves DTR asserted after a reset.
 * Reference: Espressif, "Boot mode selection", automatic bootloader; esptool reset.py (classic and tight sequences).
 */
import type { Clock } from '../../base/index.ts';
import type { Wire } from '../../link/index.ts';

/** `classic`: esptool's default. `slow`: for boards with a large capacitor at EN. `tight`: lets both lines settle first, for bridges that
 * swallow a change right after opening. */
export type ResetTiming = 'classic' | 'slow' | 'tight';

const EN_LOW_MS = 100;
const IO0_LOW_MS: Readonly<Record<ResetTiming, number>> = { classic: 50, slow: 550, tight: 150 };

const RELEASED = { dataTerminalReady: false, requestToSend: false };
const EN_LOW = { dataTerminalReady: false, requestToSend: true };
const IO0_LOW = { dataTerminalReady: true, requestToSend: false };

/** Leaves the board waiting in the ROM loader, if the circuit works. @throws port-lost, port-closed, or `signal.reason` */
export async function resetIntoLoader(wire: Wire, clock: Clock, timing: ResetTiming, signal?: AbortSignal): Promise<void> {
  if (timing === 'tight') {
    await wire.setSignals(RELEASED);
    await wire.setSignals({ dataTerminalReady: true, requestToSend: true });
  }
  await wire.setSignals(EN_LOW);
  await clock.sleep(EN_LOW_MS, signal);
  await wire.setSignals(IO0_LOW);
  await clock.sleep(IO0_LOW_MS[timing], signal);
  await wire.setSignals(RELEASED);
}

/** Leaves the board running what is in its flash: a pulse on EN with IO0 high. @throws port-lost, port-closed, or `signal.reason` */
export async function resetIntoFirmware(wire: Wire, clock: Clock, signal?: AbortSignal): Promise<void> {
  await wire.setSignals(EN_LOW);
  await clock.sleep(EN_LOW_MS, signal);
  await wire.setSignals(RELEASED);
}
