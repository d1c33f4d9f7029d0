/**
 * A plan: what is done with every board, in order, and what it must measure. Data, not code.
 * Floor: bench. Knows no runner. Reference: docs/plans.md; OpenHTF's words (phase, measurement, repeat limit).
 */
import type { ConnectStepId } from '../connect/vocabulary.ts';
import type { Limit } from '../record/measurement.ts';
import type { CheckPath, ProofId } from '../snapshot.ts';

export const PLAN_FORMAT = 'touchstone-plan/1';

/** What a phase of each kind is asked to do. Every member has a value: the parser fills in what a file leaves out. */
export interface PhaseSettings {
  /** '' or 0: any. */
  readonly 'identify-board': { readonly chip: string; readonly flashSizeBytes: number };
  /** `require`: proofs that must pass; others are shown and do not decide. */
  readonly 'check-chip': { readonly path: CheckPath; readonly require: readonly ProofId[] };
  /** File names of manifests, of which one must hold the chip; [] for any that is loaded. `partNumber`: '' for any. */
  readonly 'match-manifest': { readonly files: readonly string[]; readonly partNumber: string };
  /** `fingerprint`: of the pack. */
  readonly 'flash-pack': { readonly fingerprint: string; readonly erase: 'what-is-written' | 'whole-chip'; readonly rewrite: 'skip-same' | 'always' };
  /** `partition`: of the pack that is chosen in `fingerprint`; the values are those loaded on the firmware screen, never part of a plan. */
  readonly 'write-settings': { readonly fingerprint: string; readonly partition: string };
  /** `until`: the step of the connect log that must be reached. */
  readonly 'judge-log': { readonly until: ConnectStepId; readonly withinMs: number };
  /** Into the service that is chosen on the cloud screen. */
  readonly enrol: { readonly deviceId: string };
  readonly 'read-state': { readonly status: 'assigned'; readonly withinMs: number };
  /** `expect`: a pattern of docs/connect-rules.md; a number that it captures as `value` is measured in `unit`. `baudRate` as the product firmware speaks. */
  readonly 'serial-command': {
    readonly send: string;
    readonly ending: 'none' | 'cr' | 'lf' | 'crlf';
    readonly expect: string;
    readonly unit: string;
    readonly withinMs: number;
    readonly baudRate: number;
  };
  /** `unit`: of a number; '' for none. */
  readonly 'ask-operator': { readonly question: string; readonly answer: 'yes-no' | 'text' | 'number'; readonly unit: string };
  /** `label`: name of a label template. */
  readonly 'print-label': { readonly label: string };
}

export type PhaseKind = keyof PhaseSettings;

export interface PhaseCommon {
  /** Unique in the plan. */
  readonly name: string;
  /** How often it is tried until it passes; from 1. A fault of the bench is tried again as well. */
  readonly attempts: number;
  /** One attempt that takes longer is stopped. */
  readonly timeoutMs: number;
  /** `stop`: what follows is skipped. */
  readonly atFailure: 'stop' | 'go-on';
  /** By name of a measurement that this kind declares (measurements.ts). */
  readonly limits: Readonly<Record<string, readonly Limit[]>>;
}

export type PlanPhase = { readonly [Kind in PhaseKind]: PhaseCommon & { readonly kind: Kind } & { readonly settings: PhaseSettings[Kind] } }[PhaseKind];
/** A phase of one kind. */
export type PhaseOf<Kind extends PhaseKind> = Extract<PlanPhase, { readonly kind: Kind }>;

/** When a board that passed before may be let through. */
export interface PlanGuards {
  /** A board that already passed this very plan with this very pack is finished at once. */
  readonly passedBefore: 'accept' | 'run-again';
  /** A chip or a board that was seen before. `stop`: the run fails; `ask`: the operator decides; `note`: it is recorded. */
  readonly duplicate: 'stop' | 'ask' | 'note';
  /** The scanned label must equal this of the board; `none`: no label is scanned. */
  readonly label: 'none' | 'chip-serial' | 'mac' | 'any';
  /** A label that has another form is refused when it is scanned: '#' stands for a digit, '@' for a letter, '*' at the end for anything; '' for any. */
  readonly labelForm: string;
  /** Hours after which a golden board must pass again; 0: never asked for. At the start of a shift it is due as well. */
  readonly goldenHours: number;
  /** So many failures in a row on one slot raise the alarm; 0: never. */
  readonly alarmAfter: number;
}

export interface Plan {
  readonly format: typeof PLAN_FORMAT;
  readonly name: string;
  /** The author's own, as text. */
  readonly version: string;
  readonly description: string;
  readonly guards: PlanGuards;
  readonly phases: readonly PlanPhase[];
}
