/**
 * What is at the other end of a plugged device's cable: an object in this process, or a program behind a socket.
 * Test support. Knows nothing of browsers or ptys.
 *
 * A program gets the bytes on a TCP or UNIX stream socket and, on a second UNIX stream socket if it has one, a text line
 * for every line event (line-event.ts). The two are written in the order of the events, but a program that reads both
 * must itself look at the lines first: between two sockets there is no order.
 */
import { connect } from 'node:net';
import type { NetConnectOpts, Socket } from 'node:net';
import { TouchstoneError } from '../../src/base/index.ts';
import { withDeadline } from './deadline.ts';
import type { SupportErrorCode } from './deadline.ts';
import { formatLineEvent } from './line-event.ts';
import type { LineEvent } from './line-event.ts';
import type { SerialDevice } from './serial-device.ts';

const CONNECT_DEADLINE_MS = 5_000;
/** Half of an ESP32's receive buffer. */
const PIECE_BYTES = 64;

export interface Signals {
  readonly dataTerminalReady: boolean;
  readonly requestToSend: boolean;
}

/** The host's side of a board, as far as a cable needs it; the virtual board has it. */
export interface DeviceEnd {
  /** Bytes from the page; a returned promise holds the page up. */
  receive(bytes: Uint8Array): void | Promise<void>;
  setHostBaudRate(baudRate: number): void | Promise<void>;
  setSignals(signals: Signals): void | Promise<void>;
  setBreak?(state: { readonly asserted: boolean }): void | Promise<void>;
  /** Hands over bytes for the page; an end that can wait does so until the returned promise settles. */
  onTransmit(listener: (bytes: Uint8Array) => void | Promise<void>): unknown;
}

/** A device end that may go away by itself. */
export interface RemoteEnd extends DeviceEnd {
  /** Resolves when the program closed its socket. */
  readonly ended: Promise<void>;
  close(): void;
}

function deliver(end: DeviceEnd, event: LineEvent): void | Promise<void> {
  switch (event.kind) {
    case 'signals':
      return end.setSignals({ dataTerminalReady: event.dataTerminalReady, requestToSend: event.requestToSend });
    case 'baud':
      return end.setHostBaudRate(event.baudRate);
    case 'break':
      return end.setBreak?.({ asserted: event.asserted });
  }
}

/** Joins a device of the bench and its end. Bytes for an unplugged device are lost. Returns a function that cuts page → device. */
export function attach(device: SerialDevice, end: DeviceEnd): () => void {
  const cuts = [device.onBytes((bytes) => end.receive(bytes)), device.onLines((event) => deliver(end, event))];
  end.onTransmit((bytes) => device.write(bytes).catch(() => undefined));
  return () => {
    for (const cut of cuts) cut();
  };
}

/** Reads `tcp:HOST:PORT` (IPv6 in brackets) or `unix:PATH`. @throws support-address */
export function parseSocketAddress(text: string): NetConnectOpts {
  const tcp = /^tcp:(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  if (tcp && Number(tcp[3]) > 0 && Number(tcp[3]) < 65_536) return { host: tcp[1] ?? tcp[2] ?? '', port: Number(tcp[3]) };
  const unix = /^unix:(.+)$/s.exec(text);
  if (unix?.[1]) return { path: unix[1] };
  throw new TouchstoneError<SupportErrorCode>('support-address', { text, wanted: 'tcp:HOST:PORT or unix:PATH' });
}

async function open(text: string): Promise<Socket> {
  const socket = connect(parseSocketAddress(text));
  const connected = new Promise<void>((resolve, reject) => {
    socket
      .once('connect', resolve)
      .once('error', (cause) => reject(new TouchstoneError<SupportErrorCode>('support-device', { address: text, reason: cause.message }, cause)));
  });
  try {
    await withDeadline(connected, `connect ${text}`, CONNECT_DEADLINE_MS);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return socket.setNoDelay(true).on('error', () => undefined); // 'close' follows and is what `ended` waits for
}

/** Resolves when the kernel has taken the bytes; a closed socket takes nothing, as a board without power. */
const send = (socket: Socket, bytes: Uint8Array | string): Promise<void> => new Promise((resolve) => void socket.write(bytes, () => resolve()));

/** A wire's pace towards a program that has none: a pty takes bytes at once, and a model of a board that gets them all at once drops some. */
class Pace {
  #baudRate = 115_200;
  #freeAtMs = 0;

  setBaudRate(baudRate: number): void {
    this.#baudRate = baudRate;
  }

  /** Sends in pieces, ten bits a byte; resolves when the last piece may be on the wire. */
  async send(socket: Socket, bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
      const piece = bytes.subarray(start, start + PIECE_BYTES);
      const waitMs = this.#freeAtMs - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      this.#freeAtMs = Math.max(this.#freeAtMs, performance.now()) + (piece.length * 10_000) / this.#baudRate;
      await send(socket, piece);
    }
  }
}

/** Connects to a program that plays the device. `lines` is a `unix:` or `tcp:` address too. @throws support-address, support-device, support-timeout */
export async function connectRemoteEnd(data: string, lines: string | null): Promise<RemoteEnd> {
  const dataSocket = await open(data);
  const lineSocket = lines === null ? null : await open(lines).catch((error: unknown) => Promise.reject(dataSocket.destroy() && error));
  const pace = new Pace();
  lineSocket?.resume(); // whatever it says is not asked for
  const tell = (event: LineEvent): void | Promise<void> => (lineSocket?.writable === true ? send(lineSocket, `${formatLineEvent(event)}\n`) : undefined);
  return {
    receive: (bytes) => (dataSocket.writable ? pace.send(dataSocket, bytes) : undefined),
    setHostBaudRate: (baudRate) => {
      pace.setBaudRate(baudRate);
      return tell({ kind: 'baud', baudRate });
    },
    setSignals: (signals) => tell({ kind: 'signals', ...signals }),
    setBreak: (state) => tell({ kind: 'break', ...state }),
    onTransmit: (listener) =>
      dataSocket.on('data', (bytes: Uint8Array) => {
        const taken = listener(bytes);
        if (!taken) return;
        dataSocket.pause();
        void taken.finally(() => dataSocket.resume());
      }),
    ended: new Promise((resolve) => void dataSocket.once('close', () => resolve())),
    close: () => {
      dataSocket.destroy();
      lineSocket?.destroy();
    },
  };
}
