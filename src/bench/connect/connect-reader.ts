/**
 * Reads a board's log line by line and keeps the timeline of the connect: one for each start of the board.
 * Floor: bench. Knows no firmware (rules are data) and no look. A line that no rule knows costs one walk over its characters.
 * Reference: docs/connect-rules.md.
 */
import type { Facts } from '../../base/index.ts';
import { PatternIndex, type PatternHit } from '../patterns/pattern-index.ts';
import { parsePattern } from '../patterns/pattern.ts';
import type { LogLine } from '../snapshot.ts';
import type { BootStage, ConnectRule, RuleStep } from './rule.ts';
import { BUILT_IN_RULES } from './rules/built-in.ts';
import type { ConnectStall, ConnectStepState, ConnectTimeline } from './snapshot.ts';
import { Timeline, type Moment } from './timeline.ts';
import type { ConnectReason, ConnectStepId } from './vocabulary.ts';

/** Spoken of one of these, a board talks to its hub. */
const HUB_STEPS: readonly ConnectStepId[] = ['assigned', 'tls-hub', 'connected'];
const QUIET: readonly ConnectStepState[] = ['waiting', 'unsaid'];
/** The latest of these that goes on is the one the service is asked for. */
const DPS_STEPS: readonly ConnectStepId[] = ['assigning', 'registering', 'tls-dps'];
const ASKED: readonly ConnectStepState[] = ['running', 'failed'];
const NO_FACTS: Facts = {};
const STAGES: readonly BootStage[] = ['rom', 'loader', 'app'];
/** ESP-IDF's `I (1234) tag:`; a colour code may stand before it. Bounded, and tried only on lines that a rule knows. */
const BOARD_CLOCK = /^(?:\S{1,12})?[EWIDV] \((\d{1,10})\) /;

const NO_RULES: readonly ConnectRule[] = [];
/** One index serves all slots that read with the same rules. */
const INDEXES = new WeakMap<readonly ConnectRule[], PatternIndex>();

export class ConnectReader {
  readonly #rules: readonly ConnectRule[];
  readonly #index: PatternIndex;
  #current: Timeline | null = null;
  #previous: ConnectTimeline | null = null;
  #stage = -1;
  #count = 0;

  /** `userRules` are asked before the built-in ones. @throws what parsePattern throws; parseConnectRules has refused such rules before */
  constructor(userRules: readonly ConnectRule[] = NO_RULES) {
    this.#rules = [...userRules, ...BUILT_IN_RULES];
    this.#index = INDEXES.get(userRules) ?? new PatternIndex(this.#rules.map((rule) => parsePattern(rule.match)));
    INDEXES.set(userRules, this.#index);
  }

  /** Reads one line, in the order of the log; notes of the page and broken frames say nothing. True when a rule applied. */
  read(line: LogLine): boolean {
    if (line.source !== 'board') return false;
    const hits = this.#index.scan(line.text);
    if (hits.length === 0) return false;
    const clock = BOARD_CLOCK.exec(line.text)?.[1];
    const moment: Moment = { atMs: line.atMs, line: line.number, boardMs: clock === undefined ? null : Number(clock) };
    let appliedAt = -1;
    for (const hit of hits) if (hit.at !== appliedAt && this.#apply(hit, moment)) appliedAt = hit.at; // at one place the first rule that applies
    return appliedAt >= 0;
  }

  /** The start that goes on now; null before anything was understood. */
  current(): ConnectTimeline | null {
    return this.#current?.snapshot() ?? null;
  }

  /** The start before it, as it ended. */
  previous(): ConnectTimeline | null {
    return this.#previous;
  }

  /** Whether the board is silent for longer than a healthy one at this step. `nowMs` in the log's milliseconds. */
  stall(nowMs: number): ConnectStall | null {
    return this.#current?.stall(nowMs) ?? null;
  }

  /** Forgets everything, as when the log is cleared or another board is plugged in. */
  reset(): void {
    this.#current = null;
    this.#previous = null;
    this.#stage = -1;
    this.#count = 0;
  }

  #apply(hit: PatternHit, moment: Moment): boolean {
    const rule = this.#rules[hit.pattern];
    if (rule === undefined) return false;
    if (rule.during !== undefined && rule.during !== this.#phase()) return false;
    const facts = rule.facts === undefined ? hit.facts : { ...rule.facts, ...hit.facts };
    const timeline = this.#timeline(rule.boot, moment);
    // what was captured belongs to what failed, else to the last step that is done, else to the one that begins
    const done = rule.done ?? [];
    const owner = rule.fail ?? done.at(-1) ?? rule.begin;
    const own = (name: RuleStep): Facts => (name === owner ? facts : NO_FACTS);
    for (const name of done) {
      const step = this.#resolve(name, facts);
      if (step !== null && !timeline.done(step, moment, own(name))) return true;
    }
    if (rule.begin !== undefined) {
      const step = this.#resolve(rule.begin, facts);
      if (step !== null) timeline.begin(step, moment, own(rule.begin));
    }
    if (rule.fail !== undefined) {
      const step = this.#resolve(rule.fail, facts);
      if (step !== null) timeline.fail({ step, reason: reasonOf(rule, facts), rank: rule.rank ?? 'usual', facts, rule: rule.id }, moment);
    }
    return true;
  }

  /** A stage that was passed already, or any stage after the boot, is a new start. */
  #timeline(boot: BootStage | undefined, moment: Moment): Timeline {
    const stage = boot === undefined ? -1 : STAGES.indexOf(boot);
    const current = this.#current;
    const restarted = stage >= 0 && current !== null && (stage <= this.#stage || current.hasLeftBoot);
    if (current !== null && !restarted) {
      this.#stage = Math.max(this.#stage, stage);
      return current;
    }
    this.#previous = current?.snapshot() ?? null;
    this.#stage = stage;
    this.#count++;
    this.#current = new Timeline(this.#count, moment.atMs, stage >= 0 ? 'boot' : 'first-line');
    return this.#current;
  }

  #phase(): 'dps' | 'hub' {
    const timeline = this.#current;
    return timeline !== null && HUB_STEPS.some((id) => !QUIET.includes(timeline.stateOf(id))) ? 'hub' : 'dps';
  }

  /** The step a rule means; null when the line speaks of a host that is none of Azure's while nothing is being connected. */
  #resolve(name: RuleStep, facts: Facts): ConnectStepId | null {
    if (name === 'dps') return DPS_STEPS.find((id) => ASKED.includes(this.#current?.stateOf(id) ?? 'waiting')) ?? 'registering';
    if (name !== 'tls') return name;
    const host = typeof facts['host'] === 'string' ? facts['host'].toLowerCase() : null;
    if (host?.includes('.azure-devices-provisioning.') === true) return 'tls-dps';
    if (host?.includes('.azure-devices.') === true) return 'tls-hub';
    const step = this.#phase() === 'hub' ? 'tls-hub' : 'tls-dps';
    const connected = this.#current?.isDone(step) === true || this.#current?.isDone('connected') === true;
    return host !== null && connected ? null : step;
  }
}

/** The reason itself, or what its table says of the captured fact. */
function reasonOf({ reason }: ConnectRule, facts: Facts): ConnectReason {
  if (reason === undefined) return 'firmware-says';
  if (typeof reason === 'string') return reason;
  const key = String(facts[reason.by] ?? '');
  const family = key.length === 6 ? `${key.slice(0, 3)}xxx` : key;
  for (const name of [key, family]) if (Object.hasOwn(reason.cases, name)) return reason.cases[name] ?? reason.otherwise;
  return reason.otherwise;
}
