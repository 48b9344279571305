import { AGENT_SHARES } from '../../plan/gate-goals.ts';
import type { Plan } from '../../plan/schema.ts';
import type { Reading } from '../reading/reading.ts';
import { type Finding, percent, told } from './finding.ts';
import { tokensRefused } from './tokens.ts';

/**
 * What became of agents whose customers, if there are any, are on other machines: of their shifts, their channels and
 * what they said, by the shares of the plan's gate. Undefined where no agent tried.
 */
export function agentsAlone(reading: Reading, plan: Plan): Finding | undefined {
  const { agents, service } = reading;
  const counts = service === undefined ? [] : Object.values(service.shifts);
  const shifts = counts.reduce((sum, count) => sum + count, 0);
  if (plan.agents === undefined || shifts + agents.connected + agents.refused === 0) return undefined;
  return tokensRefused(reading, plan) ?? judged(reading, plan, plan.agents.count, shifts);
}

function judged({ agents, service, messages }: Reading, { gate }: Plan, planned: number, shifts: number): Finding {
  const wanted = AGENT_SHARES[gate === 'strict' ? 'strict' : 'ci'];
  const asPlanned = service?.shifts['as-planned'] ?? 0;
  const { lost, unresolved } = messages.agent;
  const short: string[] = [];
  if (shifts > 0 && asPlanned / shifts < wanted)
    short.push(`${asPlanned} of ${shifts} shifts went as planned (wanted: ${percent(wanted)})`);
  if (agents.connected < Math.ceil(planned * wanted))
    short.push(`${agents.connected} of ${planned} agents were connected (wanted: ${percent(wanted)})`);
  short.push(...told(lost, 'messages of agents were lost'), ...told(unresolved, 'messages of agents are unresolved'));
  const outcomes = Object.entries(service?.shifts ?? {}).flatMap(([outcome, count]) => told(count, outcome));
  const [worst, ...others] = short;
  if (worst !== undefined) {
    const says = `Agents were at work alone: ${worst}, and the figures do not say why.`;
    const seen = outcomes.length === 0 ? [] : [`shifts: ${outcomes.join(', ')}`];
    return { cause: 'undetermined', says, evidence: [...others, ...seen] };
  }
  const went =
    shifts === 0
      ? `${agents.connected} of ${planned} agents were connected`
      : `${asPlanned === shifts ? `all ${shifts}` : `${asPlanned} of ${shifts}`} shifts went as planned`;
  return {
    cause: 'none',
    says: `Nothing stopped the agents, who were at work without customers of this run: ${went}.`,
    evidence: [`${agents.connected} agents were connected, and ${agents.accepted} conversations were accepted`],
  };
}
