/**
 * A `BytePort` in the shape of a Web Serial `SerialPort`, as far as esptool-js's Transport uses one.
 * Test code: knows no board; signals that a call leaves out keep their value, as in the browser.
 */
import type { BytePort } from '../../src/base/index.ts';

interface Signals {
  readonly dataTerminalReady?: boolean;
  readonly requestToSend?: boolean;
}

export class WebSerialDevice {
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  /** Everything the device was told about its modem lines, in order. */
  readonly signals: Signals[] = [];
  readonly #port: BytePort;
  #lines = { dataTerminalReady: false, requestToSend: false };
  #stop: (() => void) | null = null;

  constructor(port: BytePort) {
    this.#port = port;
  }

  getInfo(): Record<string, number> {
    return {};
  }

  async open(options: { readonly baudRate: number }): Promise<void> {
    await this.#port.open(options.baudRate);
    this.readable = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#stop = this.#port.onBytes((bytes) => controller.enqueue(bytes));
      },
    });
    this.writable = new WritableStream<Uint8Array>({ write: (bytes) => this.#port.write(bytes) });
  }

  async close(): Promise<void> {
    this.#stop?.();
    this.readable = null;
    this.writable = null;
    await this.#port.close();
  }

  async setSignals(signals: Signals): Promise<void> {
    this.signals.push(signals);
    this.#lines = {
      dataTerminalReady: signals.dataTerminalReady ?? this.#lines.dataTerminalReady,
      requestToSend: signals.requestToSend ?? this.#lines.requestToSend,
    };
    await this.#port.setSignals(this.#lines);
  }
}
