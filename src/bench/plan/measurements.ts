/**
 * What every kind of phase measures: declared here, before anything runs. A plan may put limits on these and on nothing else.
 * Floor: bench. Knows no runner. Units as in UCUM: s, ms, By (bytes), By/s, Bd (baud), 1 (a count).
 */
import type { MeasurementDeclaration } from '../record/measurement.ts';
import { parsePattern } from '../patterns/pattern.ts';
import type { PhaseKind, PhaseSettings, PlanPhase } from './plan.ts';

export interface DeclaredMeasurement {
  readonly name: string;
  readonly unit: string;
  readonly type: 'number' | 'text' | 'flag';
  /** `must`: unset is not pass. */
  readonly need: 'must' | 'may';
}

const number = (name: string, unit: string, need: 'must' | 'may' = 'must'): DeclaredMeasurement => ({ name, unit, type: 'number', need });
const text = (name: string, need: 'must' | 'may' = 'must'): DeclaredMeasurement => ({ name, unit: '', type: 'text', need });
const flag = (name: string, need: 'must' | 'may' = 'must'): DeclaredMeasurement => ({ name, unit: '', type: 'flag', need });

/** By kind. `value` is measured where the phase's settings say so (measurementsOf). */
export const PHASE_MEASUREMENTS: Readonly<Record<PhaseKind, readonly DeclaredMeasurement[]>> = {
  'identify-board': [text('chip'), text('revision', 'may'), text('mac', 'may'), number('flash-size', 'By', 'may'), number('time', 's')],
  'check-chip': [
    text('verdict'),
    text('serial-number', 'may'),
    text('model', 'may'),
    number('proofs-passed', '1'),
    number('proofs-failed', '1'),
    number('proofs-unmeasured', '1'),
    number('baud-rate', 'Bd', 'may'),
    number('time', 's'),
  ],
  'match-manifest': [text('file', 'may'), number('entry', '1', 'may'), text('part-number', 'may')],
  'flash-pack': [
    text('outcome'),
    number('bytes-written', 'By'),
    number('bytes-skipped', 'By'),
    number('rate', 'By/s', 'may'),
    number('baud-rate', 'Bd'),
    number('time-to-first-line', 's', 'may'),
    number('time', 's'),
  ],
  'write-settings': [number('bytes-written', 'By'), number('time', 's')],
  'judge-log': [
    text('reached'),
    number('time-to-wifi', 's', 'may'),
    number('time-to-address', 's', 'may'),
    number('time-to-assigned', 's', 'may'),
    number('time-to-connected', 's', 'may'),
    number('time-to-first-message', 's', 'may'),
    number('crashes', '1'),
    number('time', 's'),
  ],
  enrol: [text('result'), text('registration-id'), number('time', 's')],
  'read-state': [text('status'), text('hub', 'may'), number('time', 's')],
  'serial-command': [text('answer'), number('value', '1', 'may'), number('time', 's')],
  'ask-operator': [text('answer'), number('value', '1', 'may')],
  'print-label': [flag('printed')],
};

/** A phase as far as it decides what is measured. */
export type Measuring = Pick<PlanPhase, 'kind' | 'settings'>;

/** What one phase measures: a number that somebody types or a board answers is one of its own, in the unit that the plan gives. */
export function measurementsOf(phase: Measuring): readonly DeclaredMeasurement[] {
  const unit = unitOf(phase);
  return PHASE_MEASUREMENTS[phase.kind].flatMap((declared) => {
    if (declared.name !== 'value') return [declared];
    return unit === null ? [] : [{ ...declared, unit, need: 'must' }];
  });
}

/** Null when the phase measures no number of its own. */
function unitOf({ kind, settings }: Measuring): string | null {
  const given = settings as Partial<PhaseSettings['ask-operator'] & PhaseSettings['serial-command']>;
  const measures = kind === 'ask-operator' ? given.answer === 'number' : kind === 'serial-command' && measuresValue(given.expect ?? '');
  return measures ? given.unit || '1' : null;
}

/** Whether a pattern captures a number by the name `value`. */
export const measuresValue = (pattern: string): boolean =>
  parsePattern(pattern).holes.some(({ name, kind }) => name === 'value' && (kind === 'number' || kind === 'decimal'));

/** The measurements of one phase with the limits that its plan puts on them. A limit makes a measurement one that must be there. */
export function declarationsOf(phase: PlanPhase): readonly MeasurementDeclaration[] {
  return measurementsOf(phase).map(({ name, unit, need }) => {
    const own = phase.limits[name] ?? [];
    return { name, unit, limits: own, need: own.length > 0 ? 'must' : need };
  });
}
