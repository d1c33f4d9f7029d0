/**
 * A blank page with one script, on a port of the system's choice: a secure context in which tests call Web Serial themselves.
 * Knows nothing of the project's page.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Web Serial</title><script src="serial-page.js"></script></html>';

/** What the script offers; ports are counted in the order of their USB vendor ids. */
export interface SerialPage {
  /** The `connect` and `disconnect` events since the page was loaded. */
  readonly noticed: readonly string[];
  /** Asks for the granted ports; all else refers to what this saw last. */
  look(): Promise<SerialPortInfo[]>;
  open(baudRate: number, index?: number): Promise<void>;
  close(index?: number): Promise<void>;
  setSignals(signals: SerialOutputSignals): Promise<void>;
  getSignals(): Promise<SerialInputSignals>;
  write(bytes: readonly number[], index?: number): Promise<void>;
  /** Exactly so many bytes. */
  read(count: number, index?: number): Promise<number[]>;
  /** All bytes until these characters (one a byte) have come, and what came in the same chunk after them. */
  readUntil(text: string): Promise<string>;
  /** Hash of exactly so many bytes, and the time from the first to the last. */
  readHash(count: number): Promise<{ readonly sha256: string; readonly ms: number }>;
  /** Hash of what it wrote. */
  writeRandom(count: number): Promise<string>;
  /** Times in milliseconds, ascending. */
  roundTrips(count: number): Promise<number[]>;
  /** How a pending read ends. */
  readError(): Promise<string>;
  /** Vendor id of the port the chooser gave, or the error's name. */
  choose(usbVendorId: number): Promise<number | string>;
}

declare global {
  var serialPage: SerialPage;
}

export interface ServedSerialPage {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves it on localhost. */
export async function serveSerialPage(): Promise<ServedSerialPage> {
  const script = await readFile(new URL('serial-page.js', import.meta.url), 'utf8');
  const server = createServer((request, response) => {
    const isScript = request.url === '/serial-page.js';
    response.setHeader('content-type', `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`).end(isScript ? script : PAGE);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, 'localhost', resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
