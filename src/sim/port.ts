/**
 * The virtual board behind the house's `BytePort`, in step with the wall clock.
 * Floor: sim. Knows no timers of its own: clock and timers come in as `Scheduler`.
 *
 * Paced (default): virtual time never runs ahead of the wall's, so bytes take as long as on a cable; where the host is too
 * slow it falls behind. Unpaced (tests): while the board has work or bytes are on the wire, virtual time runs as fast as the
 * host can; while the board idles, or waits for a signature made outside, it keeps the wall's pace, so that the other
 * side's time-outs mean what they say. An idle board with nothing coming is not stepped at all.
 */
import { TouchstoneError, type BytePort, type PortErrorCode, type PortIdentity } from '../base/index.ts';
import type { VirtualBoard } from './board.ts';
import type { Fault } from './faults.ts';

/** Wall clock and timers. */
export interface Scheduler {
  nowMs(): number;
  /** Calls back once after `delayMs`; the returned function takes it back. */
  setTimer(callback: () => void, delayMs: number): () => void;
}

export interface VirtualPortOptions {
  /** Whether bytes take their time. */
  readonly paced?: boolean;
}

/** A `BytePort` whose cable can be pulled and put back. */
export interface VirtualPort extends BytePort {
  /** Pulls the cable: the port is lost, the board has no power. */
  unplug(): void;
  /** Puts the cable back: the board starts, the port can be opened again. */
  plug(): void;
  /** @throws sim-no-persona, sim-fault */
  setFaults(faults: readonly Fault[]): void;
  /** Calls `listener` whenever a fault takes the cable out, also while the port is closed, when `onLost` says nothing. Returns a function that stops it. */
  onCablePulled(listener: () => void): () => void;
}

type Signals = Parameters<BytePort['setSignals']>[0];

/** Host time that one step may take before others get their turn. */
const STEP_BUDGET_MS = 12;
/** Virtual time between looks at the host's clock. */
const SLICE_US = 1000;
/** Slices in one step, whatever the host's clock says. */
const MOST_SLICES = 1000;
/** Virtual time that is caught up when the host was away; more is forgotten. */
const MOST_LAG_US = 500_000;
const BUSY_DELAY_MS = 1;
/** An idle core that wakes itself up now and then need not be followed more closely: whatever comes from the host advances it first. */
const IDLE_DELAY_MS = 20;
const LONGEST_DELAY_MS = 1000;
/** Bytes that the host's driver takes before a write has to wait. */
const DRIVER_BYTES = 4096;

class BoardPort implements VirtualPort {
  readonly identity: PortIdentity = { kind: 'virtual' };
  readonly #board: VirtualBoard;
  readonly #scheduler: Scheduler;
  readonly #paced: boolean;
  readonly #byteListeners = new Set<(bytes: Uint8Array) => void>();
  readonly #lostListeners = new Set<() => void>();
  readonly #pulledListeners = new Set<() => void>();
  #writers: { readonly done: () => void; readonly fail: (error: Error) => void }[] = [];
  #open = false;
  #cancelTimer: (() => void) | null = null;
  #lastMs: number;
  #lagUs = 0;

  constructor(board: VirtualBoard, scheduler: Scheduler, options: VirtualPortOptions) {
    this.#board = board;
    this.#scheduler = scheduler;
    this.#paced = options.paced ?? true;
    this.#lastMs = scheduler.nowMs();
    board.hostReads('no');
    board.onTransmit((bytes) => this.#hear(bytes));
    board.onCablePulled(() => {
      this.#lose();
      for (const listener of [...this.#pulledListeners]) listener();
    });
    this.#arm();
  }

  async open(baudRate: number): Promise<void> {
    if (!this.#board.powered) throw new TouchstoneError<PortErrorCode>('port-lost');
    if (this.#open) throw new TouchstoneError<PortErrorCode>('port-busy');
    this.#advance();
    this.#board.setHostBaudRate(baudRate);
    this.#setOpen('open');
    this.#arm();
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#advance();
    this.#setOpen('closed');
    this.#board.setHostBaudRate(115_200); // drops what is under way
    this.#board.setSignals({ dataTerminalReady: false, requestToSend: false });
    this.#failWriters('port-closed');
    this.#arm();
  }

  async setBaudRate(baudRate: number): Promise<void> {
    this.#check();
    this.#advance();
    this.#check();
    this.#board.setHostBaudRate(baudRate);
    this.#settleWriters();
    this.#arm();
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#check();
    this.#advance();
    this.#check(); // the cable may have come out meanwhile
    this.#board.receive(bytes);
    this.#check();
    this.#arm();
    if (this.#board.bytesUnderWay > DRIVER_BYTES) await new Promise<void>((done, fail) => void this.#writers.push({ done, fail }));
  }

  async setSignals(signals: Signals): Promise<void> {
    this.#check();
    this.#advance();
    this.#check();
    this.#board.setSignals(signals);
    this.#arm();
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#byteListeners.add(listener);
    return () => void this.#byteListeners.delete(listener);
  }

  onLost(listener: () => void): () => void {
    this.#lostListeners.add(listener);
    return () => void this.#lostListeners.delete(listener);
  }

  onCablePulled(listener: () => void): () => void {
    this.#pulledListeners.add(listener);
    return () => void this.#pulledListeners.delete(listener);
  }

  unplug(): void {
    if (!this.#board.powered) return;
    this.#advance();
    this.#board.setSignals({ dataTerminalReady: false, requestToSend: false });
    this.#board.powerOff();
    this.#lose();
  }

  plug(): void {
    if (this.#board.powered) return;
    this.#lastMs = this.#scheduler.nowMs();
    this.#lagUs = 0;
    this.#board.powerOn();
    this.#arm();
  }

  setFaults(faults: readonly Fault[]): void {
    this.#advance();
    this.#board.setFaults(faults);
    this.#arm();
  }

  #check(): void {
    if (!this.#board.powered) throw new TouchstoneError<PortErrorCode>('port-lost');
    if (!this.#open) throw new TouchstoneError<PortErrorCode>('port-closed');
  }

  #setOpen(state: 'open' | 'closed'): void {
    this.#open = state === 'open';
    this.#board.hostReads(this.#open ? 'yes' : 'no');
  }

  #hear(bytes: Uint8Array): void {
    if (!this.#open) return; // bytes that nobody listens to are lost
    for (const listener of [...this.#byteListeners]) listener(bytes);
  }

  #lose(): void {
    const wasOpen = this.#open;
    this.#setOpen('closed');
    this.#failWriters('port-lost');
    this.#arm();
    if (!wasOpen) return;
    const listeners = [...this.#lostListeners];
    this.#lostListeners.clear();
    for (const listener of listeners) listener();
  }

  #failWriters(code: PortErrorCode): void {
    const writers = this.#writers;
    this.#writers = [];
    for (const writer of writers) writer.fail(new TouchstoneError<PortErrorCode>(code));
  }

  #settleWriters(): void {
    if (this.#writers.length === 0 || this.#board.bytesUnderWay > DRIVER_BYTES) return;
    const writers = this.#writers;
    this.#writers = [];
    for (const writer of writers) writer.done();
  }

  /** Brings virtual time up to the wall's before the host does something; with `run` also beyond it, where that is allowed. */
  #advance(run: 'catch-up' | 'run' = 'catch-up'): void {
    const board = this.#board;
    const startMs = this.#scheduler.nowMs();
    this.#lagUs = Math.min(MOST_LAG_US, this.#lagUs + (startMs - this.#lastMs) * 1000);
    this.#lastMs = startMs;
    if (!board.powered) return;
    for (let slice = 0; slice < MOST_SLICES && board.powered; slice++) {
      const free = run === 'run' && !this.#paced && board.busy && !board.awaitsSignature;
      const sliceUs = free ? SLICE_US : Math.min(SLICE_US, this.#lagUs);
      if (sliceUs <= 0 || (slice > 0 && this.#scheduler.nowMs() - startMs >= STEP_BUDGET_MS)) break;
      board.runUntil(board.nowUs + sliceUs);
      this.#lagUs = Math.max(0, this.#lagUs - sliceUs);
    }
    this.#settleWriters();
  }

  #step(): void {
    this.#cancelTimer = null;
    this.#advance('run');
    this.#arm();
  }

  /** Sets the timer for the next step, or none when nothing can happen. */
  #arm(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const board = this.#board;
    if (!board.powered) return;
    const delayMs = this.#delayMs();
    if (delayMs !== Infinity) this.#cancelTimer = this.#scheduler.setTimer(() => this.#step(), delayMs);
  }

  #delayMs(): number {
    const board = this.#board;
    if (board.busy) return this.#paced || board.awaitsSignature ? BUSY_DELAY_MS : 0;
    const untilEventMs = (board.nextEventUs - board.nowUs) / 1000;
    if (board.polling) return IDLE_DELAY_MS;
    return untilEventMs === Infinity ? Infinity : Math.max(IDLE_DELAY_MS, Math.min(LONGEST_DELAY_MS, untilEventMs));
  }
}

/** Puts a board on a port. The board runs from now on, whether the port is open or not, until it is unplugged. */
export function createVirtualPort(board: VirtualBoard, scheduler: Scheduler, options: VirtualPortOptions = {}): VirtualPort {
  return new BoardPort(board, scheduler, options);
}
