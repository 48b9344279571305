import { createColors } from 'picocolors';
import { allChecks, type CheckNode } from '../metrics/group-tree.ts';
import { perSecond } from '../thresholds/expression.ts';
import type { GatedSeries } from '../thresholds/thresholds.ts';
import { formatPerSecond, formatRate, formatValue } from './format-values.ts';
import { aligned, type MetricRow, rowOf } from './metric-rows.ts';
import type { MetricSummary, RunSummary } from './summary-data.ts';

type Metrics = RunSummary['metrics'];

/** The metrics of one group or scenario, which summary mode full shows apart, with the groups in it. */
export interface SummaryPart {
  readonly kind: 'TOTAL' | 'SCENARIO' | 'GROUP';
  readonly name: string;
  readonly metrics: Metrics;
  readonly checks: readonly CheckNode[];
  readonly groups: readonly SummaryPart[];
}

export interface TextSummary {
  readonly summary: RunSummary;
  readonly gated: readonly GatedSeries[];
  /** The scenarios and groups of mode full; undefined in mode compact. */
  readonly parts: readonly SummaryPart[] | undefined;
}

/**
 * The end-of-test summary as text (docs/facts/k6.md, section 7, K7.8 to K7.19): thresholds, checks, metrics by subject, and in
 * mode full more metrics of HTTP and each scenario and group.
 */
export function textSummary({ summary, gated, parts }: TextSummary): string {
  const colors = createColors(!summary.options.noColor);
  const unit = summary.options.summaryTimeUnit;
  const durationMs = summary.state.testRunDurationMs;
  const { metrics, root_group } = summary;
  const total: SummaryPart = { kind: 'TOTAL', name: '', metrics, checks: allChecks(root_group), groups: [] };
  const layout = { unit, durationMs, colors, isFull: parts !== undefined };
  const sections = [
    ...(gated.length === 0
      ? []
      : [[heading('THRESHOLDS', colors), gated.map((one) => gateLines(one, unit, colors).join('\n')).join('\n\n')]]),
    ...[total, ...(parts ?? [])].map((part) => partSection(part, layout)),
  ];
  return `\n${sections.map((lines) => lines.join('\n')).join('\n\n\n')}\n`;
}

type Colors = ReturnType<typeof createColors>;

interface Layout {
  readonly unit: string;
  readonly durationMs: number;
  readonly colors: Colors;
  readonly isFull: boolean;
}

function partSection(part: SummaryPart, layout: Layout): readonly string[] {
  const title = part.kind === 'TOTAL' ? 'TOTAL RESULTS' : `${part.kind}: ${part.name}`;
  return [
    heading(title, layout.colors),
    ...indented(partLines(part, layout), 4),
    ...part.groups.flatMap((group) => innerGroup(group, layout, 4)),
  ];
}

/** A group within a scenario or another group. */
function innerGroup(part: SummaryPart, layout: Layout, indent: number): readonly string[] {
  const title = `${' '.repeat(indent)}${layout.colors.bold(`↳ GROUP: ${part.name}`)}`;
  return [
    '',
    title,
    '',
    ...indented(partLines(part, layout), indent + 2),
    ...part.groups.flatMap((group) => innerGroup(group, layout, indent + 2)),
  ];
}

function indented(lines: readonly string[], indent: number): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(indent)}${line}`));
}

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

function partLines(part: SummaryPart, layout: Layout): readonly string[] {
  const { durationMs, colors } = layout;
  const blocks = [checkLines(part.metrics.checks, part.checks, durationMs, colors), ...metricBlocks(part, layout)];
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
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

/** Whether a metric of a part stands in the text. */
function isShown(name: string, { kind }: SummaryPart, isFull: boolean): boolean {
  const metric = base(name);
  // The block of checks says what there is to say of them, and no published output has group_duration.
  if (metric === 'checks' || metric === 'group_duration') return false;
  if (!isFull && DETAILS.has(metric)) return false;
  if (kind === 'TOTAL') return true;
  return name !== 'http_req_duration{expected_response:true}' && !WHOLE_TEST.has(metric);
}

/** Parts of the time of a request, which mode compact leaves out. */
const DETAILS = new Set(
  ['blocked', 'connecting', 'receiving', 'sending', 'tls_handshaking', 'waiting'].map((part) => `http_req_${part}`),
);
/** Metrics of EXECUTION that no scenario or group has. */
const WHOLE_TEST = new Set(['vus', 'vus_max', 'dropped_iterations']);

const EXECUTION = ['vus', 'vus_max', 'iterations', 'iteration_duration', 'dropped_iterations'];
/** The subjects in k6's order after CUSTOM. A name's prefix decides, so a script's own `ws_errors` stands under WEBSOCKET. */
const SUBJECTS: readonly (readonly [string, (name: string) => boolean])[] = [
  ['HTTP', (name) => name.startsWith('http_')],
  ['EXECUTION', (name) => EXECUTION.includes(name)],
  ['NETWORK', (name) => name === 'data_sent' || name === 'data_received'],
  ['WEBSOCKET', (name) => name.startsWith('ws_')],
];

/** The metrics by subject, with all labels of a part aligned. Custom metrics come first. */
function metricBlocks(part: SummaryPart, { unit, colors, isFull }: Layout): readonly (readonly string[])[] {
  const { metrics } = part;
  const names = Object.keys(metrics)
    .filter((name) => isShown(name, part, isFull))
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
