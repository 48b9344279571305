import { isDeepStrictEqual } from 'node:util';
import type { RunIo } from '@headroom/engine';
import type { Gate, Plan } from '../../lib/plan/schema.ts';
import { explanationOf } from '../../thresholds/explain.ts';
import { contactCentreGate, customersGate, stormGate, type Thresholds } from '../../thresholds/gates.ts';
import { badInput } from '../io/bad-input.ts';
import { readPlanFile } from '../plan/plan-file.ts';

const GATES: readonly Gate[] = ['explore', 'ci', 'strict'];
const WIDTH = 74;

/**
 * `headroom gates <plan>`: prints every rule of every gate for a plan, and what it is for, with a mark on those of the plan's own goals. Those of reconnect-storm are
 * listed apart. Returns 0, or 104 on bad input.
 */
export function explainGates(path: string, io: RunIo): number {
  let plan: Plan;
  try {
    plan = readPlanFile(path, [], io.cwd);
  } catch (error) {
    return badInput('gates', error, io);
  }
  for (const gate of GATES) io.stdout.write(gateText(gate, plan));
  return 0;
}

function gateText(gate: Gate, plan: Plan): string {
  const gated = { ...plan, gate };
  const head = `${gate}${gate === plan.gate ? "  (this plan's)" : ''}\n`;
  return `${head}${linesOf(rulesOf(gated), rulesOf({ ...gated, goals: undefined }))}  of reconnect-storm:\n${linesOf(stormGate(gated))}\n`;
}

function rulesOf(plan: Plan): Thresholds {
  return plan.agents === undefined ? customersGate(plan) : contactCentreGate(plan, plan.agents);
}

/** `own`: the rules that the gate would have without the plan's goals. */
function linesOf(rules: Thresholds, own: Thresholds = rules): string {
  let text = '';
  for (const [metric, list] of Object.entries(rules)) {
    for (const rule of list) {
      const { threshold, ends } =
        typeof rule === 'string'
          ? { threshold: rule, ends: '' }
          : { threshold: rule.threshold, ends: ', ends the run' };
      const goal = isDeepStrictEqual(list, own[metric]) ? '' : ' (by goals of the plan)';
      text += `  ${`${metric}: ${threshold}${ends}`.padEnd(WIDTH)}${explanationOf(metric) ?? ''}${goal}\n`;
    }
  }
  return text;
}
