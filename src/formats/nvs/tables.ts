/**
 * NVS values as tables: ESP-IDF's key,type,encoding,value, and one row per board.
 * Floor: formats. Text in, templates out; template.ts makes them entries.
 * Reference: ESP-IDF "NVS Partition Generator Utility", CSV file format; docs/packs.md, "Settings per board".
 */
import { parseCsv } from '../csv.ts';
import { nvsError } from './nvs.ts';
import { ENCODINGS, PLACEHOLDERS, type NvsEncoding, type NvsFill, type NvsPlaceholder, type NvsTemplate } from './template.ts';

/** Bytes of a file that a row of type "file" names; null when there is none. */
export type NvsFileLookup = (path: string) => Uint8Array | null;

/** One row of a table with one row per board. */
export interface NvsBoardRow {
  readonly line: number;
  /** What says which board it is for, in the form of `normalIdentity`; empty when the table names no boards and rows are taken in order. */
  readonly identity: Readonly<Partial<Record<NvsPlaceholder, string>>>;
  readonly templates: readonly NvsTemplate[];
}

export interface NvsBoardTable {
  /** Columns that name boards, as they stand in the header. */
  readonly identifiedBy: readonly NvsPlaceholder[];
  readonly rows: readonly NvsBoardRow[];
}

const bad = (line: number, reason: string, facts = {}): never => {
  throw nvsError('nvs-csv', { line, reason, ...facts });
};

const encodingOf = (text: string): NvsEncoding | undefined => ENCODINGS.find((known) => known === text.trim().toLowerCase());

/** Reads what nvs_partition_gen.py reads (its blob_fill and REPEAT extensions excepted). Values are not trimmed; "#" begins a comment line.
 * @throws csv-text, nvs-csv */
export function parseNvsCsv(text: string, fileOf: NvsFileLookup = () => null): readonly NvsTemplate[] {
  const [header, ...rows] = parseCsv(text.replace(/\r\n?/g, '\n'), 'hash'); // the tool opens the file as text, so quoted cells have LF too
  const columns = header?.cells.map((cell) => cell.trim()) ?? [];
  const names = ['key', 'type', 'encoding', 'value'];
  if (columns.length !== names.length || names.some((name) => !columns.includes(name))) bad(header?.line ?? 1, 'header');
  const templates: NvsTemplate[] = [];
  let namespace: string | null = null;
  for (const { line, cells } of rows) {
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const type = cell('type').trim();
    const short = cells.length < columns.length && type !== 'namespace';
    if (short || cells.length > columns.length) bad(line, 'cells', { cells: cells.length, columns: columns.length });
    if (type === 'namespace') namespace = cell('key');
    else {
      const encoding = encodingOf(cell('encoding')) ?? bad(line, 'encoding');
      if (type !== 'data' && type !== 'file') bad(line, 'type');
      const content = type === 'data' ? cell('value') : (fileOf(cell('value')) ?? bad(line, 'file'));
      templates.push({ namespace: namespace ?? bad(line, 'namespace'), key: cell('key'), encoding, content });
    }
  }
  return templates;
}

/** Reads one row per board. The header names columns `namespace:key:type` and any of `serial`, `mac`, `cn`; an empty cell leaves its key out.
 * @throws csv-text, nvs-csv */
export function parseBoardTable(text: string): NvsBoardTable {
  const [header, ...rows] = parseCsv(text, 'none');
  if (header === undefined) return bad(1, 'header');
  const columns = header.cells.map((cell, index) => parseColumn(cell.trim(), header.line, index));
  const identifiedBy = columns.filter((column) => typeof column === 'string');
  const names = columns.map((column) => (typeof column === 'string' ? column : `${column.namespace}:${column.key}`));
  const twin = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twin >= 0) bad(header.line, 'twice', { column: twin + 1 });
  if (identifiedBy.length === columns.length) bad(header.line, 'header');
  const seen = new Map<string, number>();
  return {
    identifiedBy,
    rows: rows.map(({ line, cells }) => {
      if (cells.length !== columns.length) bad(line, 'cells', { cells: cells.length, columns: columns.length });
      const identity: Partial<Record<NvsPlaceholder, string>> = {};
      const templates: NvsTemplate[] = [];
      for (const [index, column] of columns.entries()) {
        const content = cells[index] ?? '';
        if (typeof column === 'string') identity[column] = normalIdentity(column, content) ?? bad(line, 'identity', { column: index + 1 });
        else if (content !== '') templates.push({ ...column, content });
      }
      for (const [name, value] of Object.entries(identity)) {
        const other = seen.get(`${name} ${value}`);
        if (other !== undefined) bad(line, 'twice', { other });
        seen.set(`${name} ${value}`, line);
      }
      return { line, identity, templates };
    }),
  };
}

function parseColumn(cell: string, line: number, index: number): NvsPlaceholder | Pick<NvsTemplate, 'namespace' | 'key' | 'encoding'> {
  const identity = PLACEHOLDERS.find((known) => known === cell.toLowerCase());
  if (identity !== undefined) return identity;
  const parts = /^([^:]+):([^:]+):([^:]+)$/.exec(cell);
  const encoding = encodingOf(parts?.[3] ?? '');
  if (parts === null || encoding === undefined) return bad(line, 'column', { column: index + 1 });
  return { namespace: (parts[1] as string).trim(), key: (parts[2] as string).trim(), encoding };
}

/** One spelling for what names a board: serial as hex in upper case, MAC as 12 hex digits in lower case, without separators; null when it is none. */
export function normalIdentity(name: NvsPlaceholder, text: string): string | null {
  if (name === 'cn') return text.trim() === '' ? null : text.trim();
  const digits = text.replace(/[\s:-]/g, '');
  if (name === 'mac') return /^[0-9a-fA-F]{12}$/.test(digits) ? digits.toLowerCase() : null;
  return /^[0-9a-fA-F]{1,64}$/.test(digits) ? digits.toUpperCase() : null;
}

/** The row of this board: every column that names boards must agree with what the board says; null when no row does. */
export function findBoardRow(table: NvsBoardTable, board: NvsFill): NvsBoardRow | null {
  if (table.identifiedBy.length === 0) return null;
  const known = new Map(table.identifiedBy.map((name) => [name, normalIdentity(name, board(name) ?? '')]));
  return table.rows.find((row) => table.identifiedBy.every((name) => row.identity[name] === known.get(name))) ?? null;
}
