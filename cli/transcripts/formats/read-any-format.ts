import type { Message } from '../messages/message.ts';
import type { MessageBatch } from '../messages/together.ts';
import { JsonCutter } from '../records/json-cutter.ts';
import { type JsonValue, linesOfJson, type Under } from '../records/json-values.ts';
import { decodedText } from '../source/decoded-text.ts';
import type { Encoding } from '../source/encoding.ts';
import type { SourceFile } from '../source/source-file.ts';
import { GenericJson, type JsonOptions } from './generic-json.ts';
import type { DocumentFormat } from './json-format.ts';
import { DOCUMENT_FORMATS, documentFormatOf } from './json-formats.ts';
import { type TableOptions, tableMessages } from './table.ts';
import { isWhatsApp, whatsAppMessages } from './whatsapp.ts';

export interface ReadOptions extends TableOptions, JsonOptions {
  readonly format?: string | undefined;
  readonly encoding?: string | undefined;
  /** The keys whose arrays hold the records, separated by commas; `*` for the values of an object. */
  readonly records?: string | undefined;
}

/** What a reader found out that the user may want to know. */
export interface Said {
  encoding(file: string, encoding: Encoding): void;
  format(file: string, format: string): void;
  columns(file: string, columns: string): void;
}

/** Characters in which a format shows itself. */
const HEAD = 256 * 1_024;
/** What some people try and nobody can read as text, by how it begins. */
const NO_TEXT: Readonly<Record<string, string>> = {
  '%PDF': 'a PDF',
  ID3: 'audio',
  RIFF: 'audio or video',
  OggS: 'audio',
  '{\\rtf': 'a document of a word processor',
  'SQLite format': 'a database',
  PAR1: 'a Parquet file',
};

/** The messages of a file in batches, whatever its format. Throws an error of one line. */
export async function* messageBatches(
  file: SourceFile,
  options: ReadOptions,
  said: Said,
): AsyncGenerator<MessageBatch> {
  const texts = decodedText(file, {
    encoding: options.encoding,
    said: (name, encoding) => said.encoding(name, encoding),
  });
  try {
    const { head, all } = await peeked(texts);
    let isEmpty = true;
    for await (const messages of readersOf(file, head, all, options, said)) {
      isEmpty &&= messages.length === 0;
      if (messages.length > 0) yield { file: file.name, messages };
    }
    if (isEmpty) throw new Error(`${file.name}: ${head.trim() === '' ? 'an empty file' : 'no message in it'}`);
  } finally {
    // A file that was only looked at is closed by this alone.
    await texts.return(undefined);
  }
}

function readersOf(
  file: SourceFile,
  head: string,
  texts: AsyncIterable<string>,
  options: ReadOptions,
  said: Said,
): AsyncIterable<Message[]> {
  const { name, id } = file;
  const kind = Object.keys(NO_TEXT).find((begins) => head.startsWith(begins));
  if (kind !== undefined)
    throw new Error(`${name}: ${NO_TEXT[kind]}; allowed: JSON, tables and texts (docs/transcripts.md)`);
  const { format } = options;
  if (format === 'whatsapp' || (format === undefined && isWhatsApp(head))) {
    said.format(name, 'whatsapp');
    return whatsAppMessages(texts, id);
  }
  const isJson = format === undefined ? looksLikeJson(head) : format !== 'csv';
  if (!isJson) {
    said.format(name, 'csv');
    return tableMessages(texts, head, name, options, (columns) => said.columns(name, columns));
  }
  const known = format === undefined ? documentFormatOf(head) : DOCUMENT_FORMATS.find((one) => one.name === format);
  const isGiven = options.turns !== undefined || options.text?.startsWith('$') === true;
  const reader: Pick<DocumentFormat, 'read'> =
    known === undefined || isGiven ? new GenericJson(name, options, (keys) => said.columns(name, keys)) : known;
  said.format(name, reader === known ? known.name : 'json');
  return jsonMessages(jsonValues(texts, head, name, underOf(options, known, head)), reader, name, id);
}

async function* jsonMessages(
  batches: AsyncIterable<JsonValue[]>,
  reader: Pick<DocumentFormat, 'read'>,
  name: string,
  id: string,
): AsyncGenerator<Message[]> {
  let records = 0;
  for await (const values of batches) {
    const messages: Message[] = [];
    for (const record of values) {
      records++;
      for (const message of readRecord(reader, record, records === 1 ? id : `${id}-${records}`, name))
        messages.push(message);
    }
    yield messages;
  }
}

function readRecord(reader: Pick<DocumentFormat, 'read'>, record: JsonValue, unnamed: string, name: string): Message[] {
  try {
    return reader.read(record, unnamed);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw message.startsWith(name) ? error : new Error(`${name}: line ${record.line}: ${message}`);
  }
}

/** A file whose first line is JSON by itself is read line by line, which is the fastest. */
async function* jsonValues(
  texts: AsyncIterable<string>,
  head: string,
  name: string,
  under: Under,
): AsyncGenerator<JsonValue[]> {
  const [first = ''] = head.trimStart().split('\n', 1);
  if (isJson(first)) {
    yield* linesOfJson(texts, name, under);
    return;
  }
  const cutter = new JsonCutter(name, under);
  for await (const text of texts) yield cutter.cut(text);
  yield cutter.end();
}

/** The keys of records: the user's, or those of the format that the file shows. */
function underOf({ records }: ReadOptions, format: DocumentFormat | undefined, head: string): Under {
  if (records !== undefined) return records === '*' ? '*' : records.split(',').map((key) => key.trim());
  const under = format?.under;
  if (under === '*') return head.trimStart().startsWith('{') ? '*' : undefined;
  const shown = under?.filter((key) => new RegExp(`"${key}"\\s*:\\s*\\[`).test(head));
  return shown === undefined || shown.length === 0 ? undefined : under;
}

const looksLikeJson = (head: string): boolean => /^\s*(?:\{|\[\s*(?:[{["\]]|$))/.test(head);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The beginning of a text, and the whole of it. */
async function peeked(texts: AsyncGenerator<string>): Promise<{ head: string; all: AsyncGenerator<string> }> {
  const read: string[] = [];
  let length = 0;
  while (length < HEAD) {
    const { done, value } = await texts.next();
    if (done === true) break;
    read.push(value);
    length += value.length;
  }
  async function* all(): AsyncGenerator<string> {
    yield* read.splice(0);
    yield* texts;
  }
  return { head: read.join('').slice(0, HEAD), all: all() };
}
