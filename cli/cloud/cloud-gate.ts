import type { Plan } from '../../lib/plan/schema.ts';
import { gateLines } from '../../report/model/gate-lines.ts';
import type { MetricTable, MetricValues } from '../../report/read/metric-table.ts';
import { agentsGate, contactCentreGate, customersGate, stormGate, type Thresholds } from '../../thresholds/gates.ts';
import { splitsFor } from '../../thresholds/splits.ts';
import type { Deployable } from '../deploy/planned-vus.ts';
import type { CloudRun } from './cloud-run.ts';
import { valuesOf } from './read-table.ts';

/** The rules of a plan's gate for a script, as the script gives them to k6. */
export function gateOf(script: Deployable, plan: Plan): Thresholds {
  const { agents } = plan;
  if (script === 'reconnect-storm') return stormGate(plan);
  if (script === 'customers' || agents === undefined) return customersGate(plan);
  return script === 'agents' ? agentsGate(plan.gate, agents) : contactCentreGate(plan, agents);
}

/** All keys that a script has k6 keep in a summary: its splits, and those of its gate. */
export const keysOf = (script: Deployable, plan: Plan): string[] =>
  Object.keys({ ...splitsFor(script, plan), ...gateOf(script, plan) });

const ruleText = (rule: Thresholds[string][number]): string => (typeof rule === 'string' ? rule : rule.threshold);

/**
 * A rule that the run had otherwise than the plan has it, in one line; undefined where there is none, or the cloud does
 * not say which rules the run had. Only those that want a least number are compared: they hold the size of the plan.
 */
export function otherPlan(script: Deployable, plan: Plan, { thresholds }: CloudRun): string | undefined {
  if (thresholds === undefined) return undefined;
  for (const [metric, rules] of Object.entries(gateOf(script, plan))) {
    const wanted = rules.map(ruleText).filter((rule) => rule.startsWith('count>='));
    const had = (thresholds[metric] ?? []).map((rule) => rule.replace(/\s+/g, ''));
    const missing = wanted.find((rule) => !had.includes(rule));
    if (missing !== undefined) return `${metric}: ${had.join(', ') || 'no rule'}, not ${missing}`;
  }
  return undefined;
}

/**
 * The table with the outcome of each threshold, as k6 hands it to `handleSummary`: what has a threshold is in it even
 * where it was never measured.
 */
export function judgedTable(table: MetricTable, script: Deployable, plan: Plan): MetricTable {
  const thresholds: Thresholds = { ...splitsFor(script, plan), ...gateOf(script, plan) };
  const judged: Record<string, MetricValues> = { ...table };
  for (const key of Object.keys(thresholds)) {
    const values = judged[key] ?? valuesOf(key);
    if (values !== undefined) judged[key] = values;
  }
  const lines = gateLines(judged, thresholds, true);
  for (const [key, rules] of Object.entries(thresholds)) {
    const values = judged[key];
    if (values === undefined) continue;
    const outcomes = rules.map(ruleText).map((rule) => {
      const line = lines.find((one) => one.metric === key && one.rule === rule);
      return [rule, { ok: line === undefined || line.ok === true }] as const;
    });
    judged[key] = { ...values, thresholds: Object.fromEntries(outcomes) };
  }
  return judged;
}
