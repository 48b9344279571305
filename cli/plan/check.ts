import { readFileSync } from 'node:fs';
import type { RunIo } from '../../engine/run.ts';
import { parsePlan } from '../../lib/plan/parse.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { arithmeticOf } from './arithmetic.ts';

const WIDTH = 42;

/**
 * `headroom plan check <plan>`: the arithmetic of a plan, and its margin to every published limit. Exit 0 when it keeps
 * them all, 99 when it breaks one, 104 when it is no plan.
 */
export function checkPlan(path: string, values: readonly string[], io: RunIo): number {
  const env = Object.fromEntries(values.map((pair) => pair.split(/=(.*)/s, 2)));
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return refuse(io, `plan ${path}: no such file`);
  }
  const parsed = parsePlan(text, path, env);
  if (!parsed.ok) return refuse(io, parsed.error);
  const { plan } = parsed;
  const { figures, margins } = arithmeticOf(plan);
  io.stdout.write(`plan ${plan.name} on ${nameOf(plan.target)}\n\n`);
  for (const { what, is } of figures) io.stdout.write(`  ${what.padEnd(WIDTH)}${is}\n`);
  io.stdout.write('\n');
  for (const { what, is, ok } of margins) io.stdout.write(`  ${what.padEnd(WIDTH)}${is}${ok ? '' : '   OVER'}\n`);
  return margins.every(({ ok }) => ok) ? 0 : 99;
}

function refuse(io: RunIo, line: string): number {
  io.stderr.write(`headroom plan check: ${line}\n`);
  return 104;
}
