import papa from 'papaparse';
import type { CsvDialect } from './csv-dialect.ts';

/** A row of a table. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** The line on which it begins, from 1. */
  readonly line: number;
}

interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

/** Characters of the longest row: a quote that is never closed is no reason to hold a whole file. */
const LONGEST_ROW = 16 * 1_024 * 1_024;
const ADVICE = 'allowed: --quote and --escape with the signs that the file has';

/**
 * The rows of a table as they come, the header among them; those with nothing in them are left out. Throws an error of one
 * line that names the line of the file.
 */
export async function* csvRows(
  texts: AsyncIterable<string>,
  name: string,
  dialect: CsvDialect,
): AsyncGenerator<CsvRow[]> {
  const table = new Table(name, dialect);
  for await (const text of texts) yield table.rows(text, true);
  yield table.rows('', false);
}

class Table {
  readonly #name: string;
  readonly #parser: papa.Parser;
  /** The row that has begun, and its line. */
  #rest = '';
  #line = 1;
  #columns = 0;

  constructor(name: string, dialect: CsvDialect) {
    this.#name = name;
    this.#parser = new papa.Parser(dialect);
  }

  rows(text: string, isMoreToCome: boolean): CsvRow[] {
    const whole = this.#rest + text;
    const { data, errors, meta } = this.#parser.parse(whole, 0, isMoreToCome) as Parsed;
    // What is wrong in a row that has only begun may be right when the rest has come.
    const wrong = errors.find(({ row = 0 }) => row < data.length);
    const rows: CsvRow[] = [];
    for (const [at, cells] of data.entries()) {
      if (wrong?.row === at) throw this.#error(reasonOf(wrong.code));
      if (!isBlank(cells)) rows.push(this.#row(cells));
      this.#line += 1 + newlinesIn(cells);
    }
    this.#rest = isMoreToCome ? whole.slice(meta.cursor) : '';
    if (this.#rest.length > LONGEST_ROW) throw this.#error(`a row of over 16 MB: a quote is not closed; ${ADVICE}`);
    return rows;
  }

  #row(cells: string[]): CsvRow {
    this.#columns ||= cells.length;
    if (cells.length !== this.#columns)
      throw this.#error(`${cells.length} cells; the first row has ${this.#columns}; allowed: --delimiter, --quote`);
    return { cells, line: this.#line };
  }

  #error(reason: string): Error {
    return new Error(`${this.#name}: line ${this.#line}: ${reason}`);
  }
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '' || cell.trim() === '');

function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++;
  return count;
}

const reasonOf = (code: string): string =>
  code === 'MissingQuotes'
    ? `a quote that is never closed; ${ADVICE}`
    : `text after the quote that closes a cell; ${ADVICE}`;
