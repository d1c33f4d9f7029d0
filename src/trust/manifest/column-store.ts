/**
 * Rows of batches joined into the columns of a file.
 * Floor: trust. Knows the order of batches and their tables; what a row says was decided before.
 */
import type { ManifestSigner } from '../anchors.ts';
import type { EntryProblem } from '../entry/entry-reason.ts';
import type { EntryColumns, EntryRows } from './columns.ts';
import { Distinct, problemNumber, textNumber } from './distinct.ts';
import { emptyColumns } from './row-writer.ts';
import { TimeSpan } from './time-span.ts';

const FIRST_ROOM = 1024;

const roomFor = (count: number) => ({ ...emptyColumns(count), starts: new Uint32Array(count), lengths: new Uint32Array(count) });
type Columns = ReturnType<typeof roomFor>;

export class ColumnStore {
  #columns = roomFor(FIRST_ROOM);
  #room = FIRST_ROOM;
  #count = 0;
  readonly #problems = new Distinct<EntryProblem>();
  readonly #signers = new Distinct<ManifestSigner>();
  readonly #texts = new Distinct<string>();
  readonly #times = new TimeSpan();

  /** Entries joined so far. */
  get count(): number {
    return this.#count;
  }

  /** Puts the rows of the next batch behind the others. @throws RangeError when there are not as many rows as places */
  join(rows: EntryRows, starts: Uint32Array, lengths: Uint32Array): void {
    if (rows.count !== starts.length) throw new RangeError(`${rows.count} rows for ${starts.length} entries`);
    const at = this.#count;
    this.#makeRoom(at + rows.count);
    const columns = this.#columns;
    columns.starts.set(starts, at);
    columns.lengths.set(lengths, at);
    columns.uniqueIds.set(rows.uniqueIds, 9 * at);
    columns.marks.set(rows.marks, at);
    columns.versions.set(rows.versions, at);
    columns.contentTags.set(rows.contentTags, 2 * at);
    columns.entryTags.set(rows.entryTags, 2 * at);
    const texts = renumbered(rows.textTable, (text) => textNumber(this.#texts, text));
    copy(
      rows.problems,
      columns.problems,
      at,
      renumbered(rows.problemTable, (problem) => problemNumber(this.#problems, problem)),
    );
    copy(
      rows.signers,
      columns.signers,
      at,
      renumbered(rows.signerTable, (signer) => this.#signers.number(signer.x5t, signer)),
    );
    copy(rows.partNumbers, columns.partNumbers, at, texts);
    copy(rows.models, columns.models, at, texts);
    copy(rows.names, columns.names, at, texts);
    for (const time of [rows.firstProvisioned, rows.lastProvisioned]) if (time !== null) this.#times.add(time);
    this.#count += rows.count;
  }

  /** The columns, as long as they have to be. */
  finish(): EntryColumns {
    return {
      ...resized(this.#columns, this.#room, this.#count),
      count: this.#count,
      problemTable: this.#problems.values,
      signerTable: this.#signers.values,
      textTable: this.#texts.values,
      firstProvisioned: this.#times.first,
      lastProvisioned: this.#times.last,
    };
  }

  #makeRoom(count: number): void {
    if (count <= this.#room) return;
    const room = Math.max(count, 2 * this.#room);
    this.#columns = resized(this.#columns, this.#room, room);
    this.#room = room;
  }
}

function resized(columns: Columns, room: number, count: number): Columns {
  const made = roomFor(count);
  const kept = Math.min(room, count);
  for (const name of Object.keys(made) as (keyof Columns)[]) made[name].set(columns[name].subarray(0, (columns[name].length / room) * kept));
  return made;
}

/** From the numbers of a batch's table to those of the file's. */
const renumbered = <Value>(table: readonly Value[], numberOf: (value: Value) => number): Uint16Array => Uint16Array.from([0, ...table.map(numberOf)]);

function copy(from: Uint16Array, to: Uint16Array, at: number, numbers: Uint16Array): void {
  for (let index = 0; index < from.length; index++) to[at + index] = numbers[from[index] as number] as number;
}
