import { readFileSync } from 'node:fs';
import type { RunIo } from '@headroom/engine';
import { formatDuration } from '../../lib/plan/duration.ts';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import type { AgentsPlan, Plan } from '../../lib/plan/schema.ts';
import { expiringTokens } from '../../lib/plan/token-expiry.ts';
import type { Check } from '../../report/read/preflight.ts';
import { formatCount } from '../io/format-count.ts';
import { findPlannedFile } from '../plan/planned-file.ts';
import { readAgentTokens, userIdOf } from '../platform/agent-tokens.ts';
import { forEachConcurrent } from '../platform/for-each-concurrent.ts';
import { Org, orgCalls } from '../platform/org.ts';
import { firstFew } from './unknown-check.ts';

const AT_ONCE = 8;
const TOLD_EVERY = 250;

interface LookedAtAgents {
  readonly checks: readonly Check[];
  /** The ids of the users whose tokens the org accepts; undefined when the tokens cannot be read here. */
  readonly users: readonly string[] | undefined;
}

/** Reads from the org whose each agent's token is. Throws `OrgError`. */
export async function lookAtAgents(
  plan: Plan,
  agents: AgentsPlan,
  planFile: string,
  io: Pick<RunIo, 'cwd' | 'env' | 'stderr'>,
): Promise<LookedAtAgents> {
  const { cwd, stderr: progress } = io;
  if (agents.tokens.source === 'secrets') {
    const is = 'k6 secrets are told to k6 alone';
    const change = '-e TOKENS=<a file, one user token a line> to have them looked at';
    return { checks: [{ what: 'agent tokens', state: 'unknown', is, change }], users: undefined };
  }
  const all = readAgentTokens(plan, planFile, cwd);
  const tokens = all.slice(0, agents.count);
  const users: (string | undefined)[] = [];
  const calls = orgCalls('preflight', io);
  let done = 0;
  await forEachConcurrent([...tokens.entries()], AT_ONCE, async ([index, token]) => {
    users[index] = await userIdOf(new Org(plan.target, async () => token, calls));
    if (++done % TOLD_EVERY === 0) progress.write(`preflight: ${done} of ${tokens.length} agents' tokens looked at\n`);
  });
  const known = users.filter((user) => user !== undefined);
  return {
    checks: [...tokenChecks(agents, users), ...expiryChecks(plan, agents, all.length, planFile, cwd)],
    users: known,
  };
}

/**
 * Checks that there is an accepted token of a user of its own for each agent. `users`: the id for each token, undefined
 * where the org rejects it.
 */
export function tokenChecks({ count }: AgentsPlan, users: readonly (string | undefined)[]): Check[] {
  const what = 'agent tokens';
  const known = users.filter((user) => user !== undefined);
  const distinct = new Set(known);
  const again = users.flatMap((user, index) => {
    const first = user === undefined ? index : users.indexOf(user);
    return first === index ? [] : [`agent ${index + 1} is agent ${first + 1}`];
  });
  const refused = users.flatMap((user, index) => (user === undefined ? [`${index + 1}`] : []));
  const change = 'fetch them with headroom tokens';
  const checks: Check[] = [];
  if (users.length < count)
    checks.push({
      what,
      state: 'fail',
      is: `there is a token for ${formatCount(users.length)} of ${formatCount(count)} agents`,
      change,
    });
  if (refused.length > 0)
    checks.push({
      what,
      state: 'fail',
      is: `the org takes ${formatCount(known.length)} of ${formatCount(users.length)}, and not those of agents ${firstFew(refused)}`,
      change,
    });
  if (distinct.size < known.length)
    checks.push({
      what,
      state: 'fail',
      is: `${formatCount(known.length)} tokens are of ${formatCount(distinct.size)} users: each agent has to be another user, and ${firstFew(again)}`,
      change: 'one token of each user',
    });
  if (checks.length > 0) return checks;
  return [{ what, state: 'ok', is: `the org takes all ${formatCount(count)}, each of another user` }];
}

/** Checks that no token expires during the run, where `headroom tokens` wrote when they do. */
function expiryChecks(plan: Plan, agents: AgentsPlan, tokens: number, planFile: string, cwd: string): Check[] {
  if (agents.tokens.source !== 'file') return [];
  const beside = findPlannedFile(planFile, `${agents.tokens.path}.expiry.json`, cwd);
  if (beside === undefined) return [];
  const lasts = { tokens, agents: agents.count, nowMs: Date.now(), lastsMs: scheduleOf(plan).longestMs };
  const expiring = expiringTokens(readFileSync(beside, 'utf8'), lasts);
  if (expiring === undefined) return [];
  const { count, minutes } = expiring;
  return [
    {
      what: 'agent tokens',
      state: 'fail',
      is: `${formatCount(count)} of ${formatCount(agents.count)} expire before the run must be over, in ${formatDuration(minutes * 60_000)}`,
      change: `headroom tokens --renew ${minutes}`,
    },
  ];
}
