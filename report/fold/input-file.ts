import { type FileBytes, openBytes } from '../read/file-bytes.ts';
import { isObject, type JsonObject } from '../read/json.ts';
import { readLine } from '../read/sample-line.ts';
import type { FoldedSamples } from './folded-samples.ts';
import { LineFolder } from './line-folder.ts';

/** A file counts as k6's NDJSON when one of its lines stands within so many characters. */
const SNIFFED_CHARACTERS = 256 * 1024;
/** A JSON document larger than this is no summary. */
const MAX_DOCUMENT = 64 * 1024 * 1024;
/** k6 writes no line longer than this, in characters. */
const MAX_LINE = 4 * 1024 * 1024;

/** What a file gave. */
export type InputFile = SampleFile | DocumentFile | UnreadFile;

export interface SampleFile {
  readonly kind: 'samples';
  readonly path: string;
  readonly samples: FoldedSamples;
  readonly lines: number;
  readonly skipped: number;
  /** What of the file was not read, in a few words. */
  readonly notes: readonly string[];
  /** Its end is missing. */
  readonly isCut: boolean;
}

export interface DocumentFile {
  readonly kind: 'document';
  readonly path: string;
  readonly document: JsonObject;
}

/** Nothing could be read: `why`, in a few words. */
export interface UnreadFile {
  readonly kind: 'nothing';
  readonly path: string;
  readonly why: string;
}

/** Told as reading goes on: bytes of the file read so far, samples taken. */
export type OnProgress = (bytes: number, samples: number) => void;

/** Reads one file: k6's NDJSON, or one JSON document; either may be gzipped. */
export async function readInput(path: string, progress: OnProgress = () => {}): Promise<InputFile> {
  try {
    const bytes = await openBytes(path);
    const rest = bytes.chunks();
    try {
      const head = { text: await headOf(rest), rest };
      if (head.text.trim() === '') return { kind: 'nothing', path, why: bytes.error ?? 'empty' };
      if (hasLine(head.text)) return await readSamples(path, bytes, head, progress);
      return await readDocument(path, bytes, head);
    } finally {
      await rest.return(undefined);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { kind: 'nothing', path, why: code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'a folder' : code };
  }
}

/** The beginning of a file, as latin1, and all that comes after it. */
interface Head {
  readonly text: string;
  readonly rest: AsyncGenerator<Buffer>;
}

async function headOf(rest: AsyncGenerator<Buffer>): Promise<string> {
  let text = '';
  while (text.length < SNIFFED_CHARACTERS) {
    const { value, done } = await rest.next();
    if (done) break;
    text += value.toString('latin1');
  }
  return text;
}

function hasLine(text: string): boolean {
  return text
    .slice(0, SNIFFED_CHARACTERS)
    .split('\n')
    .some((line) => readLine(line) !== undefined);
}

async function readSamples(path: string, bytes: FileBytes, head: Head, progress: OnProgress): Promise<SampleFile> {
  const folder = new LineFolder();
  let rest = takeLines(folder, head.text);
  for await (const chunk of head.rest) {
    rest = takeLines(folder, rest + chunk.toString('latin1'));
    if (rest.length > MAX_LINE) break;
    progress(bytes.bytesRead, folder.folded.count);
  }
  const skippedBefore = folder.skipped;
  folder.take(rest, 0, rest.length);
  const wasCut = folder.skipped > skippedBefore;
  const notes = [];
  if (skippedBefore > 0) notes.push(`${skippedBefore} lines are not k6's and were skipped`);
  const { beyond, metrics } = folder.folded;
  if (beyond > 0) notes.push(`${beyond} samples are of more than ${metrics.size} metrics, and were left out`);
  if (wasCut) notes.push('cut in the middle of its last line, which was skipped');
  if (bytes.error !== undefined) notes.push(`could not be read to its end: ${bytes.error}`);
  const isCut = wasCut || bytes.error !== undefined;
  return { kind: 'samples', path, samples: folder.folded, lines: folder.lines, skipped: folder.skipped, notes, isCut };
}

/** Folds the whole lines of `text` and gives what comes after the last of them. */
function takeLines(folder: LineFolder, text: string): string {
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    folder.take(text, start, end);
    start = end + 1;
  }
  return text.slice(start);
}

async function readDocument(path: string, bytes: FileBytes, head: Head): Promise<InputFile> {
  const parts: Buffer[] = [Buffer.from(head.text, 'latin1')];
  let length = head.text.length;
  for await (const chunk of head.rest) {
    length += chunk.length;
    if (length > MAX_DOCUMENT) return { kind: 'nothing', path, why: 'not k6 output' };
    parts.push(Buffer.from(chunk));
  }
  try {
    const document: unknown = JSON.parse(
      Buffer.concat(parts)
        .toString()
        .replace(/^\uFEFF/, ''),
    );
    if (isObject(document)) return { kind: 'document', path, document };
  } catch {
    // Neither lines nor a document.
  }
  const cut = head.text.trimStart().startsWith('{') ? 'JSON that is cut or broken' : 'not k6 output';
  return { kind: 'nothing', path, why: bytes.error ?? cut };
}
