import type { Plan } from '../../plan/schema.ts';
import type { Reading } from '../reading/reading.ts';
import { type Finding, SOME } from './finding.ts';

/**
 * Agents of whom the API took no token, from the beginning or in mid-run. A 401 proves it, whatever customers had of
 * it: the alerts that such agents leave unanswered, and the places that they leave empty, are its consequences.
 */
export function tokensRefused({ service, agents }: Reading, { agents: plan }: Plan): Finding | undefined {
  if (service === undefined || plan === undefined) return undefined;
  const { refused, 'as-planned': asPlanned } = service.shifts;
  const shifts = Object.values(service.shifts).reduce((sum, count) => sum + count, 0);
  // In a run that was cut short most shifts are not over.
  const of = Math.max(shifts, agents.connected);
  if (refused === 0 || refused <= of * SOME) return undefined;
  const expires =
    agents.connected > 0
      ? 'Give agents tokens that last longer than the run (the OAuth client’s token duration), or, with tokens.source "secrets", a source that renews them'
      : 'Give agents tokens of this org that have not expired';
  return {
    cause: 'tokens-refused',
    says: `The API took no token of ${refused} of ${plan.count} agents (401), so their shifts ended early or never began.`,
    evidence: [
      `${asPlanned} of ${of} shifts went as planned, and ${refused} were refused`,
      `${agents.connected} agents were connected, and ${agents.refused} lost their last token or never had one that was taken`,
      `${agents.accepted} conversations were accepted, and ${agents.notAnswered} alerts were not answered`,
    ],
    change: `${expires}: headroom preflight and plan check say which expire too early.`,
  };
}
