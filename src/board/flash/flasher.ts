/**
 * Brings one pack onto one board: as fast as the wire allows, skipping what is there, proving what is written.
 * Floor: board. Knows the order and what to do when something fails; the steps are open-line.ts and part-writer.ts.
 * When the wire fails, the board is reset and the work goes on at a slower rate, with the parts that are not proved yet.
 * Reference: esptool cmds.py, write_flash.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { boardError } from '../errors.ts';
import { connectionOf, fastestRateOf, isWch, ratesBelow, type RateMemory } from '../loader/bridges.ts';
import { identifyChip, type KnownChip } from '../loader/chip-identity.ts';
import { enterLoader } from '../loader/connect.ts';
import { openLine, type OpenLine } from '../loader/open-line.ts';
import type { BoardContext, LoaderSession } from '../loader/session.ts';
import { eraseSlowly } from './erase.ts';
import { assertBoardFits, assertFlashFits } from './match.ts';
import { Pace } from './pace.ts';
import { readFlashMd5, streamOf, writePart } from './part-writer.ts';
import type { PreparedPack, PreparedPart } from './prepare.ts';
import type { FlashOptions, LostRate, PackReport, PartReport } from './report.ts';

/** What flashing needs of the session: the fastest rate that a person allows (null: the bridge's), and what is known of the port. */
export interface FlashContext extends BoardContext {
  readonly allowedBaudRate: number | null;
  readonly rates: RateMemory | null;
}

/** No bridge and no chip goes faster. */
const MAX_RATE = 5_000_000;
/** Writing again once when the proof fails; and once more when the wire failed inside. */
const WRITES_PER_LINE = 2;

export class Flasher {
  readonly #context: FlashContext;
  readonly #prepared: PreparedPack;
  readonly #options: FlashOptions;
  readonly #pace: Pace;
  readonly #done: (PartReport | null)[];
  readonly #attempts: number[];
  readonly #lostRates: LostRate[] = [];
  #session: LoaderSession | null;
  #known: KnownChip | null;
  #compared = false;
  #eraseMs: number | null = null;
  #writer: OpenLine['writer'] = 'stub';

  /** `loader`: a fresh one that has been identified already, or null. */
  constructor(
    context: FlashContext,
    loader: { readonly session: LoaderSession; readonly known: KnownChip } | null,
    prepared: PreparedPack,
    options: FlashOptions,
  ) {
    this.#context = context;
    this.#prepared = prepared;
    this.#options = options;
    this.#session = loader?.session ?? null;
    this.#known = loader?.known ?? null;
    this.#done = prepared.parts.map(() => null);
    this.#attempts = prepared.parts.map(() => 0);
    const planned = prepared.parts.map((part) => ({ plainBytes: part.bytes.length, wireBytes: part.deflated.length }));
    this.#pace = new Pace(planned, context.clock, () => context.wire.baudRate, options.onProgress ?? (() => undefined));
  }

  /** Everything but the start of the firmware. The board is left in its loader; the session is handed back for the reset.
   * @throws board-no-download-mode, board-wrong-chip, board-protected, board-changed, board-rate-lost, board-loader, flash-chip-untold, flash-absent,
   * flash-range, flash-size, flash-no-erase, flash-write, flash-verify, port-lost, or the signal's reason */
  async run(): Promise<{ readonly session: LoaderSession; readonly known: KnownChip; readonly report: Omit<PackReport, 'started'> }> {
    const startMs = this.#context.clock.nowMs();
    const rates = this.#rates();
    for (const [attempt, baudRate] of rates.entries()) {
      let changing = false;
      try {
        const { session, known } = await this.#connect();
        assertBoardFits(known.identity, this.#prepared, this.#options.chip);
        const line = await openLine(session, known, baudRate, this.#prepared.pack.flashSizeBytes, (stage) => {
          changing = stage === 'speed';
          this.#pace.stage(stage);
        });
        changing = false;
        if (line === null) {
          this.#lose(baudRate, 'silent');
          continue;
        }
        await this.#work(line, known);
        this.#pace.stage('start');
        this.#remember(this.#context.wire.baudRate);
        return { session, known, report: this.#report(known, startMs) };
      } catch (error) {
        // Some drivers of WCH's bridges lose the whole port over a rate that they cannot do: the next session begins below it.
        const portLost = isTouchstoneError(error) && error.code === 'port-lost';
        if (portLost && changing && isWch(this.#context.identity)) this.#remember(rates[attempt + 1] ?? baudRate);
        const wireFailed = isTouchstoneError(error) && error.code === 'board-loader';
        this.#lose(baudRate, wireFailed ? String(error.facts.operation) : null);
        if (!wireFailed || attempt === rates.length - 1) throw this.#afterLostRate(error);
      }
    }
    throw boardError('board-rate-lost', this.#rateFacts());
  }

  #rates(): readonly number[] {
    const { identity, allowedBaudRate, rates } = this.#context;
    const known = rates?.get(identity) ?? null;
    const learned = known !== null && Number.isInteger(known) && known > 0 && known <= MAX_RATE ? known : fastestRateOf(identity); // what was kept may be anything
    return ratesBelow(allowedBaudRate === null ? learned : Math.min(learned, allowedBaudRate));
  }

  #remember(baudRate: number): void {
    const { identity, rates } = this.#context;
    if (connectionOf(identity) === 'bridge') rates?.set(identity, baudRate);
  }

  /** A loader that has said who it is: the one that there is, or after a reset. @throws board-changed when it is another board than before */
  async #connect(): Promise<{ readonly session: LoaderSession; readonly known: KnownChip }> {
    if (this.#session !== null && this.#known !== null) return { session: this.#session, known: this.#known };
    this.#pace.stage('connect');
    this.#session = await enterLoader(this.#context);
    const known = await identifyChip(this.#session);
    const before = this.#known?.identity.mac ?? null;
    if (before !== null && known.identity.mac !== before) throw boardError('board-changed', { seen: known.identity.mac ?? 'unknown', wanted: before });
    this.#known = known;
    return { session: this.#session, known };
  }

  #lose(baudRate: number, reason: string | null): void {
    this.#session?.end();
    this.#session = null;
    if (reason !== null) this.#lostRates.push({ baudRate, reason });
  }

  /** A board that does not come back after its rate was changed is not one whose BOOT button was forgotten. */
  #afterLostRate(error: unknown): unknown {
    const silent = isTouchstoneError(error) && error.code === 'board-no-download-mode' && this.#lostRates.length > 0;
    return silent ? boardError('board-rate-lost', { ...error.facts, ...this.#rateFacts() }, error) : error;
  }

  #rateFacts(): { readonly baudRate: number; readonly rates: string } {
    return { baudRate: this.#lostRates[0]?.baudRate ?? 0, rates: this.#lostRates.map(({ baudRate }) => baudRate).join(' ') };
  }

  async #work(line: OpenLine, known: KnownChip): Promise<void> {
    this.#writer = line.writer;
    this.#pace.plan(this.#prepared.parts.map((part) => ({ plainBytes: part.bytes.length, wireBytes: streamOf(line, part).wireBytes })));
    assertFlashFits(known.identity, line, this.#prepared);
    const wholeChip = (this.#options.erase ?? this.#prepared.pack.erase) === 'whole-chip';
    if (wholeChip && this.#eraseMs === null) {
      if (line.writer === 'rom') throw boardError('flash-no-erase', { chip: known.identity.chip, secureDownload: known.identity.security.secureDownload });
      this.#eraseMs = await eraseSlowly(line, this.#context.clock, (secondsLeft) => {
        this.#pace.stage('erase', secondsLeft);
      });
    }
    if (!this.#compared && this.#options.rewrite !== 'always' && !known.identity.security.secureDownload) await this.#compare(line);
    this.#compared = true;
    for (const [index, part] of this.#prepared.parts.entries()) {
      if (this.#done[index] === null) this.#done[index] = await this.#write(line, known, index, part);
    }
  }

  /** Finds the parts whose bytes are there already. Of what differs, the first sector nearly always does: that is asked first. */
  async #compare(line: OpenLine): Promise<void> {
    for (const [index, part] of this.#prepared.parts.entries()) {
      this.#pace.begin('compare', index);
      if ((await readFlashMd5(line, part.offset, part.head.bytes)) !== part.head.md5) continue;
      const [seen, elapsedMs] = await this.#pace.timed(() => readFlashMd5(line, part.offset, part.bytes.length));
      this.#pace.hashed(part.bytes.length, elapsedMs);
      if (seen !== part.md5) continue;
      const { baudRate } = line.session.context.wire;
      const report = { offset: part.offset, bytes: part.bytes.length, md5: part.md5, attempts: 0, wireBytes: 0, writeMs: 0, baudRate };
      this.#done[index] = { ...report, skipped: true, verified: 'md5' };
      this.#pace.finished('compare', index);
    }
  }

  async #write(line: OpenLine, known: KnownChip, index: number, part: PreparedPart): Promise<PartReport> {
    const { baudRate } = line.session.context.wire;
    const { wireBytes } = streamOf(line, part);
    for (let write = 1; ; write++) {
      this.#attempts[index] = (this.#attempts[index] ?? 0) + 1;
      let writeMs: number;
      try {
        writeMs = await this.#writeOnce(line, known, index, part);
      } catch (error) {
        if (write === WRITES_PER_LINE || !isTouchstoneError(error) || error.code !== 'board-loader') throw error;
        await line.session.settle('flash-block', 0); // whoever is still there is asked to begin anew
        continue;
      }
      const report = {
        offset: part.offset,
        bytes: part.bytes.length,
        md5: part.md5,
        skipped: false,
        attempts: this.#attempts[index],
        wireBytes,
        writeMs,
        baudRate,
      };
      if (known.identity.security.secureDownload) return this.#finish(index, { ...report, verified: 'not-verifiable' });
      this.#pace.begin('verify', index);
      const [seen, elapsedMs] = await this.#pace.timed(() => readFlashMd5(line, part.offset, part.bytes.length));
      this.#pace.hashed(part.bytes.length, elapsedMs);
      if (seen === null) return this.#finish(index, { ...report, verified: 'not-verifiable' });
      if (seen === part.md5) return this.#finish(index, { ...report, verified: 'md5' });
      if (write === WRITES_PER_LINE) {
        throw boardError('flash-verify', {
          wanted: part.md5,
          seen,
          offset: part.offset,
          bytes: part.bytes.length,
          attempts: this.#attempts[index],
          partIndex: index,
        });
      }
    }
  }

  #finish(index: number, report: PartReport): PartReport {
    this.#pace.finished('verify', index);
    return report;
  }

  /** Gives the milliseconds that it took. */
  async #writeOnce(line: OpenLine, known: KnownChip, index: number, part: PreparedPart): Promise<number> {
    const { clock } = this.#context;
    const startMs = clock.nowMs();
    let lastMs = startMs;
    this.#pace.begin('write', index);
    await writePart(line, known.kind.name, part, (plainBytes, wireBytes) => {
      const nowMs = clock.nowMs();
      this.#pace.wrote(plainBytes, wireBytes, nowMs - lastMs);
      lastMs = nowMs;
    });
    return clock.nowMs() - startMs;
  }

  #report(known: KnownChip, startMs: number): Omit<PackReport, 'started'> {
    const parts = this.#done.filter((part) => part !== null);
    return {
      board: known.identity,
      fingerprint: this.#prepared.pack.fingerprint,
      parts,
      verified: parts.length === this.#prepared.parts.length && parts.every(({ verified }) => verified === 'md5'),
      erased: this.#eraseMs === null ? 'what-is-written' : 'whole-chip',
      eraseMs: this.#eraseMs ?? 0,
      writer: this.#writer,
      baudRate: this.#context.wire.baudRate,
      lostRates: this.#lostRates,
      elapsedMs: this.#context.clock.nowMs() - startMs,
    };
  }
}
