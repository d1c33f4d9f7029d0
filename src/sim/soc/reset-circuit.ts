/**
 * The two transistors between the bridge's modem lines and the board's EN and IO0, and the moment at which IO0 is looked at.
 * Floor: sim. Knows no port and no ROM.
 * Reference: Espressif, "ESP32 hardware design guidelines", automatic download circuit: EN low ⇔ RTS and not DTR; IO0 low ⇔ DTR and not RTS.
 */
import { CYCLES_PER_MS, type Timeline, type Timer } from './timeline.ts';

/** EN rises slowly (a resistor and a capacitor): the boot pins count about this long after the lines let it go. */
const STRAP_CYCLES = 10 * CYCLES_PER_MS;

/** Modem lines of the host; true is asserted. */
export interface ModemLines {
  readonly dataTerminalReady: boolean;
  readonly requestToSend: boolean;
}

export interface ResetEnds {
  /** EN went low. */
  hold(): void;
  /** EN is high and the boot pins were read. */
  release(mode: 'flash' | 'download'): void;
}

export class ResetCircuit {
  /** BOOT is pressed: IO0 is low whatever the lines say. */
  bootHeld = false;
  readonly #timeline: Timeline;
  readonly #ends: ResetEnds;
  readonly #strap: Timer;
  #lines: ModemLines = { dataTerminalReady: false, requestToSend: false };
  #lowSince = Infinity;
  #lowCycles = 0;

  constructor(timeline: Timeline, ends: ResetEnds) {
    this.#timeline = timeline;
    this.#ends = ends;
    this.#strap = timeline.timer(() => this.#sample());
  }

  /** What a reset from inside the chip would find at IO0. */
  get mode(): 'flash' | 'download' {
    return this.bootHeld || io0Low(this.#lines) ? 'download' : 'flash';
  }

  /** True between EN's rise and the look at IO0. */
  get rising(): boolean {
    return this.#strap.at !== Infinity;
  }

  /** EN at power-on rises as after a reset by the lines. */
  powerOn(): void {
    if (!enLow(this.#lines)) this.#rise();
  }

  /** Without a cable nobody asserts anything. */
  powerOff(): void {
    this.#strap.stop();
    this.#lines = { dataTerminalReady: false, requestToSend: false };
    this.#lowSince = Infinity;
  }

  /** The host changes its lines. Hosts change them one after the other in either order; only what stands at the end of the window counts, or most of it. */
  set(lines: ModemLines): void {
    const before = this.#lines;
    this.#lines = lines;
    this.#follow(io0Low(lines));
    if (!enLow(before) && enLow(lines)) {
      this.#strap.stop();
      this.#ends.hold();
    } else if (enLow(before) && !enLow(lines)) this.#rise();
  }

  #rise(): void {
    this.#lowCycles = 0;
    this.#lowSince = io0Low(this.#lines) ? this.#timeline.now : Infinity;
    this.#strap.startIn(STRAP_CYCLES);
  }

  #follow(low: boolean): void {
    const { now } = this.#timeline;
    if (low && this.#lowSince === Infinity) this.#lowSince = now;
    else if (!low && this.#lowSince !== Infinity) {
      this.#lowCycles += now - this.#lowSince;
      this.#lowSince = Infinity;
    }
  }

  #sample(): void {
    const mostly = this.#lowCycles > STRAP_CYCLES / 2;
    this.#ends.release(mostly ? 'download' : this.mode);
  }
}

function enLow(lines: ModemLines): boolean {
  return lines.requestToSend && !lines.dataTerminalReady;
}

function io0Low(lines: ModemLines): boolean {
  return lines.dataTerminalReady && !lines.requestToSend;
}
