import { digits } from '../../page/number-format.ts';
import { escaped } from '../../render/escape.ts';
import { refusalsTable } from '../../render/refusals-section.ts';
import type { CeilingSearch, LadderRung } from './ceiling-steps.ts';

/** What a search for the ceiling found, and the steps that led to it. */
export function ceilingSection(ceiling: CeilingSearch): string {
  const max = Math.max(1, ...ceiling.steps.map(({ level }) => level));
  const rungs = ceiling.steps.map((step) => rung(step, max)).join('');
  const irregular = ceiling.irregular.map((why) => `<li>${escaped(why)}</li>`).join('');
  const of = [ceiling.plan && `plan ${ceiling.plan}`, ceiling.target].filter((part) => part !== '').join(' · ');
  return `<section class="card long"><h2>Ceiling search <span class="soft">${escaped(of)}</span></h2>
<p class="says">${escaped(ceilingSays(ceiling))}</p><div class="ladder">${rungs}</div>
${irregular === '' ? '' : `<ul class="soft">${irregular}</ul>`}</section>${ceiling.refusals.length === 0 ? '' : refusalsTable(ceiling.refusals)}`;
}

/** The answer in a sentence or two. */
export function ceilingSays(ceiling: CeilingSearch): string {
  const { sustained, refusedFrom, neverAdmittedAbove, planFor, mostOffered, rates } = ceiling;
  const held = sustained
    ? `Sustained ${digits(sustained.level)} sessions, clean in ${sustained.clean} of ${sustained.of} windows.`
    : 'No level was confirmed.';
  const above = neverAdmittedAbove === undefined ? '' : `; never admitted above ${digits(neverAdmittedAbove)}`;
  const range = refusedFrom && [...new Set([refusedFrom.lowest, refusedFrom.highest])].map(digits).join(' to ');
  const refused = refusedFrom
    ? `Refused from ${range} (${refusedFrom.probes} probes)${above}.`
    : mostOffered && `None refused of up to ${digits(mostOffered)} that were offered.`;
  const plan = planFor && `Plan for at most ${digits(planFor)}.`;
  const rate = rates.map((evidence) => `A limit on the rate: ${evidence}.`);
  return [held, refused, plan, ...rate].filter((part) => part).join(' ');
}

function rung({ level, held, outcome, times }: LadderRung, max: number): string {
  const tone = outcome === 'clean' ? 'good' : outcome === 'refused' ? 'bad' : 'unsure';
  const width = ((100 * level) / max).toFixed(1);
  const kept = held === undefined || held >= level ? '' : `, ${digits(held)} held`;
  const said = `${times > 1 ? `${times} × ` : ''}${outcome}${kept}`;
  return `<div class="rung ${tone}"><b>${digits(level)}</b><div><i style="width:${width}%"></i></div><span>${escaped(said)}</span></div>`;
}
