import type { Plan } from '../../lib/plan/schema.ts';
import type { Check } from '../../report/read/preflight.ts';
import { formatCount } from '../io/format-count.ts';
import type { SetSurvey, Shape } from './set-survey.ts';

/**
 * Checks for dialogues that begin with the agent. An agent speaks when it has accepted a conversation, and a conversation
 * begins with the customer's first message: in such a dialogue each waits for the other.
 */
function silentChecks(dialogues: readonly Shape[], isPlayed: boolean): Check[] {
  const silent = dialogues.filter(({ turns }) => turns[0]?.from === 'agent').length;
  if (silent === 0) return [];
  const what = 'transcripts';
  const begin = `${formatCount(silent)} of ${formatCount(dialogues.length)} begin with the agent`;
  if (isPlayed) return [{ what, state: 'ok', is: `${begin}: the customer says customers.agentOpens first` }];
  const change = 'a set whose dialogues begin with the customer, or customers.agentOpens in the plan';
  return [{ what, state: 'warn', is: `${begin}: nothing is said in them`, change }];
}

/** Checks that a run can read and play the set of the plan. */
export function setChecks(
  { path, found, dialogues, unplayable, firstProblem }: SetSurvey,
  { agentOpens }: Pick<Plan['customers'], 'agentOpens'>,
): Check[] {
  const what = 'transcripts';
  const wrong = (is: string, change: string): Check[] => [{ what, state: 'fail', is: `${path}: ${is}`, change }];
  if (path === undefined)
    return [{ what, state: 'ok', is: `${formatCount(dialogues.length)} dialogues, the set that is built in` }];
  if (!found)
    return wrong(
      'no such file',
      `headroom transcripts import <export> -o ${path}, or transcripts.path in the plan (docs/transcripts.md)`,
    );
  if (path.endsWith('.gz')) return wrong('k6 cannot unpack gzip', `gunzip -k ${path}, and name the unpacked set`);
  if (unplayable > 0) {
    const lines = formatCount(dialogues.length + unplayable);
    return wrong(
      `${formatCount(unplayable)} of ${lines} lines cannot be played: ${firstProblem}`,
      `headroom transcripts check ${path}`,
    );
  }
  if (dialogues.length === 0) return wrong('no dialogue in it', `headroom transcripts check ${path}`);
  return [
    { what, state: 'ok', is: `${path}: ${formatCount(dialogues.length)} dialogues` },
    ...silentChecks(dialogues, agentOpens !== undefined),
  ];
}
