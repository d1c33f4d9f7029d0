/**
 * The settings for single boards: rows of the form, or a table with one row per board; checked as they are typed.
 * Floor: app. Values are secrets: they live here while the page is open, are never kept, and stand in no error.
 */
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import type { FlashRunErrorCode, FlashSettings } from '../../bench/index.ts';
import { nvsPartitions, type Pack } from '../../board/index.ts';
import {
  encodeNvs,
  fillNvs,
  findBoardRow,
  parseBoardTable,
  parseNvsCsv,
  placeholdersOf,
  type NvsBoardTable,
  type NvsFill,
  type NvsPlaceholder,
  type NvsTemplate,
} from '../../formats/index.ts';
import type { SettingsRow, SettingsView } from '../../ui/index.ts';

/** `settings-not-kept`: the locked pack is written with settings, and they went with the page. */
export type SettingsErrorCode = 'settings-not-kept';

/** Stands for what is not known yet, as long as the longest real one. */
const SAMPLE: Readonly<Record<NvsPlaceholder, string>> = { serial: '0'.repeat(18), mac: '00:00:00:00:00:00', cn: `sn${'0'.repeat(18)}` };
/** Keys whose values are shown only when asked for. */
const SECRET = /pass|pwd|secret|psk|key|token|cred/i;
const ONE_A_BOARD = /^[^\r\n]*:[^\r\n]*:/;

export class SettingsDesk {
  #use: 'off' | 'on' = 'off';
  #rows: readonly SettingsRow[] = [];
  #table: NvsBoardTable | null = null;
  #next = 0;
  /** Rows of the table that boards of a line got, by MAC. */
  readonly #given = new Map<string, number>();
  #partition = '';
  #loading: SettingsView['problem'] = null;
  /** `wanted`: the line needs settings that are not here yet, or were not proved by a board since. */
  #line: 'ready' | 'wanted' = 'ready';

  /** Whether values are written beside the pack's own. */
  get isOn(): boolean {
    return this.#use === 'on' && !this.#isEmpty;
  }

  /** Settings belong to the line and have gone with the page: nothing is written without them. */
  expect(): void {
    this.#use = 'on';
    this.#line = 'wanted';
  }

  /** Whatever is here is what is meant. */
  settle(): void {
    this.#line = 'ready';
  }

  /** Whether a lock lets them be entered all the same. */
  get isWanted(): boolean {
    return this.#line === 'wanted';
  }

  get #isEmpty(): boolean {
    return this.#table === null && this.#rows.length === 0;
  }

  set use(use: 'off' | 'on') {
    this.#use = use;
  }

  set partition(name: string) {
    this.#partition = name;
  }

  set rows(rows: readonly SettingsRow[]) {
    this.#rows = rows;
    this.#loading = null;
  }

  /** Forgets every value. */
  clear(): void {
    this.#rows = [];
    this.#table = null;
    this.#next = 0;
    this.#given.clear();
    this.#loading = null;
  }

  /** Takes a small table into the form, or a table with one row per board instead of it; what cannot be read leaves all as it was. */
  load(text: string): void {
    try {
      if (ONE_A_BOARD.test(text)) {
        this.#table = parseBoardTable(text);
        this.#next = 0;
        this.#given.clear();
      } else {
        this.#rows = parseNvsCsv(text).map(rowOf);
        this.#table = null;
      }
      this.#use = 'on';
      this.#loading = null;
    } catch (error) {
      this.#loading = problemOf(error);
    }
  }

  /** The board got its row: the next one gets the next, where rows are taken in order. */
  used(): void {
    this.settle();
    if (this.#table?.identifiedBy.length === 0) this.#next++;
  }

  view(pack: Pack | null): Omit<SettingsView, 'held'> {
    const partitions = pack === null ? [] : nvsPartitions(pack).map(({ name, size }) => ({ name, size }));
    const partition = this.#partitionOf(partitions);
    const { needs, problem } = this.#use === 'off' || partition === undefined ? { needs: [], problem: null } : this.#checked(partition.size);
    const table = this.#table === null ? null : { rows: this.#table.rows.length, identifiedBy: this.#table.identifiedBy, next: this.#next + 1 };
    return { use: this.#use, partitions, partition: partition?.name ?? '', rows: this.#rows, table, problem: this.#loading ?? problem, needs };
  }

  /** What a run asks for; null when no settings are to be written: an empty form does not empty the board's partition. @throws settings-not-kept */
  forRun(pack: Pack): FlashSettings | null {
    const partition = this.#partitionOf(nvsPartitions(pack));
    if (this.#use === 'off' || partition === undefined) return null;
    this.#mustBeHere();
    if (this.#isEmpty) return null;
    const [table, next] = [this.#table, this.#next];
    const templates = this.#rows.map(templateOf);
    return { partition: partition.name, templates: (fill) => (table === null ? templates : rowFor(table, next, fill)) };
  }

  /** The same for a line, in the partition that its plan names. Rows in order are given to one board each, and to the same board again. @throws settings-not-kept */
  forLine(pack: Pack, partition: string): FlashSettings | null {
    if (this.#use === 'off' || !nvsPartitions(pack).some(({ name }) => name === partition)) return null;
    this.#mustBeHere();
    if (this.#isEmpty) return null;
    const table = this.#table;
    const templates = this.#rows.map(templateOf);
    return { partition, templates: (fill) => (table === null ? templates : rowFor(table, this.#nextFor(table, fill), fill)) };
  }

  /** Boards are written side by side, so a row is taken before it is written. */
  #nextFor(table: NvsBoardTable, fill: NvsFill): number {
    if (table.identifiedBy.length > 0) return 0;
    const mac = fill('mac');
    const known = mac === null ? undefined : this.#given.get(mac);
    if (known !== undefined) return known;
    const next = this.#next;
    if (next >= table.rows.length) return next;
    this.#next++;
    if (mac !== null) this.#given.set(mac, next);
    return next;
  }

  #mustBeHere(): void {
    if (this.isWanted && this.#isEmpty) throw new TouchstoneError<SettingsErrorCode>('settings-not-kept');
  }

  #partitionOf<Row extends { readonly name: string }>(partitions: readonly Row[]): Row | undefined {
    return partitions.find(({ name }) => name === this.#partition) ?? partitions[0];
  }

  /** Fills in samples and encodes, so that what cannot be written is known before a board is there. */
  #checked(partitionBytes: number): Pick<SettingsView, 'needs' | 'problem'> {
    const needs = new Set<NvsPlaceholder>(this.#table?.identifiedBy ?? []);
    try {
      this.#mustBeHere();
      const table = this.#table;
      if (table !== null && table.identifiedBy.length === 0) rowFor(table, this.#next, () => null);
      const sets: readonly (readonly NvsTemplate[])[] = table === null ? [this.#rows.map(templateOf)] : table.rows.map(({ templates }) => templates);
      for (const templates of sets) {
        for (const name of placeholdersOf(templates)) needs.add(name);
        encodeNvs(
          fillNvs(templates, (name) => SAMPLE[name]),
          partitionBytes,
        );
      }
      return { needs: [...needs], problem: null };
    } catch (error) {
      return { needs: [...needs], problem: problemOf(error) };
    }
  }
}

function rowFor(table: NvsBoardTable, next: number, fill: NvsFill): readonly NvsTemplate[] {
  const inOrder = table.identifiedBy.length === 0;
  const row = inOrder ? table.rows[next] : findBoardRow(table, fill);
  if (row !== null && row !== undefined) return row.templates;
  throw new TouchstoneError<FlashRunErrorCode>('settings-no-row', inOrder ? { rows: table.rows.length } : { identifiedBy: table.identifiedBy.join(', ') });
}

const templateOf = ({ namespace, key, encoding, value }: SettingsRow): NvsTemplate => ({ namespace, key, encoding, content: value });

function rowOf({ namespace, key, encoding, content }: NvsTemplate): SettingsRow {
  return { namespace, key, encoding, value: typeof content === 'string' ? content : '', secret: SECRET.test(key) ? 'secret' : 'plain' };
}

function problemOf(error: unknown): { readonly code: string; readonly facts: TouchstoneError['facts'] } {
  if (!isTouchstoneError(error)) throw error;
  return { code: error.code, facts: error.facts };
}
