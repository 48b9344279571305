import * as z from 'zod';
import type { JsonObject } from '../../report/read/json.ts';

/** What of a test run is read (docs/facts/k6.md section 9, K9.26). */
const testRun = z.looseObject({
  id: z.number(),
  created: z.string(),
  ended: z.string().nullish(),
  status: z.string(),
  status_history: z.array(z.looseObject({ type: z.string(), entered: z.string() })).default([]),
  result: z.string().nullish(),
  result_details: z.looseObject({ message: z.string().nullish() }).nullish(),
  options: z.looseObject({ thresholds: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  execution_duration: z.number().nullish(),
});

/** A test run in k6 cloud that is over. */
export interface CloudRun {
  readonly id: string;
  readonly status: 'completed' | 'aborted';
  /** Of the cloud's own: `passed`, `failed` where a threshold was crossed, `error`; undefined where it has none. */
  readonly result: string | undefined;
  /** Why it is so, where the cloud says it. */
  readonly message: string | undefined;
  /** When it ran (ISO 8601). */
  readonly from: string;
  readonly to: string;
  readonly durationMs: number;
  /** The rules that it ran with, by metric; undefined where the cloud does not say. */
  readonly thresholds: Readonly<Record<string, readonly string[]>> | undefined;
}

/** Takes the cloud's answer apart. Throws an error of one line where it is none, or the run is not over. */
export function cloudRunIn(body: JsonObject): CloudRun {
  const read = testRun.safeParse(body);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`the cloud's test run: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { id, status, status_history: history, created, ended, execution_duration: seconds } = read.data;
  if (status !== 'completed' && status !== 'aborted')
    throw new Error(`run ${id} is ${status}: there is nothing to judge yet; allowed: one that is completed or aborted`);
  const began = history.findIndex(({ type }) => type === 'running');
  const from = history[began]?.entered ?? created;
  const to = history.slice(began + 1).find(() => began >= 0)?.entered ?? ended ?? created;
  const byClock = Date.parse(to) - Date.parse(from);
  return {
    id: String(id),
    status,
    result: read.data.result ?? undefined,
    message: read.data.result_details?.message ?? undefined,
    from,
    to,
    durationMs: byClock > 0 ? byClock : (seconds ?? 0) * 1_000,
    thresholds: rulesIn(read.data.options?.thresholds),
  };
}

function rulesIn(thresholds: Readonly<Record<string, unknown>> | null | undefined): CloudRun['thresholds'] {
  if (thresholds === null || thresholds === undefined) return undefined;
  const entries = Object.entries(thresholds).map(
    ([metric, rules]) => [metric, [rules].flat().flatMap(ruleIn)] as const,
  );
  return Object.fromEntries(entries);
}

/** A rule is a text, or an object with it. */
function ruleIn(rule: unknown): string[] {
  if (typeof rule === 'string') return [rule];
  const { threshold } = Object(rule) as { threshold?: unknown };
  return typeof threshold === 'string' ? [threshold] : [];
}
