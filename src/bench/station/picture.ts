/**
 * What a bench with slots shows at one moment: plain values that ui renders.
 * Floor: bench. Knows no colours, sounds or sentences.
 */
import type { Outcome } from '../record/outcome.ts';
import type { OutcomeDetail, RunPurpose } from '../record/record.ts';
import type { RunPicture } from '../run/picture.ts';

/** `unbound`: no port was taught. `empty`: no board. `ready`: a board, and nobody has started. `running`, and then the outcome of the last run, which stays until the next one begins. */
export type SlotState = 'unbound' | 'empty' | 'ready' | 'running' | Outcome;

/** How sure it is that a port is this slot's. `taught`: it was shown to us and has not been away since. `only-one`: it came back while only this slot missed one
 * of its kind. `mac`: it was a guess, and the board that was read there is the one that was in this slot last. `guess`: several slots missed one of its kind. */
export type BindingTrust = 'taught' | 'only-one' | 'mac' | 'guess';

export interface SlotPort {
  readonly kind: 'real' | 'virtual';
  readonly usbVendorId: number | null;
  readonly usbProductId: number | null;
  readonly trust: BindingTrust;
  /** Of a guess: the slot in which the board that is here was last. Either it was moved, or the two slots have changed places. */
  readonly boardOf: number | null;
}

/** A question that a run waits for. */
export interface SlotQuestion {
  /** A sentence of the plan's, or a code that ui has words for. */
  readonly question: string;
  readonly answer: 'yes-no' | 'text' | 'number';
  /** What a code's words need. */
  readonly facts?: OutcomeDetail['facts'];
}

export interface StationSlotPicture {
  /** Counted from 1. */
  readonly number: number;
  readonly state: SlotState;
  readonly port: SlotPort | null;
  /** Whether the port is there now; a verdict stays when the board is gone. */
  readonly presence: 'in' | 'out';
  /** The run under way, or the last one. */
  readonly run: RunPicture | null;
  /** Of the last run, once it is on the disk. */
  readonly record: { readonly chain: string; readonly number: number; readonly id: string } | null;
  /** A failure that nobody has seen yet; the slot waits for it. */
  readonly mustAcknowledge: boolean;
  /** Why the last run did not pass, or why it could not be recorded. */
  readonly details: readonly OutcomeDetail[];
  /** Expected length of the run less what has passed; null while nothing is known. */
  readonly secondsLeft: number | null;
  /** Failures in a row. */
  readonly failuresInARow: number;
  /** The plan's limit for that is reached: look at the fixture. */
  readonly alarm: boolean;
  /** Scanned for the next run. */
  readonly label: string;
  /** Why a board that is there does not begin by itself. `label`: its label was not scanned. `golden`: a golden board has to pass first. */
  readonly waitsFor: 'label' | 'golden' | null;
  readonly question: SlotQuestion | null;
  /** Runs of this shift, and how many passed. */
  readonly runs: number;
  readonly passed: number;
}

export interface StationPicture {
  readonly shift: 'off' | 'on';
  readonly operator: string;
  readonly workOrder: string;
  /** What the next runs count as. */
  readonly purpose: RunPurpose;
  readonly plan: { readonly name: string; readonly version: string; readonly fingerprint: string } | null;
  /** Null: no golden board is asked for, or none is due. */
  readonly goldenDue: 'shift-start' | 'hours' | null;
  readonly slots: readonly StationSlotPicture[];
}
