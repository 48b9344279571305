import type { RunIo } from '@headroom/engine';
import type { Plan } from '../../../lib/plan/schema.ts';
import { nameOf } from '../../../lib/plan/target.ts';
import { explanationOf } from '../../../thresholds/explain.ts';
import type { Thresholds } from '../../../thresholds/gates.ts';
import { badInput } from '../../io/bad-input.ts';
import { COLUMNS, wrapText } from '../../io/wrap-text.ts';
import { readPlanFile } from '../plan-file.ts';
import { drawnLoad } from './load-curves.ts';
import { playedScript, SCRIPTS, type Script, usualScript } from './played-scripts.ts';
import { scenarioText } from './scenario-text.ts';

export interface ExplainOptions {
  /** `NAME=value` overrides of the plan. */
  readonly e: readonly string[];
  readonly script?: string;
}

/**
 * `headroom plan explain <plan>`: prints what a script becomes with the plan: its k6 scenarios and stages, the load over
 * time drawn as text, and the thresholds of its gate with what each is for. It calls nobody. Returns 0, or 104 on bad input.
 */
export function explainPlan(file: string, options: ExplainOptions, io: RunIo): number {
  try {
    const plan = readPlanFile(file, options.e, io.cwd);
    const script = scriptNamed(options.script) ?? usualScript(plan);
    io.stdout.write(explanation(plan, file, script));
    return 0;
  } catch (error) {
    return badInput('plan explain', error, io);
  }
}

function scriptNamed(name: string | undefined): Script | undefined {
  const script = SCRIPTS.find((one) => one === name?.replace(/^.*\/|\.js$/g, ''));
  if (name === undefined || script !== undefined) return script;
  throw new Error(`--script ${name}; allowed: ${SCRIPTS.join(', ')}`);
}

function explanation(plan: Plan, file: string, script: Script): string {
  const { scenarios, thresholds } = playedScript(script, plan);
  const drawn = drawnLoad(plan, script);
  const sections = [
    [`plan ${plan.name} on ${nameOf(plan.target)}`, `k6 run -e PLAN=${file} dist/${script}.js`],
    ['scenarios', ...Object.entries(scenarios).flatMap(([name, scenario]) => scenarioText(name, scenario))],
    ...(drawn.length === 0 ? [] : [['the load over time', ...drawn]]),
    [`thresholds of the gate ${plan.gate}`, ...thresholdLines(thresholds)],
    ['next', ...nextCommands(file)],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Each rule, and in the line below what it is for. */
function thresholdLines(thresholds: Thresholds): string[] {
  return Object.entries(thresholds).flatMap(([metric, rules]) => {
    const said = rules.map((rule) =>
      typeof rule === 'string' ? `  ${metric}: ${rule}` : `  ${metric}: ${rule.threshold}, ends the run`,
    );
    return [...said, ...wrapText(explanationOf(metric) ?? '', COLUMNS, '      ')];
  });
}

const nextCommands = (file: string): string[] => [`  headroom plan check ${file}`, `  headroom preflight ${file}`];
