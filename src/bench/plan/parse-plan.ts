/**
 * A plan from its file, strictly: what is unknown is refused, and what a file leaves out gets the value that is written here.
 * Floor: bench. Knows the form of a plan and not what a phase does. Reference: docs/plans.md.
 */
import { TouchstoneError } from '../../base/index.ts';
import { parseJson, type JsonValue } from '../../formats/index.ts';
import { CONNECT_STEPS } from '../connect/vocabulary.ts';
import { parsePattern } from '../patterns/pattern.ts';
import type { Limit, MeasuredValue } from '../record/measurement.ts';
import { canonicalHash } from '../record/canonical-json.ts';
import { PROOF_IDS, type ProofId } from '../snapshot.ts';
import { PHASE_MEASUREMENTS, measurementsOf, type DeclaredMeasurement, type Measuring } from './measurements.ts';
import { Members, type PlanErrorCode } from './members.ts';
import { PLAN_FORMAT, type PhaseKind, type PhaseSettings, type Plan, type PlanGuards, type PlanPhase } from './plan.ts';

const MAX_CHARACTERS = 256 * 1024;
const MAX_DEPTH = 8;
const MAX_PHASES = 32;
const MAX_LIMITS = 8;
const MAX_VALUES = 64;
const MAX_UNIT = 20;
const HOUR_MS = 3_600_000;
const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const FINGERPRINT = /^[0-9a-f]{64}$/;

/** Proofs that stand for the chip itself; the manifest's three are asked for by a phase of their own. */
export const CHIP_PROOFS: readonly ProofId[] = PROOF_IDS.slice(0, 9);

/** Longest that one attempt may take, unless the plan says otherwise; longer where its settings wait longer. */
export const DEFAULT_TIMEOUT_MS: Readonly<Record<PhaseKind, number>> = {
  'identify-board': 30_000,
  'check-chip': 120_000,
  'match-manifest': 10_000,
  'flash-pack': 600_000,
  'write-settings': 60_000,
  'judge-log': 120_000,
  enrol: 60_000,
  'read-state': 180_000,
  'serial-command': 30_000,
  'ask-operator': HOUR_MS,
  'print-label': 60_000,
};

/** Opening, resetting, closing. */
const AROUND_MS = 15_000;

/** What must have been done before: a chip cannot be matched that was not read. */
const NEEDS: Readonly<Partial<Record<PhaseKind, PhaseKind>>> = { 'match-manifest': 'check-chip', enrol: 'check-chip', 'read-state': 'enrol' };

/** Reads a file. @throws plan-size, plan-json, plan-format, plan-shape, plan-order */
export function parsePlan(text: string): Plan {
  if (text.length > MAX_CHARACTERS) throw new TouchstoneError<PlanErrorCode>('plan-size', { characters: text.length, most: MAX_CHARACTERS });
  const file = new Members(readJson(text), '');
  if (file.names().length === 0) file.refuse('format');
  const format = file.text('format', 60);
  if (format !== PLAN_FORMAT) throw new TouchstoneError<PlanErrorCode>('plan-format', { seen: format, wanted: PLAN_FORMAT });
  file.only(['format', 'name', 'version', 'description', 'guards', 'phases']);
  const phases = file.list('phases', MAX_PHASES).map((value, index) => readPhase(new Members(value, `phases[${index}]`)));
  if (phases.length === 0) file.refuse('phases');
  checkOrder(phases);
  const name = file.text('name', 80);
  if (name.trim() === '') file.refuse('name');
  return {
    format: PLAN_FORMAT,
    name,
    version: file.text('version', 40, '1'),
    description: file.text('description', 500, ''),
    guards: readGuards(file.inner('guards')),
    phases,
  };
}

/** SHA-256 over the canonical JSON of the whole plan, lower-case hex: what a file left out counts as written. */
export const planFingerprint = (plan: Plan): Promise<string> => canonicalHash(plan);

/** The file of a plan: readable, and read back it is the same plan. */
export const planText = (plan: Plan): string => `${JSON.stringify(plan, null, 2)}\n`;

function readJson(text: string): JsonValue {
  try {
    return parseJson(text, MAX_DEPTH);
  } catch (error) {
    throw new TouchstoneError<PlanErrorCode>('plan-json', {}, error);
  }
}

function readGuards(guards: Members): PlanGuards {
  guards.only(['passedBefore', 'duplicate', 'label', 'labelForm', 'goldenHours', 'alarmAfter']);
  return {
    passedBefore: guards.oneOf('passedBefore', ['accept', 'run-again'], 'accept'),
    duplicate: guards.oneOf('duplicate', ['stop', 'ask', 'note'], 'stop'),
    label: guards.oneOf('label', ['none', 'chip-serial', 'mac', 'any'], 'none'),
    labelForm: guards.text('labelForm', 80, ''),
    goldenHours: guards.whole('goldenHours', 0, 168, 0),
    alarmAfter: guards.whole('alarmAfter', 0, 100, 3),
  };
}

function readPhase(phase: Members): PlanPhase {
  phase.only(['name', 'kind', 'attempts', 'timeoutMs', 'atFailure', 'limits', 'settings']);
  const kind = phase.oneOf('kind', Object.keys(PHASE_MEASUREMENTS) as PhaseKind[]);
  const name = phase.text('name', 32, kind);
  if (!NAME.test(name)) phase.refuse('name');
  const settings = SETTINGS[kind](phase.inner('settings'));
  const common = {
    name,
    attempts: phase.whole('attempts', 1, 10, 1),
    timeoutMs: phase.whole('timeoutMs', 1_000, 8 * HOUR_MS, usualTimeoutMs(kind, settings)),
    atFailure: phase.oneOf('atFailure', ['stop', 'go-on'], 'stop'),
    limits: readLimits(phase.inner('limits'), measurementsOf({ kind, settings } as Measuring)),
  };
  return { ...common, kind, settings } as PlanPhase; // the table gives each kind its own settings
}

/** What waits for long by its own settings is not stopped before: that would be a TIMEOUT where the plan wants a FAIL. */
function usualTimeoutMs(kind: PhaseKind, settings: object): number {
  const waitsMs = 'withinMs' in settings && typeof settings.withinMs === 'number' ? settings.withinMs : 0;
  return Math.max(DEFAULT_TIMEOUT_MS[kind], waitsMs + AROUND_MS);
}

const SETTINGS: { readonly [Kind in PhaseKind]: (settings: Members) => PhaseSettings[Kind] } = {
  'identify-board': (settings) => {
    settings.only(['chip', 'flashSizeBytes']);
    return { chip: settings.text('chip', 20, ''), flashSizeBytes: settings.whole('flashSizeBytes', 0, 256 * 1024 * 1024, 0) };
  },
  'check-chip': (settings) => {
    settings.only(['path', 'require']);
    const names = settings.list('require', PROOF_IDS.length, CHIP_PROOFS);
    const require = PROOF_IDS.filter((id) => names.includes(id));
    if (require.length !== names.length) settings.refuse('require');
    return { path: settings.oneOf('path', ['ram', 'flash'], 'ram'), require };
  },
  'match-manifest': (settings) => {
    settings.only(['files', 'partNumber']);
    const files = settings
      .list('files', MAX_VALUES, [])
      .map((file) => (typeof file === 'string' && file !== '' && file.length <= 255 ? file : settings.refuse('files')));
    return { files, partNumber: settings.text('partNumber', 60, '') };
  },
  'flash-pack': (settings) => {
    settings.only(['fingerprint', 'erase', 'rewrite']);
    return {
      fingerprint: fingerprint(settings),
      erase: settings.oneOf('erase', ['what-is-written', 'whole-chip'], 'what-is-written'),
      rewrite: settings.oneOf('rewrite', ['skip-same', 'always'], 'skip-same'),
    };
  },
  'write-settings': (settings) => {
    settings.only(['fingerprint', 'partition']);
    return { fingerprint: fingerprint(settings), partition: settings.text('partition', 16, 'nvs') };
  },
  'judge-log': (settings) => {
    settings.only(['until', 'withinMs']);
    return { until: settings.oneOf('until', CONNECT_STEPS, 'connected'), withinMs: settings.whole('withinMs', 1_000, HOUR_MS, 30_000) };
  },
  enrol: (settings) => {
    settings.only(['deviceId']);
    return { deviceId: settings.text('deviceId', 128, '{cn}') };
  },
  'read-state': (settings) => {
    settings.only(['status', 'withinMs']);
    return { status: settings.oneOf('status', ['assigned'], 'assigned'), withinMs: settings.whole('withinMs', 1_000, HOUR_MS, 120_000) };
  },
  'serial-command': (settings) => {
    settings.only(['send', 'ending', 'expect', 'unit', 'withinMs', 'baudRate']);
    const expect = pattern(settings, 'expect');
    if (expect === '') settings.refuse('expect');
    return {
      send: settings.text('send', 200, ''),
      ending: settings.oneOf('ending', ['none', 'cr', 'lf', 'crlf'], 'crlf'),
      expect,
      unit: settings.text('unit', MAX_UNIT, ''),
      withinMs: settings.whole('withinMs', 100, HOUR_MS, 5_000),
      baudRate: settings.whole('baudRate', 300, 3_000_000, 115_200),
    };
  },
  'ask-operator': (settings) => {
    settings.only(['question', 'answer', 'unit']);
    const question = settings.text('question', 200);
    if (question.trim() === '') settings.refuse('question');
    return { question, answer: settings.oneOf('answer', ['yes-no', 'text', 'number'], 'yes-no'), unit: settings.text('unit', MAX_UNIT, '') };
  },
  'print-label': (settings) => {
    settings.only(['label']);
    return { label: settings.text('label', 60, 'default') };
  },
};

/** '' stands for "the pack that is chosen on the firmware screen when the shift is started"; the record names it. */
function fingerprint(settings: Members): string {
  const value = settings.text('fingerprint', 64, '');
  return value === '' || FINGERPRINT.test(value) ? value : settings.refuse('fingerprint');
}

function pattern(members: Members, name: string, otherwise?: string): string {
  const text = members.text(name, 200, otherwise);
  if (text === '') return text;
  try {
    parsePattern(text);
  } catch {
    members.refuse(name);
  }
  return text;
}

function readLimits(limits: Members, declared: readonly DeclaredMeasurement[]): Readonly<Record<string, readonly Limit[]>> {
  const names = limits.names();
  limits.only(declared.map(({ name }) => name));
  return Object.fromEntries(
    names.map((name) => {
      const type = declared.find((one) => one.name === name)?.type ?? 'text';
      return [name, limits.list(name, MAX_LIMITS).map((value, index) => readLimit(new Members(value, `${limits.pathOf(name)}[${index}]`), type))];
    }),
  );
}

function readLimit(limit: Members, type: DeclaredMeasurement['type']): Limit {
  const kind = limit.oneOf('kind', ['range', 'equals', 'one-of']);
  const measured = (value: JsonValue, name: string): MeasuredValue =>
    (type === 'number' && typeof value === 'number' && Number.isFinite(value)) ||
    (type === 'text' && typeof value === 'string' && value.length <= 200) ||
    (type === 'flag' && typeof value === 'boolean')
      ? (value as MeasuredValue)
      : limit.refuse(name);
  switch (kind) {
    case 'range': {
      limit.only(['kind', 'min', 'max']);
      if (type !== 'number') limit.refuse('kind');
      const end = (name: 'min' | 'max'): Readonly<Partial<Record<typeof name, number>>> =>
        limit.names().includes(name) ? { [name]: measured(limit.value(name), name) as number } : {};
      const range = { ...end('min'), ...end('max') };
      if (range.min === undefined && range.max === undefined) limit.refuse('min');
      if ((range.min ?? -Infinity) > (range.max ?? Infinity)) limit.refuse('max');
      return { kind, ...range };
    }
    case 'equals':
      limit.only(['kind', 'value']);
      return { kind, value: measured(limit.value('value'), 'value') };
    case 'one-of': {
      limit.only(['kind', 'values']);
      const values = limit.list('values', MAX_VALUES);
      if (values.length === 0) limit.refuse('values');
      return { kind, values: values.map((value) => measured(value, 'values')) };
    }
  }
}

/** Names are told apart, and every phase comes after the one it needs. */
function checkOrder(phases: readonly PlanPhase[]): void {
  phases.forEach(({ kind, name }, index) => {
    const before = phases.slice(0, index);
    if (before.some((other) => other.name === name)) throw new TouchstoneError<PlanErrorCode>('plan-shape', { path: `phases[${index}].name` });
    const needs = NEEDS[kind];
    if (needs !== undefined && !before.some((other) => other.kind === needs)) throw new TouchstoneError<PlanErrorCode>('plan-order', { phase: name, needs });
  });
}
