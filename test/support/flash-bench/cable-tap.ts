/**
 * Listens on a cable: which loader requests and answers pass, when, and how long they are. The figures of flashing come from here, not from the page.
 * Test support. Changes nothing on the way; knows SLIP and the operation's place in a packet, no meaning of data.
 * Page to board a packet counts when its last byte left the page: the board's pace is still before it. Board to page: when it was handed over.
 * Reference: Espressif's serial protocol; RFC 1055.
 */
import type { DeviceEnd } from '../device-ends.ts';

export interface CableEvent {
  readonly kind: 'request' | 'answer' | 'baud';
  readonly atMs: number;
  /** When its first byte was heard. */
  readonly beganMs: number;
  /** Operation, or the rate. */
  readonly value: number;
  /** As on the wire, delimiters and escapes included. */
  readonly bytes: number;
}

const END = 0xc0;
const REQUEST = 0x00;
const ANSWER = 0x01;

/** Finds packets of one direction that begin with `first`. */
class PacketEar {
  #length = -1;
  #begin: number[] = [];
  #beganMs = 0;

  constructor(
    readonly first: number,
    readonly heard: (operation: number, bytes: number, beganMs: number) => void,
  ) {}

  push(bytes: Uint8Array): void {
    const nowMs = performance.now();
    for (const byte of bytes) {
      if (byte !== END) {
        if (this.#length === 0) this.#beganMs = nowMs;
        if (this.#length >= 0 && this.#length++ < 2) this.#begin.push(byte);
        continue;
      }
      const whole = this.#length >= 8 && this.#begin[0] === this.first;
      if (whole) this.heard(this.#begin[1] ?? 0, this.#length + 2, this.#beganMs);
      this.#length = whole ? -1 : 0; // what was no packet may have been a gap: this delimiter opens the next
      this.#begin = [];
    }
  }
}

/** Where the time of one flashing went, in milliseconds. */
export interface FlashPhases {
  /** Until the loader answers. */
  readonly connectMs: number;
  /** Who it is, the rate, the stub. */
  readonly prepareMs: number;
  /** MD5 before anything is written. */
  readonly compareMs: number;
  /** From the first word about a part to the answer to its last block, for all parts. */
  readonly writeMs: number;
  /** MD5 after writing. */
  readonly verifyMs: number;
  /** From the last of these to the end. */
  readonly restMs: number;
  /** Of all packets that write: what crossed the wire while it was written. */
  readonly writeBytes: number;
  readonly blocks: number;
  /** Medians over the blocks: from an answer to the first byte of the next block, which is the page's and the browser's; and from a block's last bit,
   * had it gone out at once, to its answer, which is the board's. */
  readonly pageMs: number;
  readonly boardMs: number;
  /** The last rate that was set while writing; 0 when nothing was written. */
  readonly baudRate: number;
}

const SYNC = 0x08;
const BEGIN = 0x10;
const BLOCK = 0x11;
const FINISH = 0x12;
const MD5 = 0x13;

export class CableTap {
  #events: CableEvent[] = [];

  /** The same end, with this tap before it. */
  before(end: DeviceEnd): DeviceEnd {
    const note = (kind: CableEvent['kind'], value: number, bytes: number, beganMs: number): void =>
      void this.#events.push({ kind, beganMs, atMs: performance.now(), value, bytes });
    const toBoard = new PacketEar(REQUEST, (operation, bytes, beganMs) => note('request', operation, bytes, beganMs));
    const toPage = new PacketEar(ANSWER, (operation, bytes, beganMs) => note('answer', operation, bytes, beganMs));
    return {
      receive: (bytes) => {
        toBoard.push(bytes);
        return end.receive(bytes);
      },
      setHostBaudRate: (baudRate) => {
        note('baud', baudRate, 0, performance.now());
        return end.setHostBaudRate(baudRate);
      },
      setSignals: (signals) => end.setSignals(signals),
      ...(end.setBreak === undefined ? {} : { setBreak: (state) => end.setBreak?.(state) }),
      onTransmit: (listener) =>
        end.onTransmit((bytes) => {
          toPage.push(bytes);
          return listener(bytes);
        }),
    };
  }

  /** What was heard since the last call, between two times of `performance.now()`. */
  take(startMs: number, endMs: number): FlashPhases {
    const events = this.#events.filter(({ atMs }) => atMs >= startMs && atMs <= endMs);
    this.#events = [];
    return phasesOf(events, startMs, endMs);
  }
}

const middleOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** How block and answer follow one another. */
function blockTimes(events: readonly CableEvent[]): Pick<FlashPhases, 'blocks' | 'pageMs' | 'boardMs'> {
  const pageMs: number[] = [];
  const boardMs: number[] = [];
  let baudRate = 0;
  let answeredMs = Number.NaN;
  let block: CableEvent | null = null;
  let blocks = 0;
  for (const event of events) {
    if (event.kind === 'baud') baudRate = event.value;
    else if (event.value !== BLOCK) answeredMs = Number.NaN;
    else if (event.kind === 'request') {
      blocks++;
      if (!Number.isNaN(answeredMs)) pageMs.push(event.beganMs - answeredMs);
      block = event;
    } else {
      if (block !== null) boardMs.push(event.atMs - block.beganMs - (block.bytes * 10_000) / baudRate);
      answeredMs = event.atMs;
    }
  }
  return { blocks, pageMs: middleOf(pageMs), boardMs: middleOf(boardMs) };
}

/** Parts follow one another: begin, blocks, perhaps an end, MD5. */
function writingTimes(
  events: readonly CableEvent[],
): Pick<FlashPhases, 'compareMs' | 'writeMs' | 'verifyMs' | 'writeBytes' | 'baudRate'> & { readonly lastMs: number } {
  const firstWriteMs = events.find(({ kind, value }) => kind === 'request' && value === BEGIN)?.atMs ?? Infinity;
  const sums = { compareMs: 0, writeMs: 0, verifyMs: 0, writeBytes: 0, baudRate: 0, lastMs: Number.NaN };
  let baudRate = 0;
  let writingSinceMs = Number.NaN;
  let askedMs = Number.NaN;
  for (const { kind, value, atMs, beganMs, bytes } of events) {
    if (kind === 'baud') baudRate = value;
    else if (kind === 'request') {
      if (value === BEGIN) writingSinceMs = beganMs;
      if (value === MD5) askedMs = beganMs;
      if (value < BEGIN || value > FINISH) continue;
      sums.writeBytes += bytes;
      sums.baudRate = baudRate;
    } else if ((value === BLOCK || value === FINISH) && !Number.isNaN(writingSinceMs)) {
      sums.writeMs += atMs - writingSinceMs;
      writingSinceMs = atMs;
      sums.lastMs = atMs;
    } else if (value === MD5) {
      if (atMs < firstWriteMs) sums.compareMs += atMs - askedMs;
      else sums.verifyMs += atMs - askedMs;
      writingSinceMs = Number.NaN;
      sums.lastMs = atMs;
    }
  }
  return sums;
}

function phasesOf(events: readonly CableEvent[], startMs: number, endMs: number): FlashPhases {
  const at = (kind: CableEvent['kind'], ...values: readonly number[]): number =>
    events.find((event) => event.kind === kind && values.includes(event.value))?.atMs ?? Number.NaN;
  const connectedMs = at('answer', SYNC);
  const readyMs = at('request', MD5, BEGIN);
  const { lastMs, ...times } = writingTimes(events);
  return { connectMs: connectedMs - startMs, prepareMs: readyMs - connectedMs, ...times, restMs: endMs - lastMs, ...blockTimes(events) };
}
