/**
 * An I2C slave that sees nothing but two levels: start, stop, bits, acknowledge.
 * Floor: sim. Knows no chip: bytes go to an `I2cTarget`. It changes SDA only while SCL is low; it never stretches the clock.
 * Reference: NXP UM10204 sections 3.1.2–3.1.6.
 */

export interface I2cTarget {
  /** The byte after a start: seven address bits and the direction. True acknowledges. */
  address(byte: number): boolean;
  /** A byte from the master. True acknowledges. */
  write(byte: number): boolean;
  /** The next byte for the master. */
  read(): number;
  /** A stop ended a transfer. */
  stop(): void;
}

type Phase = 'idle' | 'address' | 'write' | 'read' | 'ignore';

export class I2cSlave {
  /** True while this slave holds SDA low. */
  holdsSda = false;
  readonly #target: I2cTarget;
  #phase: Phase = 'idle';
  #sda = 1;
  #scl = 1;
  #bits = 0;
  #shift = 0;
  #acknowledging = false;
  #masterAcknowledged = false;

  constructor(target: I2cTarget) {
    this.#target = target;
  }

  /** Forgets the transfer under way and lets SDA go; the levels are the bus's present ones. */
  reset(sda: number, scl: number): void {
    this.#phase = 'idle';
    this.#sda = sda;
    this.#scl = scl;
    this.#bits = 0;
    this.#acknowledging = false;
    this.holdsSda = false;
  }

  /** New levels of the bus, this slave's own pull included. */
  edge(sda: number, scl: number): void {
    const sclBefore = this.#scl;
    const sdaBefore = this.#sda;
    this.#sda = sda;
    this.#scl = scl;
    if (sclBefore === 1 && scl === 1) {
      if (sdaBefore === 1 && sda === 0) this.#start();
      else if (sdaBefore === 0 && sda === 1) this.#stop();
    } else if (sclBefore === 0 && scl === 1) this.#rise(sda);
    else if (sclBefore === 1 && scl === 0) this.#fall();
  }

  #start(): void {
    this.#phase = 'address';
    this.#bits = 0;
    this.#shift = 0;
    this.#acknowledging = false;
    this.holdsSda = false;
  }

  #stop(): void {
    const was = this.#phase;
    this.#phase = 'idle';
    this.holdsSda = false;
    if (was !== 'idle') this.#target.stop();
  }

  #rise(sda: number): void {
    if (this.#phase === 'read') {
      if (this.#bits === 8) this.#masterAcknowledged = sda === 0;
    } else if ((this.#phase === 'address' || this.#phase === 'write') && !this.#acknowledging) {
      this.#shift = ((this.#shift << 1) | sda) & 0xff;
      this.#bits++;
    }
  }

  #fall(): void {
    if (this.#phase === 'read') this.#fallWhileReading();
    else if (this.#phase !== 'address' && this.#phase !== 'write') return;
    else if (this.#acknowledging) this.#afterAcknowledge();
    else if (this.#bits === 8) {
      const accepted = this.#phase === 'address' ? this.#target.address(this.#shift) : this.#target.write(this.#shift);
      this.#acknowledging = true;
      this.holdsSda = accepted;
      if (!accepted) this.#phase = 'ignore';
    }
  }

  #afterAcknowledge(): void {
    this.#acknowledging = false;
    this.holdsSda = false;
    const reads = this.#phase === 'address' && (this.#shift & 1) === 1;
    this.#bits = 0;
    if (reads) {
      this.#phase = 'read';
      this.#present();
    } else this.#phase = 'write';
  }

  #fallWhileReading(): void {
    if (this.#bits < 8) this.#bits++;
    else if (this.#masterAcknowledged) {
      this.#bits = 0;
      this.#present();
      return;
    } else {
      this.#phase = 'ignore';
      this.holdsSda = false;
      return;
    }
    this.holdsSda = this.#bits < 8 && ((this.#shift >> (7 - this.#bits)) & 1) === 0;
  }

  #present(): void {
    this.#shift = this.#target.read() & 0xff;
    this.holdsSda = this.#shift >> 7 === 0;
  }
}
