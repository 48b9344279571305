import { inputsOf } from '../../lib/plan/inputs.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { resultText } from '../../lib/verdict/result-text.ts';
import { summarise } from '../../lib/verdict/run/summarise.ts';
import { summariseStorms } from '../../lib/verdict/storm/summarise.ts';
import type { MetricTable } from '../../report/read/metric-table.ts';
import type { Deployable } from '../deploy/planned-vus.ts';
import type { CloudRun } from './cloud-run.ts';

/** What a run in the cloud played. */
export interface Played {
  readonly script: Deployable;
  readonly plan: Plan;
  /** The plan's file, and what `-e` changed of it. */
  readonly planFile: string;
  readonly overrides: readonly string[];
}

/** What `handleSummary` would have given: the text of the summary, and the result. */
export interface CloudResult {
  readonly text: string;
  readonly result: string;
}

const RESULT = 'result.json';

/** Makes of a run's metrics what its own summary would have made, had the cloud called it. */
export function cloudResult(
  run: CloudRun,
  metrics: MetricTable,
  { script, plan, planFile, overrides }: Played,
): CloudResult {
  const inputs = inputsOf({ plan, overrides, loopback: false, loadedAtMs: Date.parse(run.from) }, {});
  const data = {
    metrics,
    state: { testRunDurationMs: run.durationMs },
    setup_data: { runId: run.id, segment: '' },
  };
  const env = { PLAN: planFile, RESULT };
  const files: Readonly<Record<string, string>> =
    script === 'reconnect-storm' ? summariseStorms(inputs, data, env) : summarise(script, inputs, data, env);
  // The summary takes the end of a run to be now.
  const { format: _, ...written } = JSON.parse(files[RESULT] ?? '{}') as Record<string, unknown>;
  const mark = { id: run.id, from: run.from, to: run.to };
  const cloud = { status: run.status, result: run.result ?? null };
  return { text: files.stdout ?? '', result: resultText({ ...written, run: mark, cloud }, 2) };
}
