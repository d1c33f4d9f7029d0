/**
 * A port as a plain monitor: what the board says goes into the log, lines go to the board, and nothing is reset by opening.
 * Floor: bench. Knows no Web Serial and no reset circuit: port and reset are given. One monitor for one port; it does one thing at a time.
 */
import { isTouchstoneError, type BytePort, type Clock } from '../base/index.ts';
import { systemClock, Wire } from '../link/index.ts';
import type { LogBook } from './log-book.ts';
import { LogWriter } from './log-writer.ts';
import type { LineEnding, MonitorSnapshot, MonitorState, SendEcho } from './monitor-snapshot.ts';

export interface MonitorOptions {
  readonly port: BytePort;
  readonly log: LogBook;
  readonly baudRate: number;
  readonly reconnect: MonitorSnapshot['reconnect'];
  /** Resets the board on an open wire; handed in so that board is loaded late. */
  readonly reset: (wire: Wire, port: BytePort, into: 'firmware' | 'loader') => Promise<void>;
  readonly show: (snapshot: MonitorSnapshot) => void;
  /** Told what went wrong while nobody waited for it: a port that came back and could not be opened. */
  readonly failed: (error: unknown) => void;
  readonly clock?: Clock;
}

const ENDINGS: Readonly<Record<LineEnding, string>> = { none: '', cr: '\r', lf: '\n', crlf: '\r\n' };
/** A port that has just come back may not be permitted yet (udev), or still be held by its driver. */
const REOPEN_PAUSES_MS: readonly number[] = [100, 400, 1_200];

export class Monitor {
  readonly #options: MonitorOptions;
  readonly #clock: Clock;
  #state: MonitorState = 'off';
  #baudRate: number;
  #reconnect: MonitorSnapshot['reconnect'];
  #wire: Wire | null = null;
  #writer: LogWriter | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: MonitorOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#baudRate = options.baudRate;
    this.#reconnect = options.reconnect;
  }

  get state(): MonitorState {
    return this.#state;
  }

  /** Opens the port; the board goes on as it is. @throws port-busy, port-denied, port-lost */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#state !== 'open') await this.#openNow('monitor-open');
    });
  }

  /** Closes the port and waits for nothing any more. Never throws. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      const was = this.#state;
      this.#show('off');
      await this.#release();
      if (was === 'open') this.#note('monitor-closed');
    });
  }

  /** Sends a line as UTF-8, and notes it in the log; of a hidden one only that there was one. @throws port-lost, port-closed */
  send(text: string, ending: LineEnding, echo: SendEcho = 'shown'): Promise<void> {
    return this.#withWire(async (wire) => {
      await wire.write(new TextEncoder().encode(text + ENDINGS[ending]));
      this.#note(echo === 'shown' ? `monitor-sent ${text}` : 'monitor-sent-hidden');
    });
  }

  /** @throws port-lost, port-closed, and what loading the reset throws */
  reset(into: 'firmware' | 'loader'): Promise<void> {
    return this.#withWire(async (wire) => {
      this.#note(into === 'firmware' ? 'monitor-reset' : 'monitor-download');
      await this.#options.reset(wire, this.#options.port, into);
    });
  }

  /** From now on, or from the next opening on. @throws port-lost */
  setBaudRate(baudRate: number): Promise<void> {
    return this.#inTurn(async () => {
      if (baudRate === this.#baudRate) return;
      this.#baudRate = baudRate;
      await this.#wire?.setBaudRate(baudRate);
      if (this.#wire !== null) this.#note(`monitor-baud ${String(baudRate)}`);
      this.#show(this.#state);
    });
  }

  setReconnect(reconnect: MonitorSnapshot['reconnect']): void {
    this.#reconnect = reconnect;
    this.#show(reconnect === 'off' && this.#state === 'waiting' ? 'off' : this.#state);
  }

  /** The port is there again. Never throws: `failed` is told. */
  async portBack(): Promise<void> {
    await this.#inTurn(async () => {
      for (const [attempt, pauseMs] of REOPEN_PAUSES_MS.entries()) {
        await this.#clock.sleep(pauseMs);
        if (this.#state !== 'waiting') return;
        try {
          return await this.#openNow('monitor-back');
        } catch (error) {
          if (attempt === REOPEN_PAUSES_MS.length - 1) throw error;
          this.#show('waiting');
        }
      }
    }).catch(this.#options.failed);
  }

  async #openNow(note: string): Promise<void> {
    const { port, log } = this.#options;
    const writer = new LogWriter(log);
    const wire = new Wire(port, this.#clock, writer);
    this.#wire = wire;
    this.#writer = writer;
    this.#show('opening');
    try {
      await wire.open(this.#baudRate);
      // Most systems open with both lines asserted, which is nothing. RTS must go first: DTR first would pass through EN low, a reset.
      await wire.setSignals({ dataTerminalReady: true, requestToSend: false });
      await wire.setSignals({ dataTerminalReady: false, requestToSend: false });
    } catch (error) {
      await this.#release();
      this.#show('off');
      throw error;
    }
    wire.lost.addEventListener('abort', () => void this.#lose(wire), { once: true });
    this.#note(`${note} ${String(this.#baudRate)}`);
    this.#show('open');
    if (wire.lost.aborted) await this.#lostNow(wire);
  }

  #lose(wire: Wire): Promise<void> {
    return this.#inTurn(() => this.#lostNow(wire));
  }

  async #lostNow(wire: Wire): Promise<void> {
    if (wire !== this.#wire) return;
    await this.#release();
    this.#note('monitor-lost');
    this.#show(this.#reconnect === 'on' ? 'waiting' : 'off');
  }

  async #release(): Promise<void> {
    const wire = this.#wire;
    this.#wire = null;
    await wire?.close();
    this.#writer?.stop();
    this.#writer = null;
  }

  /** Without an open port there is nothing to do: the button was pressed a moment too late. */
  #withWire(work: (wire: Wire) => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      const wire = this.#wire;
      if (wire === null || this.#state !== 'open') return;
      try {
        await work(wire);
      } catch (error) {
        if (wire.lost.aborted && isTouchstoneError(error)) return; // the log says so
        throw error;
      }
    });
  }

  #note(code: string): void {
    this.#options.log.add('page', code);
  }

  #show(state: MonitorState): void {
    this.#state = state;
    this.#options.show({ state, baudRate: this.#baudRate, reconnect: this.#reconnect });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}
