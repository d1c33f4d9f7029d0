/**
 * A Web Serial port for tests, as far as the page uses one: streams that end on errors, fatal and not, lines, open and close with their refusals.
 * Reference: Web Serial API section 4.4 (which errors end the stream, which end the port).
 */

export type LineFault = 'BufferOverrunError' | 'FramingError' | 'ParityError' | 'BreakError';

export class FakeSerialPort extends EventTarget {
  readonly events: string[] = [];
  readonly written: Uint8Array[] = [];
  connected = true;
  info: SerialPortInfo = { usbVendorId: 0x10c4, usbProductId: 0xea60 };
  /** Names of the errors that the next opens end with. */
  refusals: string[] = [];
  /** What hangs for ever. */
  readonly hangs = new Set<'open' | 'close' | 'write' | 'signals' | 'cancel'>();
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #readable: ReadableStream<Uint8Array> | null = null;
  #writable: WritableStream<Uint8Array> | null = null;
  #open = false;
  #fatal = false;

  /** A new stream after a line error, null after a fatal one. */
  get readable(): ReadableStream<Uint8Array> | null {
    if (!this.#open || this.#fatal) return null;
    this.#readable ??= new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => {
        this.#readable = null;
        return this.hangs.has('cancel') ? new Promise<void>(() => undefined) : undefined;
      },
    });
    return this.#readable;
  }

  get writable(): WritableStream<Uint8Array> | null {
    if (!this.#open || this.#fatal) return null;
    this.#writable ??= new WritableStream<Uint8Array>({
      write: (chunk) => {
        if (this.hangs.has('write')) return new Promise<void>(() => undefined);
        this.written.push(chunk);
        return undefined;
      },
    });
    return this.#writable;
  }

  getInfo(): SerialPortInfo {
    return this.info;
  }

  async open({ baudRate, bufferSize }: SerialOptions): Promise<void> {
    if (this.hangs.has('open')) await new Promise<void>(() => undefined);
    await Promise.resolve();
    if (this.#open) throw new DOMException('The port is already open.', 'InvalidStateError');
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw new DOMException('Failed to open serial port.', refusal);
    this.#open = true;
    this.#fatal = false;
    this.events.push(`open ${String(baudRate)} ${String(bufferSize)}`);
  }

  async close(): Promise<void> {
    if (this.#readable?.locked === true || this.#writable?.locked === true) throw new TypeError('Cannot cancel a locked stream');
    if (this.hangs.has('close')) await new Promise<void>(() => undefined);
    await Promise.resolve();
    this.#open = false;
    this.#readable = null;
    this.#writable = null;
    this.events.push('close');
  }

  async setSignals({ dataTerminalReady, requestToSend }: SerialOutputSignals): Promise<void> {
    if (this.hangs.has('signals')) await new Promise<void>(() => undefined);
    await Promise.resolve();
    const line = (name: string, state: boolean | undefined): string => (state === undefined ? '' : `${name}${state ? '1' : '0'}`);
    this.events.push(`${line('D', dataTerminalReady)}${line('R', requestToSend)}`);
  }

  /** Bytes from the device. */
  say(...bytes: readonly number[]): void {
    this.#controller?.enqueue(Uint8Array.from(bytes));
  }

  /** An error on the line: this stream ends, the port goes on with a new one. */
  fault(name: LineFault): void {
    const controller = this.#controller;
    this.#controller = null;
    this.#readable = null;
    controller?.error(new DOMException('line', name));
  }

  /** The device goes away; with or without the event that Chromium sends. */
  unplug(how: 'with-event' | 'without-event' = 'with-event'): void {
    this.connected = false;
    this.#fatal = true;
    this.#controller?.error(new DOMException('The device has been lost.', 'NetworkError'));
    if (how === 'with-event') this.dispatchEvent(new Event('disconnect', { bubbles: true }));
  }

  /** As the browser's own type. */
  get asSerialPort(): SerialPort {
    return this as unknown as SerialPort;
  }
}

/** Lets promises and streams settle. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}
