/**
 * The two modem lines as the automatic reset circuit of ESP32 boards, and the chips' own USB ports, read them.
 * Floor: board. Knows neither loader nor firmware.
 * Behind a bridge EN is low while RTS is asserted and DTR is not; IO0 is low while DTR is asserted and RTS is not. Both asserted or both
 * released: nothing. The strap IO0 is sampled some milliseconds after EN rises (the board's capacitor). Both lines always go in one call,
 * because a line that is remembered and sent again later is how esptool-js 0.7.0 leaves DTR asserted after a reset.
 * USB-Serial/JTAG has no such circuit: its hardware looks at the lines. DTR with RTS released sets the boot strap, RTS resets; between the
 * two it must pass through both asserted, never through both released.
 * Reference: Espressif, "Boot mode selection", automatic bootloader; esptool reset.py (classic, tight and USB-JTAG sequences).
 */
import type { Clock } from '../../base/index.ts';
import type { Wire } from '../../link/index.ts';
import type { Connection } from './bridges.ts';

/** `quick`: EN low for 30 ms, which empties the capacitor of any common board. `classic`: esptool's default. `slow`: for boards with a large
 * capacitor at EN. `tight`: lets both lines settle first, for bridges that swallow a change right after opening. */
export type ResetTiming = 'quick' | 'classic' | 'slow' | 'tight';

const EN_LOW_MS: Readonly<Record<ResetTiming, number>> = { quick: 30, classic: 100, slow: 100, tight: 100 };
const IO0_LOW_MS: Readonly<Record<ResetTiming, number>> = { quick: 50, classic: 50, slow: 550, tight: 150 };
const RESET_MS = 50;
const USB_STEP_MS = 100;
/** esptool holds a native port's reset twice as long, and leaves it time to come back. */
const USB_RESET_MS = 200;

const RELEASED = { dataTerminalReady: false, requestToSend: false };
const BOTH = { dataTerminalReady: true, requestToSend: true };
const EN_LOW = { dataTerminalReady: false, requestToSend: true };
const IO0_LOW = { dataTerminalReady: true, requestToSend: false };

/** Leaves the board waiting in the ROM loader, if the circuit works. @throws port-lost, port-closed, or `signal.reason` */
export async function resetIntoLoader(wire: Wire, clock: Clock, timing: ResetTiming, signal?: AbortSignal): Promise<void> {
  if (timing === 'tight') {
    await wire.setSignals(RELEASED);
    await wire.setSignals(BOTH);
  }
  await wire.setSignals(EN_LOW);
  await clock.sleep(EN_LOW_MS[timing], signal);
  await wire.setSignals(IO0_LOW);
  await clock.sleep(IO0_LOW_MS[timing], signal);
  await wire.setSignals(RELEASED);
}

/** The same for a chip's own USB-Serial/JTAG. @throws port-lost, port-closed, or `signal.reason` */
export async function resetUsbIntoLoader(wire: Wire, clock: Clock, signal?: AbortSignal): Promise<void> {
  for (const step of [RELEASED, IO0_LOW, BOTH]) {
    await wire.setSignals(step);
    if (step !== BOTH) await clock.sleep(USB_STEP_MS, signal);
  }
  await wire.setSignals(EN_LOW);
  await clock.sleep(USB_STEP_MS, signal);
  await wire.setSignals(RELEASED);
}

/** Leaves the board running what is in its flash: a pulse on EN with IO0 high. `onRelease`: just before EN rises, when nothing of what ran
 * before can be on the wire any more. @throws port-lost, port-closed, or `signal.reason` */
export async function resetIntoFirmware(
  wire: Wire,
  clock: Clock,
  signal?: AbortSignal,
  connection: Connection = 'bridge',
  onRelease: () => void = () => undefined,
): Promise<void> {
  await wire.setSignals(EN_LOW);
  await clock.sleep(connection === 'bridge' ? RESET_MS : USB_RESET_MS, signal);
  onRelease();
  await wire.setSignals(RELEASED);
}
