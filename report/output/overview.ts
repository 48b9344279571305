import { planDifferences } from '../model/plan-differences.ts';
import type { Part } from '../model/told.ts';
import { digits } from '../page/number-format.ts';
import { dotPlot } from '../render/dot-plot.ts';
import { heldOf } from '../render/key-figures.ts';
import { momentOf } from '../render/moment-text.ts';
import { partSection } from '../render/told-section.ts';
import type { Report, ReportedRun } from './report.ts';

/** HTML: several runs beside one another; nothing for one alone. */
export function overviewSection(report: Report): string {
  return overviewParts(report).map(partSection).join('\n');
}

/** Several runs side by side, how what they held changed from one to the next, and in what their plans differ. */
export function overviewParts({ runs }: Report): Part[] {
  if (runs.length < 2) return [];
  const head = [
    'run',
    'when',
    'plan',
    'held',
    'wanted',
    'visits served',
    'upgrades refused',
    'verdict',
    'gate',
    'made from',
  ];
  const side: Part = {
    title: `${runs.length} runs side by side`,
    says: answerOf(runs),
    head,
    rows: runs.map(rowOf),
    picture: trendOf(runs),
  };
  return [side, ...differencesPart(runs)];
}

/** How many sessions they held, what stopped the next ones, and how their gates were. */
function answerOf(runs: readonly ReportedRun[]): string {
  const held = runs.flatMap((run) => heldOf(run, run.plan) ?? []).sort((a, b) => a.value - b.value);
  const [least, most] = [held[0]?.text, held.at(-1)?.text];
  const range = least === most ? least : `${least} to ${most}`;
  const isStorms = runs.every(({ kind }) => kind === 'storm');
  return [
    ...(isStorms ? [] : [range === undefined ? 'sessions held unknown' : `${range} sessions held`]),
    counted(runs.map(outcomeOf)),
    counted(runs.map(({ gate }) => `gate ${gate}`)),
  ]
    .join('; ')
    .concat('.');
}

/** `no limit met (3 of 3)`, or `no limit met (2 of 3), undetermined (1 of 3)`. */
function counted(words: readonly string[]): string {
  const number = (kind: string) => words.filter((word) => word === kind).length;
  return [...new Set(words)].map((kind) => `${kind} (${number(kind)} of ${words.length})`).join(', ');
}

/** What stopped the next session, in the word of the verdict. */
function outcomeOf({ verdict, kind }: ReportedRun): string {
  const { cause } = verdict ?? {};
  return cause === 'none' ? 'no limit met' : (cause ?? (kind === 'storm' ? 'reconnect storm' : 'no verdict'));
}

function rowOf(run: ReportedRun, index: number): Part['rows'][number] {
  const { verdict, whole, gate, plan, inputs, kind } = run;
  const { cause } = verdict ?? {};
  const tone = cause === undefined || cause === 'undetermined' ? 'unsure' : cause === 'none' ? 'good' : 'bad';
  return [
    `run\u00a0${index + 1}`,
    whenText(run),
    plan?.name ?? '–',
    heldOf(run, plan)?.text ?? '–',
    plan === undefined || kind === 'storm' ? '–' : plan.customers.sessions,
    servedText(run),
    kind === 'storm' ? '–' : whole.refused,
    { tone, word: outcomeOf(run) },
    gate,
    inputs.join(', '),
  ];
}

function whenText({ startedMs, ran }: ReportedRun): string {
  const from = startedMs ?? (ran === undefined ? undefined : Date.parse(ran.from));
  return from === undefined ? '–' : momentOf(from);
}

/** Of all visits, those that were served as planned; nothing where no agents were there to serve them. */
function servedText({ reading }: ReportedRun): string {
  const { service } = reading ?? {};
  if (service === undefined || !service.judged) return '–';
  const { reached, of } = service.goals['as-planned'];
  return `${reached} of ${of}`;
}

/** What each run held, in their order: the trend. */
function trendOf(runs: readonly ReportedRun[]): string {
  const rows = runs.flatMap((run, index) => {
    const held = heldOf(run, run.plan);
    return held === undefined ? [] : [{ label: `run ${index + 1}`, values: [held.value] }];
  });
  const says = 'Sessions held in each run, in their order; the table has the numbers.';
  return rows.length < 2
    ? ''
    : `<h3 class="sub">Sessions held, run by run</h3>${dotPlot({ says, rows, hasZero: true, written: digits })}`;
}

/** The keys in which the plans of the runs differ from that of the first, with their values. */
function differencesPart(runs: readonly ReportedRun[]): Part[] {
  const plans = runs.map(({ plan }) => plan);
  const [first] = plans;
  if (first === undefined) return [];
  const keys = [...new Set(plans.flatMap((plan) => (plan === undefined ? [] : planDifferences(first, plan))))];
  if (keys.length === 0) return [];
  const head = ['key', ...runs.map((_, index) => `run ${index + 1}`)];
  const rows = keys.map((key) => [key, ...plans.map((plan) => shown(valueAt(plan, key)))]);
  return [{ title: 'In what their plans differ', head, rows }];
}

function valueAt(plan: unknown, key: string): unknown {
  return key.split('.').reduce((value, part) => Reflect.get(Object(value), part), plan);
}

const LONGEST = 80;

function shown(value: unknown): string {
  if (value === undefined) return '–';
  const text = Array.isArray(value) ? `${value.length} of them` : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
