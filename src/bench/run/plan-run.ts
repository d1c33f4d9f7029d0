/**
 * One plan on one board: phases in their order, each tried as often as the plan allows, and a record at the end.
 * Floor: bench. Knows no phase from inside and writes nothing down: the caller keeps the record before it shows the outcome.
 * Reference: OpenHTF core/test_executor.py: an error ends the run, a failure ends it where the phase says so, and what follows is skipped.
 */
import { TouchstoneError, isTouchstoneError, type BytePort } from '../../base/index.ts';
import type { FlashSnapshot } from '../flash-snapshot.ts';
import type { LabelledRun } from '../label/label.ts';
import type { LogBook } from '../log-book.ts';
import type { Pins } from '../pins.ts';
import { declarationsOf } from '../plan/measurements.ts';
import type { PhaseKind, Plan, PlanPhase } from '../plan/plan.ts';
import { MeasurementSheet, areWithinLimits } from '../record/measurement.ts';
import type { Outcome } from '../record/outcome.ts';
import { RECORD_FORMAT, type Attachment, type OutcomeDetail, type PhaseRecord, type RunDraft } from '../record/record.ts';
import type { SlotSnapshot } from '../snapshot.ts';
import { noFindings, type Findings } from './findings.ts';
import { heed } from './heed.ts';
import type { PhaseContext, PhaseEnd, RunErrorCode, RunPhase, RunTools } from './phase.ts';
import type { PhasePicture, RunPicture } from './picture.ts';
import { judgeUnit, type UnitDecision } from './unit.ts';
import { checkChip } from './phases/check-chip.ts';
import { flashPack, writeSettings } from './phases/flash-pack.ts';
import { identifyBoard } from './phases/identify-board.ts';
import { judgeLog } from './phases/judge-log.ts';
import { matchManifest } from './phases/match-manifest.ts';
import { serialCommand } from './phases/serial-command.ts';
import { askOperator, enrol, printLabel, readState } from './phases/with-people.ts';

const PHASES: { readonly [Kind in PhaseKind]: RunPhase<Kind> } = {
  'identify-board': identifyBoard,
  'check-chip': checkChip,
  'match-manifest': matchManifest,
  'flash-pack': flashPack,
  'write-settings': writeSettings,
  'judge-log': judgeLog,
  'serial-command': serialCommand,
  'ask-operator': askOperator,
  'print-label': printLabel,
  'read-state': readState,
  enrol,
};

/** Phases that find out who is in the slot; the others do something to it. */
const FINDS_OUT: readonly PhaseKind[] = ['identify-board', 'check-chip', 'match-manifest'];
/** Lines of the log that a record keeps. */
const LOG_KEPT = 2_000;

/** What a record says of a run before it begins. */
export type RunHead = Pick<RunDraft, 'id' | 'station' | 'slot' | 'operator' | 'workOrder' | 'label' | 'purpose' | 'versions'>;

export interface PlanRunOptions {
  readonly plan: Plan;
  readonly planFingerprint: string;
  readonly head: RunHead;
  readonly port: BytePort;
  readonly pins: Pins;
  readonly fastestBaudRate: number;
  readonly log: LogBook;
  readonly tools: RunTools;
  readonly signal: AbortSignal;
  readonly show: (picture: RunPicture) => void;
  /** Of a virtual board: when its shift began (unit.ts). A real board's run has none. */
  readonly rehearsedSinceMs?: number | null;
  /** A phase learnt the board's MAC at this port. */
  readonly identified?: (port: BytePort, mac: string) => void;
}

/** Runs a plan to its end, whatever that is. Never throws: what goes wrong is the outcome. The port is closed afterwards. */
export const runPlan = (options: PlanRunOptions): Promise<RunEnd> => new PlanRun(options).run();

/** `picture` is the last one: it is for the caller to show it, once `draft` is on the disk. `port`: where the board was at the end. */
export interface RunEnd {
  readonly draft: RunDraft;
  readonly picture: RunPicture;
  readonly port: BytePort;
}

interface Done {
  readonly record: PhaseRecord;
  /** Nothing can follow it: the cable is out, or a person stopped the run. */
  readonly isLast: boolean;
}

class PlanRun {
  readonly #options: PlanRunOptions;
  readonly #findings: Findings = noFindings();
  readonly #beganMs: number;
  readonly #startMs: number;
  readonly #firstLine: number;
  #port: BytePort;
  #pictures: readonly PhasePicture[];
  #check: Partial<SlotSnapshot> | null = null;
  #flash: FlashSnapshot | null = null;
  #unit: (UnitDecision & { readonly isFault?: true }) | null = null;
  /** Of the phases that were run. */
  #outcome: Outcome = 'pass';
  /** Nothing that could still fail is to come. */
  #isLastPhase = false;

  constructor(options: PlanRunOptions) {
    const { plan, tools, log } = options;
    this.#options = options;
    this.#port = options.port;
    this.#beganMs = tools.check.nowMs();
    this.#startMs = tools.epochMs();
    this.#firstLine = log.dropped + log.count;
    this.#pictures = plan.phases.map(({ name, kind }) => ({ name, kind, state: 'waiting', attempt: 0, elapsedMs: 0, measurements: [], details: [] }));
  }

  async run(): Promise<RunEnd> {
    const records: PhaseRecord[] = [];
    let isStopped = false;
    const { plan } = this.#options;
    for (const [index, phase] of plan.phases.entries()) {
      if (!isStopped && !FINDS_OUT.includes(phase.kind)) isStopped = await this.#stopsHere();
      if (isStopped || this.#options.signal.aborted) {
        isStopped = true;
        records.push(this.#skip(phase, index));
        continue;
      }
      this.#isLastPhase = plan.phases.slice(index + 1).every(({ kind }) => kind === 'print-label');
      const { record, isLast } = await this.#runPhase(phase, index);
      records.push(record);
      if (record.outcome !== 'pass' && this.#outcome === 'pass') this.#outcome = record.outcome === 'fail' ? 'fail' : 'error';
      isStopped = isLast || record.outcome === 'error' || (record.outcome === 'fail' && phase.atFailure === 'stop');
    }
    if (!isStopped) await this.#stopsHere(); // a plan may end with finding out
    return this.#end(records);
  }

  #soFar(): LabelledRun {
    const { head, plan, planFingerprint, tools } = this.#options;
    const { board, chip } = this.#findings;
    const { name, version } = plan;
    const outcome = this.#outcome === 'pass' && !this.#isLastPhase ? '' : this.#outcome; // no label says PASS of a board that may yet fail
    return { ...head, endMs: tools.epochMs(), outcome, plan: { name, version, fingerprint: planFingerprint }, board, chip };
  }

  /** Once, when everything that finds out who is in the slot is done: may the rest be run? */
  async #stopsHere(): Promise<boolean> {
    const { tools, signal } = this.#options;
    if (this.#unit !== null || signal.aborted) return false;
    try {
      this.#unit = await heed(this.#judgeUnit(), signal);
      if (this.#unit.act !== 'ask' || this.#unit.detail === null) return this.#unit.act !== 'go-on';
      const answer = await tools.ask(this.#unit.detail.code, 'yes-no', signal, this.#unit.detail.facts);
      this.#unit = { ...this.#unit, act: answer === 'yes' ? 'go-on' : 'stop' };
      return this.#unit.act === 'stop';
    } catch (error) {
      this.#unit = { act: 'stop', detail: detailOf(error), isFault: true };
      return true;
    }
  }

  async #judgeUnit(): Promise<UnitDecision> {
    const { tools, plan, planFingerprint, head, rehearsedSinceMs = null } = this.#options;
    const { board, chip } = this.#findings;
    const flashes = plan.phases.find((phase) => phase.kind === 'flash-pack');
    const packFingerprint = flashes === undefined ? null : (await tools.pack(flashes.settings.fingerprint)).fingerprint;
    const { id, station, slot, purpose } = head;
    const asking = { id, station, slot, purpose, virtual: this.#port.identity.kind === 'virtual' };
    const earlier = await tools.seenBefore(chip?.serialNumber ?? null, board?.mac ?? null, asking);
    return judgeUnit({ findings: this.#findings, earlier, guards: plan.guards, planFingerprint, packFingerprint, label: head.label, rehearsedSinceMs });
  }

  async #runPhase(phase: PlanPhase, index: number): Promise<Done> {
    const { tools, signal } = this.#options;
    const startMs = tools.epochMs();
    const beganMs = tools.check.nowMs();
    const sheet = new MeasurementSheet(declarationsOf(phase), tools.epochMs);
    this.#check = null;
    this.#flash = null;
    for (let attempt = 1; ; attempt++) {
      sheet.clear();
      const attachments: Attachment[] = [];
      const picture = (change: Partial<PhasePicture>): void =>
        this.#picture(index, { attempt, elapsedMs: tools.check.nowMs() - beganMs, measurements: sheet.rows, ...change });
      picture({ state: 'running', details: [] });
      const end = await this.#attempt(phase, sheet, attachments, () => picture({}));
      const isLast = signal.aborted || end.details.some(({ code }) => code === 'port-lost');
      if (end.outcome !== 'pass' && !isLast && attempt < phase.attempts) continue;
      picture({ state: end.outcome, details: end.details });
      const { name, kind } = phase;
      const record: PhaseRecord = {
        name,
        kind,
        outcome: end.outcome,
        startMs,
        endMs: tools.epochMs(),
        attempts: attempt,
        measurements: sheet.rows,
        attachments,
        details: end.details,
      };
      return { record, isLast };
    }
  }

  /** One try: what is thrown is an error of the bench, and a measurement outside its limits is a failure of the part. */
  async #attempt(phase: PlanPhase, sheet: MeasurementSheet, attachments: Attachment[], changed: () => void): Promise<AttemptEnd> {
    const { tools, signal, log, pins, fastestBaudRate, identified } = this.#options;
    const [portBefore, boardBefore] = [this.#port, this.#findings.board];
    const limit = new AbortController();
    const tooLong = new TouchstoneError<RunErrorCode>('run-phase-timeout', { limitMs: phase.timeoutMs });
    const done = new AbortController();
    const timer = tools.clock.sleep(phase.timeoutMs, done.signal).then(
      () => limit.abort(tooLong),
      () => undefined,
    );
    const context: PhaseContext = {
      port: this.#port,
      log,
      pins,
      fastestBaudRate,
      tools,
      signal: AbortSignal.any([signal, limit.signal]),
      sheet,
      findings: this.#findings,
      soFar: () => this.#soFar(),
      attach: (attachment) => {
        attachments.push(attachment);
      },
      showCheck: (change) => {
        this.#check = { ...this.#check, ...change };
        changed();
      },
      showFlash: (flash) => {
        this.#flash = flash;
        changed();
      },
    };
    try {
      const run = PHASES[phase.kind] as (phase: PlanPhase, context: PhaseContext) => Promise<PhaseEnd>; // the table pairs each kind with its own
      const end = await run(phase, context);
      this.#port = context.port;
      if (limit.signal.aborted && !signal.aborted) throw tooLong; // it came to its end all the same, and too late
      if (end.outcome === 'pass' && !areWithinLimits(sheet.rows)) return { outcome: 'fail', details: outside(sheet) };
      return end;
    } catch (error) {
      return { outcome: 'error', details: [detailOf(limit.signal.aborted && !signal.aborted ? tooLong : error)] };
    } finally {
      const { board } = this.#findings;
      if (board !== boardBefore && board !== null && board.mac !== null) identified?.(portBefore, board.mac);
      done.abort();
      await timer;
    }
  }

  #skip(phase: PlanPhase, index: number): PhaseRecord {
    const { name, kind } = phase;
    const nowMs = this.#options.tools.epochMs();
    this.#picture(index, { state: 'skip' });
    const measurements = declarationsOf(phase).map(({ name: measurement, unit, limits }) => ({
      name: measurement,
      unit,
      limits,
      outcome: 'skipped' as const,
      value: null,
      setMs: null,
    }));
    return { name, kind, outcome: 'skip', startMs: nowMs, endMs: nowMs, attempts: 0, measurements, attachments: [], details: [] };
  }

  #end(phases: readonly PhaseRecord[]): RunEnd {
    const { plan, planFingerprint, head, port, log, tools, signal } = this.#options;
    const { board, chip, entry, pack, enrolment, bench, flash } = this.#findings;
    const { outcome, details } = outcomeOf(phases, this.#unit, signal);
    const first = Math.max(this.#firstLine, log.dropped + log.count - LOG_KEPT, log.dropped);
    const logOffsetMs = this.#beganMs - log.startMs;
    const lines = Array.from({ length: log.dropped + log.count - first }, (_, index) => log.line(first + index - log.dropped)).filter(
      (line) => line !== undefined,
    );
    const draft: RunDraft = {
      format: RECORD_FORMAT,
      ...head,
      virtual: port.identity.kind === 'virtual',
      startMs: this.#startMs,
      endMs: tools.epochMs(),
      outcome,
      details,
      plan: { name: plan.name, version: plan.version, fingerprint: planFingerprint },
      pack,
      versions: { page: head.versions.page, firmware: bench?.version ?? null, build: bench?.build ?? null }, // what ran, not what would have
      firmware: { bench, flash },
      board,
      chip,
      entry,
      enrolment,
      phases,
      log: lines.map(({ atMs, source, text }) => ({ atMs: Math.max(0, Math.round(atMs - logOffsetMs)), source, text })),
      logDropped: first - this.#firstLine,
    };
    return { draft, picture: this.#whole({ state: 'done', outcome, details }), port: this.#port };
  }

  #picture(index: number, change: Partial<PhasePicture>): void {
    this.#pictures = this.#pictures.map((one, place) => (place === index ? { ...one, ...change } : one));
    this.#options.show(this.#whole({ state: 'running', outcome: null, details: [] }));
  }

  #whole(end: Pick<RunPicture, 'state' | 'outcome' | 'details'>): RunPicture {
    const { board, chip } = this.#findings;
    const elapsedMs = this.#options.tools.check.nowMs() - this.#beganMs;
    return { ...end, phases: this.#pictures, board, chip, check: this.#check, flash: this.#flash, elapsedMs };
  }
}

interface AttemptEnd {
  readonly outcome: 'pass' | 'fail' | 'error';
  readonly details: readonly OutcomeDetail[];
}

const outside = (sheet: MeasurementSheet): readonly OutcomeDetail[] =>
  sheet.rows
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'unset')
    .map(({ name, outcome, value }) => ({
      code: outcome === 'unset' ? 'measurement-unset' : 'measurement-outside',
      facts: { measurement: name, value: value ?? '' },
    }));

function detailOf(error: unknown): OutcomeDetail {
  if (isTouchstoneError(error)) return { code: error.code, facts: error.facts };
  return { code: 'unexpected', facts: { message: error instanceof Error ? error.message : String(error) } };
}

/** A person's stop comes first, then the bench's faults, then the part's: of a run with a broken bench nothing is known of the part. */
function outcomeOf(
  phases: readonly PhaseRecord[],
  unit: (UnitDecision & { readonly isFault?: true }) | null,
  signal: AbortSignal,
): { readonly outcome: Outcome; readonly details: readonly OutcomeDetail[] } {
  if (signal.aborted) return { outcome: 'aborted', details: [] };
  const broken = phases.find(({ outcome }) => outcome === 'error');
  if (broken !== undefined) return { outcome: broken.details.some(({ code }) => code === 'run-phase-timeout') ? 'timeout' : 'error', details: broken.details };
  const bad = phases.filter(({ outcome }) => outcome === 'fail');
  const detail = unit?.detail ?? null;
  const notes = detail === null ? [] : [detail];
  if (bad.length > 0) return { outcome: 'fail', details: [...bad.flatMap(({ details }) => details), ...notes] };
  if (unit?.act === 'stop') return { outcome: unit.isFault === true ? 'error' : 'fail', details: notes };
  return { outcome: 'pass', details: notes };
}
