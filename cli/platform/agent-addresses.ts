import { readInputFile } from '../io/input-file.ts';
import { wholeNumber } from '../io/options.ts';

/** The options that give the e-mail addresses of a plan's agents. */
export interface AgentAddressOptions {
  /** A pattern such as `agent-{n}@example.com`; `{n}` is the agent's number, from 1. */
  readonly users?: string;
  /** A file with one address a line, in place of `users`. */
  readonly usersFile?: string;
}

/**
 * The first `count` addresses. An empty `count` means every address of the file. Throws an error of one line when there
 * are fewer.
 */
export function agentAddresses({ users = '', usersFile }: AgentAddressOptions, count: string, cwd: string): string[] {
  if (usersFile === undefined) {
    if (!users.includes('{n}'))
      throw new Error(`--users ${users}; allowed: an address with {n} in it for the agent's number`);
    const wanted = wholeNumber('--count', count, 1, 100_000);
    return Array.from({ length: wanted }, (_, index) => users.replaceAll('{n}', `${index + 1}`));
  }
  const text = readInputFile('--users-file', usersFile, cwd);
  const all = [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
  const wanted = count === '' ? all.length : wholeNumber('--count', count, 1, 100_000);
  if (all.length >= wanted) return all.slice(0, wanted);
  throw new Error(`--users-file ${usersFile}: ${all.length} users; allowed: one a line for each of ${wanted} agents`);
}
