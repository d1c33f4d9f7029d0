/**
 * The only place that loads esptool-js: import this file dynamically, it is heavy.
 * Floor: board. Knows how to build a loader that stays silent, never opens a port and resets with our sequences.
 * esptool-js (Apache-2.0): Espressif's own loader protocol and flasher stubs; exact version in package.json.
 * Reference: esptool-js 0.7.0, lib/esploader.js. What we do not use of it, and why, is told in reset.ts, transport.ts, baud.ts and flash.ts.
 */
import { ESPLoader, getStubJsonByChipName, type ROM, type Transport } from 'esptool-js';
import { ESP32ROM } from 'esptool-js/lib/targets/esp32.js';
import { ROM_LIST } from 'esptool-js/lib/targets/index.js';
import type { Clock } from '../../base/index.ts';
import type { Wire } from '../../link/index.ts';
import type { LoaderTransport } from './transport.ts';
import { resetIntoFirmware, resetIntoLoader } from './reset.ts';

export type { ESPLoader };

type ResetConstructors = NonNullable<ConstructorParameters<typeof ESPLoader>[0]['resetConstructors']>;
type ClassicReset = ReturnType<NonNullable<ResetConstructors['classicReset']>>;
type HardReset = ReturnType<NonNullable<ResetConstructors['hardReset']>>;

/** The flasher stub of a chip, null where there is none. `revision` is major × 100 + minor: the ESP32-P4 has two stubs. Each comes by its own import. */
export async function loadStub(chip: string, revision: number | undefined): Promise<Stub | null> {
  return (await getStubJsonByChipName(chip, revision)) ?? null;
}
type Stub = NonNullable<Awaited<ReturnType<typeof getStubJsonByChipName>>>;

/** Where a chip keeps its facts; null for a name that nobody knows. The loader imports all targets by itself: taking one costs nothing more. */
export function targetOf(chip: string): ROM | null {
  return ROM_LIST.find(({ CHIP_NAME }) => CHIP_NAME === chip) ?? null;
}

/** The rate at which the ROM listens after a reset. */
export const ROM_BAUD_RATE = 115_200;

/** A loader for an ESP32 over an open wire. Its `main`, `connect` and `after` are not needed here, but would do no harm. */
export function createLoader(transport: LoaderTransport, wire: Wire, clock: Clock): ESPLoader {
  const foreign = transport as unknown as Transport; // the class has private members that a stand-in cannot have
  const loader = new ESPLoader({
    transport: foreign,
    baudrate: ROM_BAUD_RATE,
    romBaudrate: ROM_BAUD_RATE, // equal rates: it never reopens a port by itself
    terminal: { clean: () => undefined, write: () => undefined, writeLine: () => undefined },
    debugLogging: false,
    enableTracing: false,
    resetConstructors: {
      classicReset: (_transport, resetDelay) =>
        ({ transport: foreign, resetDelay, reset: () => resetIntoLoader(wire, clock, resetDelay > 100 ? 'slow' : 'classic') }) as ClassicReset,
      hardReset: () => ({ transport: foreign, reset: () => resetIntoFirmware(wire, clock) }) as unknown as HardReset,
    },
  });
  loader.chip = new ESP32ROM();
  return loader;
}
