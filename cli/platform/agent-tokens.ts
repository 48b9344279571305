import type { UserMe } from '@headroom/genesys-wire/platform';
import { USER_ME } from '../../lib/genesys/platform/answer-shapes.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { simulatedToken } from '../../lib/plan/simulated-token.ts';
import { readInputFile } from '../io/input-file.ts';
import { findPlannedFile } from '../plan/planned-file.ts';
import { type Org, unlessStatus } from './org.ts';

/**
 * Reads the tokens of a plan's agents; a file may hold more than the plan needs. Empty for a plan without agents.
 * Throws an error of one line.
 */
export function readAgentTokens({ agents }: Plan, planFile: string, cwd: string): string[] {
  if (agents === undefined) return [];
  if (agents.tokens.source === 'simulated')
    return Array.from({ length: agents.count }, (_, index) => simulatedToken(index));
  if (agents.tokens.source === 'secrets')
    throw new Error(
      'agents.tokens: k6 secrets are told to k6 alone; allowed here: -e TOKENS=<a file, one user token a line>',
    );
  const file = findPlannedFile(planFile, agents.tokens.path, cwd);
  if (file === undefined)
    throw new Error(`agents.tokens ${agents.tokens.path}: no such file; allowed: one user token a line`);
  const lines = readInputFile('agents.tokens', file, cwd).split('\n');
  return lines.flatMap((line) => line.trim() || []);
}

/**
 * The id of the user whose token an org is called with, or undefined when the org rejects the token. Throws `OrgError`.
 */
export async function userIdOf(org: Org): Promise<string | undefined> {
  return (await unlessStatus(401, org.read<UserMe>('GET', '/api/v2/users/me', USER_ME)))?.id;
}
