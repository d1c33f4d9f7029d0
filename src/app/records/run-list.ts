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

  /** A run that has just been recorded. */
  async add(row: RunSummary): Promise<void> {
    this.#table?.add(row);
    await this.filter({});
  }

  /** Changes what is looked for; resolves when the found ones are shown. */
  async filter(change: Partial<RunFilter>): Promise<void> {
    const filter = { ...this.#view.filter, ...change };
    const search = ++this.#searches;
    const table = this.#table;
    this.#view = { ...this.#view, filter };
    if (table === null) return this.#show();
    const { isAnyRun, runMatcher } = await loadStation();
    if (isAnyRun(filter)) return this.#found === null && this.#view.total === table.count ? this.#show() : this.#take(null, table.outcomes());
    this.#show();
    const matches = runMatcher(filter);
    const found = new Uint32Array(table.count);
    const outcomes: Record<Outcome, number> = { pass: 0, fail: 0, error: 0, timeout: 0, aborted: 0 };
    let count = 0;
    const pace = new Pace();
    for (let index = 0; index < found.length; index++) {
      const row = table.row(index);
      if (row !== undefined && matches(row)) {
        found[count++] = index;
        outcomes[row.outcome] += 1;
      }
      if (index % PIECE === 0) await pace.breathe();
      if (search !== this.#searches) return;
    }
    this.#take(found.slice(0, count), outcomes);
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

  #take(found: Uint32Array | null, outcomes: RunListView['outcomes']): void {
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
