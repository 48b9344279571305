import { formatDuration } from '../../lib/plan/duration.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { transportOf } from '../../lib/plan/transport-choice.ts';
import type { Report, RunReport } from '../model/report.ts';
import { digits } from '../page/numbers.ts';
import { escaped } from './escape.ts';
import { whenOf } from './key-figures.ts';

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

/** How each run was run, from what its report was made, and what could not be read. */
export function notesSection({ plan, runs, notes }: Report): string {
  if (runs.length === 0 && notes.length === 0) return '';
  const rows = runs.flatMap((run) => howOf(plan, run));
  const body = rows.map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`).join('');
  const said = notes.map((note) => `<li>${escaped(note)}</li>`).join('');
  const list = said === '' ? '' : `<h3>What was not read, or not whole</h3><ul>${said}</ul>`;
  return `<section class="card"><h2>How it was run</h2><div class="scroll"><table><tbody>${body}</tbody></table></div>${list}</section>`;
}

function howOf(plan: Plan | undefined, run: RunReport): [string, string][] {
  const { reading, storms, mostVus, samples, inputs, script } = run;
  const late = reading.lateVisits;
  const facts: [string, string | undefined][] = [
    ['made from', `${inputs.join(', ')}${samples > 0 ? ` (${digits(samples)} samples)` : ''}`],
    ['script', script],
    ['when', whenOf(run)],
    ['transport of the customers', plan && (reading.attempts > 0 || storms.length > 0) ? transportOf(plan) : undefined],
    ['virtual users', mostVus === undefined ? undefined : `at most ${digits(mostVus)}`],
    ['load generator', late > 0 ? `its timers were late in ${digits(late)} visits: it was busy` : 'no late timers'],
  ];
  return facts.flatMap(([name, value]) => (value ? [[name, value]] : []));
}
