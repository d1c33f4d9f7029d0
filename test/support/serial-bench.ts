/**
 * A temporary folder in which serial devices are plugged for one browser, and the socket on which the browser's side
 * reports modem lines, baud rate and break.
 * Test support. Knows nothing of the browser (chromium.ts) or of ptys (serial-device.ts).
 * Reference: fake-serial/fake-serial.h, the layout of the folder.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TouchstoneError } from '../../src/base/index.ts';
import { withDeadline } from './deadline.ts';
import type { SupportErrorCode } from './deadline.ts';
import { parseNamedLineEvent } from './line-event.ts';
import type { LineEvent } from './line-event.ts';
import type { Listener } from './listeners.ts';
import { buildNativeParts } from './native-build.ts';
import type { NativeParts } from './native-build.ts';

const LONGEST_LINE = 256;
/** Shorter than the browser's side waits (fake-serial/line-report.c), so that one slow device end does not cut the connection of all. */
const LISTENER_DEADLINE_MS = 1_000;

/** First device number of a serial driver of this kernel: Chromium lists no device whose number no driver claims. */
export async function serialDeviceNumber(): Promise<{ readonly major: number; readonly minor: number } | null> {
  const table = await readFile('/proc/tty/drivers', 'utf8').catch(() => '');
  const match = /^\S+\s+\S+\s+(\d+)\s+(\d+)\S*\s+serial\s*$/m.exec(table);
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : null;
}

export class SerialBench {
  readonly #listeners = new Map<string, Listener<LineEvent>>();
  readonly #sockets = new Set<Socket>();
  readonly #closers = new Set<() => Promise<void>>();
  readonly #server: Server;

  private constructor(
    readonly folder: string,
    readonly parts: NativeParts,
    readonly deviceNumber: { readonly major: number; readonly minor: number },
  ) {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** Builds what is missing and makes an empty bench. @throws support-compiler, support-device */
  static async open(): Promise<SerialBench> {
    const parts = await buildNativeParts();
    const deviceNumber = await serialDeviceNumber();
    if (!deviceNumber) throw new TouchstoneError<SupportErrorCode>('support-device', { reason: 'no serial driver in /proc/tty/drivers' });
    const bench = new SerialBench(await mkdtemp(join(tmpdir(), 'touchstone-')), parts, deviceNumber);
    await Promise.all(['dev', 'tty', 'busy'].map((name) => mkdir(join(bench.folder, name))));
    await new Promise<void>((resolve, reject) => bench.#server.once('error', reject).listen(join(bench.folder, 'lines.sock'), resolve));
    return bench;
  }

  /** Gives `listener` the line events of one device; the browser waits until a returned promise settles,
   * a second at most. Returns a function that stops it. */
  listen(name: string, listener: Listener<LineEvent>): () => void {
    if (this.#listeners.has(name)) throw new TouchstoneError<SupportErrorCode>('support-device', { reason: 'name taken', name });
    this.#listeners.set(name, listener);
    return () => void this.#listeners.delete(name);
  }

  /** Has `closer` called when the bench is closed; returns a function that takes it back. */
  onClose(closer: () => Promise<void>): () => void {
    this.#closers.add(closer);
    return () => void this.#closers.delete(closer);
  }

  /** Unplugs everything and removes the folder. Safe to call twice. */
  async close(): Promise<void> {
    await Promise.all([...this.#closers].map((closer) => closer()));
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await rm(this.folder, { recursive: true, force: true });
  }

  #serve(socket: Socket): void {
    let text = '';
    let turn = Promise.resolve();
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined); // a browser that was ended; 'close' follows
    socket.setEncoding('latin1').on('data', (part: string) => {
      const lines = (text + part).split('\n');
      text = lines.pop() ?? '';
      if (text.length > LONGEST_LINE) socket.destroy();
      for (const line of lines) turn = turn.then(() => this.#answer(socket, line));
    });
  }

  async #answer(socket: Socket, line: string): Promise<void> {
    const named = parseNamedLineEvent(line);
    try {
      const taken = named && this.#listeners.get(named.name)?.(named.event);
      if (taken) await withDeadline(taken, line, LISTENER_DEADLINE_MS);
    } catch (error) {
      console.error(`device end failed on "${line}":`, error); // the browser goes on as with a board that ignores its lines
    }
    if (socket.writable) socket.write('OK\n');
  }
}
