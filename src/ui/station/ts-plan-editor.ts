/**
 * `ts-plan-editor`: a plan as a form: its phases in order, their settings and limits, its guards; and the file that comes of it.
 * Floor: ui. Emits `station` (`draft-plan` with every change); app says what is wrong with the text and where.
 * The form is made of what the draft says about kinds of phases (app takes it from bench): it knows no kind itself.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { PhaseKind } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { planEditorWords } from '../strings/en-plan-editor.ts';
import { stationWords } from '../strings/en-station.ts';
import { reasonLine } from './reason-words.ts';
import { repeat } from 'lit/directives/repeat.js';
import { planEditorStyles } from './plan-editor-styles.ts';
import { listOf, objectOf, parsed, read, shown, without, type JsonObject } from './plan-json.ts';
import { limitsForm } from './plan-limits.ts';
import type { FormField, PlanDraft } from './station-view.ts';

const w = planEditorWords;

@customElement('ts-plan-editor')
export class TsPlanEditor extends LitElement {
  static override styles = [sheet, dialogStyles, planEditorStyles];

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

  /** One for each phase, in their order: an opened one stays open wherever it is moved to. */
  #ids: readonly number[] = [];
  #nextId = 1;
  /** The draft that was there when the editor was opened; undefined once its own has come. */
  #stale: PlanDraft | null | undefined = undefined;
  /** What was written last and has not come back yet: the next change builds on it, however fast it follows. */
  #pending: string | null = null;

  protected override willUpdate(): void {
    if (this.draft?.text === this.#pending) this.#pending = null;
    if (this.draft !== this.#stale) this.#stale = undefined;
    const more = this.#phases.length - this.#ids.length;
    this.#ids = more < 0 ? this.#ids.slice(0, more) : [...this.#ids, ...Array.from({ length: more }, () => this.#nextId++)];
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
    const moved = <One>(list: readonly One[]): readonly One[] => {
      const rest = [...list];
      rest.splice(index + by, 0, ...rest.splice(index, 1));
      return rest;
    };
    this.#ids = moved(this.#ids);
    this.#write({ phases: moved(this.#phases) });
    this.#focusPhase(index + by, by < 0 ? 'up' : 'down');
  }

  #remove(index: number): void {
    this.#ids = this.#ids.filter((_, place) => place !== index);
    const rest = this.#phases.filter((_, place) => place !== index);
    this.#write({ phases: rest });
    this.#focusPhase(Math.min(index, rest.length - 1), 'up');
  }

  /** What had the focus was moved or is gone: it goes on where the hand is. */
  #focusPhase(index: number, button: 'up' | 'down'): void {
    void this.updateComplete.then(() => {
      const row = this.renderRoot.querySelectorAll('li.phase')[index];
      const [first, second] = button === 'up' ? ['up', 'down'] : ['down', 'up'];
      const target =
        row?.querySelector<HTMLElement>(`[data-move=${first}]:not(:disabled)`) ??
        row?.querySelector<HTMLElement>(`[data-move=${second}]:not(:disabled)`) ??
        this.kind;
      target.focus();
    });
  }

  get #wrongPath(): string {
    return shown(this.draft?.problem?.facts['path'] as string | undefined);
  }

  #add(): void {
    const kind = this.kind.value as PhaseKind;
    const least = this.draft?.form.kinds.find((one) => one.kind === kind)?.least ?? {};
    const taken = this.#phases.map(({ name }) => name);
    let name: string = kind;
    for (let more = 2; taken.includes(name); more++) name = `${kind}-${more}`;
    const phases = [...this.#phases, { kind, name, settings: least as JsonObject }];
    this.#write({ phases });
    void this.updateComplete.then(() => {
      const added = this.renderRoot.querySelectorAll('li.phase')[phases.length - 1];
      const details = added?.querySelector('details');
      if (details !== null && details !== undefined) details.open = true;
      added?.querySelector('input')?.focus();
    });
  }

  /** One member of a group; an empty field is left out of the file, and then counts as its default. */
  #field(path: string, field: FormField, group: JsonObject, write: (change: JsonObject) => void): TemplateResult {
    const value = group[field.name];
    const at = `${path}${field.name}`;
    const isWrong = this.#wrongPath === at || this.#wrongPath.startsWith(`${at}[`);
    const said = html`<small class="wrong">${isWrong ? w.wrongField[field.type] : ''}</small>`;
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
          ${field.choices.map((one) => html`<option value=${one} .selected=${one === value}>${w.choices[one] ?? one}</option>`)}</select
        >${said}</label
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
      />${said}</label
    >`;
  }

  #phase(phase: JsonObject, index: number, count: number): TemplateResult {
    const kind = this.draft?.form.kinds.find((one) => one.kind === phase['kind']);
    const path = `phases[${index}].`;
    const name = shown(phase['name'] ?? phase['kind']);
    const settings = objectOf(phase['settings']);
    return html`<li class="phase">
      <div class="row">
        <b
          >${index + 1}. ${kind === undefined ? name : stationWords.phases[kind.kind].name}
          ${kind === undefined || name === kind.kind ? nothing : html`<small>${name}</small>`}
          ${this.#wrongPath.startsWith(path) ? html`<small class="wrong">${w.wrongPhase}</small>` : nothing}</b
        >
        <button type="button" class="btn small" data-move="up" aria-label="${w.up} ${name}" ?disabled=${index === 0} @click=${() => this.#move(index, -1)}>
          ↑
        </button>
        <button
          type="button"
          class="btn small"
          data-move="down"
          aria-label="${w.down} ${name}"
          ?disabled=${index === count - 1}
          @click=${() => this.#move(index, 1)}
        >
          ↓
        </button>
        <button type="button" class="btn small" aria-label="${w.remove} ${name}" @click=${() => this.#remove(index)}>${w.remove}</button>
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
          ${limitsForm({
            index,
            limits: objectOf(phase['limits']),
            measurements: kind?.measurements ?? [],
            wrongPath: this.#wrongPath,
            write: (limits) => this.#writePhase(index, { limits }),
          })}
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
          <p class="kept">
            ${
              this.draft?.changes === 'unsaved'
                ? html`${w.unsaved} <button type="button" class="link" data-action="edit-anew" @click=${() => this.#anew()}>${w.anew}</button>`
                : nothing
            }
          </p>
        </div>
        <button type="button" class="btn" data-action="editor-close" @click=${() => this.dialog?.close()}>${w.close}</button>
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
        ${repeat(
          phases,
          (_, index) => this.#ids[index] ?? index,
          (phase, index) => this.#phase(phase, index, phases.length),
        )}
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

  #anew(): void {
    const { fingerprint } = this.draft ?? {};
    if (fingerprint === undefined) return;
    this.open();
    emit(this, 'station', { act: 'edit-plan', fingerprint, begin: 'anew' });
  }

  #end(act: 'keep-plan' | 'rehearse-plan'): void {
    this.dialog?.close();
    emit(this, 'station', { act });
    if (act === 'rehearse-plan') this.dispatchEvent(new CustomEvent('ts-rehearsed'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-plan-editor': TsPlanEditor;
  }
}
