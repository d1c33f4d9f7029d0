/**
 * What the bench with slots shows, and what can be done on it.
 * Floor: ui. Plain values; app makes them.
 */
import type { Facts } from '../../base/index.ts';
import type { PhaseKind, RunPurpose, StationPicture } from '../../bench/index.ts';
import type { LogView } from '../log/log-view.ts';
import type { SpaceView } from '../records/records-view.ts';
import type { VirtualFaultId } from '../virtual-faults.ts';

/** Numbers of slots that can be chosen; 0: one board, step by step, without plans and records. */
export const SLOT_COUNTS = [0, 1, 2, 4, 6, 8, 12, 16, 24, 32] as const;

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
  /** Of the plan that it began with. */
  readonly fingerprint: string;
  /** `unsaved`: it differs from that plan, and was not kept. */
  readonly changes: 'none' | 'unsaved';
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

/** What a hand can put into the slot of a virtual board. `next`: the next board of the tray; behind its end it begins anew. `same`: the board that was just taken out.
 * For the duplicate guard: `moved-chip`, the next board with a chip that passed on another one; `swapped-chip`, the board that is here with another chip. */
export type BoardHand = 'next' | 'same' | 'moved-chip' | 'swapped-chip';

/** The virtual board of a slot. */
export interface SlotBoard {
  readonly faultId: VirtualFaultId;
  readonly cable: 'in' | 'out';
  /** Its place in the tray, from 1. */
  readonly board: number;
  /** Of whose unit the chip on it is; `demo`: an imitation or a copy of the demo's. */
  readonly chip: number | 'demo';
  /** What can be put in now. */
  readonly hands: readonly BoardHand[];
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
  /** The next port is this slot's; null ends the teaching. */
  | { readonly act: 'teach'; readonly number: number | null }
  /** The next port is slot 1's, the one after it slot 2's, and so on. */
  | { readonly act: 'teach-all' }
  /** Two slots have changed places. */
  | { readonly act: 'swap-slots'; readonly number: number; readonly other: number }
  /** The board was moved: the port of this slot is the right one. */
  | { readonly act: 'slot-is-right'; readonly number: number }
  | { readonly act: 'choose-port' }
  | { readonly act: 'choose-plan'; readonly fingerprint: string }
  | { readonly act: 'load-plan'; readonly file: File }
  /** From the shared store. */
  | { readonly act: 'take-plan'; readonly fingerprint: string }
  | { readonly act: 'save-plan'; readonly fingerprint: string }
  | { readonly act: 'remove-plan'; readonly fingerprint: string }
  /** Begins with a copy of this plan, or goes on with changes of it that were not kept; `anew`: those are dropped. */
  | { readonly act: 'edit-plan'; readonly fingerprint: string; readonly begin?: 'anew' }
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
  /** Without a hand: the next board of the tray. */
  | { readonly act: 'plug-board'; readonly number: number; readonly hand?: BoardHand }
  /** `strikesAt`: bytes or commands after which it happens; null for the middle of a check. */
  | { readonly act: 'set-fault'; readonly number: number; readonly faultId: VirtualFaultId; readonly strikesAt: number | null };
