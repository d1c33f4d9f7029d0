/**
 * UART0 of the ESP32: two FIFOs of 128 bytes, divider, thresholds, receive time-out, interrupts.
 * Floor: sim. Knows no host: bytes come from and go to the serial line.
 * Reference: ESP32 Technical Reference Manual, chapter 13 (register summary 13.4). Clock: APB at 40 MHz.
 * Silicon loses a byte that arrives on a full FIFO; so does this. Not modelled: autobaud, RS-485, IrDA, flow control, parity, break.
 */
import type { Device } from '../cpu/memory.ts';
import { CYCLES_PER_SECOND, type Timeline, type Timer } from './timeline.ts';

const FIFO_BYTES = 128;
const BITS_PER_FRAME = 10;
/** Unit of the receive time-out threshold, in bits. */
const TIMEOUT_UNIT_BITS = 8;
const REGISTER = {
  FIFO: 0x00,
  INT_RAW: 0x04,
  INT_ST: 0x08,
  INT_ENA: 0x0c,
  INT_CLR: 0x10,
  CLKDIV: 0x14,
  STATUS: 0x1c,
  CONF0: 0x20,
  CONF1: 0x24,
  DATE: 0x78,
} as const;
const INT = { RXFIFO_FULL: 1 << 0, TXFIFO_EMPTY: 1 << 1, RXFIFO_OVF: 1 << 4, RXFIFO_TOUT: 1 << 8, TX_DONE: 1 << 14 } as const;
const RESET_CONF0 = 0x0800001c; // eight bits, one stop bit, clock from APB
const RESET_CONF1 = 0x00006060;
const RXFIFO_RST = 1 << 17;
const TXFIFO_RST = 1 << 18;
const ALL_INTERRUPTS = 0x7ffff;

export interface UartEnds {
  /** A byte has left the shift register. */
  transmit(byte: number): void;
  /** Level of the interrupt request. */
  interrupt(on: boolean): void;
}

export class Uart implements Device {
  readonly #ends: UartEnds;
  readonly #shift: Timer;
  readonly #silence: Timer;
  readonly #others = new Map<number, number>();
  #received: number[] = [];
  #sending: number[] = [];
  #shifting = -1;
  #raw = 0;
  #enabled = 0;
  #divider = 0;
  #conf0 = RESET_CONF0;
  #conf1 = RESET_CONF1;
  #drained: (() => void) | null = null;
  /** Bytes lost to a full receive FIFO since reset. */
  overruns = 0;

  constructor(timeline: Timeline, ends: UartEnds) {
    this.#ends = ends;
    this.#shift = timeline.timer(() => this.#shifted());
    this.#silence = timeline.timer(() => this.#request(this.#received.length > 0 ? INT.RXFIFO_TOUT : 0));
  }

  /** Registers as the ROM leaves them: 115200 baud, empty FIFOs. */
  reset(): void {
    this.#shift.stop();
    this.#silence.stop();
    this.#others.clear();
    this.#received = [];
    this.#sending = [];
    this.#shifting = -1;
    this.#raw = 0;
    this.#enabled = 0;
    this.#conf0 = RESET_CONF0;
    this.#conf1 = RESET_CONF1;
    this.#drained = null;
    this.overruns = 0;
    this.setBaudRate(115_200);
    this.#update();
  }

  get baudRate(): number {
    const sixteenths = (this.#divider & 0xfffff) * 16 + ((this.#divider >>> 20) & 15);
    return (CYCLES_PER_SECOND * 16) / Math.max(16, sixteenths);
  }

  /** Sets the divider as the ROM does: nearest sixteenth. */
  setBaudRate(baudRate: number): void {
    const sixteenths = Math.round((CYCLES_PER_SECOND * 16) / baudRate);
    this.#divider = (sixteenths >> 4) | ((sixteenths & 15) << 20);
  }

  /** A byte has arrived on the wire. */
  receive(byte: number): void {
    if (this.#received.length >= FIFO_BYTES) {
      this.overruns++;
      this.#request(INT.RXFIFO_OVF);
      return;
    }
    this.#received.push(byte);
    if (this.#conf1 < 0) this.#silence.startIn(((this.#conf1 >>> 24) & 0x7f) * TIMEOUT_UNIT_BITS * (CYCLES_PER_SECOND / this.baudRate)); // bit 31: time-out on
    this.#update();
  }

  /** The ROM's own output: waits for room without the core having to; `drained` is called when the last byte has left. */
  send(bytes: Iterable<number>, drained: (() => void) | null = null): void {
    this.#sending.push(...bytes);
    const earlier = this.#drained;
    if (drained !== null) this.#drained = () => (earlier?.(), drained());
    this.#begin();
    if (this.#shifting < 0) this.#idle();
  }

  read(offset: number): number {
    switch (offset) {
      case REGISTER.FIFO: {
        const byte = this.#received.shift() ?? 0;
        this.#update();
        return byte;
      }
      case REGISTER.INT_RAW:
        return this.#raw;
      case REGISTER.INT_ST:
        return this.#raw & this.#enabled;
      case REGISTER.INT_ENA:
        return this.#enabled;
      case REGISTER.CLKDIV:
        return this.#divider;
      case REGISTER.STATUS:
        return this.#received.length | (Math.min(FIFO_BYTES, this.#sending.length) << 16) | (this.#shifting >= 0 ? 2 << 24 : 0) | (1 << 15) | (1 << 31);
      case REGISTER.CONF0:
        return this.#conf0;
      case REGISTER.CONF1:
        return this.#conf1;
      case REGISTER.DATE:
        return 0x15122500;
      default:
        return this.#others.get(offset) ?? 0;
    }
  }

  write(offset: number, value: number): void {
    switch (offset) {
      case REGISTER.FIFO:
        if (this.#sending.length < FIFO_BYTES) this.#sending.push(value & 0xff);
        this.#begin();
        break;
      case REGISTER.INT_ENA:
        this.#enabled = value & ALL_INTERRUPTS;
        break;
      case REGISTER.INT_CLR:
        this.#raw &= ~value;
        break;
      case REGISTER.CLKDIV:
        this.#divider = value & 0xffffff;
        break;
      case REGISTER.CONF0:
        this.#conf0 = value;
        if (value & RXFIFO_RST) this.#received = [];
        if (value & TXFIFO_RST) this.#sending = [];
        break;
      case REGISTER.CONF1:
        this.#conf1 = value;
        break;
      case REGISTER.INT_RAW:
      case REGISTER.INT_ST:
      case REGISTER.STATUS:
        return; // read-only
      default:
        this.#others.set(offset, value);
    }
    this.#update();
  }

  /** True when nothing is in the transmit FIFO or on the wire. */
  get quiet(): boolean {
    return this.#shifting < 0 && this.#sending.length === 0;
  }

  #begin(): void {
    if (this.#shifting >= 0 || this.#sending.length === 0) return;
    this.#shifting = this.#sending.shift() as number;
    this.#shift.startIn((BITS_PER_FRAME * CYCLES_PER_SECOND) / this.baudRate);
  }

  #shifted(): void {
    const byte = this.#shifting;
    this.#shifting = -1;
    this.#ends.transmit(byte);
    this.#begin();
    this.#update();
    if (this.#shifting < 0) this.#idle();
  }

  #idle(): void {
    this.#request(INT.TX_DONE);
    const drained = this.#drained;
    this.#drained = null;
    drained?.();
  }

  #request(bits: number): void {
    this.#raw |= bits;
    this.#update();
  }

  /** Conditions that stand, stand again at once after being cleared. */
  #update(): void {
    const fullThreshold = this.#conf1 & 0x7f;
    if (fullThreshold > 0 && this.#received.length >= fullThreshold) this.#raw |= INT.RXFIFO_FULL;
    if (this.#sending.length < ((this.#conf1 >> 8) & 0x7f)) this.#raw |= INT.TXFIFO_EMPTY;
    this.#ends.interrupt((this.#raw & this.#enabled) !== 0);
  }
}
