import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parsePlan } from '../../lib/plan/parse.ts';
import type { Plan } from '../../lib/plan/schema.ts';

/** A plan's file with `NAME=value` laid over it. Throws one line when it is no plan. */
export function planIn(file: string, values: readonly string[], cwd: string): Plan {
  let text: string;
  try {
    text = readFileSync(path.resolve(cwd, file), 'utf8');
  } catch {
    throw new Error(`plan ${file}: no such file`);
  }
  const parsed = parsePlan(text, file, Object.fromEntries(values.map((pair) => pair.split(/=(.*)/s, 2))));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.plan;
}

/** A whole number that an option gives. Throws one line. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${option} ${text}; allowed: a whole number from ${least} to ${most}`);
}
