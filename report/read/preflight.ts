import { isObject } from './ndjson.ts';

/** In the order in which they matter. `fail` spoils the test, `warn` may, and `unknown` could not be seen. */
export const STATES = ['fail', 'warn', 'unknown', 'ok'] as const;

/** One thing that was looked at before a run. */
export interface Check {
  /** Such as `deployments`. */
  readonly what: string;
  readonly state: (typeof STATES)[number];
  /** What was seen, with its figures. */
  readonly is: string;
  /** What to change, where something has to be. */
  readonly change?: string;
}

/** What `headroom preflight --json` prints. */
export interface Preflight {
  readonly plan: string;
  readonly target: string;
  /** When the org was looked at (ISO 8601). */
  readonly at: string;
  readonly checks: readonly Check[];
}

/** Reads the document of `headroom preflight --json`; undefined for any other. */
export function readPreflight({ plan, target, at, checks }: Readonly<Record<string, unknown>>): Preflight | undefined {
  if (![plan, target, at].every((text) => typeof text === 'string') || Number.isNaN(Date.parse(String(at))))
    return undefined;
  if (!Array.isArray(checks) || !checks.every(isCheck)) return undefined;
  return { plan, target, at, checks } as Preflight;
}

function isCheck(one: unknown): one is Check {
  if (!isObject(one)) return false;
  const { what, state, is, change } = one;
  const texts = [what, is, change ?? ''];
  return texts.every((text) => typeof text === 'string') && STATES.some((known) => known === state);
}
