import { OVERRIDE_NAMES } from '../../lib/plan/overrides.ts';
import { parsePlan } from '../../lib/plan/parse.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { readInputFile } from '../io/input-file.ts';

/** Reads a plan and applies `NAME=value` overrides. Throws an error of one line when the file is no valid plan. */
export function readPlanFile(file: string, values: readonly string[], cwd: string): Plan {
  const parsed = parsePlan(planText(file, cwd), file, overridesIn(values));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.plan;
}

function planText(file: string, cwd: string): string {
  try {
    return readInputFile('plan', file, cwd);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(message.endsWith('no such file') ? `${message}; headroom plan init writes one` : message);
  }
}

/** Parses `NAME=value` overrides. Throws an error of one line for a name that is no override of a plan. */
export function overridesIn(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value] = pair.split(/=(.*)/s, 2);
      if (value !== undefined && OVERRIDE_NAMES.includes(name)) return [name, value];
      throw new Error(`-e ${pair}; allowed: NAME=value, with NAME one of ${OVERRIDE_NAMES.join(', ')}`);
    }),
  );
}
