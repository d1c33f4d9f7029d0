/**
 * What a list of runs needs of each, in columns: a page of 256 runs is one value in the database, so that 100,000 runs are some 400 values and not 100,000.
 * Floor: bench. Knows no database and no screen. Texts of a page stand in one string, a row a line, cells between tabs.
 */
import { OUTCOMES, type Outcome, type PhaseOutcome } from './outcome.ts';
import { reasonOf } from './record.ts';
import type { RunPurpose, RunRecord } from './record.ts';

export const PAGE_ROWS = 256;

/** One run in a list. */
export interface RunSummary {
  readonly id: string;
  readonly chain: string;
  readonly number: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: Outcome;
  readonly purpose: RunPurpose;
  readonly virtual: boolean;
  readonly slot: number;
  readonly station: string;
  readonly operator: string;
  readonly workOrder: string;
  readonly plan: string;
  readonly planFingerprint: string;
  readonly packFingerprint: string;
  readonly mac: string;
  readonly serialNumber: string;
  /** Code of what stopped it; '' for a pass. */
  readonly reason: string;
  /** Name of the phase that was not passed; '' for a pass. */
  readonly phase: string;
  /** What was scanned from the board. */
  readonly label: string;
  /** How its phases ended, a letter each in their order: `p` pass, `f` fail, `e` error, `s` skip. Their names stand in the record. */
  readonly phases: string;
}

/** Typed arrays hold `count` rows; `texts` has as many lines. Clonable, storable. */
export interface SummaryPage {
  readonly count: number;
  readonly startMs: Float64Array;
  readonly durationMs: Float64Array;
  readonly number: Float64Array;
  readonly outcome: Uint8Array;
  readonly flags: Uint8Array;
  readonly slot: Uint16Array;
  readonly texts: string;
}

const PURPOSES: readonly RunPurpose[] = ['production', 'golden', 'dry-run'];
const VIRTUAL = 0x80;
const TEXTS = [
  'id',
  'chain',
  'station',
  'operator',
  'workOrder',
  'plan',
  'planFingerprint',
  'packFingerprint',
  'mac',
  'serialNumber',
  'reason',
  'phase',
  'label',
  'phases', // younger than the others: pages that were written before have no cell for it
] as const;

/** A page without rows. */
export const EMPTY_PAGE: SummaryPage = {
  count: 0,
  startMs: new Float64Array(0),
  durationMs: new Float64Array(0),
  number: new Float64Array(0),
  outcome: new Uint8Array(0),
  flags: new Uint8Array(0),
  slot: new Uint16Array(0),
  texts: '',
};

const LETTERS: Readonly<Record<PhaseOutcome, string>> = { pass: 'p', fail: 'f', error: 'e', skip: 's' };

/** What a list shows of a record. */
export function summarize(record: RunRecord): RunSummary {
  const stopped = record.phases.find(({ outcome }) => outcome === 'fail' || outcome === 'error');
  const detail = record.outcome === 'pass' ? undefined : (reasonOf(record.details) ?? stopped?.details[0]);
  const { id, link, startMs, endMs, outcome, purpose, virtual, slot, station, operator, workOrder, label, plan, pack, board, chip } = record;
  return {
    id,
    chain: link.chain,
    number: link.number,
    startMs,
    endMs,
    outcome,
    purpose,
    virtual,
    slot,
    station,
    operator,
    workOrder,
    plan: plan.name,
    planFingerprint: plan.fingerprint,
    packFingerprint: pack?.fingerprint ?? '',
    mac: board?.mac ?? '',
    serialNumber: chip?.serialNumber ?? '',
    reason: detail?.code ?? '',
    phase: record.outcome === 'pass' ? '' : (stopped?.name ?? ''),
    label,
    phases: record.phases.map((phase) => LETTERS[phase.outcome]).join(''),
  };
}

/** A page with one row more; the old one is not changed. */
export function appended(page: SummaryPage, row: RunSummary): SummaryPage {
  const grown = <Column extends Float64Array | Uint8Array | Uint16Array>(column: Column, value: number): Column => {
    const longer = new (column.constructor as new (length: number) => Column)(page.count + 1);
    longer.set(column);
    longer[page.count] = value;
    return longer;
  };
  return {
    count: page.count + 1,
    startMs: grown(page.startMs, row.startMs),
    durationMs: grown(page.durationMs, row.endMs - row.startMs),
    number: grown(page.number, row.number),
    outcome: grown(page.outcome, OUTCOMES.indexOf(row.outcome)),
    flags: grown(page.flags, PURPOSES.indexOf(row.purpose) | (row.virtual ? VIRTUAL : 0)),
    slot: grown(page.slot, row.slot),
    texts: page.texts + textsOf(row),
  };
}

const textsOf = (row: RunSummary): string => `${TEXTS.map((name) => plain(row[name])).join('\t')}\n`;

/** A page of these rows, at most PAGE_ROWS of them. */
export function pageOf(rows: readonly RunSummary[]): SummaryPage {
  return {
    count: rows.length,
    startMs: Float64Array.from(rows, ({ startMs }) => startMs),
    durationMs: Float64Array.from(rows, ({ startMs, endMs }) => endMs - startMs),
    number: Float64Array.from(rows, ({ number }) => number),
    outcome: Uint8Array.from(rows, ({ outcome }) => OUTCOMES.indexOf(outcome)),
    flags: Uint8Array.from(rows, ({ purpose, virtual }) => PURPOSES.indexOf(purpose) | (virtual ? VIRTUAL : 0)),
    slot: Uint16Array.from(rows, ({ slot }) => slot),
    texts: rows.map(textsOf).join(''),
  };
}

/** The rows of a page, oldest first. */
export function rowsOf(page: SummaryPage): readonly RunSummary[] {
  const lines = page.texts.split('\n');
  return Array.from({ length: page.count }, (_, index) => rowOf(page, index, lines[index] ?? ''));
}

/** Rows that began at `fromMs` or later, page by page; nothing else is made of the others. */
export function* rowsSince(pages: readonly SummaryPage[], fromMs: number): Generator<RunSummary, void, undefined> {
  for (const page of pages) {
    if (!page.startMs.some((startMs) => startMs >= fromMs)) continue;
    const lines = page.texts.split('\n');
    for (let index = 0; index < page.count; index++) if ((page.startMs[index] ?? 0) >= fromMs) yield rowOf(page, index, lines[index] ?? '');
  }
}

/** One row of a page with its line of texts. Written out, because a hundred thousand of them are made at once. */
export function rowOf(page: SummaryPage, index: number, line: string): RunSummary {
  const cells = line.split('\t');
  const startMs = page.startMs[index] ?? 0;
  const flags = page.flags[index] ?? 0;
  return {
    id: cells[0] ?? '',
    chain: cells[1] ?? '',
    number: page.number[index] ?? 0,
    startMs,
    endMs: startMs + (page.durationMs[index] ?? 0),
    outcome: OUTCOMES[page.outcome[index] ?? 0] ?? 'error',
    purpose: PURPOSES[flags & ~VIRTUAL] ?? 'production',
    virtual: (flags & VIRTUAL) !== 0,
    slot: page.slot[index] ?? 0,
    station: cells[2] ?? '',
    operator: cells[3] ?? '',
    workOrder: cells[4] ?? '',
    plan: cells[5] ?? '',
    planFingerprint: cells[6] ?? '',
    packFingerprint: cells[7] ?? '',
    mac: cells[8] ?? '',
    serialNumber: cells[9] ?? '',
    reason: cells[10] ?? '',
    phase: cells[11] ?? '',
    label: cells[12] ?? '',
    phases: cells[13] ?? '',
  };
}

/** True for a page that was written before all of today's cells were kept: it wants making anew. */
export function isOutOfDate({ count, texts }: SummaryPage): boolean {
  return count > 0 && texts.slice(0, texts.indexOf('\n')).split('\t').length < TEXTS.length;
}

/** Tabs and line ends would be taken for the page's own. */
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ');
