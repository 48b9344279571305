import { holds, parseExpression } from '@headroom/engine/thresholds';
import type { Plan } from '../../lib/plan/schema.ts';
import { explanationOf } from '../../thresholds/explain.ts';
import { agentsGate, contactCentreGate, customersGate, stormGate, type Thresholds } from '../../thresholds/gates.ts';
import type { MetricTable, MetricValues } from '../read/metric-table.ts';

/** One line of a gate, and how the run stood to it. */
export interface GateLine {
  readonly metric: string;
  readonly rule: string;
  readonly ok: boolean;
  /** The value compared; undefined where the input does not have it. */
  readonly observed: number | undefined;
  readonly meaning: string;
}

/** Which sides a run plays. */
export interface Sides {
  readonly customers: boolean;
  readonly agents: boolean;
  /** `reconnect-storm` calls its scenario `customers` as well, and has a gate of its own. */
  readonly storms: boolean;
}

/** Thresholds that always hold: there to have k6 split a metric. */
const ALWAYS = /^(?:rate|count|value|min|max)>=0$/;

/** The rules that the plan's gate has for these sides. */
export function gateOf(plan: Plan | undefined, sides: Sides): Thresholds {
  if (plan === undefined) return {};
  if (sides.storms) return stormGate(plan);
  const agents = sides.agents ? plan.agents : undefined;
  if (agents === undefined) return sides.customers ? customersGate(plan) : {};
  return sides.customers ? contactCentreGate(plan, agents) : agentsGate(plan.gate, agents);
}

/** All rules of `thresholds` and of the table itself against the table. */
export function gateLines(table: MetricTable, thresholds: Thresholds): GateLine[] {
  const lines: GateLine[] = [];
  for (const metric of [...new Set([...Object.keys(thresholds), ...Object.keys(table)])].sort()) {
    const given = (thresholds[metric] ?? []).map((rule) => (typeof rule === 'string' ? rule : rule.threshold));
    for (const rule of new Set([...given, ...rulesOf(table[metric])])) {
      const line = ALWAYS.test(rule) ? undefined : lineOf(metric, rule, table[metric]);
      if (line) lines.push(line);
    }
  }
  return lines;
}

function rulesOf(values: MetricValues | undefined): string[] {
  return [...Object.keys(values?.thresholds ?? {}), ...(values?.rules ?? [])];
}

function lineOf(metric: string, rule: string, values: MetricValues | undefined): GateLine | undefined {
  const known = values?.thresholds?.[rule];
  const meaning = explanationOf(metric) ?? '';
  try {
    const expression = parseExpression(rule, metric);
    const key = expression.method === 'p' ? `p(${expression.percent})` : expression.method;
    // What has no sample counts as 0 (k6.md section 5).
    const observed = values === undefined || isEmpty(values) ? 0 : values.values[key];
    const ok = known?.ok ?? (observed !== undefined && (isEmptyRate(values) || holds(expression, observed)));
    return { metric, rule, ok, observed, meaning };
  } catch {
    // No rule that k6 would run with.
    return known && { metric, rule, ok: known.ok, observed: undefined, meaning };
  }
}

function isEmpty({ type, values }: MetricValues): boolean {
  return type === 'trend' && values.count === 0;
}

/** A rate without a sample passes, whatever it demands. */
function isEmptyRate(values: MetricValues | undefined): boolean {
  return values?.type === 'rate' && values.values.passes === 0 && values.values.fails === 0;
}
