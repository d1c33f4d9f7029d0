/**
 * One serial device on the bench: a pty that the browser takes for a USB serial port, with its bytes and its lines.
 * Test support. Knows nothing of boards: pacing, baud rates and what the lines mean are the device end's job (device-ends.ts).
 * Reference: fake-serial/pty-bridge.c, which holds the pty.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { TouchstoneError } from '../../src/base/index.ts';
import { withDeadline } from './deadline.ts';
import type { SupportErrorCode } from './deadline.ts';
import type { LineEvent } from './line-event.ts';
import { Listeners } from './listeners.ts';
import type { Listener } from './listeners.ts';
import type { SerialBench } from './serial-bench.ts';

const BRIDGE_DEADLINE_MS = 5_000;

export interface DeviceDescription {
  /** Unique on the bench, like a kernel name: `ttyUSB0`. */
  readonly name: string;
  readonly usbVendorId: number;
  readonly usbProductId: number;
  readonly product?: string;
  readonly serialNumber?: string;
}

/** What a device needs of its bench. */
export type CableBench = Pick<SerialBench, 'folder' | 'parts' | 'deviceNumber' | 'listen' | 'onClose'>;

export type PortState = 'open' | 'closed';

interface Bridge {
  readonly child: ChildProcess;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly control: Readable;
}

export class SerialDevice {
  readonly #bytes = new Listeners<Uint8Array>();
  readonly #lines = new Listeners<LineEvent>();
  readonly #states = new Listeners<PortState>();
  #bridge: Bridge | null = null;
  #forget: (() => void)[] = [];
  #state: PortState = 'closed';

  constructor(
    readonly bench: CableBench,
    readonly description: DeviceDescription,
  ) {
    if (!/^[A-Za-z0-9_-]{1,31}$/.test(description.name)) throw new TouchstoneError<SupportErrorCode>('support-device', { name: description.name });
  }

  /** Process that holds the pty; null when unplugged. */
  get bridgePid(): number | null {
    return this.#bridge?.child.pid ?? null;
  }

  /** Whether the page has the port open; changes a moment after the page's call. */
  get state(): PortState {
    return this.#state;
  }

  /** Calls `listener` with every chunk from the page; a returned promise holds the page up. Returns a function that stops it. */
  onBytes(listener: Listener<Uint8Array>): () => void {
    return this.#bytes.add(listener);
  }

  /** Calls `listener` with every line event; the page's call (open, setSignals) waits for a returned promise, a second at most. */
  onLines(listener: Listener<LineEvent>): () => void {
    return this.#lines.add(listener);
  }

  /** Calls `listener` when the page has opened or closed the port. */
  onState(listener: Listener<PortState>): () => void {
    return this.#states.add(listener);
  }

  /** Makes the pty and shows the device to the browser. @throws support-device, support-timeout */
  async plug(): Promise<void> {
    if (this.#bridge) throw new TouchstoneError<SupportErrorCode>('support-device', { reason: 'plugged already', name: this.description.name });
    this.#forget = [this.bench.listen(this.description.name, (event) => this.#lines.tell(event)), this.bench.onClose(() => this.unplug())];
    try {
      await this.#startBridge();
      const { folder } = this.bench;
      await writeFile(join(folder, `${this.description.name}.new`), this.#properties());
      await rename(join(folder, `${this.description.name}.new`), join(folder, 'dev', this.description.name));
    } catch (error) {
      await this.unplug();
      throw error;
    }
  }

  /** Pulls the cable: the pty hangs up and the browser is told. Bytes under way are lost. Safe to call when unplugged. */
  async unplug(): Promise<void> {
    const bridge = this.#bridge;
    this.#bridge = null;
    await rm(join(this.bench.folder, 'dev', this.description.name), { force: true });
    await this.free();
    if (bridge) await this.#end(bridge);
    for (const forget of this.#forget.splice(0)) forget();
  }

  /** Has the page's next attempts to open the port fail, as when another program has it; `free` ends that. */
  async occupy(): Promise<void> {
    await writeFile(join(this.bench.folder, 'busy', this.description.name), '');
  }

  /** Ends `occupy`. */
  async free(): Promise<void> {
    await rm(join(this.bench.folder, 'busy', this.description.name), { force: true });
  }

  /** Sends bytes to the page; resolves when they were handed on, which a page that does not read holds up.
   * While the port is closed they are lost, as on a real one. @throws support-device when unplugged */
  async write(bytes: Uint8Array): Promise<void> {
    const stdin = this.#bridge?.stdin;
    if (!stdin?.writable) throw new TouchstoneError<SupportErrorCode>('support-device', { reason: 'not plugged', name: this.description.name });
    await new Promise<void>((resolve, reject) => stdin.write(bytes, (error) => (error ? reject(this.#lost(error)) : resolve())));
  }

  #lost(cause?: unknown): TouchstoneError {
    return new TouchstoneError<SupportErrorCode>('support-device', { reason: 'unplugged', name: this.description.name }, cause);
  }

  #properties(): string {
    const { name, usbVendorId, usbProductId, product = 'Touchstone test port', serialNumber } = this.description;
    const hex = (id: number): string => id.toString(16).padStart(4, '0');
    const encode = (text: string): string => text.replace(/[^A-Za-z0-9#+.:=@_-]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`); // as udev does
    const { major, minor } = this.bench.deviceNumber;
    const lines = [`DEVNAME=${join(this.bench.folder, 'tty', name)}`, `MAJOR=${major}`, `MINOR=${minor}`, 'ID_BUS=usb'];
    lines.push(`ID_VENDOR_ID=${hex(usbVendorId)}`, `ID_MODEL_ID=${hex(usbProductId)}`, `ID_MODEL_ENC=${encode(product)}`);
    if (serialNumber !== undefined) lines.push(`ID_SERIAL_SHORT=${encode(serialNumber)}`);
    return `${lines.join('\n')}\n`;
  }

  async #startBridge(): Promise<void> {
    const child = spawn(this.bench.parts.bridgePath, [join(this.bench.folder, 'tty', this.description.name)], { stdio: ['pipe', 'pipe', 'inherit', 'pipe'] });
    const [stdin, stdout, , control] = child.stdio as [Writable, Readable, null, Readable, ...unknown[]] as [Writable, Readable, null, Readable];
    this.#bridge = { child, stdin, stdout, control };
    stdin.on('error', () => undefined); // reported to the writer that meets it
    const ready = new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => {
        reject(this.#lost());
        if (this.#bridge?.child === child) void this.unplug(); // it ended by itself: the browser must hear of it
      });
      createInterface({ input: control }).on('line', (line) => (line.startsWith('READY ') ? resolve() : this.#setState(line === 'OPEN' ? 'open' : 'closed')));
    });
    stdout.on('data', (chunk: Uint8Array) => {
      const taken = this.#bytes.tell(chunk);
      if (!taken) return;
      stdout.pause();
      void taken.catch((error: unknown) => console.error('device end refused bytes:', error)).finally(() => stdout.resume());
    });
    await withDeadline(ready, 'pty-bridge', BRIDGE_DEADLINE_MS);
  }

  #setState(state: PortState): void {
    if (state === this.#state) return;
    this.#state = state;
    void this.#states.tell(state);
  }

  async #end({ child, stdin, control }: Bridge): Promise<void> {
    const exited = child.exitCode === null && child.signalCode === null && child.pid !== undefined ? once(child, 'exit') : Promise.resolve();
    stdin.destroy();
    await withDeadline(exited as Promise<unknown>, 'pty-bridge exit', BRIDGE_DEADLINE_MS).catch(() => child.kill('SIGKILL'));
    await rm(join(this.bench.folder, 'tty', this.description.name), { force: true }); // a killed one leaves it, and its pty's number is used again
    control.destroy();
    this.#setState('closed');
  }
}
