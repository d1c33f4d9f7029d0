/**
 * A plan that is being written: its text, whether the parser takes it, and what a form needs to know of every kind of phase.
 * Floor: app. The parser of files decides; a form cannot write what a file may not say.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { loadStation, type PhaseKind } from '../../bench/index.ts';
import type { PlanDraft } from '../../ui/index.ts';

/** What a phase of this kind cannot be without. */
const LEAST: Readonly<Partial<Record<PhaseKind, object>>> = { 'ask-operator': { question: 'Is it right?' }, 'serial-command': { expect: 'READY' } };

/** A draft of this text, which began as the plan `fingerprint` with the text `before`. */
export async function draftOf(text: string, fingerprint: string, before: string): Promise<PlanDraft> {
  const { COMMON_FIELDS, GUARD_FIELDS, PHASE_MEASUREMENTS, SETTING_FIELDS, parsePlan } = await loadStation();
  const kinds = (Object.keys(PHASE_MEASUREMENTS) as PhaseKind[]).map((kind) => ({
    kind,
    settings: SETTING_FIELDS[kind],
    measurements: PHASE_MEASUREMENTS[kind],
    least: LEAST[kind] ?? {},
  }));
  const changes = text === before ? 'none' : 'unsaved';
  const form = { guards: GUARD_FIELDS, common: COMMON_FIELDS, kinds };
  try {
    parsePlan(text);
    return { text, fingerprint, changes, problem: null, form };
  } catch (error) {
    if (!isTouchstoneError(error)) throw error;
    return { text, fingerprint, changes, problem: { code: error.code, facts: error.facts }, form };
  }
}
