/**
 * A Web Serial port behind `BytePort`.
 * Floor: link. Knows nothing of boards: lines, rates and bytes only. Which port, and whether the browser has any, is ports.ts.
 * Reference: Web Serial API (WICG) sections 4.4–4.6; Chromium's serial_port.cc for what the specification leaves open.
 */
import { TouchstoneError, type BytePort, type Clock, type Facts, type PortErrorCode, type PortIdentity } from '../base/index.ts';
import { withDeadline } from './deadline.ts';
import { Listeners } from './listeners.ts';
import { systemClock } from './system-clock.ts';
import { pumpBytes } from './read-pump.ts';

/** The page may be busy drawing for a few hundred milliseconds while a board talks at 2 Mbaud (200 KB/s). The default of 255 bytes then
 * overruns the driver's own buffer and bytes are lost for good; 64 KiB holds 330 ms of that and 5.6 s at 115200. */
const BUFFER_BYTES = 65_536;
const OPEN_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 600;
const SIGNALS_TIMEOUT_MS = 2_000;
/** A write may wait for everything buffered before it. */
const WRITE_TIMEOUT_MS = 3_000;
/** Reopening right after closing fails on some drivers until they have let go. */
const REOPEN_PAUSES_MS: readonly number[] = [20, 150, 400];

type Signals = Parameters<BytePort['setSignals']>[0];

const portError = (code: PortErrorCode, facts: Facts, cause?: unknown): TouchstoneError => new TouchstoneError<PortErrorCode>(code, facts, cause);

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** One real port. The same object serves the port through any number of open and close. */
export class WebSerialPort implements BytePort {
  readonly identity: PortIdentity;
  readonly #port: SerialPort;
  readonly #clock: Clock;
  readonly #bytes = new Listeners<Uint8Array>();
  readonly #lost = new Listeners<void>();
  #state: 'closed' | 'opening' | 'open' | 'reopening' | 'lost' = 'closed';
  #pump: { stop(): Promise<void> } | null = null;
  #writer: WritableStreamDefaultWriter<Uint8Array> | null = null;
  #lines: Signals | null = null;
  /** A close the browser has not finished; the next open waits for it. */
  #closing: Promise<void> = Promise.resolve();

  constructor(port: SerialPort, clock: Clock = systemClock) {
    this.#port = port;
    this.#clock = clock;
    const { usbVendorId, usbProductId } = port.getInfo();
    this.identity = { kind: 'real', ...(usbVendorId === undefined ? {} : { usbVendorId }), ...(usbProductId === undefined ? {} : { usbProductId }) };
    port.addEventListener('disconnect', () => {
      this.#lose();
    });
  }

  async open(baudRate: number): Promise<void> {
    if (this.#state !== 'closed' && this.#state !== 'lost') throw portError('port-busy', { heldBy: 'this-page' });
    const abandoned = this.#state === 'lost';
    this.#state = 'opening';
    this.#lines = null;
    if (abandoned) await this.#release();
    try {
      await this.#openNow(baudRate);
    } catch (error) {
      if (this.#state === 'opening') this.#state = 'closed';
      throw error;
    }
    await this.#settle('opening', 'open');
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    await this.#release();
  }

  async setBaudRate(baudRate: number): Promise<void> {
    this.#assertOpen();
    this.#state = 'reopening';
    await this.#release();
    for (const [attempt, pauseMs] of REOPEN_PAUSES_MS.entries()) {
      await this.#clock.sleep(pauseMs);
      if (this.#state !== 'reopening') throw this.#gone('set-baud-rate'); // lost or closed meanwhile
      try {
        await this.#openNow(baudRate);
        break;
      } catch (error) {
        if (attempt < REOPEN_PAUSES_MS.length - 1) continue;
        this.#lose();
        throw portError('port-lost', { operation: 'set-baud-rate', baudRate, reason: nameOf(error) }, error);
      }
    }
    await this.#settle('reopening', 'set-baud-rate');
    await this.#restoreLines();
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#assertOpen();
    try {
      this.#writer ??= this.#port.writable?.getWriter() ?? null;
      if (this.#writer === null) throw portError('port-lost', { operation: 'write' });
      await this.#limit(this.#writer.write(bytes), WRITE_TIMEOUT_MS, 'write');
    } catch (error) {
      throw this.#fatal('write', error);
    }
  }

  async setSignals(signals: Signals): Promise<void> {
    this.#assertOpen();
    this.#lines = signals;
    const { dataTerminalReady, requestToSend } = signals;
    try {
      await this.#limit(this.#port.setSignals({ dataTerminalReady, requestToSend }), SIGNALS_TIMEOUT_MS, 'set-signals');
    } catch (error) {
      throw this.#fatal('set-signals', error);
    }
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    return this.#bytes.add(listener);
  }

  onLost(listener: () => void): () => void {
    return this.#lost.add(listener);
  }

  async #openNow(baudRate: number): Promise<void> {
    const clock = this.#clock;
    await this.#closing;
    const opening = this.#port.open({ baudRate, dataBits: 8, stopBits: 1, parity: 'none', flowControl: 'none', bufferSize: BUFFER_BYTES });
    try {
      await withDeadline(opening, { clock, timeoutMs: OPEN_TIMEOUT_MS, code: 'port-busy', facts: { heldBy: 'driver' } });
    } catch (error) {
      // An open that comes through after its deadline must not keep the port.
      opening.then(
        () => this.#port.close().catch(() => undefined),
        () => undefined,
      );
      throw this.#openError(error);
    }
    this.#pump = pumpBytes(this.#port, clock, {
      bytes: (bytes) => {
        this.#bytes.tell(bytes);
      },
      ended: () => {
        this.#lose();
      },
    });
  }

  /** After an open: all is well, unless the port was lost or closed meanwhile. */
  async #settle(expected: 'opening' | 'reopening', operation: string): Promise<void> {
    if (this.#state !== expected) {
      await this.#release();
      throw this.#gone(operation);
    }
    this.#state = 'open';
  }

  /** Chromium answers NetworkError to every refusal of the system, whether the port is held by another program,
   * not permitted (Linux: group dialout) or gone; only the last can be told apart. */
  #openError(error: unknown): TouchstoneError {
    if (error instanceof TouchstoneError) return error;
    const facts = { reason: nameOf(error) };
    if (nameOf(error) === 'SecurityError') return portError('port-denied', facts, error);
    if (nameOf(error) === 'InvalidStateError') return portError('port-busy', { ...facts, heldBy: 'this-page' }, error);
    if (this.#isUnplugged()) return portError('port-lost', { ...facts, operation: 'open' }, error);
    return portError('port-busy', { ...facts, heldBy: 'other-program-or-not-permitted' }, error);
  }

  /** Lets streams and port go, each within its deadline. Never throws. */
  async #release(): Promise<void> {
    const pump = this.#pump;
    const writer = this.#writer;
    this.#pump = null;
    this.#writer = null;
    const work = async (): Promise<void> => {
      writer?.releaseLock(); // close() aborts what is still under way, but wants the streams unlocked
      await pump?.stop();
      await this.#port.close();
    };
    const closing = work().catch(() => undefined);
    this.#closing = withDeadline(closing, { clock: this.#clock, timeoutMs: OPEN_TIMEOUT_MS, code: 'port-busy' }).catch(() => undefined);
    await withDeadline(closing, { clock: this.#clock, timeoutMs: CLOSE_TIMEOUT_MS, code: 'port-busy' }).catch(() => undefined);
  }

  /** Opening asserts both lines on most systems. Releasing RTS before DTR passes through IO0 low, which does nothing while the board runs;
   * the other order passes through EN low, which resets it. Chromium sends one line at a time even when both are in one call. */
  async #restoreLines(): Promise<void> {
    const lines = this.#lines;
    if (lines === null) return;
    const { dataTerminalReady, requestToSend } = lines;
    const both = this.#port.setSignals({ requestToSend }).then(() => this.#port.setSignals({ dataTerminalReady }));
    try {
      await this.#limit(both, SIGNALS_TIMEOUT_MS, 'set-signals');
    } catch (error) {
      throw this.#fatal('set-signals', error);
    }
  }

  #limit<T>(work: Promise<T>, timeoutMs: number, operation: string): Promise<T> {
    return withDeadline(work, { clock: this.#clock, timeoutMs, code: 'port-lost', facts: { operation } });
  }

  #isUnplugged(): boolean {
    return (this.#port as { readonly connected?: boolean }).connected === false; // since Chromium 127; before it is undefined
  }

  #assertOpen(): void {
    if (this.#state !== 'open') throw this.#gone('use');
  }

  #gone(operation: string): TouchstoneError {
    return portError(this.#state === 'lost' ? 'port-lost' : 'port-closed', { operation });
  }

  /** A failed write or line change: the port is of no use any more. */
  #fatal(operation: string, error: unknown): TouchstoneError {
    if (this.#state === 'closed') return portError('port-closed', { operation }, error);
    this.#lose();
    return error instanceof TouchstoneError ? error : portError('port-lost', { operation, reason: nameOf(error) }, error);
  }

  #lose(): void {
    if (this.#state === 'closed' || this.#state === 'lost') return;
    this.#state = 'lost';
    this.#lost.tell();
  }
}
