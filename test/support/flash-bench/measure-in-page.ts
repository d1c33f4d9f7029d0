/**
 * Flashes many boards at once with the project's own rooms, and one board with esptool-js's own writeFlash, each with a stopwatch.
 * Test support, runs in the browser. The page itself has one slot; this has a port for every board, and one prepared pack for all of them.
 */
import { ESPLoader, Transport } from 'esptool-js';
import { openBoard, packsFromFiles, preparePack, type Pack, type PackReport, type PreparedPack } from '../../../src/board/index.ts';
import { md5 } from '../../../src/formats/index.ts';
import { grantedPorts } from '../../../src/link/index.ts';

export interface BoardRun {
  readonly seconds: number;
  readonly writeSeconds: number;
  readonly outcome: string;
  readonly verified: boolean;
  readonly skipped: number;
  readonly baudRate: number;
  readonly lostRates: number;
}

export interface TheirRun {
  /** Connect, stub, rate; then writing with its MD5; then the reset. */
  readonly seconds: number;
  readonly writeFlashSeconds: number;
  readonly baudRate: number;
}

/** What the page offers; `globalThis.flashMeter`. */
export interface FlashMeter {
  /** Takes the files of a build, each as base64. */
  prepare(files: readonly { readonly path: string; readonly base64: string }[]): Promise<{ readonly totalBytes: number; readonly deflatedBytes: number }>;
  /** Flashes so many boards at the same time; one entry a board. */
  flash(boards: number): Promise<readonly BoardRun[]>;
  /** esptool-js by itself, on the first port. */
  esptool(baudRate: number): Promise<TheirRun>;
}

let pack: Pack | undefined;
let prepared: PreparedPack | undefined;

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing was prepared');
  return value;
}

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const runOf = (report: PackReport, seconds: number): BoardRun => ({
  seconds,
  writeSeconds: report.parts.reduce((sum, { writeMs }) => sum + writeMs, 0) / 1000,
  outcome: report.started.outcome,
  verified: report.verified,
  skipped: report.parts.filter(({ skipped }) => skipped).length,
  baudRate: report.baudRate,
  lostRates: report.lostRates.length,
});

const silent = { text: (): void => undefined, broken: (): void => undefined };

const meter: FlashMeter = {
  async prepare(files) {
    const { packs } = await packsFromFiles(files.map(({ path, base64 }) => ({ path, bytes: bytesOf(base64) })));
    pack = given(packs[0]);
    prepared = await preparePack(pack);
    return { totalBytes: prepared.totalBytes, deflatedBytes: prepared.deflatedBytes };
  },

  async flash(boards) {
    const ready = given(prepared);
    const ports = (await grantedPorts()).slice(0, boards);
    if (ports.length < boards) throw new Error(`${String(ports.length)} ports instead of ${String(boards)}`);
    return await Promise.all(
      ports.map(async (port) => {
        const startedMs = performance.now();
        const session = await openBoard(port, { log: silent });
        try {
          const report = await session.flashPack(ready);
          return runOf(report, (performance.now() - startedMs) / 1000);
        } finally {
          await session.close();
        }
      }),
    );
  },

  async esptool(baudRate) {
    const { parts } = given(pack);
    const [device] = await navigator.serial.getPorts();
    const transport = new Transport(given(device));
    const terminal = { clean: (): void => undefined, write: (): void => undefined, writeLine: (): void => undefined };
    const startedMs = performance.now();
    const loader = new ESPLoader({ transport, baudrate: baudRate, terminal });
    try {
      await loader.main();
      const writeMs = performance.now();
      await loader.writeFlash({
        fileArray: parts.map(({ offset, bytes }) => ({ data: bytes, address: offset })),
        flashMode: 'keep',
        flashFreq: 'keep',
        flashSize: 'keep',
        eraseAll: false,
        compress: true,
        calculateMD5Hash: (image) => hex(md5(image)),
      });
      const writtenMs = performance.now();
      await loader.after('hard_reset');
      const endMs = performance.now();
      return { seconds: (endMs - startedMs) / 1000, writeFlashSeconds: (writtenMs - writeMs) / 1000, baudRate: transport.baudrate };
    } finally {
      await transport.disconnect();
    }
  },
};

Object.assign(globalThis, { flashMeter: meter });
