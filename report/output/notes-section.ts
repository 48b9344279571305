import type { Plan } from '../../lib/plan/schema.ts';
import { transportOf } from '../../lib/plan/transport-choice.ts';
import type { RunReport } from '../model/run-report.ts';
import { digits } from '../page/number-format.ts';
import { escaped } from '../render/escape.ts';
import { whenOf } from '../render/key-figures.ts';
import type { Report } from './report.ts';

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
  return facts.flatMap(([name, value]) => (value ? [[name, value]] : []));
}
