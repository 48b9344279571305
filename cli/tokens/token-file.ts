import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from '../io/atomic-file.ts';

/** The user token of one agent. */
export interface AgentToken {
  readonly user: string;
  readonly token: string;
  /** Unix ms. */
  readonly expiresAtMs: number;
}

/** What stands beside the tokens, without them. */
interface Entry {
  readonly user: string;
  readonly expires: string;
  /** Of the token, so that a line belongs to its entry. */
  readonly digest: string;
}

const OWNER_ONLY = 0o600;

/**
 * The tokens of a run, one a line, as a plan's `agents.tokens` reads them, and `<file>.expiry.json` beside it, which
 * says whose each is and how long it is good. Both can be read by their owner alone.
 */
export class TokenFile {
  readonly #path: string;

  constructor(file: string) {
    this.#path = file;
  }

  /** What is there already: a line that belongs to no entry, or is not there, counts for nothing. */
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

  /** Whether somebody else's lines stand there, which are not to be written over. */
  get isForeign(): boolean {
    return textOf(this.#path).trim() !== '' && this.read().length === 0;
  }

  /** Throws one line when it cannot be written. */
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

/** Why tokens must not be written there, in one line, or undefined. */
export function tokenFileRefusal(file: string): string | undefined {
  const folder = path.dirname(path.resolve(file));
  const allowed =
    'allowed: a file in a folder of your own that is in no bundle or archive, such as ~/headroom/tokens.txt';
  if (folder.split(path.sep).some((name) => name === 'dist' || name === 'node_modules'))
    return `${file}: is in a folder that is built, or bundled; ${allowed}`;
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
