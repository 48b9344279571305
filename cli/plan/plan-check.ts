import type { RunIo } from '@headroom/engine';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { badInput } from '../io/bad-input.ts';
import { type Arithmetic, arithmeticOf } from './plan-arithmetic.ts';
import { readPlanFile } from './plan-file.ts';
import { regionChecks } from './region-checks.ts';
import { exchangesPerVisit } from './visit-length.ts';

const WIDTH = 42;

/**
 * `headroom plan check <plan>`: prints the arithmetic of a plan, its margin to every published limit, and the region of
 * its target with what of the approved window is outside the region's night. Returns 0 when the plan stays within all
 * limits, 99 when it exceeds one, 104 on bad input. The window alone does not change what it returns: Genesys may have
 * approved another time.
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
  const checks = regionChecks(plan);
  if (checks.length > 0) io.stdout.write('\n');
  for (const { what, state, is, change } of checks) {
    io.stdout.write(`  ${what.padEnd(WIDTH)}${is}${state === 'ok' ? '' : '   LOOK'}\n`);
    if (change !== undefined) io.stdout.write(`  ${' '.repeat(WIDTH)}→ ${change}\n`);
  }
  return margins.every(({ ok }) => ok) ? 0 : 99;
}
