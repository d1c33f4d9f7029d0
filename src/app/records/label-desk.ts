/**
 * Labels: chosen, edited with a look at what becomes of them, kept, printed.
 * Floor: app. Knows no printer: the browser's print is behind ui's door.
 */
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import { loadStation, type LabelTemplate, type LabelledRun } from '../../bench/index.ts';
import { loadLabelPrinter, type LabelsView, type Problem } from '../../ui/index.ts';
import { offerFile } from '../offer-file.ts';
import { keepLabel, labelNamed, readLabels, removeLabel } from './kept-labels.ts';

const MOST_BYTES = 256 * 1024;

/** Prints the label that a plan or a person names, for one board. @throws label-unknown, label-code, label-… */
export async function printRunLabel(name: string, run: LabelledRun, signal?: AbortSignal): Promise<void> {
  const { filledLabel, labelValues } = await loadStation();
  const label = filledLabel(await labelNamed(name), labelValues(run));
  await (await loadLabelPrinter()).printLabel(label, signal);
}

export class LabelDesk {
  readonly #show: () => void;
  #view: LabelsView | null = null;
  #label: LabelTemplate | null = null;

  constructor(show: () => void) {
    this.#show = show;
  }

  get view(): LabelsView | null {
    return this.#view;
  }

  /** Reads what there is, and shows one of them. */
  async open(name = ''): Promise<void> {
    const { labelText } = await loadStation();
    const labels = await readLabels();
    const chosen = labels.find(({ label }) => label.name === name) ?? labels[0];
    if (chosen === undefined) return;
    this.#view = {
      templates: labels.map(({ label, origin }) => ({ name: label.name, origin })),
      chosen: chosen.label.name,
      version: (this.#view?.version ?? 0) + 1,
      text: '',
      drawn: null,
      problem: null,
    };
    await this.edit(labelText(chosen.label));
  }

  close(): void {
    this.#view = null;
    this.#show();
  }

  /** Another text in the editor; while it is no label, what is wrong with it is said. */
  async edit(text: string): Promise<void> {
    const { SAMPLE_VALUES, filledLabel, parseLabel } = await loadStation();
    if (this.#view === null) return;
    try {
      this.#label = parseLabel(text);
      this.#view = { ...this.#view, text, drawn: filledLabel(this.#label, SAMPLE_VALUES), problem: null };
    } catch (error) {
      this.#label = null;
      this.#view = { ...this.#view, text, problem: problemOf(error) };
    }
    this.#show();
  }

  /** Keeps what is edited under its own name. @throws not-remembered */
  async keep(): Promise<void> {
    if (this.#label === null) return;
    if (!(await keepLabel(this.#label))) throw new TouchstoneError('not-remembered');
    await this.open(this.#label.name);
  }

  async remove(name: string): Promise<void> {
    if (!(await removeLabel(name))) throw new TouchstoneError('not-remembered');
    await this.open();
  }

  /** Takes a label's file into the editor; it is kept when somebody says so. */
  async load(file: File): Promise<void> {
    const text = await file.slice(0, MOST_BYTES).text();
    if (this.#view === null) await this.open();
    if (this.#view !== null) this.#view = { ...this.#view, version: this.#view.version + 1 };
    await this.edit(text);
  }

  /** Offers what is edited as a file. */
  async save(): Promise<void> {
    const { labelText } = await loadStation();
    const label = this.#label;
    if (label === null) return;
    offerFile(`${label.name.replace(/[^A-Za-z0-9._-]+/g, '-').toLowerCase()}.label.json`, new Blob([labelText(label)], { type: 'application/json' }));
  }

  /** Prints what is seen. @throws label-code */
  async printSample(): Promise<void> {
    const drawn = this.#view?.drawn;
    if (drawn !== undefined && drawn !== null && this.#label !== null) await (await loadLabelPrinter()).printLabel(drawn);
  }
}

const problemOf = (error: unknown): Problem =>
  isTouchstoneError(error) ? { code: error.code, facts: error.facts } : { code: 'unexpected', facts: { message: String(error) } };
