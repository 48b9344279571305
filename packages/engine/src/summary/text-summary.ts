import { createColors } from 'picocolors';
import { allChecks, type CheckNode } from '../metrics/group-tree.ts';
import { perSecond } from '../thresholds/expression.ts';
import type { GatedSeries } from '../thresholds/thresholds.ts';
import { formatPerSecond, formatRate, formatValue } from './format-values.ts';
import { aligned, type MetricRow, rowOf } from './metric-rows.ts';
import type { MetricSummary, RunSummary } from './summary-data.ts';

type Metrics = RunSummary['metrics'];

/** The metrics of one group or scenario, which summary mode full shows apart. */
export interface SummaryPart {
  readonly title: string;
  readonly metrics: Metrics;
  readonly checks: readonly CheckNode[];
}

export interface TextSummary {
  readonly summary: RunSummary;
  readonly gated: readonly GatedSeries[];
  /** Empty in compact mode. */
  readonly parts: readonly SummaryPart[];
}

/**
 * The end-of-test summary as text: thresholds, checks, metrics by subject, and in full mode each group and scenario.
 */
export function textSummary({ summary, gated, parts }: TextSummary): string {
  const colors = createColors(!summary.options.noColor);
  const unit = summary.options.summaryTimeUnit;
  const durationMs = summary.state.testRunDurationMs;
  const total = { title: 'TOTAL RESULTS', metrics: summary.metrics, checks: allChecks(summary.root_group) };
  const sections = [
    ...(gated.length === 0
      ? []
      : [[heading('THRESHOLDS', colors), gated.map((one) => gateLines(one, unit, colors).join('\n')).join('\n\n')]]),
    ...[total, ...parts].map((part) => [heading(part.title, colors), ...partLines(part, unit, durationMs, colors)]),
  ];
  return `\n${sections.map((lines) => lines.join('\n')).join('\n\n\n')}\n`;
}

type Colors = ReturnType<typeof createColors>;

function heading(title: string, colors: Colors): string {
  return `  ${colors.bold(`█ ${title}`)}\n`;
}

function gateLines({ series, thresholds }: GatedSeries, unit: string, colors: Colors): readonly string[] {
  const lines = thresholds.map(({ expression, ok, observed }) => {
    const method = expression.percent === undefined ? expression.method : `p(${expression.percent})`;
    const isSpeed = series.metric.type === 'counter' && method === 'rate';
    const value = isSpeed
      ? formatPerSecond(observed, series.metric.contains)
      : formatValue(observed, series.metric, unit);
    return `    ${mark(ok, colors)} '${expression.source}' ${method}=${value}`;
  });
  return [`    ${series.name}`, ...lines];
}

function partLines(
  { metrics, checks }: SummaryPart,
  unit: string,
  durationMs: number,
  colors: Colors,
): readonly string[] {
  const blocks = [checkLines(metrics.checks, checks, durationMs, colors), ...metricBlocks(metrics, unit, colors)];
  return blocks
    .filter((lines) => lines.length > 0)
    .flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
    .map((line) => (line === '' ? '' : `    ${line}`));
}

function checkLines(
  metric: MetricSummary | undefined,
  checks: readonly CheckNode[],
  durationMs: number,
  colors: Colors,
): readonly string[] {
  const { passes = 0, fails = 0, rate = 0 } = metric?.values ?? {};
  const count = passes + fails;
  if (count === 0) return [];
  const rows: MetricRow[] = [
    { label: 'checks_total', cells: [String(count), formatPerSecond(perSecond(count, durationMs), 'default')] },
    { label: 'checks_succeeded', cells: [formatRate(rate), `${passes} out of ${count}`] },
    { label: 'checks_failed', cells: [formatRate(fails / count), `${fails} out of ${count}`] },
  ];
  return [...aligned(rows), '', ...checks.flatMap((check) => oneCheck(check, colors))];
}

function oneCheck({ name, passes, fails }: CheckNode, colors: Colors): readonly string[] {
  if (fails === 0) return [`${mark(true, colors)} ${name}`];
  const percent = Math.floor((100 * passes) / (passes + fails));
  return [`${mark(false, colors)} ${name}`, `  ↳  ${percent}% — ✓ ${passes} / ✗ ${fails}`];
}

const SUBJECTS: readonly (readonly [string, (name: string) => boolean])[] = [
  ['HTTP', (name) => name.startsWith('http_req')],
  ['WEBSOCKET', (name) => name.startsWith('ws_')],
  [
    'EXECUTION',
    (name) =>
      ['vus', 'vus_max', 'iterations', 'iteration_duration', 'dropped_iterations', 'group_duration'].includes(name),
  ],
  ['NETWORK', (name) => name === 'data_sent' || name === 'data_received'],
];

/** The metrics by subject, with all labels of a part aligned. Custom metrics come first. */
function metricBlocks(metrics: Metrics, unit: string, colors: Colors): readonly (readonly string[])[] {
  const names = Object.keys(metrics)
    .filter((name) => base(name) !== 'checks' || name.includes('{'))
    .sort();
  const lines = aligned(names.map((name) => rowOf(name, metrics[name] ?? EMPTY, unit)));
  const subjectOf = (name: string) => SUBJECTS.find(([, holds]) => holds(base(name)))?.[0] ?? 'CUSTOM';
  return ['CUSTOM', ...SUBJECTS.map(([subject]) => subject)].map((subject) => {
    const own = lines.filter((_, at) => subjectOf(names[at] ?? '') === subject);
    return own.length === 0 ? [] : [colors.bold(subject), ...own];
  });
}

const EMPTY: MetricSummary = { type: 'counter', contains: 'default', values: {} };

function base(name: string): string {
  return name.split('{', 1)[0] ?? name;
}

function mark(ok: boolean, colors: Colors): string {
  return ok ? colors.green('✓') : colors.red('✗');
}
