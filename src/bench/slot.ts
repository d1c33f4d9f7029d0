/**
 * One place on the bench: owns a port, runs checks on it, tells everybody how it stands.
 * Floor: bench. Knows no Web Serial and no virtual board: it is given a BytePort; heavy rooms come in as tools.
 */
import { isTouchstoneError, type BytePort } from '../base/index.ts';
import type { CheckTools } from './check-run.ts';
import type { LogBook } from './log-book.ts';
import { DEFAULT_PINS, FASTEST_BAUD_RATE, type Pins } from './pins.ts';
import type { CheckPath, FaultSnapshot, SlotPhase, SlotSnapshot } from './snapshot.ts';

const EMPTY = { path: null, steps: [], board: null, chip: null, proofs: [], verdict: null, fault: null } as const;

export class Slot {
  readonly log: LogBook;
  readonly #tools: CheckTools;
  #port: BytePort | null = null;
  #pins = DEFAULT_PINS;
  #fastestBaudRate = FASTEST_BAUD_RATE;
  #snapshot: SlotSnapshot = { phase: 'empty', port: null, pins: DEFAULT_PINS, ...EMPTY };
  #cancel: AbortController | null = null;
  #running: Promise<void> | null = null;
  readonly #listeners = new Set<(snapshot: SlotSnapshot) => void>();

  constructor(tools: CheckTools, log: LogBook) {
    this.#tools = tools;
    this.log = log;
  }

  get snapshot(): SlotSnapshot {
    return this.#snapshot;
  }

  onChange(listener: (snapshot: SlotSnapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes a closed port; a running check on the old one is cancelled first. */
  async attach(port: BytePort): Promise<void> {
    await this.cancel();
    this.#port = port;
    const { kind, usbVendorId, usbProductId } = port.identity;
    this.#show({
      phase: 'ready',
      ...EMPTY,
      pins: this.#pins,
      port: { kind, ...(usbVendorId === undefined ? {} : { usbVendorId }), ...(usbProductId === undefined ? {} : { usbProductId }) },
    });
  }

  /** Gives the port up. */
  async detach(): Promise<void> {
    await this.cancel();
    this.#port = null;
    this.#show({ phase: 'empty', port: null, ...EMPTY, pins: this.#pins });
  }

  /** Other pins count from the next check on. */
  setPins(pins: Pins): void {
    this.#pins = pins;
    if (this.#snapshot.phase === 'empty' || this.#snapshot.phase === 'ready') this.#show({ pins }); // a verdict keeps the pins it was made with
  }

  /** A slower limit counts from the next check on. */
  setFastestBaudRate(baudRate: number): void {
    this.#fastestBaudRate = baudRate;
  }

  /** The cable came out (or back) while nothing ran; a run notices by itself. */
  portPresence(presence: 'gone' | 'back'): void {
    if (this.#running !== null || this.#port === null) return;
    if (presence === 'gone') this.#show({ phase: 'lost' });
    else if (this.#snapshot.phase === 'lost') this.#show({ phase: 'ready', ...EMPTY, pins: this.#pins });
  }

  /** Runs one check; resolves when it has ended in whatever way. Ignored while one runs or without a port. */
  async check(path: CheckPath): Promise<void> {
    const port = this.#port;
    if (port === null || this.#running !== null) return;
    const cancel = new AbortController();
    this.#cancel = cancel;
    this.#show({ phase: 'running', ...EMPTY, path, pins: this.#pins });
    this.#running = this.#run(port, path, cancel.signal);
    await this.#running;
  }

  /** Stops a running check and waits until the port is closed. */
  async cancel(): Promise<void> {
    this.#cancel?.abort();
    await this.#running;
  }

  async #run(port: BytePort, path: CheckPath, signal: AbortSignal): Promise<void> {
    try {
      const { runCheck } = await import('./check-run.ts'); // not needed for the first screen
      await runCheck({
        port,
        path,
        pins: this.#pins,
        fastestBaudRate: this.#fastestBaudRate,
        signal,
        log: this.log,
        tools: this.#tools,
        show: (change) => {
          this.#show(change);
        },
      });
      this.#show({ phase: 'done' });
    } catch (error) {
      this.#show(endOf(error, signal));
    } finally {
      this.#cancel = null;
      this.#running = null;
    }
  }

  #show(change: Partial<SlotSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener(this.#snapshot);
  }
}

/** How a run that did not reach a verdict ended. */
function endOf(error: unknown, signal: AbortSignal): { phase: SlotPhase; fault: FaultSnapshot | null } {
  if (signal.aborted) return { phase: 'aborted', fault: null };
  if (!isTouchstoneError(error))
    return { phase: 'failed', fault: { code: 'unexpected', facts: { message: error instanceof Error ? error.message : String(error) } } };
  return { phase: error.code === 'port-lost' ? 'lost' : 'failed', fault: { code: error.code, facts: error.facts } };
}
