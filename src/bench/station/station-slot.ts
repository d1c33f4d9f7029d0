/**
 * One place on a bench with several: a port that comes and goes, one run at a time, a verdict that stays.
 * Floor: bench. Knows no other slot: a hung board holds nobody but itself. Nothing is shown as an outcome before its record is on the disk.
 */
import { isTouchstoneError, type BytePort } from '../../base/index.ts';
import type { LogBook } from '../log-book.ts';
import type { Pins } from '../pins.ts';
import type { Plan } from '../plan/plan.ts';
import type { OutcomeDetail, RunDraft, RunRecord } from '../record/record.ts';
import type { RunTools } from '../run/phase.ts';
import { runPlan, type RunHead } from '../run/plan-run.ts';
import { OwnReset } from './own-reset.ts';
import type { BindingTrust, StationSlotPicture, SlotQuestion } from './picture.ts';

/** A note in a record: several slots could have been this one; facts `slot`, and `boardOf` where the board says that it was in another one before. */
const SLOT_NOT_CERTAIN = 'slot-not-certain';

/** What is the same for all slots while a shift goes on. */
export interface SlotOrders {
  readonly plan: Plan;
  readonly planFingerprint: string;
  readonly head: Omit<RunHead, 'id' | 'slot' | 'label'>;
  readonly pins: Pins;
  readonly fastestBaudRate: number;
  /** Of a virtual board: when its shift began; null for a real one. */
  readonly rehearsedSinceMs: number | null;
}

export interface StationSlotParts {
  readonly number: number;
  readonly log: LogBook;
  readonly tools: Omit<RunTools, 'ask'>;
  /** Resolves when the record is on the disk. @throws record-store */
  readonly keep: (draft: RunDraft) => Promise<RunRecord>;
  readonly newId: () => string;
  readonly show: (picture: StationSlotPicture) => void;
  /** A board told its MAC at this port. */
  readonly identified: (port: BytePort, mac: string) => void;
}

interface Question extends SlotQuestion {
  readonly answered: (answer: string) => void;
}

/** What goes with a port when two slots change places: the board, and everything that is known of it. */
type WithBoard = Pick<StationSlotPicture, 'state' | 'port' | 'presence' | 'run' | 'record' | 'mustAcknowledge' | 'details' | 'secondsLeft' | 'waitsFor'>;

export class StationSlot {
  readonly #parts: StationSlotParts;
  /** What the board said; it goes with the board. */
  #log: LogBook;
  #port: BytePort | null = null;
  #picture: StationSlotPicture;
  #running: Promise<void> | null = null;
  #stop: AbortController | null = null;
  #question: Question | null = null;
  /** A board that came since the last run began: the next one. */
  #isFresh = false;
  #ownReset: OwnReset;
  /** What the port that was bound last brought. */
  #cameBack: 'same-board' | 'unknown' = 'unknown';
  /** Length of the last passed run of this plan, milliseconds. */
  #usualMs: { readonly fingerprint: string; readonly ms: number } | null = null;

  constructor(parts: StationSlotParts) {
    this.#parts = parts;
    this.#log = parts.log;
    this.#ownReset = new OwnReset(parts.tools.check.nowMs);
    this.#picture = {
      number: parts.number,
      state: 'unbound',
      port: null,
      presence: 'out',
      run: null,
      record: null,
      mustAcknowledge: false,
      details: [],
      secondsLeft: null,
      failuresInARow: 0,
      alarm: false,
      label: '',
      waitsFor: null,
      question: null,
      runs: 0,
      passed: 0,
    };
  }

  get picture(): StationSlotPicture {
    return this.#picture;
  }

  get port(): BytePort | null {
    return this.#port;
  }

  get log(): LogBook {
    return this.#log;
  }

  /** From now on this port is this slot's; null takes it away. A run on the old one is stopped first, unless the old one went away: then the run itself knows whether it comes back. */
  async bind(port: BytePort | null, trust: BindingTrust): Promise<void> {
    if (port !== this.#port && (port === null || this.#picture.presence === 'in')) await this.stop();
    const isOther = port !== this.#port || this.#picture.presence === 'out';
    this.#cameBack = isOther && this.#ownReset.broughtBack(port) ? 'same-board' : 'unknown';
    this.#isFresh = port !== null && ((isOther && this.#cameBack === 'unknown') || this.#isFresh);
    this.#port = port;
    if (port === null) return this.#show({ port: null, presence: 'out', state: 'unbound', waitsFor: null, mustAcknowledge: false });
    const { kind, usbVendorId, usbProductId } = port.identity;
    const keepsVerdict = this.#picture.state !== 'unbound' && this.#picture.state !== 'empty';
    this.#show({
      port: { kind, usbVendorId: usbVendorId ?? null, usbProductId: usbProductId ?? null, trust, boardOf: null },
      presence: 'in',
      ...(keepsVerdict ? {} : { state: 'ready' }),
    });
  }

  get cameBack(): 'same-board' | 'unknown' {
    return this.#cameBack;
  }

  /** More or less is known now of whose the port is. */
  setTrust(trust: BindingTrust, boardOf: number | null): void {
    const { port } = this.#picture;
    if (port !== null && (port.trust !== trust || port.boardOf !== boardOf)) this.#show({ port: { ...port, trust, boardOf } });
  }

  /** Gives the other slot this one's port and takes its own for it, each with its board, its verdict and its log. Neither may be running. */
  tradeWith(other: StationSlot): void {
    const [mine, its] = [this.#withBoard(), other.#withBoard()];
    [this.#port, other.#port] = [other.#port, this.#port];
    [this.#isFresh, other.#isFresh] = [other.#isFresh, this.#isFresh];
    [this.#log, other.#log] = [other.#log, this.#log];
    [this.#ownReset, other.#ownReset] = [other.#ownReset, this.#ownReset];
    this.#show(its);
    other.#show(mine);
  }

  #withBoard(): WithBoard {
    const { state, port, presence, run, record, mustAcknowledge, details, secondsLeft, waitsFor } = this.#picture;
    return { state, port, presence, run, record, mustAcknowledge, details, secondsLeft, waitsFor };
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** The board was taken out, or its cable; a run notices by itself. */
  gone(): void {
    const { state } = this.#picture;
    this.#isFresh = false;
    this.#ownReset.lost();
    this.#show({ presence: 'out', waitsFor: null, ...(state === 'ready' ? { state: 'empty' } : {}) });
  }

  /** True when the board that is there has not been run. */
  get isFresh(): boolean {
    return this.#isFresh && this.canStart;
  }

  /** The next board is there and does not begin yet: the verdict of the one before goes. */
  hold(waitsFor: 'label' | 'golden'): void {
    if (this.canStart) this.#show({ state: 'ready', waitsFor, run: null, record: null, details: [] });
  }

  /** True when a run may begin: a board is there, nothing runs, and no failure waits for its acknowledgement. */
  get canStart(): boolean {
    return this.#port !== null && this.#picture.presence === 'in' && this.#running === null && !this.#picture.mustAcknowledge;
  }

  setLabel(label: string): void {
    this.#show({ label });
  }

  acknowledge(): void {
    if (this.#picture.mustAcknowledge) this.#show({ mustAcknowledge: false });
  }

  /** The fixture was looked at. */
  endAlarm(): void {
    this.#show({ alarm: false, failuresInARow: 0 });
  }

  /** A new shift counts from nothing. */
  resetCounts(): void {
    this.#show({ runs: 0, passed: 0, failuresInARow: 0, alarm: false });
  }

  answer(text: string): void {
    this.#question?.answered(text);
  }

  /** Runs the plan once; resolves when its record is kept and its outcome shown. Does nothing while it may not begin. */
  async start(orders: SlotOrders): Promise<void> {
    const port = this.#port;
    if (port === null || !this.canStart) return;
    this.#isFresh = false;
    this.#stop = new AbortController();
    this.#running = this.#run(port, orders, this.#stop.signal);
    await this.#running;
  }

  /** Stops a run and waits for its end. */
  async stop(): Promise<void> {
    this.#stop?.abort();
    await this.#running;
  }

  async #run(port: BytePort, orders: SlotOrders, signal: AbortSignal): Promise<void> {
    const { number, tools, newId, identified } = this.#parts;
    const { plan, planFingerprint, head, pins, fastestBaudRate, rehearsedSinceMs } = orders;
    const { label, port: bound } = this.#picture;
    this.#ownReset.runBegins();
    this.#show({ state: 'running', run: null, record: null, details: [], label: '', waitsFor: null, secondsLeft: this.#left(planFingerprint, 0) });
    try {
      const {
        draft,
        picture,
        port: at,
      } = await runPlan({
        plan,
        planFingerprint,
        head: { ...head, id: newId(), slot: number, label },
        port,
        pins,
        fastestBaudRate,
        rehearsedSinceMs,
        log: this.#log,
        tools: { ...tools, ask: (question, answer, stop, facts) => this.#ask({ question, answer, ...(facts === undefined ? {} : { facts }) }, stop) },
        signal,
        show: (run) => this.#show({ run, secondsLeft: this.#left(planFingerprint, run.elapsedMs) }),
        identified,
      });
      const end = this.#ownReset.runEnds(draft.details);
      if (at !== port && at === this.#port)
        this.#isFresh = false; // a reset of the run's own brought it back as another port: the same board
      else if (end === 'cut' && at !== this.#port && this.#picture.presence === 'in') this.#isFresh = true;
      const noted = bound?.trust === 'guess' ? this.#noted(draft) : draft;
      this.#end(noted, picture, orders, await this.#kept(noted));
    } finally {
      this.#stop = null;
      this.#running = null;
    }
  }

  /** Nobody could tell in which slot this run was: no fault, and it is said. */
  #noted(draft: RunDraft): RunDraft {
    const { port, number } = this.#picture;
    if (port?.trust !== 'guess') return draft; // it was settled meanwhile
    const facts = { slot: number, ...(port.boardOf === null ? {} : { boardOf: port.boardOf }) };
    return { ...draft, details: [...draft.details, { code: SLOT_NOT_CERTAIN, facts }] };
  }

  /** A run that cannot be recorded did not pass, whatever it measured. */
  async #kept(draft: RunDraft): Promise<RunRecord | OutcomeDetail> {
    try {
      return await this.#parts.keep(draft);
    } catch (error) {
      return isTouchstoneError(error) ? { code: error.code, facts: error.facts } : { code: 'unexpected', facts: { message: String(error) } };
    }
  }

  #end(draft: RunDraft, run: NonNullable<StationSlotPicture['run']>, { plan, planFingerprint }: SlotOrders, kept: RunRecord | OutcomeDetail): void {
    const outcome = 'code' in kept ? 'error' : draft.outcome;
    const details = 'code' in kept ? [kept] : draft.details;
    const record = 'code' in kept ? null : { chain: kept.link.chain, number: kept.link.number, id: kept.id };
    if (outcome === 'pass') this.#usualMs = { fingerprint: planFingerprint, ms: run.elapsedMs };
    const { failuresInARow: before, runs, passed } = this.#picture;
    const failuresInARow = outcome === 'pass' ? 0 : outcome === 'aborted' ? before : before + 1;
    const { alarmAfter } = plan.guards;
    this.#show({
      state: outcome,
      run: { ...run, outcome, details },
      record,
      details,
      mustAcknowledge: outcome === 'fail' || outcome === 'error' || outcome === 'timeout',
      secondsLeft: null,
      failuresInARow,
      alarm: alarmAfter > 0 && failuresInARow >= alarmAfter,
      runs: runs + 1,
      passed: passed + (outcome === 'pass' ? 1 : 0),
    });
  }

  #ask(question: SlotQuestion, stop: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const close = (): void => {
        stop.removeEventListener('abort', stopped);
        this.#question = null;
        this.#show({ question: null });
      };
      const stopped = (): void => {
        close();
        reject(stop.reason as Error);
      };
      stop.addEventListener('abort', stopped, { once: true });
      this.#question = {
        ...question,
        answered: (answer) => {
          close();
          resolve(answer);
        },
      };
      this.#show({ question });
      if (stop.aborted) stopped();
    });
  }

  #left(fingerprint: string, elapsedMs: number): number | null {
    if (this.#usualMs?.fingerprint !== fingerprint) return null;
    return Math.max(0, Math.ceil((this.#usualMs.ms - elapsedMs) / 1000));
  }

  #show(change: Partial<StationSlotPicture>): void {
    this.#picture = { ...this.#picture, ...change };
    this.#parts.show(this.#picture);
  }
}
