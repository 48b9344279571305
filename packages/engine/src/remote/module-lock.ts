import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ExitCode, RunEnd } from '../contract/exit.ts';
import { writeWholeFile } from '../files/whole-file.ts';

/** The name of the lock file in the folder of a script; scripts of one folder share it. */
export const LOCK_NAME = 'remote-modules.lock.json';

const SHA256 = /^[0-9a-f]{64}$/;

/** What each remote module held when it was fetched first: the SHA-256 of its bytes, by its URL. */
export class ModuleLock {
  readonly path: string;
  readonly #pinned: Map<string, string>;
  #isChanged = false;

  private constructor(file: string, pinned: Map<string, string>) {
    this.path = file;
    this.#pinned = pinned;
  }

  /** Reads the lock file of a folder, which need not exist. Rejects with a RunEnd 104 for one that is no lock file. */
  static async of(folder: string): Promise<ModuleLock> {
    const file = path.join(folder, LOCK_NAME);
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw notReadable(file, error.message);
    });
    return new ModuleLock(file, new Map(text === undefined ? [] : entriesOf(file, text)));
  }

  sha256Of(url: string): string | undefined {
    return this.#pinned.get(url);
  }

  pin(url: string, sha256: string): void {
    this.#pinned.set(url, sha256);
    this.#isChanged = true;
  }

  /** Writes the file when something was pinned. Rejects with the system's error. */
  async save(): Promise<void> {
    if (!this.#isChanged) return;
    const modules = Object.fromEntries([...this.#pinned].sort(([a], [b]) => (a < b ? -1 : 1)));
    await writeWholeFile(this.path, `${JSON.stringify({ version: 1, modules }, undefined, 2)}\n`);
    this.#isChanged = false;
  }
}

function entriesOf(file: string, text: string): [string, string][] {
  let read: { version?: unknown; modules?: unknown };
  try {
    read = JSON.parse(text) as typeof read;
  } catch (error) {
    throw notReadable(file, (error as Error).message);
  }
  const entries = Object.entries((read?.modules ?? {}) as Record<string, unknown>);
  const isSound = (entry: [string, unknown]): entry is [string, string] =>
    typeof entry[1] === 'string' && SHA256.test(entry[1]);
  if (read?.version !== 1 || !entries.every(isSound)) {
    throw notReadable(file, 'it needs "version": 1 and "modules": {"https://…": "<sha256>"}');
  }
  return entries;
}

function notReadable(file: string, why: string): RunEnd {
  return new RunEnd(ExitCode.invalidConfig, `${file}: the lock file of remote modules cannot be read: ${why}`);
}
