/**
 * A chip with its own USB port at the end of a cable: with every reset into its firmware the port goes away and comes back as another.
 * Test support. Knows nothing of browsers. The chip is fake-chip.ts; what it says comes after it is plugged in again.
 */
import { systemClock } from '../../src/link/index.ts';
import { attach } from './device-ends.ts';
import type { DeviceEnd } from './device-ends.ts';
import { FakeChip } from './fake-chip.ts';
import type { SerialDevice } from './serial-device.ts';

export const NATIVE_USB = { usbVendorId: 0x303a, usbProductId: 0x1001 };
/** What its firmware says first. */
export const START_LINE = 'I (412) main_task: Calling app_main()';
const BACK_MS = 700;

/** An ESP32-C3 whose MAC ends with these bytes. */
export function c3(macLow: number): FakeChip {
  return new FakeChip(systemClock, {
    identity: { kind: 'real', ...NATIVE_USB },
    registers: { 0x40001000: 0x1b31506f, 0x60008844: macLow, 0x60008848: 0x0000240a },
    securityInfo: Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]),
    spi: [0x60002000, 0x20, 0x58],
    says: '',
  });
}

/** One place on a hub. Whenever what sits there starts its firmware, it goes away; `after` says what comes. */
export class NativeSocket {
  chip: FakeChip;
  after: 'comes-back' | 'stays-away' = 'comes-back';
  /** Sits there from the next coming back on. */
  next: FakeChip | null = null;
  readonly #device: SerialDevice;
  #coming: Promise<void> = Promise.resolve();

  constructor(device: SerialDevice, chip: FakeChip) {
    this.#device = device;
    this.chip = chip;
    attach(device, this.#end());
  }

  async coming(): Promise<void> {
    await this.#coming;
  }

  #end(): DeviceEnd {
    let listener: (bytes: Uint8Array) => void | Promise<void> = () => undefined;
    const hear = (chip: FakeChip): void => void chip.onBytes((bytes) => void listener(bytes));
    hear(this.chip);
    return {
      receive: (bytes) => (this.chip.state === 'open' ? this.chip.write(bytes) : undefined),
      setHostBaudRate: async (baudRate) => {
        if (this.chip.state !== 'open') await this.chip.open(baudRate);
      },
      setSignals: async (signals) => {
        if (this.chip.state !== 'open') return;
        const before = this.chip.program;
        await this.chip.setSignals(signals);
        if (before === 'flash' || this.chip.program !== 'flash') return;
        this.#coming = this.#leave(hear);
      },
      onTransmit: (wanted) => (listener = wanted),
    };
  }

  async #leave(hear: (chip: FakeChip) => void): Promise<void> {
    await this.#device.unplug();
    await this.chip.close();
    if (this.after === 'stays-away') return;
    if (this.next !== null) hear((this.chip = this.next));
    await systemClock.sleep(BACK_MS);
    await this.#device.plug();
    for (let turn = 0; turn < 100 && this.chip.state !== 'open'; turn++) await systemClock.sleep(50);
    await systemClock.sleep(100);
    this.chip.say(`${START_LINE}\r\n`);
  }
}
