import { existsSync, readFileSync } from 'node:fs';
import { formatDuration } from '../../lib/plan/duration.ts';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import type { AgentsPlan, Plan } from '../../lib/plan/schema.ts';
import { expiringTokens } from '../../lib/plan/token-expiry.ts';
import { tokenLines, wrongTokens } from '../../lib/plan/token-lines.ts';
import type { Check } from '../../report/read/preflight.ts';
import { formatCount } from '../io/format-count.ts';
import { readInputFile } from '../io/input-file.ts';
import { findPlannedFile } from './planned-file.ts';

/**
 * Checks the file of the agents' tokens as a run reads it: it is there, has a token for each agent, none of them twice,
 * and none that expires in mid-run. Empty where the tokens are in no file. It calls no org.
 */
export function tokenFileChecks(plan: Plan, agents: AgentsPlan, planFile: string, cwd: string): Check[] {
  if (agents.tokens.source !== 'file') return [];
  const { path } = agents.tokens;
  const wrong = (is: string, change: string): Check[] => [
    { what: 'agent tokens', state: 'fail', is: `${path}: ${is}`, change },
  ];
  const fetched = 'headroom tokens fetches one for each agent (docs/tokens.md)';
  const found = findPlannedFile(planFile, path, cwd);
  if (found === undefined) return wrong('no such file', fetched);
  const lines = tokenLines(readInputFile('agents.tokens', found, cwd));
  const problem = wrongTokens(lines, agents.count);
  if (problem !== undefined) return wrong(problem, fetched);
  const beside = `${found}.expiry.json`;
  const lasts = { tokens: lines.length, agents: agents.count, nowMs: Date.now(), lastsMs: scheduleOf(plan).longestMs };
  const expiring = existsSync(beside) ? expiringTokens(readFileSync(beside, 'utf8'), lasts) : undefined;
  if (expiring !== undefined) {
    const by = formatDuration(expiring.minutes * 60_000);
    const is = `${formatCount(expiring.count)} of ${formatCount(agents.count)} expire before the run must be over, in ${by}`;
    return wrong(is, `headroom tokens --renew ${expiring.minutes}`);
  }
  return [{ what: 'agent tokens', state: 'ok', is: `${path}: ${formatCount(agents.count)}, each another` }];
}
