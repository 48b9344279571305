import { nameOf } from '../../lib/plan/target.ts';
import type { Report, RunReport } from '../model/report.ts';
import type { Charts } from '../page/chart.ts';
import { digits, duration } from '../page/numbers.ts';
import { escaped } from './escape.ts';
import { keyFigures, whenOf } from './key-figures.ts';
import { distributionChart, outcomesChart, percentilesChart, sessionsChart } from './run-charts.ts';
import { gateSection, ledgerSection, statusTable, stormSection } from './run-tables.ts';
import { stormSays } from './storms.ts';

/** All sections of one run; its charts go into `charts`. */
export function runSections(
  report: Report,
  run: RunReport,
  index: number,
  charts: Record<string, Charts[string]>,
): string {
  const id = `run${index + 1}`;
  const { over, latencies, storms } = run;
  const isOfStorms = storms.length > 0;
  const sections = [headerOf(report, run, index), verdictSection(report, run), tiles(report, run)];
  sections.push(stormSection(report, run));
  if (over) {
    // Nothing counts when the sessions of a storm leave.
    if (!isOfStorms) {
      charts[`${id}-sessions`] = sessionsChart(over);
      sections.push(chartCard('Sessions over time', `${id}-sessions`, ''));
    }
    if (Object.keys(over.outcomes).length > 0) {
      charts[`${id}-outcomes`] = outcomesChart(over);
      const title = `Upgrade attempts a second${isOfStorms ? ' from each drop on' : ''}, by outcome`;
      sections.push(chartCard(title, `${id}-outcomes`, statusTable(run)));
    }
  }
  sections.push(gateSection(run), ledgerSection(run));
  if (latencies.length > 0) {
    const rows = latencies.map((latency, row) => {
      charts[`${id}-p${row}`] = percentilesChart(latency);
      charts[`${id}-d${row}`] = distributionChart(latency);
      const { p50, p95, p99, max } = latency.whole;
      const figures = `median ${duration(p50)} · p95 ${duration(p95)} · p99 ${duration(p99)} · greatest ${duration(max)} · ${digits(latency.count)} samples`;
      return `<div class="latency"><h3>${escaped(latency.title)} <span class="soft">${figures}</span></h3>${place(`${id}-p${row}`, `${latency.title}: percentiles over time`)}${place(`${id}-d${row}`, `${latency.title}: distribution`)}</div>`;
    });
    sections.push(
      `<section class="card long"><h2>Latencies</h2><p class="soft">Percentiles over time, and how all samples are distributed. Percentiles are within 2 %.</p>${rows.join('')}</section>`,
    );
  }
  return sections.join('\n');
}

const NEEDS_PLAN = [
  'No verdict: the plan is not known.',
  'Give the file that the run wrote with -e RESULT=… beside its samples, or the plan with --plan.',
] as const;

function headerOf({ plan, runs }: Report, run: RunReport, index: number): string {
  const title = runs.length > 1 ? `Run ${index + 1} of ${runs.length}` : 'headroom';
  const parts = [run.script, plan && `plan ${plan.name}`, plan && nameOf(plan.target), whenOf(run)];
  const said = parts.filter((part) => part !== undefined && part !== '').map((part) => escaped(String(part)));
  return `<header id="run${index + 1}"><h1>${title}</h1><span class="soft">${said.join(' · ')}</span></header>`;
}

function verdictSection({ plan }: Report, { verdict, gates, reading, storms }: RunReport): string {
  const failed = gates.filter(({ ok }) => !ok).length;
  const gate =
    gates.length === 0
      ? ''
      : badge(failed === 0 ? 'good' : 'bad', `gate ${plan?.gate ?? ''} ${failed === 0 ? 'holds' : 'crossed'}`);
  if (storms.length > 0) {
    const tone = gates.length === 0 ? 'unsure' : failed === 0 ? 'good' : 'bad';
    return `<section class="card verdict ${tone}">${badge(tone, 'reconnect storm')} ${gate}<p class="says">${escaped(stormSays(storms, plan))}</p><p class="next soft">A storm has figures and no verdict: what is better depends on what the org can bear.</p></section>`;
  }
  if (verdict === undefined) {
    const nobody = reading.agents.connected > 0 ? 'No verdict: only agents ran.' : 'No verdict: nothing ran.';
    const [why, next] = plan ? [nobody, ''] : NEEDS_PLAN;
    return `<section class="card verdict unsure">${badge('unsure', 'no verdict')} ${gate}<p class="says">${why}</p><p class="next soft">${next}</p></section>`;
  }
  const tone = verdict.cause === 'none' ? 'good' : verdict.cause === 'undetermined' ? 'unsure' : 'bad';
  const evidence = verdict.evidence.map((line) => `<li>${escaped(line)}</li>`).join('');
  return `<section class="card verdict ${tone}">${badge(tone, verdict.cause)} ${gate}
<p class="says">${escaped(verdict.says)}</p><ul>${evidence}</ul>
${verdict.change === undefined ? '' : `<p class="change"><b>What to change.</b> ${escaped(verdict.change)}</p>`}
${verdict.next === undefined ? '' : `<p class="next soft"><b>To be sure.</b> ${escaped(verdict.next)}</p>`}
${verdict.also.map(({ cause, says }) => `<p class="also soft"><b>Also ${escaped(cause)}.</b> ${escaped(says)}</p>`).join('')}</section>`;
}

function badge(tone: string, text: string): string {
  return `<span class="badge ${tone}">${escaped(text)}</span>`;
}

function tiles(report: Report, run: RunReport): string {
  const all = keyFigures(report, run).map(
    ({ name, value }) => `<div class="tile"><b>${value}</b><span>${escaped(name)}</span></div>`,
  );
  return all.length === 0 ? '' : `<div class="tiles">${all.join('')}</div>`;
}

function chartCard(title: string, id: string, after: string): string {
  return `<section class="card"><h2>${title}</h2>${place(id, title)}${after}</section>`;
}

/** Where the page draws a chart. */
function place(id: string, says: string): string {
  return `<div id="${id}" role="img" aria-label="${escaped(says)}"></div>`;
}
