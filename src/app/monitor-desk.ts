/**
 * Who has the port: the monitor, or a check. Holds the monitor of the attached port and lends the port to whoever does more with it.
 * Floor: app. Knows no bytes; the monitor itself is bench's and comes late.
 */
import type { BytePort } from '../base/index.ts';
import { loadMonitor, type LineEnding, type LogBook, type Monitor, type MonitorSnapshot, type SendEcho } from '../bench/index.ts';

export interface MonitorDeskParts {
  readonly log: LogBook;
  readonly show: (monitor: MonitorSnapshot) => void;
  readonly failed: (error: unknown) => void;
}

export class MonitorDesk {
  readonly #parts: MonitorDeskParts;
  #view: MonitorSnapshot;
  #port: BytePort | null = null;
  #monitor: Monitor | null = null;
  /** Somebody else has the port: a monitor must not be opened. */
  #lent = 0;

  constructor(first: MonitorSnapshot, parts: MonitorDeskParts) {
    this.#view = first;
    this.#parts = parts;
  }

  /** From now on this port is meant. A monitor of the old port ends; one that waited for its board goes on with the new port. */
  async use(port: BytePort | null): Promise<void> {
    if (port === this.#port) return this.portBack(); // it may have been unplugged meanwhile
    const waited = this.#monitor?.state === 'waiting';
    await this.#end();
    this.#port = port;
    if (waited && port !== null && this.#lent === 0) await this.start();
  }

  /** @throws port-busy, port-denied, port-lost */
  async start(): Promise<void> {
    const port = this.#port;
    if (port === null || this.#lent > 0 || this.#monitor !== null) return this.#monitor?.open();
    const { Monitor } = await loadMonitor();
    if (port !== this.#port || this.#lent > 0 || this.#monitor !== null) return;
    const monitor = new Monitor({
      port,
      log: this.#parts.log,
      baudRate: this.#view.baudRate,
      reconnect: this.#view.reconnect,
      reset: async (wire, { identity }, into) => (await import('../board/index.ts')).resetBoard(wire, identity, into),
      show: (view) => {
        if (monitor === this.#monitor) this.#show(view);
      },
      failed: this.#parts.failed,
    });
    this.#monitor = monitor;
    await monitor.open();
  }

  async stop(): Promise<void> {
    await this.#end();
  }

  /** Ends the monitor, does the work, and goes on with the monitor if there was one. Everything else that opens the port goes through here. */
  async lend(work: () => Promise<void>): Promise<void> {
    const state = this.#monitor?.state ?? 'off';
    this.#lent++;
    try {
      await this.#end();
      await work();
    } finally {
      this.#lent--;
    }
    if (state !== 'off') await this.start().catch(() => undefined); // the work has said what is wrong with the port
  }

  async send(text: string, ending: LineEnding, echo: SendEcho): Promise<void> {
    await this.#monitor?.send(text, ending, echo);
  }

  async reset(into: 'firmware' | 'loader'): Promise<void> {
    await this.#monitor?.reset(into);
  }

  async setBaudRate(baudRate: number): Promise<void> {
    this.#show({ ...this.#view, baudRate });
    await this.#monitor?.setBaudRate(baudRate);
  }

  setReconnect(reconnect: 'on' | 'off'): void {
    this.#show({ ...this.#view, reconnect });
    this.#monitor?.setReconnect(reconnect);
  }

  /** The attached port is there again. */
  async portBack(): Promise<void> {
    if (this.#monitor?.state === 'waiting') await this.#monitor.portBack();
  }

  async #end(): Promise<void> {
    const monitor = this.#monitor;
    await monitor?.close();
    if (this.#monitor === monitor) this.#monitor = null;
  }

  #show(view: MonitorSnapshot): void {
    this.#view = view;
    this.#parts.show(view);
  }
}
