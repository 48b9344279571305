import type * as z from 'zod';
import { applyOverrides } from './overrides.ts';
import { type Plan, planSchema } from './schema.ts';

export type ParsedPlan =
  | { readonly ok: true; readonly plan: Plan; readonly overrides: readonly string[] }
  /** One line: what, where, what is allowed. */
  | { readonly ok: false; readonly error: string };

function at(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** A value as a message shows it. What stands where tokens are told of may be one: only its keys are shown. */
function shown(value: unknown, where: string): string {
  if (value === undefined) return 'missing';
  const text = /(^|\.)(tokens|credentials)(\.|$)/.test(where) ? keysOf(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function keysOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? `{${Object.keys(value).join(', ')}}` : `a ${typeof value}`;
}

function describe(issue: z.core.$ZodIssue, raw: unknown): string {
  const where = issue.path.map(String).join('.') || 'the plan';
  if (issue.code === 'unrecognized_keys') {
    return `${where}: unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}; allowed: ${issue.message}`;
  }
  const allowed = issue.message.replace(/^Invalid input: expected /, '').replace(/^Invalid option: expected /, '');
  return `${where}: ${shown(at(raw, issue.path), where)}; allowed: ${allowed}`;
}

/** Reads a plan's text, lays `env` overrides over it and validates. `name` is how messages call the file. */
export function parsePlan(text: string, name: string, env: Readonly<Record<string, string | undefined>>): ParsedPlan {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return { ok: false, error: `plan ${name}: not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const overrides = applyOverrides(raw, env);
  const result = planSchema.safeParse(raw);
  if (result.success) return { ok: true, plan: result.data, overrides };
  const [first, ...rest] = result.error.issues;
  const more = rest.length > 0 ? ` (and ${rest.length} more)` : '';
  return {
    ok: false,
    error: `plan ${name}: ${first ? describe(first, raw) : 'not valid'}${more}`.replace(/\s+/g, ' '),
  };
}
