/**
 * A label: its size and what stands on it, as data; and how it is filled in for one board.
 * Floor: bench. Knows no printer and draws nothing. Lengths are millimetres from the label's upper left corner. Reference: docs/records.md.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { RunDraft } from '../record/record.ts';

export const LABEL_FORMAT = 'touchstone-label/1';

/** `label-size`: longer than 64 KB. `label-json`: no JSON. `label-format`: another format; fact `seen`. `label-shape`: a member is missing, unknown or not of its form; fact `path`.
 * `label-unknown`: a plan names a label that is not here; fact `name`. `label-code`: a content cannot be such a code; facts `kind`, `content`.
 * `label-not-printed`: the browser did not begin to print. */
export type LabelErrorCode = 'label-size' | 'label-json' | 'label-format' | 'label-shape' | 'label-unknown' | 'label-code' | 'label-not-printed';

/** `size`: height of the letters, edge of the square, height of the bars. */
export interface TextElement {
  readonly kind: 'text';
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly content: string;
  readonly weight: 'normal' | 'bold';
}
export interface MatrixElement {
  readonly kind: 'qr' | 'datamatrix';
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly content: string;
}
export interface BarsElement {
  readonly kind: 'code128';
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** All bars together. */
  readonly width: number;
  readonly content: string;
}
export type LabelElement = TextElement | MatrixElement | BarsElement;
export const ELEMENT_KINDS = ['text', 'qr', 'datamatrix', 'code128'] as const;

export interface LabelTemplate {
  readonly format: typeof LABEL_FORMAT;
  /** As plans name it. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly elements: readonly LabelElement[];
}

/** What may stand between braces in a content. */
export const PLACEHOLDERS = ['serial', 'mac', 'cn', 'record', 'outcome', 'date', 'time', 'plan', 'station', 'operator', 'workorder', 'label'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
export type LabelValues = Readonly<Record<Placeholder, string>>;

/** The label that comes with the page: 50 × 25 mm. */
export const DEFAULT_LABEL: LabelTemplate = {
  format: LABEL_FORMAT,
  name: 'default',
  width: 50,
  height: 25,
  elements: [
    { kind: 'datamatrix', x: 2, y: 2, size: 13, content: '{serial}' },
    { kind: 'text', x: 17, y: 2, size: 2.6, content: '{outcome}  {date}', weight: 'bold' },
    { kind: 'text', x: 17, y: 6, size: 2.4, content: '{serial}', weight: 'normal' },
    { kind: 'text', x: 17, y: 9.4, size: 2.4, content: '{mac}', weight: 'normal' },
    { kind: 'text', x: 17, y: 12.8, size: 2.2, content: '{plan}', weight: 'normal' },
    { kind: 'code128', x: 2, y: 17, size: 6, width: 46, content: '{mac}' },
  ],
};

const PLACEHOLDER = /\{([a-z]+)\}/g;

/** The content with every placeholder filled in. */
export const fillContent = (content: string, values: LabelValues): string =>
  content.replace(PLACEHOLDER, (whole, name: string) => ((PLACEHOLDERS as readonly string[]).includes(name) ? values[name as Placeholder] : whole));

/** Placeholders that nobody knows: a typing error is better said than printed. */
export const strangersIn = (content: string): readonly string[] =>
  [...content.matchAll(PLACEHOLDER)].map(([, name = '']) => name).filter((name) => !(PLACEHOLDERS as readonly string[]).includes(name));

/** The file of a label. */
export const labelText = (label: LabelTemplate): string => `${JSON.stringify(label, null, 2)}\n`;

export const labelError = (code: LabelErrorCode, facts: Readonly<Record<string, string | number>> = {}): TouchstoneError<LabelErrorCode> =>
  new TouchstoneError(code, facts);

/** What a label says of a recorded run. Times are local, as people on the line read them. */
export function labelValues(run: LabelledRun): LabelValues {
  const date = new Date(run.endMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    serial: run.chip?.serialNumber ?? '',
    mac: run.board?.mac ?? '',
    cn: run.chip?.commonName ?? '',
    record: run.id,
    outcome: run.outcome.toUpperCase(),
    date: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    time: `${two(date.getHours())}:${two(date.getMinutes())}`,
    plan: run.plan.name,
    station: run.station,
    operator: run.operator,
    workorder: run.workOrder,
    label: run.label,
  };
}

/** What a label can say of a run; while a run goes on, what is known by then. */
export type LabelledRun = Pick<RunDraft, 'id' | 'station' | 'operator' | 'workOrder' | 'label' | 'endMs' | 'plan' | 'board' | 'chip'> & {
  /** '' while it may still fail. */
  readonly outcome: RunDraft['outcome'] | '';
};

/** Shown where no board is at hand. */
export const SAMPLE_VALUES: LabelValues = {
  serial: '0123A23F29F9366A01',
  mac: '24:0A:C4:00:00:01',
  cn: 'sn0123A23F29F9366A01',
  record: '00000000-0000-4000-8000-000000000000',
  outcome: 'PASS',
  date: '2026-01-31',
  time: '08:00',
  plan: 'Check only',
  station: 'SZX-L1-FCT01',
  operator: 'Mei',
  workorder: 'WO-17',
  label: '0123A23F29F9366A01',
};

/** The label for one board: contents filled in. */
export const filledLabel = (label: LabelTemplate, values: LabelValues): LabelTemplate => ({
  ...label,
  elements: label.elements.map((element) => ({ ...element, content: fillContent(element.content, values) })),
});
