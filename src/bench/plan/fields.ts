/**
 * The members of guards and settings as a form has them: what is typed, chosen, counted or listed.
 * Floor: bench. Knows no form. parse-plan.ts decides what is right; test/unit/bench/plan holds both against each other.
 */
import { CONNECT_STEPS } from '../connect/vocabulary.ts';
import type { PhaseKind, PhaseSettings, PlanGuards } from './plan.ts';

/** `list`: texts. `choices`: only these. */
export interface PlanField {
  readonly name: string;
  readonly type: 'text' | 'whole' | 'choice' | 'list';
  readonly choices: readonly string[];
}

const text = <Name extends string>(name: Name): PlanField & { readonly name: Name } => ({ name, type: 'text', choices: [] });
const whole = <Name extends string>(name: Name): PlanField & { readonly name: Name } => ({ name, type: 'whole', choices: [] });
const list = <Name extends string>(name: Name): PlanField & { readonly name: Name } => ({ name, type: 'list', choices: [] });
const choice = <Name extends string>(name: Name, choices: readonly string[]): PlanField & { readonly name: Name } => ({ name, type: 'choice', choices });

type FieldsOf<Group> = readonly (PlanField & { readonly name: keyof Group & string })[];

export const GUARD_FIELDS: FieldsOf<PlanGuards> = [
  choice('passedBefore', ['accept', 'run-again']),
  choice('duplicate', ['stop', 'ask', 'note']),
  choice('label', ['none', 'chip-serial', 'mac', 'any']),
  text('labelForm'),
  whole('goldenHours'),
  whole('alarmAfter'),
];

export const COMMON_FIELDS: readonly PlanField[] = [text('name'), whole('attempts'), whole('timeoutMs'), choice('atFailure', ['stop', 'go-on'])];

export const SETTING_FIELDS: { readonly [Kind in PhaseKind]: FieldsOf<PhaseSettings[Kind]> } = {
  'identify-board': [text('chip'), whole('flashSizeBytes')],
  'check-chip': [choice('path', ['ram', 'flash']), list('require')],
  'match-manifest': [list('files'), text('partNumber')],
  'flash-pack': [text('fingerprint'), choice('erase', ['what-is-written', 'whole-chip']), choice('rewrite', ['skip-same', 'always'])],
  'write-settings': [text('fingerprint'), text('partition')],
  'judge-log': [choice('until', CONNECT_STEPS), whole('withinMs')],
  enrol: [text('deviceId')],
  'read-state': [choice('status', ['assigned']), whole('withinMs')],
  'serial-command': [text('send'), choice('ending', ['none', 'cr', 'lf', 'crlf']), text('expect'), text('unit'), whole('withinMs'), whole('baudRate')],
  'ask-operator': [text('question'), choice('answer', ['yes-no', 'text', 'number']), text('unit')],
  'print-label': [text('label')],
};
