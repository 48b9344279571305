import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ImportOptions, importTranscripts } from '../../../cli/transcripts/transcripts-import.ts';

export interface SetDialogue {
  readonly id: string;
  readonly turns: readonly { readonly from: string; readonly text: string }[];
}

export interface Imported {
  readonly dialogues: readonly SetDialogue[];
  readonly stdout: string;
}

/** A temporary folder in which exports are written and imported. */
export class ImportFolder {
  readonly path = mkdtempSync(path.join(tmpdir(), 'headroom-import-test-'));

  at(name: string): string {
    return path.join(this.path, name);
  }

  /** Writes a file, in folders where its name has them, and gives its path. */
  async file(name: string, content: string | Uint8Array): Promise<string> {
    await mkdir(path.dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), content);
    return this.at(name);
  }

  /** Imports what stands at a path. Rejects with the error of the command. */
  async import(from: string, options: Partial<ImportOptions> = {}): Promise<Imported> {
    let stdout = '';
    const io = {
      stdout: { write: (text: string | Uint8Array) => (stdout += text) },
      stderr: { write: () => true },
      env: {},
      cwd: '.',
    };
    const output = this.at('set.jsonl');
    await importTranscripts(from, { output, ...options }, io);
    const lines = readFileSync(output, 'utf8').split('\n');
    return { dialogues: lines.filter((line) => line !== '').map((line) => JSON.parse(line) as SetDialogue), stdout };
  }

  /** Imports a file of this content. */
  async imported(
    content: string | Uint8Array,
    options: Partial<ImportOptions> = {},
    name = 'chats.csv',
  ): Promise<Imported> {
    return this.import(await this.file(name, content), options);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** The texts of a set's dialogues, each with the first letter of who says it. */
export const saidIn = ({ dialogues }: Imported): string[][] =>
  dialogues.map(({ turns }) => turns.map(({ from, text }) => `${from[0]}: ${text}`));
