/**
 * `ts-plan-editor`: a plan as a form: its phases in order, their settings and limits, its guards; and the file that comes of it.
 * Floor: ui. Emits `station` (`draft-plan` with every change); app says what is wrong with the text and where.
 * The form is made of what the draft says about kinds of phases (app takes it from bench): it knows no kind itself.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { PhaseKind } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { stationWords } from '../strings/en-station.ts';
import { reasonLine } from './reason-words.ts';
import type { FormField, PlanDraft } from './station-view.ts';

const w = stationWords.editor;

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

@customElement('ts-plan-editor')
export class TsPlanEditor extends LitElement {
  static override styles = [
    sheet,
    dialogStyles,
    css`
      h2 {
        font-size: 18px;
        font-weight: 620;
      }
      h3 {
        font-size: 14px;
        font-weight: 600;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(180px, 1fr));
        gap: var(--s-3);
      }
      label {
        display: grid;
        gap: 4px;
        align-content: start;
        min-width: 0;
        color: var(--ink-2);
        font-size: 13px;
      }
      input,
      select {
        width: 100%;
        min-width: 0;
      }
      .row {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: var(--s-2);
      }
      .phase {
        padding: var(--s-3) 0;
        border-top: 1px solid var(--line);
      }
      .phase > .row > summary,
      .phase > .row b {
        flex: 1;
      }
      details > summary {
        padding: 6px 0;
        cursor: pointer;
      }
      .inner {
        display: grid;
        gap: var(--s-3);
        padding: var(--s-2) 0 var(--s-3);
      }
      .wrong {
        color: var(--fail);
        font-weight: 550;
      }
      textarea {
        width: 100%;
        min-height: 260px;
        font: 12px/18px var(--mono);
      }
    `,
  ];

  @property({ attribute: false }) draft: PlanDraft | null = null;
  @query('dialog') private readonly dialog!: HTMLDialogElement | null;
  @query('select[name=kind]') private readonly kind!: HTMLSelectElement;

  /** Shown empty until its draft has come: what is there at that moment is another plan's, or nothing. */
  open(): void {
    this.#pending = null;
    this.#stale = this.draft;
    this.requestUpdate();
    if (this.dialog !== null) setDialog(this.dialog, 'open');
  }

  /** The draft that was there when the editor was opened; undefined once its own has come. */
  #stale: PlanDraft | null | undefined = undefined;
  /** What was written last and has not come back yet: the next change builds on it, however fast it follows. */
  #pending: string | null = null;

  protected override willUpdate(): void {
    if (this.draft?.text === this.#pending) this.#pending = null;
    if (this.draft !== this.#stale) this.#stale = undefined;
  }

  get #text(): string {
    return this.#pending ?? this.draft?.text ?? '';
  }

  get #plan(): JsonObject {
    return objectOf(parsed(this.#text));
  }

  get #phases(): readonly JsonObject[] {
    return listOf(this.#plan['phases']).map(objectOf);
  }

  #write(change: JsonObject): void {
    this.#writeWhole({ ...this.#plan, ...change });
  }

  #writeWhole(plan: JsonObject): void {
    const text = `${JSON.stringify(plan, null, 2)}\n`;
    this.#pending = text;
    this.requestUpdate();
    emit(this, 'station', { act: 'draft-plan', text });
  }

  #writePhase(index: number, change: JsonObject): void {
    this.#write({ phases: this.#phases.map((phase, place) => (place === index ? { ...phase, ...change } : phase)) });
  }

  #move(index: number, by: -1 | 1): void {
    const phases = [...this.#phases];
    const [moved] = phases.splice(index, 1);
    if (moved === undefined) return;
    phases.splice(index + by, 0, moved);
    this.#write({ phases });
  }

  #add(): void {
    const kind = this.kind.value as PhaseKind;
    const least = this.draft?.form.kinds.find((one) => one.kind === kind)?.least ?? {};
    const taken = this.#phases.map(({ name }) => name);
    let name: string = kind;
    for (let more = 2; taken.includes(name); more++) name = `${kind}-${more}`;
    this.#write({ phases: [...this.#phases, { kind, name, settings: least as JsonObject }] });
  }

  /** One member of a group; an empty field is left out of the file, and then counts as its default. */
  #field(path: string, field: FormField, group: JsonObject, write: (change: JsonObject) => void): TemplateResult {
    const value = group[field.name];
    const wrong = this.draft?.problem?.facts['path'];
    const isWrong = wrong === `${path}${field.name}`;
    const changed = (event: Event): void => {
      const typed = (event.target as HTMLInputElement | HTMLSelectElement).value;
      const rest = without(group, field.name);
      write(typed === '' ? { '': rest } : { '': { ...rest, [field.name]: read(field.type, typed) } });
    };
    const label = html`<span>${w.fields[field.name] ?? field.name}</span>`;
    if (field.type === 'choice')
      return html`<label
        >${label}<select data-field="${path}${field.name}" aria-invalid=${isWrong ? 'true' : 'false'} @change=${changed}>
          <option value="" .selected=${value === undefined}>${w.usual}</option>
          ${field.choices.map((one) => html`<option value=${one} .selected=${one === value}>${one}</option>`)}
        </select></label
      >`;
    return html`<label
      >${label}<input
        data-field="${path}${field.name}"
        aria-invalid=${isWrong ? 'true' : 'false'}
        autocomplete="off"
        inputmode=${field.type === 'whole' ? 'numeric' : 'text'}
        placeholder=${w.usual}
        .value=${shown(value)}
        @change=${changed}
    /></label>`;
  }

  #limits(index: number, phase: JsonObject): TemplateResult {
    const limits = objectOf(phase['limits']);
    const kind = this.draft?.form.kinds.find((one) => one.kind === phase['kind']);
    const set = (name: string, limit: Json | null): void => {
      const rest = without(limits, name);
      this.#writePhase(index, { limits: limit === null ? rest : { ...rest, [name]: [limit] } });
    };
    return html`<div class="fields">
      ${(kind?.measurements ?? []).map(({ name, unit, type }) => {
        const first = objectOf(listOf(limits[name])[0]);
        if (type === 'number') {
          const end = (side: 'min' | 'max') => (event: Event) => {
            const typed = (event.target as HTMLInputElement).value;
            const rest = without(first, side);
            const range = { ...rest, kind: 'range', ...(typed === '' ? {} : { [side]: read('whole', typed) }) };
            set(name, 'min' in range || 'max' in range ? (range as JsonObject) : null);
          };
          return html`<label
              ><span>${name} ≥ ${unit === '1' ? '' : unit}</span
              ><input data-limit="${index}.${name}.min" inputmode="decimal" .value=${shown(first['min'])} @change=${end('min')}
            /></label>
            <label
              ><span>${name} ≤ ${unit === '1' ? '' : unit}</span
              ><input data-limit="${index}.${name}.max" inputmode="decimal" .value=${shown(first['max'])} @change=${end('max')}
            /></label>`;
        }
        const values = first['kind'] === 'equals' ? [first['value'] ?? ''] : listOf(first['values']);
        return html`<label
          ><span>${w.oneOf(name)}</span
          ><input
            data-limit="${index}.${name}"
            .value=${shown(values)}
            @change=${(event: Event) => {
              const typed = read('list', (event.target as HTMLInputElement).value) as readonly string[];
              set(name, typed.length === 0 ? null : { kind: 'one-of', values: type === 'flag' ? typed.map((one) => one === 'true') : typed });
            }}
        /></label>`;
      })}
    </div>`;
  }

  #phase(phase: JsonObject, index: number, count: number): TemplateResult {
    const kind = this.draft?.form.kinds.find((one) => one.kind === phase['kind']);
    const path = `phases[${index}].`;
    const name = shown(phase['name'] ?? phase['kind']);
    const settings = objectOf(phase['settings']);
    return html`<li class="phase">
      <div class="row">
        <b>${index + 1}. ${kind === undefined ? name : stationWords.phases[kind.kind].name}</b>
        <button type="button" class="btn small" aria-label="${w.up} ${name}" ?disabled=${index === 0} @click=${() => this.#move(index, -1)}>↑</button>
        <button type="button" class="btn small" aria-label="${w.down} ${name}" ?disabled=${index === count - 1} @click=${() => this.#move(index, 1)}>↓</button>
        <button
          type="button"
          class="btn small"
          aria-label="${w.remove} ${name}"
          @click=${() => this.#write({ phases: this.#phases.filter((_, place) => place !== index) })}
        >
          ${w.remove}
        </button>
      </div>
      <details>
        <summary>${w.details}</summary>
        <div class="inner">
          <div class="fields">
            ${(this.draft?.form.common ?? []).map((field) =>
              this.#field(path, field, phase, (change) =>
                this.#write({ phases: this.#phases.map((one, place) => (place === index ? objectOf(change['']) : one)) }),
              ),
            )}
            ${(kind?.settings ?? []).map((field) =>
              this.#field(`${path}settings.`, field, settings, (change) => this.#writePhase(index, { settings: objectOf(change['']) })),
            )}
          </div>
          <h3>${stationWords.limits}</h3>
          ${this.#limits(index, phase)}
        </div>
      </details>
    </li>`;
  }

  override render(): TemplateResult {
    const plan = this.#plan;
    const phases = this.#phases;
    const problem = this.draft?.problem ?? null;
    const reason = problem === null ? null : reasonLine(problem, 'microchip');
    return html`<dialog aria-labelledby="editor-title">
      <div class="head">
        <div>
          <h2 id="editor-title">${w.title}</h2>
          <p class=${reason === null ? '' : 'wrong'} role="status">${reason === null ? w.right : rich(reason.what)}</p>
        </div>
        <button type="button" class="btn" data-action="editor-close" @click=${() => this.dialog?.close()}>${stationWords.editor.close}</button>
      </div>
      ${this.#stale === undefined ? this.#body(plan, phases, problem) : nothing}
    </dialog>`;
  }

  #body(plan: JsonObject, phases: readonly JsonObject[], problem: PlanDraft['problem']): TemplateResult {
    const { draft } = this;
    const guards = objectOf(plan['guards']);
    return html`<div class="body">
      <div class="fields">
        ${['name', 'version', 'description'].map((name) => this.#field('', { name, type: 'text', choices: [] }, plan, (change) => this.#writeWhole(objectOf(change['']))))}
      </div>
      <ol>
        ${phases.map((phase, index) => this.#phase(phase, index, phases.length))}
      </ol>
      <div class="row">
        <label
          >${w.kind}<select name="kind">
            ${(draft?.form.kinds ?? []).map(({ kind }) => html`<option value=${kind}>${stationWords.phases[kind].name}</option>`)}
          </select></label
        >
        <button type="button" class="btn small" data-action="add-phase" @click=${() => this.#add()}>${w.add}</button>
      </div>
      <h3>${w.guards}</h3>
      <div class="fields">
        ${(draft?.form.guards ?? []).map((field) => this.#field('guards.', field, guards, (change) => this.#write({ guards: change[''] ?? {} })))}
      </div>
      <details>
        <summary>${w.file}</summary>
        <textarea readonly aria-label=${w.file} .value=${this.#text}></textarea>
      </details>
      <div class="row">
        <button type="button" class="btn go" data-action="keep-plan" ?disabled=${problem !== null} @click=${() => this.#end('keep-plan')}>${w.keep}</button>
        <button type="button" class="btn" data-action="save-draft" ?disabled=${problem !== null} @click=${() => emit(this, 'station', { act: 'save-draft' })}>
          ${w.save}
        </button>
        <button type="button" class="btn" data-action="rehearse-plan" ?disabled=${problem !== null} @click=${() => this.#end('rehearse-plan')}>
          ${w.rehearse}
        </button>
      </div>
    </div>`;
  }

  #end(act: 'keep-plan' | 'rehearse-plan'): void {
    this.dialog?.close();
    emit(this, 'station', { act });
    if (act === 'rehearse-plan') this.dispatchEvent(new CustomEvent('ts-rehearsed'));
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

const objectOf = (value: Json | undefined): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});
const without = (group: JsonObject, name: string): JsonObject => Object.fromEntries(Object.entries(group).filter(([one]) => one !== name));
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);
const shown = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : Array.isArray(value) ? value.map(String).join(', ') : typeof value === 'object' ? '' : String(value);

/** What was typed, as the file has it; a number that is none stays a text, and the parser says so. */
function read(type: FormField['type'], typed: string): Json {
  if (type === 'list') return typed.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
  const value = Number(typed);
  return type === 'whole' && typed.trim() !== '' && Number.isFinite(value) ? value : typed;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-plan-editor': TsPlanEditor;
  }
}
