/**
 * One place on the bench: owns a port, runs checks and flashings on it (never both at once), tells everybody how it stands.
 * Floor: bench. Knows no Web Serial and no virtual board: it is given a BytePort; heavy rooms come in as tools.
 */
import { isTouchstoneError, type BytePort } from '../base/index.ts';
import type { CheckTools } from './check-run.ts';
import type { FlashRequest, FlashSnapshot } from './flash-snapshot.ts';
import type { LogBook } from './log-book.ts';
import { DEFAULT_PINS, FASTEST_BAUD_RATE, type Pins } from './pins.ts';
import type { CheckPath, FaultSnapshot, SlotPhase, SlotSnapshot } from './snapshot.ts';

const EMPTY = { path: null, steps: [], board: null, chip: null, proofs: [], verdict: null, fault: null } as const;

export class Slot {
  readonly log: LogBook;
  readonly #tools: CheckTools;
  #port: BytePort | null = null;
  /** The board at this port came back as a new one and was known by its USB ids only: whose MAC the next flashing must read. */
  #unconfirmed: { readonly port: BytePort; readonly mac: string } | null = null;
  #pins = DEFAULT_PINS;
  #fastestBaudRate = FASTEST_BAUD_RATE;
  #snapshot: SlotSnapshot = { phase: 'empty', port: null, pins: DEFAULT_PINS, ...EMPTY };
  #cancel: AbortController | null = null;
  #running: Promise<void> | null = null;
  readonly #listeners = new Set<(snapshot: SlotSnapshot) => void>();
  #flashing: FlashSnapshot | null = null;
  readonly #flashListeners = new Set<(flashing: FlashSnapshot | null) => void>();
  readonly #moveListeners = new Set<(port: BytePort) => void | Promise<void>>();

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

  /** The last flashing on this port, under way or ended. */
  get flashing(): FlashSnapshot | null {
    return this.#flashing;
  }

  onFlash(listener: (flashing: FlashSnapshot | null) => void): () => void {
    this.#flashListeners.add(listener);
    return () => this.#flashListeners.delete(listener);
  }

  /** The board is at another port now, by its own reset: same place on the bench, same results. What a listener promises is waited for. */
  onMove(listener: (port: BytePort) => void | Promise<void>): () => void {
    this.#moveListeners.add(listener);
    return () => this.#moveListeners.delete(listener);
  }

  /** Takes a closed port; a running check on the old one is cancelled first. */
  async attach(port: BytePort): Promise<void> {
    await this.cancel();
    this.#port = port;
    this.#unconfirmed = null;
    this.#showFlash(null);
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
    this.#showFlash(null);
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
    if (presence === 'gone') {
      this.#unconfirmed = null; // whoever comes next may be anybody
      this.#show({ phase: 'lost' });
    } else if (this.#snapshot.phase === 'lost') this.#show({ phase: 'ready', ...EMPTY, pins: this.#pins });
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

  /** Flashes a pack; resolves when it has ended in whatever way. Ignored while anything runs or without a port. */
  async flash(request: FlashRequest): Promise<void> {
    const port = this.#port;
    if (port === null || this.#running !== null) return;
    const cancel = new AbortController();
    this.#cancel = cancel;
    const { name: packName, fingerprint } = request.pack;
    const nothing = { steps: [], board: null, parts: [], pace: null, outcome: null, summary: null, fault: null };
    this.#showFlash({ phase: 'running', portKind: port.identity.kind, packName, fingerprint, ...nothing });
    this.#running = this.#runFlash(port, request, cancel.signal);
    await this.#running;
  }

  /** Stops a running check or flashing and waits until the port is closed. */
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

  async #runFlash(port: BytePort, request: FlashRequest, signal: AbortSignal): Promise<void> {
    const change = (flashing: Partial<FlashSnapshot>): void => {
      if (flashing.board !== undefined) this.#unconfirmed = null; // its MAC was read
      if (this.#flashing !== null) this.#showFlash({ ...this.#flashing, ...flashing });
    };
    try {
      const { runFlash } = await import('./flash-run.ts'); // heavy, like the check
      const { chip, board } = this.#snapshot;
      const expectedMac = this.#unconfirmed?.port === port ? this.#unconfirmed.mac : null;
      const at = await runFlash({
        port,
        request,
        checked: { chip, board },
        expectedMac,
        fastestBaudRate: this.#fastestBaudRate,
        signal,
        log: this.log,
        tools: this.#tools,
        show: change,
      });
      change({ phase: 'done' });
      if (at === null) this.#show({ phase: 'lost' });
      else if (at !== port) await this.#move(at);
    } catch (error) {
      const { phase, fault } = endOf(error, signal);
      change({ phase: phase === 'lost' || phase === 'aborted' ? phase : 'failed', fault });
      if (phase === 'lost') {
        this.#unconfirmed = null;
        this.#show({ phase });
      }
    } finally {
      this.#cancel = null;
      this.#running = null;
      this.#flashed();
    }
  }

  async #move(port: BytePort): Promise<void> {
    this.#port = port;
    const mac = this.#flashing?.board?.mac ?? null;
    this.#unconfirmed = mac === null ? null : { port, mac };
    for (const listener of this.#moveListeners) await listener(port);
  }

  /** What a check said of the board holds no longer: its flash was written, or it is another board. */
  #flashed(): void {
    const { board } = this.#snapshot;
    const seen = this.#flashing?.board ?? null;
    if (board === null || seen === null) return;
    const wasWritten = this.#flashing?.steps.some(({ id, state }) => (id === 'write-flash' || id === 'erase-chip') && state !== 'waiting') === true;
    if (board.mac === seen.mac) this.#show({ board: { ...board, flashTouched: board.flashTouched || wasWritten } });
    else if (this.#snapshot.phase !== 'lost') this.#show({ phase: 'ready', ...EMPTY, pins: this.#pins });
  }

  #showFlash(flashing: FlashSnapshot | null): void {
    this.#flashing = flashing;
    for (const listener of this.#flashListeners) listener(flashing);
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
