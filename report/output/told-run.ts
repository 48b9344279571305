import { nameOf } from '../../lib/plan/target.ts';
import { incompleteText } from '../../lib/verdict/incomplete.ts';
import type { GateOutcome } from '../model/gate-lines.ts';
import type { Part, Told, Tone } from '../model/told.ts';
import type { Chart } from '../page/chart.ts';
import { digits } from '../page/number-format.ts';
import { chartFigure } from '../render/chart-figure.ts';
import { chartTable } from '../render/chart-table.ts';
import { firstRefusedText, frameOf } from '../render/frame.ts';
import { goalsPart } from '../render/goals-part.ts';
import { keyFigures } from '../render/key-figures.ts';
import { latenciesPart } from '../render/latencies-part.ts';
import { howPart, planPart } from '../render/plan-part.ts';
import { refusalParts } from '../render/refusals-part.ts';
import { outcomesChart, sessionsChart } from '../render/run-charts.ts';
import {
  deploymentsPart,
  gatePart,
  ledgerParts,
  metricsPart,
  outcomesPart,
  statusPart,
  summaryPart,
} from '../render/run-parts.ts';
import type { Report, ReportedRun } from './report.ts';

/** A run as it is told, and its charts by their ids. */
export interface ToldRun {
  readonly told: Told;
  readonly charts: Readonly<Record<string, Chart>>;
}

export function toldRun(report: Report, run: ReportedRun, index: number): ToldRun {
  const { words, plan, incomplete } = run;
  const id = `run${index + 1}`;
  const charts: Record<string, Chart> = {};
  const headline = words.headline(run, plan);
  const cut = incomplete && `The run ${incompleteText(incomplete)}. What it did not see is unknown.`;
  const parts = partsOf(run, id, charts);
  const told: Told = {
    kind: run.kind,
    title: report.runs.length > 1 ? `Run ${index + 1} of ${report.runs.length}` : titleOf(run),
    ...headline,
    badges: [
      ...(cut === undefined ? [] : [{ tone: 'unsure', word: 'incomplete' } as const]),
      gateBadge(run.gate, plan?.gate),
    ],
    says: cut === undefined || headline.says.includes('is incomplete') ? headline.says : `${headline.says} ${cut}`,
    frame: frameOfRun(run),
    // What stands as the number of the page already is not told again.
    tiles: keyFigures(plan, run)
      .map(({ name, value }) => ({ name, text: value }))
      .filter(({ name, text }) => text !== headline.figure?.value || !name.includes('held on average')),
    parts,
    cases: [],
  };
  return { told, charts };
}

const titleOf = ({ script, kind }: ReportedRun): string =>
  script === undefined ? (kind === 'storm' ? 'A reconnect storm' : 'A run') : `A run of ${script}`;

function partsOf(run: ReportedRun, id: string, charts: Record<string, Chart>): Part[] {
  const { words, plan } = run;
  return [
    ...words.parts(run, plan),
    ...goalsPart(run),
    ...timeParts(run, id, charts),
    ...refusalParts(run),
    ...statusPart(run),
    ...deploymentsPart(run),
    ...latenciesPart(run.latencies, run.startedMs ?? 0, id, charts),
    ...outcomesPart(run),
    ...ledgerParts(run),
    ...summaryPart(run, plan),
    ...gatePart(run),
    ...(plan === undefined ? [] : [planPart(plan)]),
    howPart(run, plan),
    metricsPart(run),
  ];
}

function timeParts({ over, startedMs = 0, words }: ReportedRun, id: string, charts: Record<string, Chart>): Part[] {
  if (over === undefined) return [];
  const part = (name: string, title: string, chart: Chart): Part => {
    charts[`${id}-${name}`] = chart;
    return { title, ...chartTable(chart), picture: chartFigure(`${id}-${name}`, title, chart), fold: 'The numbers' };
  };
  return [
    ...(words.drawsSessions ? [part('sessions', 'Sessions over time (UTC)', sessionsChart(over, startedMs))] : []),
    ...(Object.keys(over.outcomes).length > 0
      ? [part('outcomes', words.outcomesTitle, outcomesChart(over, startedMs))]
      : []),
  ];
}

function frameOfRun(run: ReportedRun): Told['frame'] {
  const { startedMs, durationMs, plan, script, mostVus, whole, inputs, ran } = run;
  const from = startedMs ?? (ran === undefined ? undefined : Date.parse(ran.from));
  const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  const deployments = plan?.deployments.length;
  return frameOf({
    startedAt: iso(from),
    endedAt: from === undefined || durationMs === 0 ? undefined : iso(from + durationMs),
    tookMs: durationMs > 0 ? durationMs : undefined,
    refusedSince: refusedSince(run),
    plan: plan?.name,
    target: plan && nameOf(plan.target),
    scope: [
      script,
      deployments === undefined ? undefined : `${deployments} ${deployments === 1 ? 'deployment' : 'deployments'}`,
      plan && whole.attempts > 0 ? `${digits(plan.customers.sessions)} sessions wanted` : undefined,
      plan?.agents && whole.agentsConnected > 0 ? `${digits(plan.agents.count)} agents` : undefined,
    ]
      .filter((text) => text !== undefined)
      .join(', '),
    generator: [
      `${inputs.length} ${inputs.length === 1 ? 'file' : 'files'}`,
      mostVus === undefined ? undefined : `at most ${digits(mostVus)} virtual users`,
      whole.lateVisits > 0 ? `timers late in ${digits(whole.lateVisits)} visits` : 'no late timers',
    ]
      .filter((text) => text !== undefined)
      .join(', '),
  });
}

/** When the first was refused, and how many sessions were wanted then. */
function refusedSince({ refusals = [], whole: { firstRefusalAt } }: ReportedRun): string {
  const wanted = firstRefusalAt === undefined ? undefined : `when ${digits(firstRefusalAt)} sessions were wanted`;
  return [firstRefusedText(refusals), wanted].filter((text) => text !== undefined).join(', ');
}

const GATE_TONES: Readonly<Record<GateOutcome, Tone>> = {
  holds: 'good',
  crossed: 'bad',
  'not evaluated': 'unsure',
  'not decided': 'unsure',
};

function gateBadge(gate: GateOutcome, name: string | undefined): { readonly tone: Tone; readonly word: string } {
  return {
    tone: GATE_TONES[gate],
    word: gate === 'not evaluated' || name === undefined ? `gate ${gate}` : `gate ${name} ${gate}`,
  };
}
