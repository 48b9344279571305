import type { RunIo } from '@headroom/engine';
import { onceRefusal } from '../../lib/plan/once-fits.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import type { Check } from '../../report/read/preflight.ts';
import { badInput } from '../io/bad-input.ts';
import { agentsMargin } from './agents-needed.ts';
import { loginsCheck } from './logins-check.ts';
import { arithmeticOf, type Margin } from './plan-arithmetic.ts';
import { readPlanFile } from './plan-file.ts';
import { dialoguesThatFit, meanTimes } from './planned-visits.ts';
import { regionChecks } from './region-checks.ts';
import { setChecks } from './set-checks.ts';
import { surveySet } from './set-survey.ts';
import { tokenFileChecks } from './token-checks.ts';
import { exchangesIn } from './visit-length.ts';
import { windowChecks } from './window-checks.ts';

const WIDTH = 42;
const MARKS: Readonly<Record<Check['state'], string>> = {
  ok: '',
  warn: '   LOOK',
  unknown: '   LOOK',
  fail: '   FAIL',
};

/**
 * `headroom plan check <plan>`: prints the arithmetic of a plan, how many dialogues fit, its margin to every published
 * limit, the files that a run could not read or play, and the region of its target with what of the approved window is
 * outside the region's night. Returns 0 when the plan stays within all limits and its files are there, 99 when not, 104 on
 * bad input and where dialogues are planned once that the plan can never play. A window by day does not change what it
 * returns, since Genesys may have approved that; one that is over, or shorter than the run, does.
 */
export async function checkPlan(path: string, values: readonly string[], io: RunIo): Promise<number> {
  try {
    const plan = readPlanFile(path, values, io.cwd);
    return await checked(plan, path, io);
  } catch (error) {
    return badInput('plan check', error, io);
  }
}

async function checked(plan: Plan, path: string, io: RunIo): Promise<number> {
  const survey = await surveySet(plan, path, io.cwd, io.stderr);
  const refusal = onceRefusal(plan, survey.dialogues);
  if (refusal !== undefined) throw new Error(refusal);
  const { figures, margins } = arithmeticOf(plan, exchangesIn(survey.dialogues, plan));
  const fits = dialoguesThatFit(plan, survey);
  const needed = plan.agents && agentsMargin(plan, plan.agents, meanTimes(plan, survey.dialogues));
  const all: Margin[] = [...margins, ...[needed, fits].filter((margin) => margin !== undefined)];
  io.stdout.write(`plan ${plan.name} on ${nameOf(plan.target)}\n\n`);
  for (const { what, is } of figures) io.stdout.write(`  ${what.padEnd(WIDTH)}${is}\n`);
  io.stdout.write('\n');
  for (const { what, is, ok } of all) io.stdout.write(`  ${what.padEnd(WIDTH)}${is}${ok ? '' : '   OVER'}\n`);
  const checks = [
    ...setChecks(survey, plan.customers),
    ...(plan.agents === undefined ? [] : tokenFileChecks(plan, plan.agents, path, io.cwd)),
    ...loginsCheck(plan),
    ...regionChecks(plan),
    ...windowChecks(plan, Date.now()),
  ];
  io.stdout.write('\n');
  for (const { what, state, is, change } of checks) {
    io.stdout.write(`  ${what.padEnd(WIDTH)}${is}${MARKS[state]}\n`);
    if (change !== undefined) io.stdout.write(`  ${' '.repeat(WIDTH)}→ ${change}\n`);
  }
  return all.every(({ ok }) => ok) && checks.every(({ state }) => state !== 'fail') ? 0 : 99;
}
