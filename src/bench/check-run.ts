/**
 * One check from cable to verdict: board, firmware, chip, proofs.
 * Floor: bench. Knows the order of things, not how any of them is done.
 */
import { TouchstoneError, type BytePort, type Facts, type Proof } from '../base/index.ts';
import type { BoardIdentity, BoardSession, FirmwareImage, FlashStartReport, OpenBoardOptions, StartProgress, StartReport } from '../board/index.ts';
import type { ChipReading, ChipSilence, ChipTransport } from '../chip/index.ts';
import type { ChipJudgement } from '../trust/index.ts';
import type { ReturnWatch } from '../link/index.ts';
import type { LogBook } from './log-book.ts';
import { LogWriter } from './log-writer.ts';
import type { Pins } from './pins.ts';
import type { BoardSnapshot, CheckPath, ChipSnapshot, ProofId, SlotSnapshot, StepId } from './snapshot.ts';
import { Stopwatch } from './stopwatch.ts';
import { judge } from './verdict.ts';

/** A whole check that takes longer than this hangs somewhere; every step has its own, shorter deadline. */
const LIMIT_MS: Readonly<Record<CheckPath, number>> = { ram: 120_000, flash: 240_000 };

/** `check-timeout`: a check as a whole took longer than any check may. */
export type CheckErrorCode = 'check-timeout';

/** What a check needs from the rooms below; handed in so that heavy ones are loaded late. */
export interface CheckTools {
  readonly nowMs: () => number;
  readonly openBoard: (port: BytePort, options: OpenBoardOptions) => Promise<BoardSession>;
  /** How a port is waited for that goes away with a reset; link's own way unless told. */
  readonly watchReturn?: (port: BytePort) => ReturnWatch;
  readonly firmware: (signal: AbortSignal) => Promise<FirmwareImage>;
  readonly readChip: (transport: ChipTransport) => Promise<ChipReading | ChipSilence>;
  readonly proveChip: (reading: ChipReading | ChipSilence, portKind: 'real' | 'virtual') => Promise<ChipJudgement>;
}

export interface CheckOptions {
  readonly port: BytePort;
  readonly path: CheckPath;
  readonly pins: Pins;
  /** No faster rate is tried on the wire. */
  readonly fastestBaudRate: number;
  readonly signal: AbortSignal;
  readonly log: LogBook;
  readonly tools: CheckTools;
  readonly show: (change: Partial<SlotSnapshot>) => void;
}

/** The steps of a check, in order. */
function stepsOf(path: CheckPath): readonly StepId[] {
  return ['find-board', path === 'ram' ? 'load-firmware' : 'flash-firmware', 'start-firmware', 'read-chip', 'prove'];
}

/** Runs one check and shows every step of it. Ends with a verdict in the snapshot.
 * @throws what opening, loading or talking throws, check-timeout, or the signal's reason; the port is closed in every case */
export async function runCheck(options: CheckOptions): Promise<void> {
  const { path, port, tools, signal, log } = options;
  const watch = new Stopwatch(stepsOf(path), tools.nowMs);
  const limit = AbortSignal.timeout(LIMIT_MS[path]);
  const stop = AbortSignal.any([signal, limit]);
  const writer = new LogWriter(log);
  let session: BoardSession | null = null;
  try {
    session = await tools.openBoard(port, { log: writer, signal: stop, fastestBaudRate: options.fastestBaudRate });
    await new Check(options, watch, session, stop).run();
  } catch (error) {
    watch.end('failed');
    options.show({ steps: watch.steps });
    throw limit.aborted && !signal.aborted ? new TouchstoneError<CheckErrorCode>('check-timeout', { limitMs: LIMIT_MS[path] }, error) : error;
  } finally {
    await session?.close();
    writer.stop();
  }
}

class Check {
  readonly #options: CheckOptions;
  readonly #watch: Stopwatch<StepId>;
  readonly #session: BoardSession;
  readonly #signal: AbortSignal;

  constructor(options: CheckOptions, watch: Stopwatch<StepId>, session: BoardSession, signal: AbortSignal) {
    this.#options = options;
    this.#watch = watch;
    this.#session = session;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    const { tools, port, pins, path, show } = this.#options;
    this.#step('find-board');
    const firmware = await tools.firmware(this.#signal);
    const identity = await this.#session.identify();
    show({ board: boardSnapshot(identity, path, this.#session.baudRate) });

    const started = await this.#start(firmware);
    show({ board: boardSnapshot(identity, path, started.baudRate) });

    this.#step('read-chip');
    await this.#session.bench.configureI2c(pins);
    const reading = await tools.readChip(this.#session.bench);
    if ('fault' in reading) this.#watch.end('failed'); // a chip that does not speak is a result: the proofs say what was tried

    if (!('fault' in reading)) this.#step('prove');
    const judged = await tools.proveChip(reading, port.identity.kind);
    const proofs: readonly Proof<ProofId>[] = [boardProof(identity), firmwareProof(firmware, identity, started), ...judged.proofs];
    const count = (outcome: Proof['outcome']): number => proofs.filter((proof) => proof.outcome === outcome).length;
    this.#watch.end('done');
    show({
      steps: this.#watch.steps,
      chip: chipSnapshot(judged),
      proofs,
      verdict: {
        kind: judge(proofs),
        demo: judged.demo,
        passed: count('pass'),
        failed: count('fail'),
        unmeasured: count('unmeasured'),
        elapsedMs: this.#watch.elapsedMs,
        path,
      },
    });
  }

  async #start(firmware: FirmwareImage): Promise<StartReport | FlashStartReport> {
    const ram = this.#options.path === 'ram';
    this.#step(ram ? 'load-firmware' : 'flash-firmware');
    let waiting = false;
    const onProgress = ({ stage, doneBytes, totalBytes }: StartProgress): void => {
      if (stage === 'start' && !waiting) {
        waiting = true;
        this.#step('start-firmware');
      } else if (totalBytes > 0) {
        this.#watch.progress(doneBytes, totalBytes);
        this.#options.show({ steps: this.#watch.steps });
      }
    };
    return ram ? await this.#session.startFromRam(firmware, onProgress) : await this.#session.startFromFlash(firmware, onProgress);
  }

  #step(id: StepId): void {
    this.#signal.throwIfAborted();
    this.#watch.begin(id);
    this.#options.show({ steps: this.#watch.steps });
  }
}

function chipSnapshot({ chip, certificates }: ChipJudgement): ChipSnapshot | null {
  return chip === null || certificates === null ? chip : { ...chip, deviceCertificate: certificates.device, signerCertificate: certificates.signer };
}

function boardSnapshot(identity: BoardIdentity, path: CheckPath, baudRate: number): BoardSnapshot {
  const { chipName, revision, mac, flashSizeBytes } = identity;
  return { chipName, revision, mac, flashSizeBytes, flashTouched: path === 'flash', baudRate };
}

function boardProof({ chipName, revision, mac, flashSizeBytes }: BoardIdentity): Proof<ProofId> {
  return { id: 'board-identified', outcome: 'pass', seen: { chipName, revision, mac, flashSizeBytes }, wanted: { chipName: 'ESP32' } };
}

/** RAM: bytes with the catalogue's hash were loaded, and what runs names the same build and the same board. Flash: also the MD5 the chip made of its flash. */
function firmwareProof(firmware: FirmwareImage, identity: BoardIdentity, started: StartReport | FlashStartReport): Proof<ProofId> {
  const flash = 'flash' in started ? started.flash : null;
  const place = flash === null ? 'ram' : 'flash';
  const seen: Facts = {
    version: started.hello.firmwareVersion,
    buildId: started.hello.buildId,
    place: started.hello.startedFrom,
    mac: started.hello.mac,
    sha256: firmware.sha256,
    bytes: firmware.bytes,
    ...(flash === null ? {} : { md5: flash.md5, rewritten: !flash.skipped }),
  };
  const wanted: Facts = { version: firmware.version, buildId: firmware.buildId, place, mac: identity.mac, sha256: firmware.sha256 };
  const sameBuild = started.hello.buildId === firmware.buildId && started.hello.firmwareVersion === firmware.version;
  const samePlace = started.hello.startedFrom === place || started.hello.startedFrom === 'unknown';
  if (!sameBuild) return { id: 'firmware-expected', outcome: 'fail', reason: 'other-build', seen, wanted };
  if (started.hello.mac !== identity.mac) return { id: 'firmware-expected', outcome: 'fail', reason: 'other-board', seen, wanted };
  if (!samePlace) return { id: 'firmware-expected', outcome: 'fail', reason: 'other-place', seen, wanted };
  return { id: 'firmware-expected', outcome: 'pass', seen, wanted };
}
