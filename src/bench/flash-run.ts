/**
 * One flashing from cable to proof: board, settings, parts, first line.
 * Floor: bench. Knows the order of things; how a part is written is board's. Loaded with the first flashing.
 * Settings are secrets: they are made here, written, and forgotten; no digest of them is shown.
 */
import { TouchstoneError, type BytePort } from '../base/index.ts';
import {
  nvsPartitions,
  preparePack,
  proveAtReturn,
  withNvs,
  type BoardSession,
  type ChipIdentity,
  type FlashErrorCode,
  type FlashProgress,
  type FlashStage,
  type Pack,
  type PackReport,
  type PreparedPack,
} from '../board/index.ts';
import { encodeNvs, fillNvs, type NvsFill } from '../formats/index.ts';
import { watchReturn, type ReturnWatch } from '../link/index.ts';
import type { CheckTools } from './check-run.ts';
import type { FlashOutcome, FlashPartSnapshot, FlashRequest, FlashSettings, FlashSnapshot, FlashStepId, FlashSummary } from './flash-snapshot.ts';
import type { LogBook } from './log-book.ts';
import { LogWriter } from './log-writer.ts';
import { FASTEST_BAUD_RATE } from './pins.ts';
import type { BoardSnapshot, ChipSnapshot } from './snapshot.ts';
import { Stopwatch } from './stopwatch.ts';

/** `settings-other-board`: the settings name the secure element, and the chip that was checked sits on another board (`seen`, `wanted`: MAC addresses).
 * `settings-no-row`: the table has no row for this board (`identifiedBy`), or all its rows are used up (`rows`). */
export type FlashRunErrorCode = 'settings-other-board' | 'settings-no-row';

export interface FlashRunOptions {
  readonly port: BytePort;
  readonly request: FlashRequest;
  /** What the last check on this port found. */
  readonly checked: { readonly chip: Pick<ChipSnapshot, 'serialNumber' | 'commonName'> | null; readonly board: Pick<BoardSnapshot, 'mac'> | null };
  /** Who must sit at this port: it came back as a new one after the last flashing, and only its USB ids were compared. */
  readonly expectedMac?: string | null;
  /** No faster rate is tried on the wire; the fastest that can be chosen means whatever the bridge carries. */
  readonly fastestBaudRate: number;
  readonly signal: AbortSignal;
  readonly log: LogBook;
  readonly tools: Pick<CheckTools, 'nowMs' | 'openBoard' | 'watchReturn'>;
  readonly show: (change: Partial<FlashSnapshot>) => void;
}

const STEP_OF: Readonly<Record<FlashStage, FlashStepId>> = {
  connect: 'find-board',
  speed: 'prepare-board',
  stub: 'prepare-board',
  erase: 'erase-chip',
  compare: 'compare-flash',
  write: 'write-flash',
  verify: 'write-flash',
  start: 'start-firmware',
};

/** One compressed image for every board that gets this pack. */
const prepared = new WeakMap<Pack, Promise<PreparedPack>>();

function prepareOnce(pack: Pack): Promise<PreparedPack> {
  const known = prepared.get(pack) ?? preparePack(pack);
  prepared.set(pack, known);
  return known;
}

/** The parts of a pack before anything is done to them; `base` is the pack without settings. */
function partsOf(pack: Pack, base: Pack): readonly FlashPartSnapshot[] {
  const known = new Set(base.parts.map(({ sha256 }) => sha256));
  return pack.parts.map(({ offset, bytes, name, sha256 }) => ({
    offset,
    bytes: bytes.length,
    name,
    content: known.has(sha256) ? 'pack' : 'settings',
    state: 'waiting',
    doneBytes: 0,
    md5: null,
    skipped: false,
    verified: null,
    attempts: 0,
  }));
}

/** Flashes one board and shows every step of it; ends with outcome and summary in the snapshot. Gives the port at which the board is now: a chip's
 * own USB port may come back as another one; null when it did not.
 * @throws what opening, identifying, filling in or flashing throws, or the signal's reason; the port is closed in every case */
export async function runFlash(options: FlashRunOptions): Promise<BytePort | null> {
  const { port, request, signal, tools, log, show, fastestBaudRate } = options;
  const run = new FlashRun(options);
  const writer = new LogWriter(log);
  let session: BoardSession | null = null;
  try {
    session = await tools.openBoard(port, {
      log: writer,
      signal,
      ...(fastestBaudRate < FASTEST_BAUD_RATE ? { fastestBaudRate } : {}),
      ...(request.rates === null ? {} : { rates: request.rates }),
    });
    const report = await run.flash(session);
    if (report.started.outcome !== 'board-new-port' || run.returning === null) {
      run.end(report);
      return port;
    }
    await session.close(); // two ports are never held
    const { started, port: at } = await proveAtReturn(report.started.facts, run.returning, { log: writer, signal });
    run.end({ ...report, started });
    return at;
  } catch (error) {
    run.watch.end('failed');
    show({ steps: run.watch.steps, pace: null });
    throw run.discreet(error);
  } finally {
    await session?.close();
    run.returning?.stop();
    writer.stop();
  }
}

class FlashRun {
  readonly watch: Stopwatch<FlashStepId>;
  /** For a board with its own USB port, from before the reset on. */
  returning: ReturnWatch | null = null;
  readonly #options: FlashRunOptions;
  readonly #steps: readonly FlashStepId[];
  #parts: readonly FlashPartSnapshot[];
  #step = -1;
  #writing: { readonly part: number; readonly startMs: number } | null = null;

  constructor(options: FlashRunOptions) {
    const { request, tools, show } = options;
    this.#options = options;
    this.#steps = (['find-board', 'prepare-board', 'erase-chip', 'compare-flash', 'write-flash', 'start-firmware'] as const).filter(
      (id) => (id !== 'erase-chip' || request.erase === 'whole-chip') && (id !== 'compare-flash' || request.rewrite === 'skip-same'),
    );
    this.watch = new Stopwatch(this.#steps, tools.nowMs);
    this.#parts = partsOf(request.pack, request.pack);
    show({ parts: this.#parts, steps: this.watch.steps });
  }

  /** Everything up to the start of the firmware. @throws as runFlash */
  async flash(session: BoardSession): Promise<PackReport> {
    const { port, request, tools, show, signal, expectedMac = null } = this.#options;
    this.#reach('find-board');
    const board = await session.identify({ chips: 'any' });
    show({ board });
    if (board.connection !== 'bridge') this.returning = (tools.watchReturn ?? watchReturn)(port);
    if (expectedMac !== null && board.mac !== null && board.mac !== expectedMac)
      throw new TouchstoneError<FlashErrorCode>('board-other', { seen: board.mac, wanted: expectedMac });
    const pack = request.settings === null ? request.pack : await this.#settled(request.settings, board);
    this.#parts = partsOf(pack, request.pack);
    show({ parts: this.#parts });
    const ready = pack === request.pack ? await prepareOnce(pack) : await preparePack(pack);
    signal.throwIfAborted();
    return await session.flashPack(ready, {
      erase: request.erase,
      rewrite: request.rewrite,
      onProgress: (progress) => {
        this.#progress(progress);
      },
    });
  }

  /** Shows how it ended. */
  end(report: PackReport): void {
    const { show } = this.#options;
    this.watch.end(report.started.outcome === 'started' ? 'done' : 'failed');
    this.#parts = this.#parts.map((part, index) => ({ ...part, ...provedBy(report.parts[index], part) }));
    const { verified, erased, eraseMs, writer, baudRate, lostRates, elapsedMs, started } = report;
    const summary: FlashSummary = { verified, erased, eraseMs, writer, baudRate, lostRates, elapsedMs, started };
    show({ steps: this.watch.steps, parts: this.#parts, board: report.board, pace: null, summary, outcome: outcomeOf(report) });
  }

  /** An error about a part with settings says nothing of what is in it. */
  discreet(error: unknown): unknown {
    if (!(error instanceof TouchstoneError) || this.#parts[Number(error.facts.partIndex)]?.content !== 'settings') return error;
    return new TouchstoneError(error.code, Object.fromEntries(Object.entries(error.facts).filter(([name]) => name !== 'seen' && name !== 'wanted')));
  }

  /** The pack with this board's settings in it. */
  async #settled(settings: FlashSettings, board: ChipIdentity): Promise<Pack> {
    const { request, checked } = this.#options;
    const fill: NvsFill = (name) => {
      if (name === 'mac') return board.mac;
      if (checked.chip === null) return null;
      const wanted = checked.board?.mac ?? 'unknown';
      if (wanted !== board.mac) throw new TouchstoneError<FlashRunErrorCode>('settings-other-board', { seen: board.mac ?? 'unknown', wanted });
      return name === 'serial' ? checked.chip.serialNumber : checked.chip.commonName;
    };
    const partition = nvsPartitions(request.pack).find(({ name }) => name === settings.partition);
    return withNvs(request.pack, encodeNvs(fillNvs(settings.templates(fill), fill), partition?.size ?? 0), settings.partition);
  }

  #progress(progress: FlashProgress): void {
    const { stage, partIndex, partDoneBytes, partBytes, doneBytes, totalBytes, secondsLeft, baudRate } = progress;
    this.#reach(STEP_OF[stage]);
    const nowMs = this.#options.tools.nowMs();
    if (stage !== 'write' || partIndex === null) this.#writing = null;
    else if (this.#writing?.part !== partIndex) this.#writing = { part: partIndex, startMs: nowMs };
    const elapsedMs = this.#writing === null ? 0 : nowMs - this.#writing.startMs;
    const bytesPerSecond = elapsedMs > 0 && partDoneBytes > 0 ? (partDoneBytes * 1000) / elapsedMs : null;
    const isFinished = partBytes > 0 && partDoneBytes === partBytes;
    this.#parts = this.#parts.map((part, index) =>
      index === partIndex ? { ...part, ...movedOn(stage, isFinished, Math.min(partDoneBytes, part.bytes)) } : rested(part),
    );
    if (totalBytes > 0) this.watch.progress(doneBytes, totalBytes);
    this.#options.show({ steps: this.watch.steps, parts: this.#parts, pace: { doneBytes, totalBytes, bytesPerSecond, secondsLeft, baudRate } });
  }

  /** Steps go forward only: when the wire failed and the board is found again, the step that was under way goes on. */
  #reach(id: FlashStepId): void {
    const place = this.#steps.indexOf(id);
    if (place <= this.#step) return;
    this.#step = place;
    this.watch.begin(id);
    this.#options.show({ steps: this.watch.steps });
  }
}

/** What a message of the engine means for the part it is about. */
function movedOn(stage: FlashStage, isFinished: boolean, partDoneBytes: number): Partial<FlashPartSnapshot> {
  if (stage === 'compare') return isFinished ? { state: 'done', skipped: true, verified: 'md5' } : { state: 'comparing' };
  if (stage === 'write') return { state: 'writing', doneBytes: partDoneBytes };
  return isFinished ? { state: 'done', doneBytes: partDoneBytes } : { state: 'verifying' };
}

/** A part that was only compared waits to be written. */
const rested = (part: FlashPartSnapshot): FlashPartSnapshot => (part.state === 'comparing' ? { ...part, state: 'waiting' } : part);

function provedBy(report: PackReport['parts'][number] | undefined, { content, bytes }: FlashPartSnapshot): Partial<FlashPartSnapshot> {
  if (report === undefined) return {};
  const { md5, skipped, verified, attempts } = report;
  return { state: 'done', skipped, verified, attempts, doneBytes: skipped ? 0 : bytes, md5: content === 'settings' || verified !== 'md5' ? null : md5 };
}

function outcomeOf({ verified, started }: PackReport): FlashOutcome {
  if (!verified) return 'not-verifiable';
  if (started.outcome === 'board-new-port') return 'start-unsure';
  if (started.outcome !== 'started') return 'not-started';
  if (started.boardBy !== undefined) return 'start-unsure';
  return started.by === 'firmware' && started.resetSeen ? 'proved' : 'start-unsure';
}
