/**
 * A user's file of connect rules, read strictly: it may come from anywhere, and must not be able to hang or fool the page.
 * Floor: bench. Knows the form of a rule, not what it is for. No regular expression of the file's is ever run: patterns are compiled by patterns/pattern.ts.
 * Reference: docs/connect-rules.md.
 */
import { TouchstoneError, type Facts } from '../../base/index.ts';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../../formats/index.ts';
import { parsePattern, type Pattern } from '../patterns/pattern.ts';
import type { BootStage, ConnectRule, ReasonTable, RuleStep } from './rule.ts';
import { BUILT_IN_RULES } from './rules/built-in.ts';
import { REASON_TABLES } from './rules/tables.ts';
import { CONNECT_REASONS, CONNECT_STEPS, type ConnectReason } from './vocabulary.ts';

/**
 * `rules-size`: the file is larger than 256 KiB. `rules-json`: no strict JSON; the cause says where. `rules-shape`: a member is missing, unknown or
 * not of its form; facts: `rule` (position from 1, 0 for the file itself), `member`. `rules-pattern`: a `match` is none; the cause says why.
 * `rules-duplicate`: an id occurs twice, or is that of a built-in rule. `rules-count`: no rule, or more than 200.
 */
export type RulesErrorCode = 'rules-size' | 'rules-json' | 'rules-shape' | 'rules-pattern' | 'rules-duplicate' | 'rules-count';

/** What a file holds. `name` is hostile text of at most 80 printable characters. */
export interface ConnectRuleFile {
  readonly name: string;
  readonly rules: readonly ConnectRule[];
}

const MAX_CHARACTERS = 256 * 1024;
const MAX_RULES = 200;
const MAX_DEPTH = 6;
const MAX_FACTS = 8;
const MAX_CASES = 64;

const ID = /^[a-z][a-z0-9-]{0,47}$/;
const NAME = /^[a-z][A-Za-z0-9]{0,23}$/;
const KEY = /^[ -~]{1,64}$/;
const LABEL = /^[ -~]{1,80}$/;
const SOURCE = /^[ -~]{1,200}$/;
const STEPS: readonly RuleStep[] = [...CONNECT_STEPS, 'tls', 'dps'];
const STAGES: readonly BootStage[] = ['rom', 'loader', 'app'];
const MEMBERS = ['id', 'match', 'source', 'during', 'boot', 'done', 'begin', 'fail', 'reason', 'rank', 'facts'];

/** Reads a file. @throws rules-size, rules-json, rules-shape, rules-pattern, rules-duplicate, rules-count */
export function parseConnectRules(text: string): ConnectRuleFile {
  if (text.length > MAX_CHARACTERS) throw new TouchstoneError<RulesErrorCode>('rules-size', { characters: text.length, most: MAX_CHARACTERS });
  const file = new Members(readJson(text), 0);
  file.only(['version', 'name', 'rules']);
  if (file.value('version') !== 1) file.refuse('version');
  const list = file.value('rules');
  if (!Array.isArray(list)) return file.refuse('rules');
  if (list.length === 0 || list.length > MAX_RULES) throw new TouchstoneError<RulesErrorCode>('rules-count', { rules: list.length, most: MAX_RULES });
  const rules = (list as readonly JsonValue[]).map((item, index) => readRule(new Members(item, index + 1)));
  const taken = new Set(BUILT_IN_RULES.map((rule) => rule.id));
  for (const { id } of rules) {
    if (taken.has(id)) throw new TouchstoneError<RulesErrorCode>('rules-duplicate', { id });
    taken.add(id);
  }
  return { name: file.text('name', LABEL), rules };
}

function readJson(text: string): JsonValue {
  try {
    return parseJson(text, MAX_DEPTH);
  } catch (error) {
    throw new TouchstoneError<RulesErrorCode>('rules-json', {}, error);
  }
}

/** The members of one object; every question about one either answers or refuses the file. */
class Members {
  readonly #object: JsonObject;
  readonly #rule: number;

  constructor(value: JsonValue, rule: number) {
    this.#rule = rule;
    this.#object = isJsonObject(value) ? value : this.refuse('');
  }

  refuse(member: string): never {
    throw new TouchstoneError<RulesErrorCode>('rules-shape', { rule: this.#rule, member: member.slice(0, 40) });
  }

  only(known: readonly string[]): void {
    for (const name of this.#object.keys()) if (!known.includes(name)) this.refuse(name);
  }

  has(name: string): boolean {
    return this.#object.has(name);
  }

  value(name: string): JsonValue {
    return this.#object.get(name) ?? this.refuse(name);
  }

  text(name: string, form: RegExp): string {
    const value = this.value(name);
    return typeof value === 'string' && form.test(value) ? value : this.refuse(name);
  }

  /** One of `words`; undefined when the member is not there. */
  optional<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    if (!this.has(name)) return undefined;
    const value = this.value(name);
    return words.find((word) => word === value) ?? this.refuse(name);
  }

  inner(name: string): Members {
    return new Members(this.value(name), this.#rule);
  }

  pattern(name: string): Pattern {
    try {
      return parsePattern(this.text(name, /^/));
    } catch (error) {
      if (error instanceof TouchstoneError && error.code.startsWith('rules-')) throw error;
      throw new TouchstoneError<RulesErrorCode>('rules-pattern', { rule: this.#rule }, error);
    }
  }

  names(): readonly string[] {
    return [...this.#object.keys()];
  }
}

function readRule(rule: Members): ConnectRule {
  rule.only(MEMBERS);
  const captures = rule.pattern('match').holes.map((hole) => hole.name);
  const during = rule.optional('during', ['dps', 'hub']);
  const boot = rule.optional('boot', STAGES);
  const begin = rule.optional('begin', STEPS);
  const fail = rule.optional('fail', STEPS);
  const rank = rule.optional('rank', ['general', 'precise']);
  const done = rule.has('done') ? readSteps(rule) : undefined;
  const facts = rule.has('facts') ? readFacts(rule) : undefined;
  if (boot === undefined && begin === undefined && fail === undefined && done === undefined) rule.refuse('done');
  if ((fail === undefined) !== !rule.has('reason')) rule.refuse('reason');
  if (rank !== undefined && fail === undefined) rule.refuse('rank');
  const reason = fail === undefined ? undefined : readReason(rule, [...captures, ...Object.keys(facts ?? {})]);
  return {
    id: rule.text('id', ID),
    match: rule.text('match', /^/),
    source: rule.has('source') ? rule.text('source', SOURCE) : 'a user',
    ...(during === undefined ? {} : { during }),
    ...(boot === undefined ? {} : { boot }),
    ...(done === undefined ? {} : { done }),
    ...(begin === undefined ? {} : { begin }),
    ...(fail === undefined ? {} : { fail }),
    ...(reason === undefined ? {} : { reason }),
    ...(rank === undefined ? {} : { rank }),
    ...(facts === undefined ? {} : { facts }),
  };
}

function readSteps(rule: Members): readonly RuleStep[] {
  const list = rule.value('done');
  if (!Array.isArray(list) || list.length === 0 || list.length > CONNECT_STEPS.length) return rule.refuse('done');
  return (list as readonly JsonValue[]).map((item) => STEPS.find((step) => step === item) ?? rule.refuse('done'));
}

function readFacts(rule: Members): Facts {
  const facts = rule.inner('facts');
  const names = facts.names();
  if (names.length > MAX_FACTS) rule.refuse('facts');
  return Object.fromEntries(
    names.map((name) => {
      const value = facts.value(name);
      const plain = (typeof value === 'string' && KEY.test(value)) || typeof value === 'number' || typeof value === 'boolean';
      return [NAME.test(name) ? name : rule.refuse('facts'), plain ? value : rule.refuse('facts')] as const;
    }),
  );
}

/** A reason, one of the built-in tables by name, or a table of the rule's own. */
function readReason(rule: Members, known: readonly (string | null)[]): ConnectReason | ReasonTable {
  if (typeof rule.value('reason') === 'string') return rule.optional('reason', CONNECT_REASONS) ?? rule.refuse('reason');
  const reason = rule.inner('reason');
  const by = reason.text('by', NAME);
  if (!known.includes(by)) rule.refuse('reason');
  if (reason.has('table')) {
    reason.only(['by', 'table']);
    const table = reason.text('table', ID);
    const entry = Object.entries(REASON_TABLES).find(([name]) => name === table);
    return entry === undefined ? rule.refuse('reason') : { ...entry[1], by };
  }
  reason.only(['by', 'cases', 'otherwise']);
  const cases = reason.inner('cases');
  const names = cases.names();
  if (names.length > MAX_CASES || !names.every((name) => KEY.test(name))) rule.refuse('reason');
  const otherwise = reason.optional('otherwise', CONNECT_REASONS) ?? rule.refuse('reason');
  return { by, cases: Object.fromEntries(names.map((name) => [name, cases.optional(name, CONNECT_REASONS) ?? rule.refuse('reason')])), otherwise };
}
