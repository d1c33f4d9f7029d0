/**
 * Tables as comma-separated text: rows of cells, with the line each row began on.
 * Floor: formats. Knows no columns. Stricter than spreadsheets: a quote inside an unquoted cell or behind a quoted one is refused.
 * Reference: RFC 4180; lines may also end with LF or CR alone, and empty lines are skipped.
 */
import { TouchstoneError } from '../base/index.ts';

/** `csv-text`: the text is no table. Facts: `line` from 1, `reason`: "quote" (a quote where none may be), "open" (a quoted cell without its end), "rows" (more than `limit`). */
export type CsvErrorCode = 'csv-text';

export interface CsvRow {
  /** The line the row began on, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const MAX_ROWS = 200_000;
/** One cell to write: never a formula, quoted when RFC 4180 section 2 wants it. Reference: OWASP "CSV Injection" for cells that a spreadsheet would run. */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One line to write, with its end. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

const BYTE_ORDER_MARK = 0xfeff;
const LINE_END = /\r\n|\n|\r/g;
const PLAIN = /[^",\r\n]*/y;
const QUOTED = /"([^"]*(?:""[^"]*)*)"/y;
const COMMENT = /#[^\r\n]*/y;

const bad = (line: number, reason: string): TouchstoneError => new TouchstoneError<CsvErrorCode>('csv-text', { line, reason, limit: MAX_ROWS });

/** Reads all rows. Lines that begin with "#" are left out when `comments` is "hash". @throws csv-text */
export function parseCsv(text: string, comments: 'hash' | 'none'): readonly CsvRow[] {
  const scanner = new CsvScanner(text);
  const rows: CsvRow[] = [];
  while (!scanner.done) {
    const line = scanner.line;
    const cells = comments === 'hash' && scanner.comment() ? [] : scanner.cells();
    scanner.endLine();
    if (cells.length === 0 || (cells.length === 1 && cells[0] === '')) continue;
    if (rows.length === MAX_ROWS) throw bad(line, 'rows');
    rows.push({ line, cells });
  }
  return rows;
}

class CsvScanner {
  readonly #text: string;
  #offset: number;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
    this.#offset = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  }

  get done(): boolean {
    return this.#offset >= this.#text.length;
  }

  get line(): number {
    return this.#line;
  }

  /** Steps over a comment; false when there is none here. */
  comment(): boolean {
    return this.#match(COMMENT) !== null;
  }

  cells(): readonly string[] {
    const cells = [this.#cell()];
    while (this.#text[this.#offset] === ',') {
      this.#offset++;
      cells.push(this.#cell());
    }
    return cells;
  }

  endLine(): void {
    const next = this.#text[this.#offset];
    if (next !== undefined && next !== '\r' && next !== '\n') throw bad(this.#line, 'quote');
    this.#offset += this.#text.startsWith('\r\n', this.#offset) ? 2 : 1;
    this.#line++;
  }

  #cell(): string {
    if (this.#text[this.#offset] !== '"') return this.#match(PLAIN)?.[0] ?? '';
    const cell = this.#match(QUOTED)?.[1];
    if (cell === undefined) throw bad(this.#line, 'open');
    this.#line += cell.match(LINE_END)?.length ?? 0;
    return cell.replaceAll('""', '"');
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#offset += found[0].length;
    return found;
  }
}
