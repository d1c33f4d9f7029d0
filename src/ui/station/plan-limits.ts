/**
 * The limits of one phase as a form: each measurement with as many limits as the file allows; a value has to be within all of them.
 * Floor: ui. Judges nothing: what bench's parser refuses is marked at its field. Reference: docs/plans.md, Limits.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { planEditorWords } from '../strings/en-plan-editor.ts';
import { listOf, objectOf, read, shown, without, type Json, type JsonObject } from './plan-json.ts';
import type { PlanDraft } from './station-view.ts';

const w = planEditorWords;
type Measured = PlanDraft['form']['kinds'][number]['measurements'][number];

export interface LimitsForm {
  /** Place of the phase. */
  readonly index: number;
  readonly limits: JsonObject;
  readonly measurements: readonly Measured[];
  /** Where the parser stopped; '' for nowhere. */
  readonly wrongPath: string;
  readonly write: (limits: JsonObject) => void;
}

/** The file's form of what was typed for a measurement. */
function typedValue(type: Measured['type'], typed: string): Json {
  if (type === 'number') return read('whole', typed);
  return type === 'flag' && (typed === 'true' || typed === 'false') ? typed === 'true' : typed;
}

/** All measurements of a phase. */
export function limitsForm(form: LimitsForm): TemplateResult {
  return html`<ul class="limits">
    ${form.measurements.map((measured) => measurement(form, measured))}
  </ul>`;
}

function measurement(form: LimitsForm, measured: Measured): TemplateResult {
  const { name, unit, type } = measured;
  const kept = listOf(form.limits[name]);
  const fresh: JsonObject = type === 'number' ? { kind: 'range' } : { kind: 'one-of', values: [] };
  const rows = kept.length === 0 ? [fresh] : kept.map(objectOf); // the first one needs no button
  const write = (limits: readonly Json[]): void => form.write(limits.length === 0 ? without(form.limits, name) : { ...form.limits, [name]: limits });
  const set = (place: number, limit: JsonObject | null): void =>
    write(limit === null ? kept.filter((_, one) => one !== place) : kept.length === 0 ? [limit] : kept.map((old, one) => (one === place ? limit : old)));
  return html`<li>
    <div class="measured">${name}${unit === '' || unit === '1' ? nothing : html` <small>${unit}</small>`}</div>
    <div>
      ${rows.map((limit, place) => limitRow(form, measured, limit, place, kept.length > 0, (next) => set(place, next)))}
      ${
        kept.length === 0
          ? nothing
          : html`<button
              type="button"
              class="btn small"
              data-add-limit="${form.index}.${name}"
              aria-label="${w.addLimit}: ${name}"
              @click=${() => write([...kept, fresh])}
            >
              ${w.addLimit}
            </button>`
      }
    </div>
  </li>`;
}

/** One limit: its kind, its values, and away with it. */
function limitRow(
  { index, wrongPath }: LimitsForm,
  { name, type }: Measured,
  limit: JsonObject,
  place: number,
  isKept: boolean,
  write: (limit: JsonObject | null) => void,
): TemplateResult {
  const kind = shown(limit['kind']);
  const at = `${index}.${name}${place === 0 ? '' : `[${place}]`}`;
  const path = `phases[${index}].limits.${name}[${place}].`;
  const field = (member: string, label: string, place: string, write: (typed: string) => void): TemplateResult => {
    const isWrong = wrongPath.startsWith(path) && wrongPath.slice(path.length).split('[')[0] === member;
    return html`<label
      ><span>${label}</span
      ><input
        data-limit=${place}
        autocomplete="off"
        inputmode=${type === 'number' ? 'decimal' : 'text'}
        aria-invalid=${isWrong ? 'true' : 'false'}
        .value=${shown(limit[member])}
        @change=${(event: Event) => write((event.target as HTMLInputElement).value.trim())}
      /><small class="wrong">${isWrong ? w.wrongLimit[kind === 'range' ? 'range' : 'value'] : ''}</small></label
    >`;
  };
  const end = (side: 'min' | 'max', label: string): TemplateResult =>
    field(side, label, `${at}.${side}`, (typed) => {
      const rest = without(limit, side);
      const next: JsonObject = { ...rest, kind: 'range', ...(typed === '' ? {} : { [side]: typedValue('number', typed) }) };
      write('min' in next || 'max' in next ? next : null);
    });
  const kinds = type === 'number' ? (['range', 'equals', 'one-of'] as const) : (['one-of', 'equals'] as const);
  const choose = (event: Event): void => {
    const chosen = (event.target as HTMLSelectElement).value;
    if (chosen !== kind)
      write(
        chosen === 'range'
          ? { kind: 'range' }
          : chosen === 'equals'
            ? { kind: 'equals', value: listOf(limit['values'])[0] ?? '' }
            : { kind: 'one-of', values: 'value' in limit ? [limit['value'] ?? ''] : [] },
      );
  };
  return html`<div class="limit">
    <label
      ><span>${w.limitIs}</span
      ><select data-limit-kind=${at} @change=${choose}>
        ${kinds.map((one) => html`<option value=${one} .selected=${one === kind}>${w.limitKinds[one]}</option>`)}</select
      ><small></small
    ></label>
    ${
      kind === 'range'
        ? html`${end('min', '≥')} ${end('max', '≤')}`
        : kind === 'equals'
          ? field('value', '=', at, (typed) => write(typed === '' ? null : { kind, value: typedValue(type, typed) }))
          : field('values', w.oneOf, at, (typed) => {
              const values = (read('list', typed) as readonly string[]).map((one) => typedValue(type, one));
              write(values.length === 0 ? null : { kind: 'one-of', values });
            })
    }
    ${isKept ? html`<button type="button" class="btn small" aria-label="${w.remove} ${w.limitOf} ${name}" @click=${() => write(null)}>${w.remove}</button>` : nothing}
  </div>`;
}
