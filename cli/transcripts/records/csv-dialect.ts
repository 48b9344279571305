import papa from 'papaparse';

/** How the cells of a table are written. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly quoteChar: string;
  /** The sign before a quote inside of quotes. */
  readonly escapeChar: string;
  readonly newline: '\r\n' | '\n' | '\r';
}

/** What the user says of it. */
export interface CsvOptions {
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
  readonly escape?: string | undefined;
}

const DELIMITERS = [',', ';', '\t', '|'];
/** Rows of the beginning that are looked at. */
const LOOKED_AT = 20;

/** Finds out the dialect of a table from its beginning, as far as the user does not say it. */
export function csvDialect(head: string, options: CsvOptions): CsvDialect {
  const { delimiter, quote = '"' } = options;
  const dialect = { quoteChar: quote, escapeChar: options.escape ?? quote, newline: newlineIn(head) };
  if (delimiter !== undefined) return { ...dialect, delimiter: delimiter === '\\t' ? '\t' : delimiter };
  const scored = DELIMITERS.map((one) => ({ one, score: scoreOf(head, { ...dialect, delimiter: one }) }));
  return { ...dialect, delimiter: scored.reduce((a, b) => (b.score > a.score ? b : a)).one };
}

function newlineIn(head: string): CsvDialect['newline'] {
  const first = head.indexOf('\n');
  if (first < 0) return head.includes('\r') ? '\r' : '\n';
  return head[first - 1] === '\r' ? '\r\n' : '\n';
}

/** How many columns the first rows have, where they have equally many; less where they do not. */
function scoreOf(head: string, dialect: CsvDialect): number {
  const { data } = papa.parse<string[]>(head, { ...dialect, preview: LOOKED_AT });
  const counts = data.map((row) => row.length).filter((_, row) => row === 0 || row < data.length - 1);
  const [first = 0] = counts;
  return first <= 1 ? 0 : (first * counts.filter((count) => count === first).length) / counts.length;
}
