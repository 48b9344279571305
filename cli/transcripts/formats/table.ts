import type { Message } from '../messages/message.ts';
import { type CsvOptions, csvDialect } from '../records/csv-dialect.ts';
import { type CsvRow, csvRows } from '../records/csv-rows.ts';
import { FIELDS, type Field, type FieldNames, knownName } from '../records/fields.ts';

export interface TableOptions extends FieldNames, CsvOptions {
  /** False where the first row is one of messages; columns are named by their numbers then, from 1. */
  readonly header?: boolean | undefined;
}

/** So many columns are told one by one. */
const MAX_TOLD = 20;

type Columns = Readonly<Record<Field, number>>;

/**
 * The messages of a table, one a row: delimiter, line ends and columns are found out as far as they are not given.
 *
 * @param said is told which columns were taken, where the user has not named them
 */
export async function* tableMessages(
  texts: AsyncIterable<string>,
  head: string,
  name: string,
  options: TableOptions,
  said: (columns: string) => void,
): AsyncGenerator<Message[]> {
  let columns: Columns | undefined;
  let isEmpty = true;
  for await (const rows of csvRows(texts, name, csvDialect(head, options))) {
    const [first] = rows;
    const isHeader = columns === undefined && first !== undefined && options.header !== false;
    if (columns === undefined && first !== undefined) columns = columnsOf(first, name, options, said);
    const of = columns;
    if (of === undefined) continue;
    const messages = (isHeader ? rows.slice(1) : rows).map((row) => messageOf(row, of, name));
    isEmpty &&= messages.length === 0;
    yield messages;
  }
  if (columns === undefined) throw new Error(`${name}: an empty file; allowed: a row for each message`);
  if (isEmpty) throw new Error(`${name}: a header and no rows; allowed: a row for each message`);
}

function messageOf({ cells, line }: CsvRow, columns: Columns, name: string): Message {
  const conversation = cells[columns.conversation] ?? '';
  if (conversation === '') throw new Error(`${name}: line ${line}: no conversation; allowed: its id in each row`);
  return {
    conversation,
    speaker: cells[columns.participant] ?? '',
    time: columns.time < 0 ? undefined : (cells[columns.time] ?? ''),
    text: cells[columns.text] ?? '',
    line,
  };
}

/** The places of the columns, from 0; -1 for a time that there is none of. Throws an error of one line. */
function columnsOf(first: CsvRow, name: string, options: TableOptions, said: (columns: string) => void): Columns {
  const where = `${name}: line ${first.line}`;
  const names =
    options.header === false ? first.cells.map((_, at) => String(at + 1)) : first.cells.map((one) => one.trim());
  const guessed: string[] = [];
  const place = (field: Field): number => {
    const given = options[field];
    const wanted = given ?? (options.header === false ? undefined : knownName(field, names));
    if (wanted !== undefined && given === undefined && wanted !== field) guessed.push(`${field} = ${wanted}`);
    const places = names.flatMap((one, at) => (one === wanted ? [at] : []));
    const byNumber = Number(given);
    if (
      places.length === 0 &&
      given !== undefined &&
      Number.isInteger(byNumber) &&
      byNumber >= 1 &&
      byNumber <= names.length
    )
      return byNumber - 1;
    if (places.length > 1)
      throw new Error(
        `${where}: ${places.length} columns named "${wanted}": ${places.map((at) => at + 1).join(' and ')}; allowed: --${field} with the number of one`,
      );
    if (places[0] !== undefined) return places[0];
    if (field === 'time' && given === undefined) {
      guessed.push('no time, so turns stand as in the file');
      return -1;
    }
    throw new Error(
      `${where}: no "${given ?? field}"; found: ${columnsInWords(first.cells, options)}; allowed: --${field} with the name or number of a column`,
    );
  };
  const [conversation = -1, time = -1, participant = -1, text = -1] = FIELDS.map(place);
  if (guessed.length > 0) said(guessed.join(', '));
  return { conversation, time, participant, text };
}

/** The columns by number and length. Their names are not said: the first row may be a message, and no row of names. */
function columnsInWords(cells: readonly string[], { header }: TableOptions): string {
  if (header === false) return `columns 1 to ${cells.length}`;
  const lengths = cells.slice(0, MAX_TOLD).map((cell, at) => `${at + 1} (${cell.length})`);
  const more = cells.length > MAX_TOLD ? `, … ${cells.length}` : '';
  return `columns ${lengths.join(', ')}${more}, in brackets the characters in this row (--no-header where it is a message)`;
}
