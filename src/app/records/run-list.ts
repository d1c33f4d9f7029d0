/**
 * The list of runs: which of them are found, in which order, and what can be chosen.
 * Floor: app. Knows no screen. Looks through a hundred thousand runs in short pieces; a search that is overtaken by another ends.
 */
import { loadStation, type Outcome, type RunFilter, type RunSummary, type SummaryTable } from '../../bench/index.ts';
import type { RunChoices, RunListView } from '../../ui/index.ts';
import { Pace } from '../manifests/pace.ts';
import { FIRST_VIEW } from './first-view.ts';

const MOST_CHOICES = 500;
const PIECE = 512;

export class RunList {
  readonly #show: () => void;
  #table: SummaryTable | null = null;
  /** Rows of the table that are found, oldest first; null: all. */
  #found: Uint32Array | null = null;
  #view: RunListView = FIRST_VIEW.list;
  #searches = 0;
  #isSearching = false;
  /** Of the last search. */
  #matches: ((row: RunSummary) => boolean) | null = null;

  constructor(show: () => void) {
    this.#show = show;
  }

  get view(): RunListView {
    return this.#view;
  }

  /** Other runs than before. */
  async replace(table: SummaryTable): Promise<void> {
    this.#table = table;
    await this.filter({});
    void this.#choices(table);
  }

  /** A run that has just been recorded. The others are not looked at again; a search that is under way comes to it by itself. */
  add(row: RunSummary): void {
    const table = this.#table;
    if (table === null) return;
    table.add(row);
    this.#choose(row);
    if (this.#isSearching) return;
    const outcomes = { ...this.#view.outcomes, [row.outcome]: this.#view.outcomes[row.outcome] + 1 };
    const found = this.#found;
    if (found === null) return this.#take(null, outcomes);
    if (this.#matches?.(row) !== true) return this.#take(found, this.#view.outcomes);
    const longer = new Uint32Array(found.length + 1);
    longer.set(found);
    longer[found.length] = table.count - 1;
    this.#take(longer, outcomes);
  }

  /** Changes what is looked for; resolves when the found ones are shown. */
  async filter(change: Partial<RunFilter>): Promise<void> {
    const filter = { ...this.#view.filter, ...change };
    const search = ++this.#searches;
    const table = this.#table;
    this.#view = { ...this.#view, filter };
    if (table === null) return this.#show();
    this.#isSearching = true;
    const { isAnyRun, runMatcher } = await loadStation();
    if (search !== this.#searches) return;
    if (isAnyRun(filter)) return this.#found === null && this.#view.total === table.count ? this.#rest() : this.#take(null, table.outcomes());
    this.#show();
    const matches = runMatcher(filter);
    this.#matches = matches;
    const found: number[] = [];
    const outcomes: Record<Outcome, number> = { pass: 0, fail: 0, error: 0, timeout: 0, aborted: 0 };
    const pace = new Pace();
    for (let index = 0; index < table.count; index++) {
      const row = table.row(index);
      if (row !== undefined && matches(row)) {
        found.push(index);
        outcomes[row.outcome] += 1;
      }
      if (index % PIECE === 0) await pace.breathe();
      if (search !== this.#searches) return;
    }
    this.#take(Uint32Array.from(found), outcomes);
  }

  /** The found runs, oldest first. */
  *rows(): Generator<RunSummary, void, undefined> {
    const count = this.#view.found;
    for (let place = count - 1; place >= 0; place--) {
      const row = this.#view.row(place);
      if (row !== undefined) yield row;
    }
  }

  /** All runs, oldest first. */
  *all(): Generator<RunSummary, void, undefined> {
    const table = this.#table;
    for (let index = 0; index < (table?.count ?? 0); index++) {
      const row = table?.row(index);
      if (row !== undefined) yield row;
    }
  }

  #rest(): void {
    this.#isSearching = false;
    this.#show();
  }

  #take(found: Uint32Array | null, outcomes: RunListView['outcomes']): void {
    this.#isSearching = false;
    const table = this.#table as SummaryTable;
    const total = table.count;
    const count = found?.length ?? total;
    this.#found = found;
    this.#view = {
      ...this.#view,
      version: this.#view.version + 1,
      total,
      found: count,
      outcomes,
      row: (place) => (place < 0 || place >= count ? undefined : table.row(found === null ? total - 1 - place : (found[count - 1 - place] as number))),
    };
    this.#show();
  }

  /** What a new run brings can be chosen at once. */
  #choose({ plan, station, operator, workOrder, slot }: RunSummary): void {
    const { choices } = this.#view;
    const withWord = (words: readonly string[], word: string): readonly string[] =>
      word === '' || words.includes(word) || words.length >= MOST_CHOICES ? words : [...words, word].sort();
    const plans = withWord(choices.plans, plan);
    const stations = withWord(choices.stations, station);
    const operators = withWord(choices.operators, operator);
    const workOrders = withWord(choices.workOrders, workOrder);
    const slots = choices.slots.includes(slot) ? choices.slots : [...choices.slots, slot].sort((a, b) => a - b);
    this.#view = { ...this.#view, choices: { plans, stations, operators, workOrders, slots } };
  }

  /** Every word that stands in a column, as it can be chosen. */
  async #choices(table: SummaryTable): Promise<void> {
    const words = { plans: new Set<string>(), stations: new Set<string>(), operators: new Set<string>(), workOrders: new Set<string>() };
    const slots = new Set<number>();
    const pace = new Pace();
    for (let index = 0; index < table.count; index++) {
      if (index % PIECE === 0) await pace.breathe();
      if (table !== this.#table) return;
      const row = table.row(index);
      if (row === undefined) continue;
      words.plans.add(row.plan);
      words.stations.add(row.station);
      words.operators.add(row.operator);
      words.workOrders.add(row.workOrder);
      slots.add(row.slot);
    }
    const sorted = (set: ReadonlySet<string>): readonly string[] =>
      [...set]
        .filter((word) => word !== '')
        .sort()
        .slice(0, MOST_CHOICES);
    const choices: RunChoices = {
      plans: sorted(words.plans),
      stations: sorted(words.stations),
      operators: sorted(words.operators),
      workOrders: sorted(words.workOrders),
      slots: [...slots].sort((a, b) => a - b),
    };
    this.#view = { ...this.#view, choices };
    this.#show();
  }
}
