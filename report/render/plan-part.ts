import { formatDuration } from '../../lib/plan/duration.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { transportOf } from '../../lib/plan/transport-choice.ts';
import type { RunReport } from '../model/run-report.ts';
import { type Fact, factsPart, type Part } from '../model/told.ts';
import { digits } from '../page/number-format.ts';
import { escaped } from './escape.ts';
import { whenOf } from './key-figures.ts';

/** What the run was to do, with the whole plan behind a fold. */
export function planPart(plan: Plan): Part {
  const { customers, agents } = plan;
  const deployments = `${plan.deployments.length} ${plan.deployments.length === 1 ? 'deployment' : 'deployments'}`;
  const facts: Fact[] = [
    { name: 'plan', text: plan.name },
    { name: 'target', text: `${nameOf(plan.target)}, ${deployments}` },
    {
      name: 'customers',
      text: `${digits(customers.sessions)} sessions, ${digits(customers.perMinute)} a minute; hold ${formatDuration(customers.holdMs)}, teardown ${formatDuration(customers.teardownMs)}; a visit lasts at most ${formatDuration(customers.longestVisitMs)}`,
    },
    ...(agents
      ? [
          {
            name: 'agents',
            text: `${digits(agents.count)}, ${digits(agents.perMinute)} log-ins a minute, ${agents.capacity} conversation${agents.capacity === 1 ? '' : 's'} each`,
          },
        ]
      : []),
    { name: 'gate', text: plan.gate },
    { name: 'seed', text: String(plan.seed) },
    ...(plan.approval ? [{ name: 'approval', text: plan.approval.reference }] : []),
  ];
  const whole = `<details><summary>Whole plan</summary><pre>${escaped(JSON.stringify(plan, null, 2))}</pre></details>`;
  return { ...factsPart('The plan', facts), picture: whole };
}

/** How a run was run, and from what its report was made. */
export function howPart(run: RunReport, plan: Plan | undefined): Part {
  const { whole, storms, mostVus, samples, inputs, script } = run;
  const late = whole.lateVisits;
  const facts: [string, string | undefined][] = [
    ['made from', `${inputs.join(', ')}${samples > 0 ? ` (${digits(samples)} samples)` : ''}`],
    ['script', script],
    ['when', whenOf(run)],
    ['transport of the customers', plan && (whole.attempts > 0 || storms.length > 0) ? transportOf(plan) : undefined],
    ['virtual users', mostVus === undefined ? undefined : `at most ${digits(mostVus)}`],
    ['load generator', late > 0 ? `its timers were late in ${digits(late)} visits: it was busy` : 'no late timers'],
  ];
  return factsPart(
    'How it was run',
    facts.flatMap(([name, text]) => (text ? [{ name, text }] : [])),
  );
}
