import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { incompleteText } from '../../lib/verdict/incomplete.ts';
import type { GateOutcome } from '../model/gate-lines.ts';
import type { RunReport } from '../model/run-report.ts';
import type { Charts } from '../page/chart.ts';
import { digits, duration } from '../page/number-format.ts';
import { badge, type Tone } from '../render/badge.ts';
import { escaped } from '../render/escape.ts';
import { goalsSection } from '../render/goals-section.ts';
import { keyFigures, whenOf } from '../render/key-figures.ts';
import { refusalsSection } from '../render/refusals-section.ts';
import { distributionChart, outcomesChart, percentilesChart, sessionsChart } from '../render/run-charts.ts';
import { gateSection, ledgerSection, serviceSection, statusTable } from '../render/run-tables.ts';
import type { Report, ReportedRun } from './report.ts';

/** All sections of one run; its charts go into `charts`. */
export function runSections(
  report: Report,
  run: ReportedRun,
  index: number,
  charts: Record<string, Charts[string]>,
): string {
  const id = `run${index + 1}`;
  const { over, latencies, words } = run;
  const { plan } = report;
  const sections = [
    headerOf(report, run, index),
    incompleteCard(run),
    words.card(run, plan, gateBadge(run, plan)),
    tiles(plan, run),
  ];
  sections.push(...words.sections(run, plan));
  if (over) {
    if (words.drawsSessions) {
      charts[`${id}-sessions`] = sessionsChart(over);
      sections.push(chartCard('Sessions over time', `${id}-sessions`, ''));
    }
    if (Object.keys(over.outcomes).length > 0) {
      charts[`${id}-outcomes`] = outcomesChart(over);
      sections.push(chartCard(words.outcomesTitle, `${id}-outcomes`, statusTable(run)));
    }
  }
  sections.push(refusalsSection(run), goalsSection(run), gateSection(run), serviceSection(run), ledgerSection(run));
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

function incompleteCard({ incomplete }: RunReport): string {
  if (incomplete === undefined) return '';
  const says = escaped(`The run ${incompleteText(incomplete)}. What it did not see is unknown.`);
  return `<section class="card unsure">${badge('unsure', 'incomplete')}<p class="says">${says}</p></section>`;
}

function headerOf({ plan, runs }: Report, run: RunReport, index: number): string {
  const title = runs.length > 1 ? `Run ${index + 1} of ${runs.length}` : 'headroom';
  const parts = [run.script, plan && `plan ${plan.name}`, plan && nameOf(plan.target), whenOf(run)];
  const said = parts.filter((part) => part !== undefined && part !== '').map((part) => escaped(String(part)));
  return `<header id="run${index + 1}"><h1>${title}</h1><span class="soft">${said.join(' · ')}</span></header>`;
}

const GATE_TONES: Readonly<Record<GateOutcome, Tone>> = {
  holds: 'good',
  crossed: 'bad',
  'not evaluated': 'unsure',
  'not decided': 'unsure',
};

function gateBadge({ gate }: RunReport, plan: Plan | undefined): string {
  return badge(GATE_TONES[gate], gate === 'not evaluated' ? `gate ${gate}` : `gate ${plan?.gate ?? ''} ${gate}`);
}

function tiles(plan: Plan | undefined, run: RunReport): string {
  const all = keyFigures(plan, run).map(
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
