import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { isFolder } from '../io/is-folder.ts';

/** The user token of one agent. */
export interface AgentToken {
  readonly user: string;
  readonly token: string;
  /** Unix ms. */
  readonly expiresAtMs: number;
}

/** An entry of `<file>.expiry.json`, which holds no token. */
interface Entry {
  readonly user: string;
  readonly expires: string;
  /** A digest of the token, which ties a line to its entry. */
  readonly digest: string;
}

const OWNER_ONLY = 0o600;

/**
 * A file of tokens, one a line, as a plan's `agents.tokens` reads it. Beside it, `<file>.expiry.json` says whose each
 * token is and when it expires. Only their owner can read both.
 */
export class TokenFile {
  readonly #path: string;

  constructor(file: string) {
    this.#path = file;
  }

  /** Reads the tokens. A line without an entry, and an entry without its line, are skipped. */
  read(): AgentToken[] {
    const lines = textOf(this.#path).split('\n');
    let entries: Entry[];
    try {
      entries = JSON.parse(textOf(this.#beside) || '[]') as Entry[];
    } catch {
      return [];
    }
    return entries.flatMap(({ user, expires, digest }, place) => {
      const token = lines[place] ?? '';
      return digestOf(token) === digest ? [{ user, token, expiresAtMs: Date.parse(expires) }] : [];
    });
  }

  /** Whether the file holds lines that headroom did not write. */
  get isForeign(): boolean {
    return textOf(this.#path).trim() !== '' && this.read().length === 0;
  }

  /** Writes both files. Throws an error of one line when one cannot be written. */
  write(tokens: readonly AgentToken[]): void {
    const entries = tokens.map(({ user, token, expiresAtMs }): Entry => {
      return { user, expires: new Date(expiresAtMs).toISOString(), digest: digestOf(token) };
    });
    writeFileAtomically(this.#path, tokens.map(({ token }) => `${token}\n`).join(''), OWNER_ONLY);
    writeFileAtomically(this.#beside, `${JSON.stringify(entries, null, 1)}\n`, OWNER_ONLY);
  }

  get #beside(): string {
    return `${this.#path}.expiry.json`;
  }
}

/** The reason, in one line, why tokens must not be written to this file, or undefined. */
export function tokenFileRefusal(file: string): string | undefined {
  const folder = path.dirname(path.resolve(file));
  const allowed =
    'allowed: a file in a folder of your own that is in no bundle or archive, such as ~/headroom/tokens.txt';
  if (folder.split(path.sep).some((name) => name === 'dist' || name === 'node_modules'))
    return `${file}: is in a folder that is built, or bundled; ${allowed}`;
  if (isFolder(file)) return `${file}: a folder; ${allowed}`;
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isDirectory()) return `${file}: no such folder; ${allowed}`;
  if ((stat.mode & 0o007) !== 0) return `${file}: in a folder that everybody may look into; ${allowed} (chmod 700)`;
  return undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16);
