/**
 * The steps of one start of the board, moved on by what its log says.
 * Floor: bench. Knows no rule and no text: it is told which step began, was done or failed, and when.
 */
import type { Facts } from '../../base/index.ts';
import type { ConnectFailure, ConnectMeasurement, ConnectStall, ConnectState, ConnectStep, ConnectStepState, ConnectTimeline } from './snapshot.ts';
import { CONNECT_STEPS, STALL_LIMIT_MS, type ConnectReason, type ConnectStepId } from './vocabulary.ts';

/** Where and when something was said. */
export interface Moment {
  readonly atMs: number;
  readonly line: number;
  readonly boardMs: number | null;
}

/** How much a reason knows: a general one gives way to any other of the same moment, a precise one to none. */
export type Rank = 'general' | 'usual' | 'precise';

export interface Trouble {
  readonly step: ConnectStepId;
  readonly reason: ConnectReason;
  readonly rank: Rank;
  readonly facts: Facts;
  readonly rule: string;
}

const RANK: Readonly<Record<Rank, number>> = { general: 0, usual: 1, precise: 2 };
/** Messages so close together speak of one failure. */
const SAME_MOMENT_MS = 1_500;
const OVERCOME_KEPT = 8;
/** Most facts a step or failure may gather. */
const FACTS_KEPT = 16;
/** Steps whose success can only be seen by themselves: a connection proves no chip and no clock. */
const APART: readonly ConnectStepId[] = ['secure-element', 'time'];
/** What a failure before it takes away again. The assignment stays: boards keep it. */
const LIVE: readonly ConnectStepId[] = ['tls-hub', 'connected', 'first-message'];

interface Step {
  state: ConnectStepState;
  beganMs: number | null;
  atMs: number | null;
  tookMs: number | null;
  boardMs: number | null;
  line: number | null;
  facts: Facts;
}

const place = (id: ConnectStepId): number => CONNECT_STEPS.indexOf(id);
const FIRST_ONLINE = place('tls-dps');
const newStep = (): Step => ({ state: 'waiting', beganMs: null, atMs: null, tookMs: null, boardMs: null, line: null, facts: {} });

/** Whether `done` shows that a failure of `failed` is behind the board. */
const overcomes = (done: ConnectStepId, failed: ConnectStepId): boolean =>
  done === failed || (APART.includes(failed) ? place(done) >= FIRST_ONLINE : place(done) > place(failed) && !APART.includes(done));

/** What is known stays; what is new is added, up to a bound. */
function mergeFacts(known: Facts, added: Facts): Facts {
  const names = Object.keys(added).filter((name) => !Object.hasOwn(known, name));
  if (names.length === 0) return known;
  return Object.fromEntries([...Object.entries(known), ...names.map((name) => [name, added[name] ?? ''] as const)].slice(0, FACTS_KEPT));
}

export class Timeline {
  readonly number: number;
  readonly #startedMs: number;
  readonly #since: 'boot' | 'first-line';
  readonly #steps = new Map<ConnectStepId, Step>(CONNECT_STEPS.map((id) => [id, newStep()]));
  readonly #reached = new Map<ConnectStepId, number>();
  #failure: (ConnectFailure & { readonly rank: Rank; readonly was: ConnectStepState; readonly lastLine: number }) | null = null;
  #overcome: readonly ConnectFailure[] = [];
  /** When a step was last finished. */
  #progressMs: number;

  constructor(number: number, startedMs: number, since: 'boot' | 'first-line') {
    this.number = number;
    this.#startedMs = startedMs;
    this.#since = since;
    this.#progressMs = startedMs;
  }

  stateOf(id: ConnectStepId): ConnectStepState {
    return this.#step(id).state;
  }

  isDone(id: ConnectStepId): boolean {
    return this.#step(id).state === 'done';
  }

  /** True once anything behind the boot was spoken of. */
  get hasLeftBoot(): boolean {
    return CONNECT_STEPS.some((id) => id !== 'boot' && this.#step(id).state !== 'waiting');
  }

  begin(id: ConnectStepId, moment: Moment, facts: Facts): void {
    const step = this.#step(id);
    const failedAt = this.#failure === null ? -1 : place(this.#failure.step);
    if (step.state === 'done' && failedAt >= place(id)) this.#again(id);
    if (id !== 'boot') this.#leaveBoot(moment);
    step.facts = mergeFacts(step.facts, facts);
    if (step.state === 'done' || step.state === 'running') return;
    Object.assign(step, { state: 'running', beganMs: moment.atMs, atMs: moment.atMs, tookMs: null, boardMs: moment.boardMs, line: moment.line });
  }

  /** False when it is not believed. */
  done(id: ConnectStepId, moment: Moment, facts: Facts): boolean {
    const step = this.#step(id);
    if (this.#failure?.step === id && this.#failure.lastLine === moment.line) return false; // what a failed read printed is no evidence
    if (step.state === 'done') {
      step.facts = mergeFacts(step.facts, facts);
      return true;
    }
    for (const before of CONNECT_STEPS.slice(0, place(id))) this.#pass(before, id, moment);
    this.#finish(id, moment, facts);
    if (this.#failure !== null && overcomes(id, this.#failure.step)) this.#overcame();
    return true;
  }

  fail({ step: id, reason, rank, facts, rule }: Trouble, moment: Moment): void {
    const last = this.#failure !== null && this.stateOf(this.#failure.step) === 'failed' ? this.#failure : null;
    const sameMoment = last !== null && moment.atMs - last.atMs <= SAME_MOMENT_MS;
    const lesser = last !== null && (sameMoment ? RANK[rank] <= RANK[last.rank] : rank === 'general' && last.rank !== 'general');
    if (lesser) {
      this.#failure = { ...last, facts: mergeFacts(last.facts, facts), lastLine: moment.line };
      return;
    }
    if (rank === 'general' && this.isDone(id)) return; // too little to doubt a step that was seen to be done
    if (id !== 'boot') this.#leaveBoot(moment);
    if (sameMoment && last.step !== id) this.#step(last.step).state = last.was;
    const step = this.#step(id);
    const was = sameMoment && last.step === id ? last.was : step.state;
    this.#giveUpBehind(id);
    const beganMs = step.beganMs ?? this.#progressMs;
    Object.assign(step, { state: 'failed', beganMs, atMs: moment.atMs, tookMs: moment.atMs - beganMs, boardMs: moment.boardMs, line: moment.line });
    const known = this.#failure?.step === id && this.#failure.reason === reason ? this.#failure.times : 0;
    this.#failure = {
      step: id,
      reason,
      facts: sameMoment ? mergeFacts(facts, last.facts) : facts,
      atMs: moment.atMs,
      line: moment.line,
      times: sameMoment ? Math.max(1, known) : known + 1,
      rule,
      rank,
      was,
      lastLine: moment.line,
    };
  }

  /** The running step, when it is slower than on any healthy board; null while a failure is known. */
  stall(nowMs: number): ConnectStall | null {
    const step = this.#at();
    const { state, beganMs } = this.#step(step);
    if (this.#failure !== null || state !== 'running') return null;
    const forMs = nowMs - Math.max(this.#progressMs, beganMs ?? 0);
    return forMs > STALL_LIMIT_MS[step] ? { step, forMs, limitMs: STALL_LIMIT_MS[step] } : null;
  }

  snapshot(): ConnectTimeline {
    const steps = CONNECT_STEPS.map((id): ConnectStep => {
      const { state, atMs, tookMs, boardMs, line, facts } = this.#step(id);
      return { id, state, atMs, tookMs, boardMs, line, facts };
    });
    return {
      number: this.number,
      startedMs: this.#startedMs,
      since: this.#since,
      state: this.#state(),
      at: this.#at(),
      steps,
      failure: this.#failure === null ? null : plainFailure(this.#failure),
      overcome: this.#overcome,
      measurements:
        this.#since === 'first-line' ? [] : [...this.#reached].map(([id, value]): ConnectMeasurement => ({ id: `time-to-${id}`, value, unit: 'ms' })),
    };
  }

  #step(id: ConnectStepId): Step {
    const step = this.#steps.get(id);
    if (step === undefined) throw new RangeError(id);
    return step;
  }

  #state(): ConnectState {
    if (this.#failure !== null) return this.#step(this.#failure.step).state === 'failed' ? 'failed' : 'retrying';
    return this.isDone('connected') ? 'connected' : 'running';
  }

  #at(): ConnectStepId {
    if (this.#failure !== null && this.stateOf(this.#failure.step) === 'failed') return this.#failure.step;
    const running = CONNECT_STEPS.findLast((id) => this.stateOf(id) === 'running');
    if (running !== undefined) return running;
    const done = CONNECT_STEPS.findLastIndex((id) => this.isDone(id));
    return CONNECT_STEPS.find((id, index) => index > done && this.#step(id).state === 'waiting') ?? 'first-message';
  }

  #finish(id: ConnectStepId, moment: Moment, facts: Facts): void {
    const step = this.#step(id);
    const beganMs = step.beganMs ?? this.#progressMs;
    Object.assign(step, { state: 'done', atMs: moment.atMs, tookMs: moment.atMs - beganMs, boardMs: moment.boardMs, line: moment.line });
    step.facts = mergeFacts(step.facts, facts);
    this.#progressMs = moment.atMs;
    if (!this.#reached.has(id)) this.#reached.set(id, moment.atMs - this.#startedMs);
  }

  /** A step before one that is done: it must be over, too, if it was running; if it was never spoken of, it stays so. */
  #pass(before: ConnectStepId, after: ConnectStepId, moment: Moment): void {
    const step = this.#step(before);
    if (step.state === 'running' || (step.state === 'failed' && before !== 'secure-element')) {
      if (!APART.includes(before) || place(after) >= FIRST_ONLINE) this.#finish(before, moment, {});
    } else if (step.state === 'waiting' && (!APART.includes(before) || place(after) >= FIRST_ONLINE)) step.state = 'unsaid';
  }

  #leaveBoot(moment: Moment): void {
    const boot = this.#step('boot');
    if (boot.state === 'running') this.#finish('boot', moment, {});
    else if (boot.state === 'waiting') boot.state = 'unsaid';
  }

  #overcame(): void {
    if (this.#failure !== null) this.#overcome = [...this.#overcome, plainFailure(this.#failure)].slice(-OVERCOME_KEPT);
    this.#failure = null;
  }

  /** What ran behind a failed step runs no more, and a live connection is gone. */
  #giveUpBehind(id: ConnectStepId): void {
    for (const later of CONNECT_STEPS.slice(place(id) + 1)) {
      const step = this.#step(later);
      if (step.state === 'running' || LIVE.includes(later)) Object.assign(step, { ...newStep(), facts: step.facts });
    }
  }

  /** The board goes back to `id` after a failure behind it: what follows is open once more. */
  #again(id: ConnectStepId): void {
    for (const later of CONNECT_STEPS.slice(place(id))) {
      const step = this.#step(later);
      if (!APART.includes(later)) Object.assign(step, { ...newStep(), facts: step.facts });
    }
  }
}

const plainFailure = ({ step, reason, facts, atMs, line, times, rule }: ConnectFailure): ConnectFailure => ({ step, reason, facts, atMs, line, times, rule });
