import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { refusalOf } from '../../lib/plan/approval.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback, nameOf } from '../../lib/plan/target.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { engineRefusal, findK6 } from '../run/run.ts';

export interface RunnablePlan {
  readonly plan: Plan;
  /** The absolute path of the plan. */
  readonly path: string;
  /** `NAME=value` overrides, as given. */
  readonly values: readonly string[];
}

export interface RunnablePlanOptions {
  /** `NAME=value` overrides. */
  readonly e: readonly string[];
  readonly engine?: string;
}

/**
 * Reads a plan with its `-e` overrides. Throws an error of one line when it is no plan, has no approval for now, or
 * needs a k6 that is not on PATH.
 */
export function readRunnablePlan(
  file: string,
  { e: values, engine }: RunnablePlanOptions,
  { cwd, env }: RunIo,
): RunnablePlan {
  const refusedEngine = engineRefusal(engine, env);
  if (refusedEngine !== undefined) throw new Error(refusedEngine);
  const plan = readPlanFile(file, values, cwd);
  const refusal = refusalOf(plan, Date.now(), 0);
  if (refusal !== undefined) throw new Error(refusal);
  const { target } = plan;
  if (!isLoopback(target) && (engine === 'embedded' || findK6(env) === undefined)) {
    throw new Error(`target ${nameOf(target)}: the embedded engine sends load to loopback only; allowed: a k6 on PATH`);
  }
  return { plan, path: path.resolve(cwd, file), values };
}
