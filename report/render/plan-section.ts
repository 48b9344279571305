import { formatDuration } from '../../lib/plan/duration.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { digits } from '../page/number-format.ts';
import { escaped } from './escape.ts';

export function planSection(plan: Plan | undefined): string {
  if (plan === undefined) return '';
  const { customers, agents } = plan;
  const rows = [
    ['plan', plan.name],
    ['target', `${nameOf(plan.target)}, ${plan.deployments.length} deployments`],
    [
      'customers',
      `${digits(customers.sessions)} sessions, ${digits(customers.perMinute)} a minute; hold ${formatDuration(customers.holdMs)}, teardown ${formatDuration(customers.teardownMs)}; a visit lasts at most ${formatDuration(customers.longestVisitMs)}`,
    ],
    agents
      ? [
          'agents',
          `${digits(agents.count)}, ${digits(agents.perMinute)} log-ins a minute, ${agents.capacity} conversation${agents.capacity === 1 ? '' : 's'} each`,
        ]
      : [],
    ['gate', plan.gate],
    ['seed', String(plan.seed)],
    plan.approval ? ['approval', plan.approval.reference] : [],
  ].filter((row) => row.length > 0);
  const body = rows
    .map(([name = '', value = '']) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`)
    .join('');
  const whole = `<details><summary>Whole plan</summary><pre>${escaped(JSON.stringify(plan, null, 2))}</pre></details>`;
  return `<section class="card long"><h2>The plan</h2><div class="scroll"><table><tbody>${body}</tbody></table></div>${whole}</section>`;
}
