/**
 * What an understood log comes to: one headline, the words of a failure, a crash, a fact. Shared by panel, strip and announcer.
 * Floor: ui. Pure. Every fact came from a board: bounded, made visible, never taken as more than text.
 */
import type { Facts } from '../../base/index.ts';
import type { ConnectFailure, ConnectTimeline, Crash } from '../../bench/index.ts';
import { factText, reader } from '../facts.ts';
import type { TickName } from '../look/icons.ts';
import { connectReasons, connectWords as words, crashWords, refusedTable } from '../strings/late.ts';
import type { Advice } from '../strings/tables.ts';
import { jsonFault, jsonPlace } from '../strings/en-json.ts';
import type { RefusedKnowledge, UnderstoodLog } from './understanding-view.ts';

/** `quiet`: nothing to say but what comes next. */
export type Tone = 'pass' | 'fail' | 'warn' | 'running' | 'quiet';

export interface Headline {
  readonly text: string;
  readonly tone: Tone;
  /** How long the step has taken that goes on; null when none does. */
  readonly forMs: number | null;
}

const TICKS: Readonly<Record<Tone, TickName>> = { pass: 'pass', fail: 'fail', warn: 'unmeasured', running: 'running', quiet: 'waiting' };
export const toneTick = (tone: Tone): TickName => TICKS[tone];

const FACT_CHARACTERS = 120;
const FACTS_SHOWN = 8;

/** What is shown unless somebody chooses: the newest start that says anything, for one that only booted since says nothing yet. */
export function startToShow(log: UnderstoodLog): ConnectTimeline | null {
  return log.starts.findLast(leftBoot) ?? lastStart(log);
}

/** The timeline that goes on. */
export const lastStart = (log: UnderstoodLog): ConnectTimeline | null => log.starts.at(-1) ?? null;

const wentOn = ({ steps }: ConnectTimeline, line: number): boolean => steps.some((step) => step.id !== 'boot' && step.line !== null && step.line > line);

/** The last crash, while the board has not gone on beyond its boot since. */
export function crashNow(log: UnderstoodLog): UnderstoodLog['crashes'][number] | null {
  const crash = log.crashes.at(-1);
  const start = lastStart(log);
  return crash === undefined || (start !== null && wentOn(start, crash.lastLine)) ? null : crash;
}

/** Whether a start says anything about connecting. */
export const leftBoot = ({ steps }: ConnectTimeline): boolean => steps.some(({ id, state }) => id !== 'boot' && state !== 'waiting');

/** What a failure is called, what was seen and what to do. */
export function failureWords({ reason, facts }: ConnectFailure): Advice {
  return connectReasons[reason](reader(facts));
}

/** A cause that knows better speaks instead of its kind. */
export function crashText({ kind, cause }: Pick<Crash, 'kind' | 'cause'>): (typeof crashWords.kinds)[typeof kind] {
  return crashWords.causes[cause] ?? crashWords.kinds[kind];
}

/** How often the board tried again since its start. */
export function retriesOf({ failure, overcome, state }: ConnectTimeline): number {
  const before = overcome.reduce((sum, { times }) => sum + times, 0);
  return before + (failure === null ? 0 : failure.times - (state === 'failed' ? 1 : 0));
}

/** Whether a start goes on: it is the last one, and no crash has ended it. */
export const goesOn = (timeline: ConnectTimeline, log: UnderstoodLog): boolean => timeline === lastStart(log) && crashNow(log) === null;

/** How long the step takes that the board is at; null when nothing is known of it. */
export function runningMs(timeline: ConnectTimeline, log: UnderstoodLog): number | null {
  const step = timeline.steps.find(({ id }) => id === timeline.at);
  return step?.state !== 'running' || step.atMs === null || log.times === 'unknown' ? null : Math.max(0, log.nowMs - step.atMs);
}

/** The one line that says where a log stands; null when it says nothing of connecting and nothing of crashes. */
export function headlineOf(log: UnderstoodLog): Headline | null {
  const crash = crashNow(log);
  if (crash !== null) return { text: crashText(crash).what, tone: 'fail', forMs: null };
  const start = lastStart(log);
  return start === null || !leftBoot(start) ? null : startHeadline(start, log);
}

/** The same for one of its starts; an earlier one stands still. */
export function startHeadline(timeline: ConnectTimeline, log: UnderstoodLog): Headline {
  const { state, failure, at, steps } = timeline;
  const forMs = goesOn(timeline, log) ? runningMs(timeline, log) : null;
  if (state === 'failed' && failure !== null) return { text: failureWords(failure).what, tone: 'fail', forMs: null };
  if (state === 'retrying' && goesOn(timeline, log)) return { text: words.headlines.retrying(words.steps[at].now), tone: 'warn', forMs };
  if (state === 'connected') {
    const accepted = steps.some(({ id, state: of }) => id === 'first-message' && of === 'done');
    return { text: accepted ? words.headlines.accepted : words.headlines.connected, tone: 'pass', forMs: null };
  }
  if (!goesOn(timeline, log)) return { text: words.headlines.ended(words.steps[at].title), tone: 'quiet', forMs: null };
  const isRunning = steps.some(({ id, state: of }) => id === at && of === 'running');
  return isRunning
    ? { text: words.headlines.running(words.steps[at].now), tone: log.stall?.step === at ? 'warn' : 'running', forMs }
    : { text: words.headlines.waiting(words.steps[at].title), tone: 'quiet', forMs: null };
}

/** Facts with their names, those that are known by name first. */
export function factRows(facts: Facts, names: Readonly<Record<string, string>>): readonly (readonly [name: string, value: string])[] {
  const known = Object.keys(names).filter((name) => Object.hasOwn(facts, name));
  const others = Object.keys(facts).filter((name) => !Object.hasOwn(names, name));
  return [...known, ...others]
    .filter((name) => facts[name] !== '')
    .slice(0, FACTS_SHOWN)
    .map((name) => [names[name] ?? factText(name, 40), factText(facts[name] ?? '', FACT_CHARACTERS)]);
}

/** What is said aloud: good news politely, failures and crashes at once. */
export function spokenWords(log: UnderstoodLog | null): { readonly polite: string; readonly urgent: string } {
  if (log === null || log.behind > 0) return { polite: '', urgent: '' };
  const crash = crashNow(log);
  if (crash !== null) return { polite: '', urgent: words.say.crashed(crashText(crash).what) };
  const start = lastStart(log);
  if (start === null || !leftBoot(start)) return { polite: '', urgent: '' };
  if (start.failure !== null) {
    const { what, remedy } = failureWords(start.failure);
    return { polite: '', urgent: words.say.failed(what, remedy.replaceAll('`', '')) };
  }
  if (start.state !== 'connected') return { polite: log.stall === null ? '' : words.say.stall(words.steps[log.stall.step].title), urgent: '' };
  const accepted = start.steps.some(({ id, state }) => id === 'first-message' && state === 'done');
  return { polite: accepted ? words.say.accepted : words.say.connected, urgent: '' };
}

/** Why a file was not taken, and where in it. */
export function refusedWords({ code, facts, cause }: RefusedKnowledge): Advice {
  const known = Object.hasOwn(refusedTable, code) ? refusedTable[code as keyof typeof refusedTable](reader(facts)) : null;
  if (known === null) return { what: factText(code), remedy: '' };
  if (cause === null) return known;
  const fact = reader(cause.facts);
  if (cause.code === 'json-text') {
    const place = jsonPlace(fact);
    return { ...known, what: `${known.what}${jsonFault(fact)}`, ...(place === '' ? {} : { seen: `At ${place}.` }) };
  }
  const inner = Object.hasOwn(refusedTable, cause.code) ? refusedTable[cause.code as keyof typeof refusedTable](fact) : null;
  return inner === null ? known : { ...known, what: inner.what };
}
