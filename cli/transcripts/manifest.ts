import { createHash } from 'node:crypto';
import type { Turn } from '../../lib/dialogues/dialogue.ts';
import { AtomicFile, writeError } from '../io/atomic-file.ts';
import { fileLines } from './file-lines.ts';
import { placeOf } from './messages/message.ts';
import type { PlacedDialogue } from './messages/set-lines.ts';

/**
 * One line of a manifest: where a dialogue of a set comes from. Texts stand in it as hashes only.
 *
 * @example {"id":"c1","hash":"5f0c…","file":"chats.csv","turns":[["line 2","a41b…"],["line 3","09fe…"]]}
 */
export interface ManifestLine {
  readonly id: string;
  /** SHA-256 over the turns as they stand in the set. */
  readonly hash: string;
  readonly file: string;
  /** For each turn its place in the file, and the first 16 digits of the SHA-256 of its text. */
  readonly turns: readonly (readonly [place: string, hash: string])[];
}

const WRITTEN_AT_ONCE = 256 * 1_024;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The hash of a dialogue: the same before and after `headroom transcripts pack`. */
const hashOf = (turns: readonly Pick<Turn, 'text'>[]): string => sha256(JSON.stringify(turns.map(({ text }) => text)));

/** Where the manifest of a set stands, unless it is said otherwise. */
export const manifestOf = (set: string): string => set.replace(/(?:\.jsonl)?$/, '.manifest.jsonl');

/** Writes a manifest beside a set, which is there when the set is: whole, or not at all. */
export class ManifestFile {
  readonly #path: string;
  readonly #output: AtomicFile;
  #waiting = '';

  /** Throws an error of one line when nothing can be written there. */
  constructor(path: string) {
    this.#path = path;
    this.#output = this.#tried(() => new AtomicFile(path));
  }

  add({ id, file, turns }: PlacedDialogue): void {
    const played = turns.filter(({ from }) => from !== 'bot');
    const line: ManifestLine = {
      id,
      hash: hashOf(played),
      file,
      turns: played.map(({ text, message }) => [placeOf(message), sha256(text).slice(0, 16)]),
    };
    this.#waiting += `${JSON.stringify(line)}\n`;
    if (this.#waiting.length > WRITTEN_AT_ONCE) this.#write();
  }

  #write(): void {
    this.#tried(() => this.#output.write(this.#waiting));
    this.#waiting = '';
  }

  /** Throws an error of one line that names the manifest, since a set is written at the same time. */
  #tried<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw writeError(`--manifest ${this.#path}`, error);
    }
  }

  /** Has all of it on the disk, before the set replaces an earlier one: a full disk leaves both as they were. */
  flush(): void {
    this.#write();
    this.#tried(() => this.#output.flush());
  }

  keep(): void {
    this.#tried(() => this.#output.finish());
  }

  discard(): void {
    this.#output.abandon();
  }
}

/** A turn that somebody asks the source of: its dialogue, and its place in it from 0; its first without one. */
export interface AskedTurn {
  readonly id: string;
  readonly turns: readonly Pick<Turn, 'text'>[];
  readonly turn?: number | undefined;
}

/**
 * Where turns come from, such as `chats.csv: line 12`, by the manifest of their set or of the set that theirs is a part of;
 * undefined for what does not stand in it. Memory grows with what is asked. Throws an error of one line when there is a
 * manifest that cannot be read.
 */
export async function sourcesOf(asked: readonly AskedTurn[], manifest: string): Promise<(string | undefined)[]> {
  const wanted = new Set(asked.map(({ turns }) => hashOf(turns)));
  const found = new Map<string, ManifestLine>();
  for await (const { line, number } of fileLines(manifest, { write: () => undefined })) {
    const read = manifestLine(line, `${manifest}: line ${number}`);
    if (wanted.has(read.hash)) found.set(`${read.hash} ${read.id}`, read);
  }
  return asked.map(({ id, turns, turn = 0 }) => {
    const from = found.get(`${hashOf(turns)} ${id}`);
    const place = from?.turns[turn]?.[0];
    return from === undefined || place === undefined ? undefined : `${from.file}: ${place}`;
  });
}

function manifestLine(line: string, where: string): ManifestLine {
  try {
    return JSON.parse(line) as ManifestLine;
  } catch {
    throw new Error(`${where}: no line of a manifest`);
  }
}
