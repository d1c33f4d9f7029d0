/**
 * Was this unit here before? One chip on one board is a unit; what is known of either decides how a run goes on once both are known.
 * Floor: bench. Knows no store: it is given the earlier runs.
 */
import type { PlanGuards } from '../plan/plan.ts';
import type { Outcome } from '../record/outcome.ts';
import type { OutcomeDetail, RecordedBoard, RecordedChip, RunDraft, RunPurpose } from '../record/record.ts';
import type { Findings } from './findings.ts';

/** What is known of an earlier run: its record, or what a claim of another station says of it. That does not know how the run ended: it may be going on now. */
export interface EarlierRun extends Pick<RunDraft, 'id' | 'startMs' | 'station' | 'slot' | 'purpose' | 'virtual'> {
  readonly outcome: Outcome | 'not-known';
  readonly chip: Pick<RecordedChip, 'serialNumber'> | null;
  readonly board: Pick<RecordedBoard, 'mac'> | null;
  readonly plan: Pick<RunDraft['plan'], 'fingerprint'>;
  readonly pack: Pick<NonNullable<RunDraft['pack']>, 'fingerprint'> | null;
}

/** The run that asks: whoever keeps an account of units enters it there. */
export interface AskingRun {
  readonly id: string;
  readonly station: string;
  readonly slot: number;
  readonly purpose: RunPurpose;
  readonly virtual: boolean;
}

/** `same-unit`: this chip was on this board. `swapped-chip`: this board had another chip. `same-chip-other-board`: this chip was on another board: it was moved, or one of the
 * two is a copy (a copy does not pass the proof of possession). */
export type UnitHistory = 'new' | 'same-unit' | 'swapped-chip' | 'same-chip-other-board';

/** Like is held against like. A real board is judged by production: golden boards, dry runs and demo boards say nothing of it. A virtual board (`rehearsedSinceMs`: when its shift
 * began) is judged by what virtual boards did in dry runs since then, and never by production: each shift is rehearsed anew. */
const comparable = (earlier: readonly EarlierRun[], rehearsedSinceMs: number | null): readonly EarlierRun[] =>
  rehearsedSinceMs === null
    ? earlier.filter(({ purpose, virtual }) => purpose === 'production' && !virtual)
    : earlier.filter(({ purpose, virtual, startMs }) => purpose === 'dry-run' && virtual && startMs >= rehearsedSinceMs);

/** What earlier runs say of a unit, those that may be held against it (`comparable`). The gravest counts. */
export function historyOf(
  { chip, board }: Pick<Findings, 'chip' | 'board'>,
  earlier: readonly EarlierRun[],
  rehearsedSinceMs: number | null = null,
): { readonly history: UnitHistory; readonly run: EarlierRun | null } {
  const serial = chip?.serialNumber ?? null;
  const mac = board?.mac ?? null;
  const runs = comparable(earlier, rehearsedSinceMs);
  const last = (test: (run: EarlierRun) => boolean): EarlierRun | undefined => runs.findLast(test);
  const chipOf = (run: EarlierRun): string | null => run.chip?.serialNumber ?? null;
  const boardOf = (run: EarlierRun): string | null => run.board?.mac ?? null;
  const moved = last((run) => serial !== null && chipOf(run) === serial && mac !== null && boardOf(run) !== null && boardOf(run) !== mac);
  if (moved !== undefined) return { history: 'same-chip-other-board', run: moved };
  const swapped = last((run) => mac !== null && boardOf(run) === mac && serial !== null && chipOf(run) !== null && chipOf(run) !== serial);
  if (swapped !== undefined) return { history: 'swapped-chip', run: swapped };
  const same = last((run) => (serial !== null && chipOf(run) === serial) || (mac !== null && boardOf(run) === mac));
  return same === undefined ? { history: 'new', run: null } : { history: 'same-unit', run: same };
}

/** `go-on`: nothing stands in the way; `notes` are recorded. `finish`: everything was done before. `ask`, `stop`: the guards say so. */
export interface UnitDecision {
  readonly act: 'go-on' | 'finish' | 'ask' | 'stop';
  readonly detail: OutcomeDetail | null;
}

export interface UnitQuestion {
  readonly findings: Findings;
  readonly earlier: readonly EarlierRun[];
  readonly guards: PlanGuards;
  readonly planFingerprint: string;
  /** Of the pack that this plan flashes; null when it flashes none. */
  readonly packFingerprint: string | null;
  /** What was scanned; '' for nothing. */
  readonly label: string;
  /** Of a virtual board: when its shift began, milliseconds of the Unix epoch. A real board's run has none. */
  readonly rehearsedSinceMs?: number | null;
}

/** Decides once board and chip are known. */
export function judgeUnit(question: UnitQuestion): UnitDecision {
  const wrong = judgeLabel(question);
  if (wrong !== null) return { act: 'stop', detail: wrong };
  const { findings, earlier, guards, planFingerprint, packFingerprint, rehearsedSinceMs = null } = question;
  const { history, run } = historyOf(findings, earlier, rehearsedSinceMs);
  if (run === null) return { act: 'go-on', detail: null };
  const facts = {
    record: run.id,
    at: new Date(run.startMs).toISOString(),
    station: run.station,
    slot: run.slot,
    ...(run.outcome === 'not-known' ? {} : { outcome: run.outcome }),
  };
  if (history === 'same-unit') {
    const passed = comparable(earlier, rehearsedSinceMs).findLast(
      (one) =>
        one.outcome === 'pass' &&
        one.plan.fingerprint === planFingerprint &&
        (one.pack?.fingerprint ?? null) === packFingerprint &&
        one.chip?.serialNumber === findings.chip?.serialNumber &&
        one.board?.mac === findings.board?.mac,
    );
    if (passed === undefined || guards.passedBefore === 'run-again') return { act: 'go-on', detail: { code: 'unit-retest', facts } };
    return { act: 'finish', detail: { code: 'unit-passed-before', facts: { ...facts, record: passed.id, at: new Date(passed.startMs).toISOString() } } };
  }
  const other =
    history === 'swapped-chip'
      ? { seen: findings.chip?.serialNumber ?? '', before: run.chip?.serialNumber ?? '' }
      : { seen: findings.board?.mac ?? '', before: run.board?.mac ?? '' };
  const detail = { code: `unit-${history}`, facts: { ...facts, ...other } };
  return { act: guards.duplicate === 'note' ? 'go-on' : guards.duplicate, detail };
}

/** Serial numbers and addresses are compared without separators, in either case: scanners and label printers differ. */
const bare = (text: string): string => text.replace(/[^0-9A-Za-z]/g, '').toUpperCase();

function judgeLabel({ findings, guards, label }: UnitQuestion): OutcomeDetail | null {
  if (guards.label === 'none' || guards.label === 'any') return null;
  const wanted = guards.label === 'mac' ? findings.board?.mac : findings.chip?.serialNumber;
  if (label === '') return { code: 'label-missing', facts: { wanted: wanted ?? '' } };
  const seen = bare(label);
  // a label may hold the serial number as a common name: sn0123…01
  if (wanted !== undefined && wanted !== null && (seen === bare(wanted) || seen === `SN${bare(wanted)}`)) return null;
  return { code: 'label-other', facts: { seen: label, wanted: wanted ?? '' } };
}
