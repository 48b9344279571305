import type { RunIo } from '@headroom/engine';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { badInput } from '../io/bad-input.ts';
import { type Arithmetic, arithmeticOf } from './plan-arithmetic.ts';
import { readPlanFile } from './plan-file.ts';
import { exchangesPerVisit } from './visit-length.ts';

const WIDTH = 42;

/**
 * `headroom plan check <plan>`: prints the arithmetic of a plan, and its margin to every published limit. Returns 0
 * when the plan stays within all of them, 99 when it exceeds one, 104 on bad input.
 */
export function checkPlan(path: string, values: readonly string[], io: RunIo): number {
  let plan: Plan;
  let arithmetic: Arithmetic;
  try {
    plan = readPlanFile(path, values, io.cwd);
    arithmetic = arithmeticOf(plan, exchangesPerVisit(plan, path, io.cwd));
  } catch (error) {
    return badInput('plan check', error, io);
  }
  const { figures, margins } = arithmetic;
  io.stdout.write(`plan ${plan.name} on ${nameOf(plan.target)}\n\n`);
  for (const { what, is } of figures) io.stdout.write(`  ${what.padEnd(WIDTH)}${is}\n`);
  io.stdout.write('\n');
  for (const { what, is, ok } of margins) io.stdout.write(`  ${what.padEnd(WIDTH)}${is}${ok ? '' : '   OVER'}\n`);
  return margins.every(({ ok }) => ok) ? 0 : 99;
}
