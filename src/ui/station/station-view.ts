/**
 * What the bench with several slots shows, and what can be done on it.
 * Floor: ui. Plain values; app makes them.
 */
import type { Facts } from '../../base/index.ts';
import type { PhaseKind, RunPurpose, StationPicture } from '../../bench/index.ts';
import type { LogView } from '../log/log-view.ts';
import type { SpaceView } from '../records/records-view.ts';
import type { VirtualFaultId } from '../virtual-faults.ts';

/** Numbers of slots that can be chosen. */
export const SLOT_COUNTS = [1, 2, 4, 6, 8, 12, 16, 24, 32] as const;

export interface PlanCard {
  readonly fingerprint: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** `built-in`: comes with the page. `own`: was loaded and is kept in this browser. */
  readonly origin: 'built-in' | 'own';
  readonly phases: readonly { readonly name: string; readonly kind: PhaseKind }[];
  /** True when it flashes the pack that is chosen on the firmware screen. */
  readonly wantsPack: boolean;
}

/** Units of today on this station, golden and demo boards left out. */
export interface TodayView {
  readonly units: number;
  readonly passedFirst: number;
  readonly passedLast: number;
  readonly runs: number;
}

export interface StationView {
  readonly picture: StationPicture;
  /** Factory, line and station in one word: "SZX-L1-FCT01". */
  readonly stationName: string;
  /** Slot whose port is being taught. */
  readonly teaching: number | null;
  readonly plans: readonly PlanCard[];
  readonly planFingerprint: string;
  /** The pack that is chosen on the firmware screen. */
  readonly packName: string | null;
  readonly lock: 'locked' | 'unlocked';
  readonly hasPin: boolean;
  readonly sounds: 'on' | 'off';
  /** Slot that keys and scans mean. */
  readonly selected: number;
  /** Slot that is shown in full. */
  readonly opened: number | null;
  readonly openedLog: LogView | null;
  readonly today: TodayView;
  /** What stopped the last thing that was asked for. */
  readonly problem: { readonly code: string; readonly facts: Facts } | null;
  /** What the last scan was taken for. */
  readonly scanned: { readonly text: string; readonly meaning: ScanMeaning['kind'] } | null;
  /** Room for records: `low` is said above the slots. */
  readonly space: SpaceView['state'];
  /** Virtual boards lie in the slots: a dry run. */
  readonly virtual: boolean;
  /** One for each slot, in their order; empty without virtual boards. */
  readonly boards: readonly SlotBoard[];
  /** The plan that is being edited. */
  readonly draft: PlanDraft | null;
}

/** One member of a plan's file, as a form has it. */
export interface FormField {
  readonly name: string;
  readonly type: 'text' | 'whole' | 'choice' | 'list';
  readonly choices: readonly string[];
}

/** A plan that is being written. */
export interface PlanDraft {
  readonly text: string;
  /** What the parser says of it; fact `path`: where. */
  readonly problem: { readonly code: string; readonly facts: Facts } | null;
  /** What can stand in a plan. */
  readonly form: {
    readonly guards: readonly FormField[];
    readonly common: readonly FormField[];
    readonly kinds: readonly {
      readonly kind: PhaseKind;
      readonly settings: readonly FormField[];
      readonly measurements: readonly { readonly name: string; readonly unit: string; readonly type: 'number' | 'text' | 'flag' }[];
      /** Settings that a phase of this kind cannot be without. */
      readonly least: object;
    }[];
  };
}

/** The virtual board of a slot. */
export interface SlotBoard {
  readonly faultId: VirtualFaultId;
  readonly cable: 'in' | 'out';
}

/** What a scanned or typed line is for. */
export type ScanMeaning =
  | { readonly kind: 'operator'; readonly operator: string }
  | { readonly kind: 'work-order'; readonly workOrder: string }
  | { readonly kind: 'slot'; readonly number: number }
  | { readonly kind: 'start' | 'stop' | 'acknowledge' | 'yes' | 'no' | 'end' }
  | { readonly kind: 'label'; readonly label: string };

/** One event, because the room behind it is loaded late. */
export type StationAction =
  | { readonly act: 'open' }
  | { readonly act: 'set-slots'; readonly count: number }
  | { readonly act: 'set-name'; readonly name: string }
  | { readonly act: 'teach'; readonly number: number | null }
  | { readonly act: 'choose-port' }
  | { readonly act: 'choose-plan'; readonly fingerprint: string }
  | { readonly act: 'load-plan'; readonly file: File }
  | { readonly act: 'save-plan'; readonly fingerprint: string }
  | { readonly act: 'remove-plan'; readonly fingerprint: string }
  /** Begins with a copy of this plan. */
  | { readonly act: 'edit-plan'; readonly fingerprint: string }
  | { readonly act: 'draft-plan'; readonly text: string }
  | { readonly act: 'save-draft' }
  /** Keeps the draft and uses it; `rehearse-plan`: and runs it on virtual boards at once. */
  | { readonly act: 'keep-plan' }
  | { readonly act: 'rehearse-plan' }
  | { readonly act: 'start-shift'; readonly operator: string; readonly workOrder: string }
  | { readonly act: 'end-shift' }
  | { readonly act: 'set-purpose'; readonly purpose: RunPurpose }
  | { readonly act: 'scan'; readonly text: string }
  | { readonly act: 'select'; readonly number: number }
  | { readonly act: 'start'; readonly number: number }
  | { readonly act: 'stop'; readonly number: number }
  | { readonly act: 'acknowledge'; readonly number: number }
  | { readonly act: 'end-alarm'; readonly number: number }
  | { readonly act: 'answer'; readonly number: number; readonly text: string }
  | { readonly act: 'open-slot'; readonly number: number }
  | { readonly act: 'close-slot' }
  | { readonly act: 'lock'; readonly pin: string }
  | { readonly act: 'unlock'; readonly pin: string }
  | { readonly act: 'set-sounds'; readonly sounds: 'on' | 'off' }
  | { readonly act: 'put-boards'; readonly boards: 'virtual' | 'real' }
  | { readonly act: 'pull-board'; readonly number: number }
  | { readonly act: 'plug-board'; readonly number: number }
  /** `strikesAt`: bytes or commands after which it happens; null for the middle of a check. */
  | { readonly act: 'set-fault'; readonly number: number; readonly faultId: VirtualFaultId; readonly strikesAt: number | null };
