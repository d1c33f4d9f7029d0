/**
 * Pins of the ESP32: GPIO registers and pad multiplexer, as far as software that drives pins by hand can tell.
 * Floor: sim. Knows no I2C; what hangs on a pin is a callback.
 * Reference: ESP32 Technical Reference Manual, chapter 4 (GPIO 4.12, IO_MUX 4.13).
 * Not modelled: peripheral signals through the GPIO matrix, pin interrupts, RTC pads, drive strength.
 */
import type { Device } from '../cpu/memory.ts';

const PINS = 40;
const OUT = 0x04;
const ENABLE = 0x20;
const STRAP = 0x38;
const IN = 0x3c;
const IN1 = 0x40;
const PIN0 = 0x88;
const OUT_SEL0 = 0x530;
const PAD_DRIVER_OPEN_DRAIN = 1 << 2;
const SIMPLE_GPIO_OUT = 256;
const FUN_WPU = 1 << 8;
const FUN_IE = 1 << 9;
/** Pad function that connects a pad with the GPIO registers. */
const FUNCTION_GPIO = 2;
/** Offset of each pin's IO_MUX register; 0 where no pad is bonded out. */
// prettier-ignore
const IO_MUX_OFFSET: readonly number[] = [
  0x44, 0x88, 0x40, 0x84, 0x48, 0x6c, 0x60, 0x64, 0x68, 0x54, 0x58, 0x5c, 0x34, 0x38, 0x30, 0x3c, 0x4c, 0x50, 0x70, 0x74, 0x78, 0x7c, 0x80, 0x8c, 0x90, 0x24,
  0x28, 0x2c, 0, 0, 0, 0, 0x1c, 0x20, 0x14, 0x18, 0x04, 0x08, 0x0c, 0x10,
];

export class Gpio implements Device {
  /** Called after any write that may have changed what a pin drives. */
  onChange: (() => void) | null = null;
  /** Level that the outside puts on a pin, or null where nothing is connected. */
  outside: (pin: number) => number | null = () => null;
  /** GPIO_STRAP: what the boot pins said at reset. */
  strap = 0x13;
  /** The IO_MUX page. */
  readonly ioMux: Device = { read: (offset) => this.#mux.get(offset) ?? 0, write: (offset, value) => this.#writeMux(offset, value) };
  /** OUT and ENABLE of pins 0–31 and 32–39. */
  readonly #out = [0, 0];
  readonly #enable = [0, 0];
  readonly #registers = new Map<number, number>();
  readonly #mux = new Map<number, number>();

  reset(): void {
    this.#out.fill(0);
    this.#enable.fill(0);
    this.#registers.clear();
    this.#mux.clear();
    this.onChange?.();
  }

  /** 0 or 1 when the pin is driven, null when it is released. */
  drives(pin: number): number | null {
    const bank = pin >> 5;
    const bit = pin & 31;
    if ((((this.#enable[bank] as number) >>> bit) & 1) === 0 || ((this.#padOf(pin) >> 12) & 7) !== FUNCTION_GPIO) return null;
    if (((this.#registers.get(OUT_SEL0 + 4 * pin) ?? SIMPLE_GPIO_OUT) & 0x1ff) !== SIMPLE_GPIO_OUT) return null;
    const level = ((this.#out[bank] as number) >>> bit) & 1;
    const openDrain = ((this.#registers.get(PIN0 + 4 * pin) ?? 0) & PAD_DRIVER_OPEN_DRAIN) !== 0;
    return openDrain && level === 1 ? null : level;
  }

  read(offset: number): number {
    switch (offset) {
      case OUT:
        return this.#out[0] as number;
      case OUT + 0x0c:
        return this.#out[1] as number;
      case ENABLE:
        return this.#enable[0] as number;
      case ENABLE + 0x0c:
        return this.#enable[1] as number;
      case STRAP:
        return this.strap;
      case IN:
        return this.#levels(0);
      case IN1:
        return this.#levels(1);
      default:
        return this.#registers.get(offset) ?? (offset >= OUT_SEL0 && offset < OUT_SEL0 + 4 * PINS ? SIMPLE_GPIO_OUT : 0);
    }
  }

  write(offset: number, value: number): void {
    if (offset >= OUT && offset < OUT + 0x18) change(this.#out, (offset - OUT) >> 2, value);
    else if (offset >= ENABLE && offset < ENABLE + 0x18) change(this.#enable, (offset - ENABLE) >> 2, value);
    else if (offset === STRAP || offset === IN || offset === IN1) return;
    else this.#registers.set(offset, value);
    this.onChange?.();
  }

  #writeMux(offset: number, value: number): void {
    this.#mux.set(offset, value);
    this.onChange?.();
  }

  #padOf(pin: number): number {
    return this.#mux.get(IO_MUX_OFFSET[pin] as number) ?? 0;
  }

  #levels(bank: number): number {
    let levels = 0;
    for (let pin = bank * 32; pin < Math.min(PINS, bank * 32 + 32); pin++) {
      const pad = this.#padOf(pin);
      if ((pad & FUN_IE) === 0) continue;
      const level = this.outside(pin) ?? this.drives(pin) ?? (pad & FUN_WPU ? 1 : 0);
      levels |= level << (pin & 31);
    }
    return levels;
  }
}

/** Six registers in a row: value, set, clear of pins 0–31, then of 32–39. */
function change(banks: number[], register: number, value: number): void {
  const bank = register < 3 ? 0 : 1;
  const old = banks[bank] as number;
  banks[bank] = [value, old | value, old & ~value][register % 3] as number;
}
