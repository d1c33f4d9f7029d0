/**
 * What esptool-js calls a Transport, over a wire that somebody else owns: no opening, no closing, no navigator.
 * Floor: board. Knows packets and time limits, no operations. Queues whole packets, so that reading costs what it reads
 * (the transport of esptool-js 0.7.0 copies its buffer for every byte).
 * Reference: esptool-js 0.7.0, lib/webserial.js.
 */
import type { Transport } from 'esptool-js';
import type { Clock, PortIdentity } from '../../base/index.ts';
import { encodeSlip } from '../../formats/index.ts';
import { cancellable, withDeadline, type Wire } from '../../link/index.ts';
import { boardError } from '../errors.ts';

/** The public side of esptool-js's class; its private members are nobody's business. */
type Surface = Pick<Transport, keyof Transport>;

/** More than any answer needs: the eight answers to each of many SYNCs. */
const MAX_QUEUE = 256;

export class LoaderTransport implements Surface {
  tracing = false;
  slipReaderEnabled = true;
  _DTR_state = false;
  readonly device = undefined as unknown as Surface['device'];
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #identity: PortIdentity;
  readonly #stop: () => void;
  #queue: Uint8Array[] = [];
  #arrived: (() => void) | null = null;
  #rts = false;

  /** `signal` ends every read and write, now and later. */
  constructor(wire: Wire, clock: Clock, identity: PortIdentity, signal: AbortSignal) {
    this.#wire = wire;
    this.#clock = clock;
    this.#signal = signal;
    this.#identity = identity;
    this.#stop = wire.onPacket((packet) => {
      if (this.#queue.length === MAX_QUEUE) this.#queue.shift();
      this.#queue.push(packet);
      this.#arrived?.();
    });
    signal.addEventListener('abort', this.#stop, { once: true });
  }

  get baudrate(): number {
    return this.#wire.baudRate;
  }

  async write(data: Uint8Array): Promise<void> {
    await this.send(encodeSlip(data));
  }

  /** What has its delimiters and escapes already. */
  async send(packet: Uint8Array): Promise<void> {
    this.#signal.throwIfAborted();
    await cancellable(this.#wire.write(packet), this.#signal);
  }

  /** The next packet. @throws board-loader (silent) after `timeoutMs` */
  async read(timeoutMs: number): Promise<Uint8Array> {
    this.#signal.throwIfAborted();
    const next = this.#queue.shift();
    if (next !== undefined) return next;
    const arrived = new Promise<void>((resolve) => {
      this.#arrived = resolve;
    });
    await withDeadline(arrived, { clock: this.#clock, timeoutMs, code: 'board-loader', facts: { reason: 'silent' }, signal: this.#signal });
    this.#arrived = null;
    const packet = this.#queue.shift();
    if (packet === undefined) throw boardError('board-loader', { reason: 'silent', timeoutMs });
    return packet;
  }

  flushInput(): void {
    this.#queue = [];
  }

  /** Waits for a quiet wire, then forgets what came. */
  async drainInput(quietMs = 100, maxMs = 400): Promise<void> {
    const endMs = this.#clock.nowMs() + maxMs;
    let before = -1;
    while (this.#clock.nowMs() < endMs && this.#queue.length !== before) {
      before = this.#queue.length;
      await this.#clock.sleep(quietMs, this.#signal);
    }
    this.flushInput();
  }

  inWaiting(): number {
    return this.#queue.reduce((sum, packet) => sum + packet.length, 0);
  }

  /** esptool-js looks here for a boot log; ours goes to the log and to connect.ts. */
  peek(): Uint8Array {
    return new Uint8Array(0);
  }

  async setSignals(dtr = false, rts = false): Promise<void> {
    this._DTR_state = dtr;
    this.#rts = rts;
    await cancellable(this.#wire.setSignals({ dataTerminalReady: dtr, requestToSend: rts }), this.#signal);
  }

  async setRTS(state: boolean): Promise<void> {
    await this.setSignals(this._DTR_state, state);
  }

  async setDTR(state: boolean): Promise<void> {
    await this.setSignals(state, this.#rts);
  }

  async changeBaudrate(baudRate: number): Promise<boolean> {
    await cancellable(this.#wire.setBaudRate(baudRate), this.#signal);
    return true;
  }

  /** The wire is open already, and stays open. */
  async connect(): Promise<void> {
    await Promise.resolve();
  }

  async disconnect(): Promise<void> {
    await Promise.resolve();
  }

  /** The wire reads by itself. */
  async readLoop(): Promise<void> {
    await Promise.resolve();
  }

  async rawRead(): Promise<void> {
    await Promise.resolve();
  }

  async flushOutput(): Promise<void> {
    await Promise.resolve();
  }

  async waitForUnlock(): Promise<void> {
    await Promise.resolve();
  }

  async returnTrace(): Promise<void> {
    await Promise.resolve();
  }

  setDeviceLostCallback(): void {
    // `signal` tells
  }

  updateDevice(): void {
    // there is no other device
  }

  trace(): void {
    // silent: what matters is in errors and in the log
  }

  hexify(): string {
    return '';
  }

  hexConvert(): string {
    return '';
  }

  slipWriter(data: Uint8Array): Uint8Array {
    return encodeSlip(data);
  }

  appendArray(first: Uint8Array, second: Uint8Array): Uint8Array {
    const joined = new Uint8Array(first.length + second.length);
    joined.set(first);
    joined.set(second, first.length);
    return joined;
  }

  getInfo(): string {
    return '';
  }

  getVid(): number | undefined {
    return this.#identity.usbVendorId;
  }

  getPid(): number | undefined {
    return this.#identity.usbProductId;
  }
}
