import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunIo } from '../../engine/run.ts';
import { refusalOf } from '../../lib/plan/approval.ts';
import { parsePlan } from '../../lib/plan/parse.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback, nameOf } from '../../lib/plan/target.ts';
import { findK6 } from '../run/run.ts';

export interface PlanFile {
  readonly plan: Plan;
  /** Absolute. */
  readonly path: string;
  /** `NAME=value`, as given. */
  readonly values: readonly string[];
}

export interface PlanOptions {
  /** `NAME=value` overrides. */
  readonly e: readonly string[];
  readonly engine?: string;
}

/** A plan's file with `-e` overrides laid over it. Throws one line when it is no plan, or may not be run now and here. */
export function readPlan(file: string, { e: values, engine }: PlanOptions, { cwd, env }: RunIo): PlanFile {
  const full = path.resolve(cwd, file);
  let text: string;
  try {
    text = readFileSync(full, 'utf8');
  } catch {
    throw new Error(`plan ${file}: no such file`);
  }
  const parsed = parsePlan(text, file, Object.fromEntries(values.map((pair) => pair.split(/=(.*)/s, 2))));
  if (!parsed.ok) throw new Error(parsed.error);
  const refusal = refusalOf(parsed.plan, Date.now(), 0);
  if (refusal !== undefined) throw new Error(refusal);
  const { target } = parsed.plan;
  if (!isLoopback(target) && (engine === 'embedded' || findK6(env) === undefined)) {
    throw new Error(`target ${nameOf(target)}: the embedded engine sends load to loopback only; allowed: a k6 on PATH`);
  }
  return { plan: parsed.plan, path: full, values };
}
