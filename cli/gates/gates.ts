import { readFileSync } from 'node:fs';
import type { RunIo } from '../../engine/run.ts';
import { parsePlan } from '../../lib/plan/parse.ts';
import type { Gate, Plan } from '../../lib/plan/schema.ts';
import { explanationOf } from '../../thresholds/explain.ts';
import { agentsGate, customersGate, type Thresholds } from '../../thresholds/gates.ts';

const GATES: readonly Gate[] = ['explore', 'ci', 'strict'];
const WIDTH = 74;

/** `headroom gates <plan>`: every line of every gate for this plan, and what it is for. */
export function explainGates(path: string, io: RunIo): number {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    io.stderr.write(`headroom gates: plan ${path}: no such file\n`);
    return 104;
  }
  const parsed = parsePlan(text, path, {});
  if (!parsed.ok) {
    io.stderr.write(`headroom gates: ${parsed.error}\n`);
    return 104;
  }
  for (const gate of GATES) io.stdout.write(gateText(gate, parsed.plan));
  return 0;
}

function gateText(gate: Gate, plan: Plan): string {
  const rules: Thresholds = {
    ...customersGate({ ...plan, gate }),
    ...(plan.agents === undefined ? {} : agentsGate(gate, plan.agents)),
  };
  let text = `${gate}${gate === plan.gate ? "  (this plan's)" : ''}\n`;
  for (const [metric, list] of Object.entries(rules)) {
    for (const rule of list) {
      const { threshold, ends } =
        typeof rule === 'string'
          ? { threshold: rule, ends: '' }
          : { threshold: rule.threshold, ends: ', ends the run' };
      text += `  ${`${metric}: ${threshold}${ends}`.padEnd(WIDTH)}${explanationOf(metric) ?? ''}\n`;
    }
  }
  return `${text}\n`;
}
