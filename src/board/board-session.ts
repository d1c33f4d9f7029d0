/**
 * One board on one open port, from opening to closing: what bench calls.
 * Floor: board. Owns the port, the deadlines and the end: whatever happens, the port is closed and the board is left running its own firmware.
 * Reference: docs/protocol.md sections 3.1, 3.2 and 6.
 */
import { isTouchstoneError, TouchstoneError, type CancelSignal, type PortErrorCode } from '../base/index.ts';
import { BenchLink, joinSignals, withDeadline, type Wire } from '../link/index.ts';
import { BenchClient } from './bench-client.ts';
import type { HelloAnswer } from './bench-protocol.ts';
import { enterLoader } from './loader/connect.ts';
import { boardError } from './errors.ts';
import type { FirmwareImage } from './firmware-catalogue.ts';
import { Flasher, type FlashContext } from './flash/flasher.ts';
import type { PreparedPack } from './flash/prepare.ts';
import type { FlashOptions, PackReport } from './flash/report.ts';
import { restartBoard, type RestartOptions } from './flash/restart.ts';
import type { StartProof } from './flash/start-proof.ts';
import { connectionOf } from './loader/bridges.ts';
import { identifyChip, type ChipIdentity, type KnownChip } from './loader/chip-identity.ts';
import { startStub, writeFlash, type FlashReport } from './flash/write-image.ts';
import { identifyBoard, type BoardIdentity } from './loader/identify.ts';
import { assertLoadable, loadIntoRam } from './loader/load-ram.ts';
import type { LoaderSession } from './loader/session.ts';
import { stageOf, type OnProgress } from './progress.ts';
import { resetIntoFirmware } from './loader/reset.ts';
import { StartWatch } from './start.ts';

/** `any`: every chip of the family; without it only the ESP32, which the bench firmware is for. */
export interface IdentifyOptions {
  readonly chips: 'any';
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
/** A pack may be written twice at each of several rates, the slowest being the one that counts. */
const PACK_MS_PER_BYTE = 1;
const ERASE_MS = 600_000;
const RESET_MS = 400;
const BENCH_CHIP = 'ESP32';

/** What open-board.ts has got together. */
export interface SessionParts extends Omit<FlashContext, 'wire' | 'signal'> {
  readonly signal: CancelSignal | undefined;
}

export class BoardSession {
  /** Speaks to the bench firmware once it was started. */
  readonly bench: BenchClient;
  readonly #context: FlashContext;
  readonly #closing = new AbortController();
  readonly #signals: ReturnType<typeof joinSignals>;
  #loader: LoaderSession | null = null;
  #identity: BoardIdentity | null = null;
  #known: KnownChip | null = null;
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

  /** Resets the board into its loader and asks who it is. Without options it must be an ESP32.
   * @throws board-no-download-mode, board-wrong-chip, board-loader, port-lost, or the signal's reason; with `chips: 'any'` also board-silent */
  identify(): Promise<BoardIdentity>;
  identify(options: IdentifyOptions): Promise<ChipIdentity>;
  identify(options?: IdentifyOptions): Promise<BoardIdentity | ChipIdentity> {
    return this.#run<BoardIdentity | ChipIdentity>('identify', IDENTIFY_MS, () => (options?.chips === 'any' ? this.#identifyAny() : this.#identify()));
  }

  /** Writes a pack, proves it, resets and waits for the new firmware's first line. The wire stays open in text mode, at the firmware's rate.
   * A firmware that does not start is a result (`started`), not an error.
   * @throws board-silent, board-no-download-mode, board-wrong-chip, board-protected, board-changed, board-rate-lost, board-loader, flash-chip-untold,
   * flash-absent, flash-range, flash-size, flash-no-erase, flash-write, flash-verify, port-lost, or the signal's reason */
  async flashPack(prepared: PreparedPack, options: FlashOptions = {}): Promise<PackReport> {
    const limitMs = START_MS + 2 * IDENTIFY_MS + ERASE_MS + prepared.totalBytes * PACK_MS_PER_BYTE;
    const { session, known, report } = await this.#run('flash-pack', limitMs, () => this.#writePack(prepared, options));
    return { ...report, started: await this.#restart(session, known, options) };
  }

  /** Resets the board into what is in its flash and waits for its first line; the wire is in text mode from then on.
   * @throws port-lost, or the signal's reason */
  restart(options: RestartOptions = {}): Promise<StartProof> {
    return this.#restart(this.#takeLoader(), this.#known, options);
  }

  /** Loads and starts the firmware without touching flash. @throws as identify; also firmware-not-loadable, firmware-no-banner, link-protocol */
  startFromRam(firmware: FirmwareImage, onProgress: OnProgress = () => undefined): Promise<StartReport> {
    return this.#run('start-from-ram', START_MS, async () => {
      const { wire } = this.#context;
      assertLoadable(firmware.image);
      assertEsp32(this.#known);
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

  async #identifyAny(): Promise<ChipIdentity> {
    this.#disturbed = true;
    this.#takeLoader()?.end();
    const loader = await saySilence(() => enterLoader(this.#context));
    try {
      this.#known = await identifyChip(loader);
    } catch (error) {
      loader.end();
      throw error;
    }
    this.#loader = loader;
    return this.#known.identity;
  }

  async #writePack(prepared: PreparedPack, options: FlashOptions): ReturnType<Flasher['run']> {
    const known = this.#known;
    const fresh = this.#takeLoader();
    if (known === null) fresh?.end(); // identified as an ESP32 only, or not at all
    this.#disturbed = true;
    const flasher = new Flasher(this.#context, known !== null && fresh !== null ? { session: fresh, known } : null, prepared, options);
    const written = await saySilence(() => flasher.run());
    this.#known = written.known;
    return written;
  }

  /** A chip's own USB port may go away with the reset: then all is done, but the first line comes at another port. */
  async #restart(loader: LoaderSession | null, known: KnownChip | null, options: RestartOptions): Promise<StartProof> {
    const { wire, identity } = this.#context;
    try {
      const proof = await this.#run('restart', START_MS + (options.startLimitMs ?? 0), () => restartBoard(this.#context, loader, known, options));
      this.#disturbed = false;
      return proof;
    } catch (error) {
      const connection = connectionOf(identity);
      if (connection === 'bridge' || !wire.lost.aborted || !isTouchstoneError(error) || error.code !== 'port-lost') throw error;
      return {
        outcome: 'board-new-port',
        facts: { connection, ...(known === null ? {} : { chip: known.identity.chip, mac: known.identity.mac ?? 'unknown' }) },
      };
    }
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
    const { wire, clock, identity } = this.#context;
    this.#closing.abort(new TouchstoneError<PortErrorCode>('port-closed', {}));
    this.#takeLoader()?.end();
    if (this.#disturbed && !wire.lost.aborted) {
      await withDeadline(resetIntoFirmware(wire, clock, undefined, connectionOf(identity)), { clock, timeoutMs: RESET_MS, code: 'port-lost' }).catch(
        () => undefined,
      );
    }
    await wire.close();
    this.#signals.release();
  }
}

/** A board of which nothing at all was seen is another case than one that does not enter its loader. */
async function saySilence<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isTouchstoneError(error) || error.code !== 'board-no-download-mode' || error.facts.seen !== 'nothing') throw error;
    throw boardError('board-silent', error.facts, error);
  }
}

/** The bench firmware is for one chip only; a board that was found to be another is not loaded with it. */
function assertEsp32(known: KnownChip | null): void {
  if (known !== null && known.identity.chip !== BENCH_CHIP) throw boardError('board-wrong-chip', { seen: known.identity.chip, wanted: BENCH_CHIP });
}

function assertWritable(board: BoardIdentity, firmware: FirmwareImage): void {
  const { flashEncrypted, secureBoot, flashSizeBytes } = board;
  if (flashEncrypted || secureBoot) throw boardError('board-protected', { flashEncrypted, secureBoot });
  const endBytes = firmware.offset + firmware.data.length;
  if (flashSizeBytes > 0 && endBytes > flashSizeBytes) throw boardError('flash-range', { endBytes, flashSizeBytes });
}
