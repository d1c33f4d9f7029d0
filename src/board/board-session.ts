/**
 * One board on one open port, from opening to closing: what bench calls.
 * Floor: board. Owns the port, the deadlines and the end: whatever happens, the port is closed and the board is left running its own firmware.
 * Reference: docs/protocol.md sections 3.1, 3.2 and 6.
 */
import { TouchstoneError, type BytePort, type CancelSignal, type Clock, type PortErrorCode } from '../base/index.ts';
import { BenchLink, cancellable, joinSignals, systemClock, withDeadline, Wire, type WireLog } from '../link/index.ts';
import { BenchClient } from './bench-client.ts';
import type { HelloAnswer } from './bench-protocol.ts';
import { enterLoader } from './loader/connect.ts';
import { boardError, loaderError } from './errors.ts';
import type { FirmwareImage } from './firmware-catalogue.ts';
import { startStub, writeFlash, type FlashReport } from './loader/flash.ts';
import { identifyBoard, type BoardIdentity } from './loader/identify.ts';
import { assertLoadable, loadIntoRam } from './loader/load-ram.ts';
import type { BoardContext, LoaderSession } from './loader/session.ts';
import { stageOf, type OnProgress } from './progress.ts';
import { resetIntoFirmware } from './loader/reset.ts';
import { StartWatch } from './start.ts';

export interface OpenBoardOptions {
  /** Gets every word of the board, in order, before, during and after everything. */
  readonly log: WireLog;
  /** Cancels what is under way and closes the board. */
  readonly signal?: CancelSignal;
  readonly clock?: Clock;
  /** No faster rate is tried: for long cables, and bridges that lose bytes. 921,600 unless told otherwise. */
  readonly fastestBaudRate?: number;
}

export interface StartReport {
  readonly hello: HelloAnswer;
  /** Rate at which page and firmware talk. */
  readonly baudRate: number;
}

export interface FlashStartReport extends StartReport {
  readonly flash: FlashReport;
}

/** How long the whole of each may take at the slowest rate; every step inside has its own, shorter deadline. */
const IDENTIFY_MS = 30_000;
const START_MS = 40_000;
const FLASH_MS_PER_BYTE = 0.25;
const RESET_MS = 400;
const FAST_BAUD_RATE = 921_600;

/** Opens the port at 115200 baud; the board itself is not touched yet. @throws port-busy, port-denied, port-lost, or the signal's reason */
export async function openBoard(port: BytePort, options: OpenBoardOptions): Promise<BoardSession> {
  const clock = options.clock ?? systemClock;
  if (options.signal?.aborted === true) throw options.signal.reason;
  const esptool = await cancellable(loadEsptool(), options.signal);
  const wire = new Wire(port, clock, options.log);
  try {
    await cancellable(wire.open(esptool.ROM_BAUD_RATE), options.signal);
  } catch (error) {
    await wire.close();
    throw error;
  }
  return new BoardSession(wire, {
    clock,
    esptool,
    identity: port.identity,
    fastestBaudRate: options.fastestBaudRate ?? FAST_BAUD_RATE,
    signal: options.signal,
  });
}

/** Heavy, hence late; offline it may not be there. */
async function loadEsptool(): Promise<BoardContext['esptool']> {
  try {
    return await import('./loader/esptool.ts');
  } catch (error) {
    throw loaderError('load-esptool', error);
  }
}

interface SessionParts extends Pick<BoardContext, 'clock' | 'esptool' | 'identity' | 'fastestBaudRate'> {
  readonly signal: CancelSignal | undefined;
}

export class BoardSession {
  /** Speaks to the bench firmware once it was started. */
  readonly bench: BenchClient;
  readonly #context: BoardContext;
  readonly #closing = new AbortController();
  readonly #signals: ReturnType<typeof joinSignals>;
  #loader: LoaderSession | null = null;
  #identity: BoardIdentity | null = null;
  /** The board is not running what is in its flash, because of us. */
  #disturbed = false;
  #closed: Promise<void> | null = null;

  constructor(wire: Wire, { signal, ...parts }: SessionParts) {
    this.#signals = joinSignals(signal, wire.lost, this.#closing.signal);
    this.#context = { wire, signal: this.#signals.controller.signal, ...parts };
    this.bench = new BenchClient(new BenchLink(wire, parts.clock), wire, parts.clock, this.#context.signal);
    // Whoever cancels, or pulls the cable, need not remember to close.
    this.#context.signal.addEventListener('abort', () => void this.close(), { once: true });
    if (this.#context.signal.aborted) void this.close();
  }

  /** The rate of the port. */
  get baudRate(): number {
    return this.#context.wire.baudRate;
  }

  /** Resets the board into its loader and asks who it is. @throws board-no-download-mode, board-wrong-chip, board-loader, port-lost, or the signal's reason */
  identify(): Promise<BoardIdentity> {
    return this.#run('identify', IDENTIFY_MS, () => this.#identify());
  }

  /** Loads and starts the firmware without touching flash. @throws as identify; also firmware-not-loadable, firmware-no-banner, link-protocol */
  startFromRam(firmware: FirmwareImage, onProgress: OnProgress = () => undefined): Promise<StartReport> {
    return this.#run('start-from-ram', START_MS, async () => {
      const { wire } = this.#context;
      assertLoadable(firmware.image);
      this.#disturbed = true;
      const watch = new StartWatch(wire);
      try {
        await loadIntoRam(this.#context, this.#takeLoader(), firmware.image, onProgress);
        wire.setMode('bench');
        onProgress(stageOf('start'));
        return { hello: await this.#hello(watch), baudRate: wire.baudRate };
      } finally {
        watch.stop();
      }
    });
  }

  /** Writes the firmware to flash (unless it is there already), resets, starts it, and talks faster if the wire can.
   * @throws as identify; also board-protected, flash-range, flash-verify, firmware-no-banner, link-timeout, link-protocol */
  startFromFlash(firmware: FirmwareImage, onProgress: OnProgress = () => undefined): Promise<FlashStartReport> {
    return this.#run('start-from-flash', START_MS + IDENTIFY_MS + firmware.data.length * FLASH_MS_PER_BYTE, async () => {
      const { wire, clock, signal, esptool, fastestBaudRate } = this.#context;
      assertWritable(this.#identity ?? (await this.#identify()), firmware);
      const loader = await startStub(this.#context, this.#takeLoader(), onProgress);
      let flash: FlashReport;
      try {
        flash = await writeFlash(loader, { offset: firmware.offset, bytes: firmware.data }, onProgress);
      } finally {
        loader.end();
      }
      onProgress(stageOf('start'));
      if (wire.baudRate !== esptool.ROM_BAUD_RATE) await wire.setBaudRate(esptool.ROM_BAUD_RATE); // the boot log comes at this rate
      wire.setMode('bench');
      const watch = new StartWatch(wire);
      try {
        await resetIntoFirmware(wire, clock, signal);
        this.#disturbed = false;
        const hello = await this.#hello(watch);
        return { hello, flash, baudRate: await this.bench.setBaudRate(fastestBaudRate) };
      } finally {
        watch.stop();
      }
    });
  }

  /** Leaves the board running what is in its flash and closes the port, within a second. Never throws; may be called twice. */
  close(): Promise<void> {
    this.#closed ??= Promise.resolve().then(() => this.#close()); // later, because closing aborts, and aborting closes
    return this.#closed;
  }

  async #identify(): Promise<BoardIdentity> {
    this.#disturbed = true;
    this.#takeLoader()?.end();
    const loader = await enterLoader(this.#context);
    try {
      this.#identity = await identifyBoard(loader);
    } catch (error) {
      loader.end();
      throw error;
    }
    this.#loader = loader;
    return this.#identity;
  }

  #hello(watch: StartWatch): Promise<HelloAnswer> {
    return watch.hello(this.bench, this.#context.clock, this.#context.signal);
  }

  /** A loader serves once: after loading or flashing it is another program that runs. */
  #takeLoader(): LoaderSession | null {
    const loader = this.#loader;
    this.#loader = null;
    return loader;
  }

  async #run<T>(operation: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
    const { clock, signal } = this.#context;
    return await withDeadline(work, { clock, timeoutMs, code: 'board-loader', facts: { operation, reason: 'deadline' }, signal });
  }

  async #close(): Promise<void> {
    const { wire, clock } = this.#context;
    this.#closing.abort(new TouchstoneError<PortErrorCode>('port-closed', {}));
    this.#takeLoader()?.end();
    if (this.#disturbed && !wire.lost.aborted) {
      await withDeadline(resetIntoFirmware(wire, clock), { clock, timeoutMs: RESET_MS, code: 'port-lost' }).catch(() => undefined);
    }
    await wire.close();
    this.#signals.release();
  }
}

function assertWritable(board: BoardIdentity, firmware: FirmwareImage): void {
  const { flashEncrypted, secureBoot, flashSizeBytes } = board;
  if (flashEncrypted || secureBoot) throw boardError('board-protected', { flashEncrypted, secureBoot });
  const endBytes = firmware.offset + firmware.data.length;
  if (flashSizeBytes > 0 && endBytes > flashSizeBytes) throw boardError('flash-range', { endBytes, flashSizeBytes });
}
