/**
 * The wire between the host's serial port and the board's UART: bytes take their time, and arrive as garbage at the wrong rate.
 * Floor: sim. Knows no registers; both ends are callbacks.
 */
import { ratesAgree, resample } from './resample.ts';
import { CYCLES_PER_SECOND, type Timeline, type Timer } from './timeline.ts';

const BITS_PER_FRAME = 10;

export interface LineEnds {
  /** A byte reached the board. */
  toBoard(byte: number): void;
  /** A byte reached the host. */
  toHost(byte: number): void;
  /** Present rate of the board's UART. */
  boardBaudRate(): number;
}

export class SerialLine {
  hostBaudRate = 115_200;
  /** The bridge carries nothing above this rate (fault bridge-limit). */
  fastestBaudRate = Infinity;
  readonly #ends: LineEnds;
  readonly #timeline: Timeline;
  readonly #arrival: Timer;
  #queue: Uint8Array[] = [];
  #offset = 0;
  #queued = 0;
  #deafUntil = 0;
  #hostDeafUntil = 0;

  constructor(timeline: Timeline, ends: LineEnds) {
    this.#timeline = timeline;
    this.#ends = ends;
    this.#arrival = timeline.timer(() => this.#arrive());
  }

  /** Bytes from the host that have not reached the board yet. */
  get queued(): number {
    return this.#queued;
  }

  /** Takes bytes from the host; they arrive one frame time after another. */
  send(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const idle = this.#queued === 0;
    this.#queue.push(bytes.slice());
    this.#queued += bytes.length;
    if (idle) this.#arrival.startIn(this.#frameCycles());
  }

  /** Forgets what is under way to the board. */
  clear(): void {
    this.#queue = [];
    this.#offset = 0;
    this.#queued = 0;
    this.#arrival.stop();
  }

  /** The board's UART has sent a byte. */
  fromBoard(byte: number): void {
    const baud = this.#ends.boardBaudRate();
    if (this.hostBaudRate > this.fastestBaudRate) return;
    if (ratesAgree(baud, this.hostBaudRate)) return this.#ends.toHost(byte);
    if (this.#timeline.now < this.#hostDeafUntil) return;
    const heard = resample(byte, baud, this.hostBaudRate);
    this.#hostDeafUntil = this.#timeline.now + deafCycles(heard.length, baud, this.hostBaudRate);
    for (const garbage of heard) this.#ends.toHost(garbage);
  }

  #arrive(): void {
    const chunk = this.#queue[0] as Uint8Array;
    const byte = chunk[this.#offset++] as number;
    if (this.#offset === chunk.length) {
      this.#queue.shift();
      this.#offset = 0;
    }
    this.#queued--;
    if (this.#queued > 0) this.#arrival.startIn(this.#frameCycles());
    const baud = this.#ends.boardBaudRate();
    if (this.hostBaudRate > this.fastestBaudRate) return;
    if (ratesAgree(this.hostBaudRate, baud)) return this.#ends.toBoard(byte);
    if (this.#timeline.now < this.#deafUntil) return;
    const heard = resample(byte, this.hostBaudRate, baud);
    this.#deafUntil = this.#timeline.now + deafCycles(heard.length, this.hostBaudRate, baud);
    for (const garbage of heard) this.#ends.toBoard(garbage);
  }

  #frameCycles(): number {
    return (BITS_PER_FRAME * CYCLES_PER_SECOND) / this.hostBaudRate;
  }
}

/** How long a receiver is still busy with `frames` of its own rate after the sender's frame has ended. */
function deafCycles(frames: number, senderBaud: number, receiverBaud: number): number {
  return Math.max(0, BITS_PER_FRAME * CYCLES_PER_SECOND * (frames / receiverBaud - 1 / senderBaud));
}
