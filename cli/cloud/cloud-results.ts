import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { thresholdOutcome } from '../../lib/measures/readings.ts';
import { measuresOf } from '../../lib/measures/table/rows.ts';
import { type PlannedRunOptions, scriptFor } from '../deploy/planned-run.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { badInput } from '../io/bad-input.ts';
import { checkedOutputFile } from '../io/output-file.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { report } from '../report/report.ts';
import { CLOUD_ORIGIN, CloudApi } from './cloud-api.ts';
import { judgedTable, keysOf, otherPlan } from './cloud-gate.ts';
import { cloudResult } from './cloud-result.ts';
import { type CloudRun, cloudRunIn } from './cloud-run.ts';
import { readTable, VUS } from './read-table.ts';

export interface CloudResultsOptions extends PlannedRunOptions {
  readonly output?: string;
  readonly report?: string;
  readonly junit?: string;
  readonly markdown?: string;
  /** The stack, where K6_CLOUD_STACK_ID does not say it. */
  readonly stack?: string;
  /** Where the API is. */
  readonly api?: string;
}

/**
 * `headroom cloud results <run> <plan>`: reads the metrics of a run in k6 cloud back, and makes of them the summary, the
 * result and the report that the run itself would have made, and judges it. Returns 0 where its gate holds and its verdict
 * names nothing, 99 where not, and 104 on bad input and where the cloud does not answer as documented.
 */
export async function cloudResults(
  id: string,
  planFile: string,
  options: CloudResultsOptions,
  io: RunIo,
): Promise<number> {
  const { cwd, stdout, stderr } = io;
  let written: string;
  try {
    if (!/^\d+$/.test(id)) throw new Error(`run ${id}; allowed: the number at the end of the run's address`);
    const plan = readPlanFile(planFile, options.e, cwd);
    const script = scriptFor(options.script, plan);
    const output = options.output ?? path.join('results', `cloud-${id}.json`);
    const file = checkedOutputFile('-o', output, [planFile], cwd);
    const api = apiOf(options, io);
    const run = cloudRunIn(await api.read(`/cloud/v6/test_runs/${id}`));
    const other = otherPlan(script, plan, run);
    if (other !== undefined)
      throw new Error(
        `run ${id} ran under another plan than ${planFile}, or another script than ${script}: ${other}; allowed: its own, with the -e and --script that it had`,
      );
    const keys = [...keysOf(script, plan), ...measuresOf(script).map(({ name }) => name), VUS];
    const read = await readTable(run.id, [...new Set(keys)], run.durationMs / 1_000, (at) => api.read(at));
    const metrics = judgedTable(read, script, plan);
    const { text, result } = cloudResult(run, metrics, { script, plan, planFile, overrides: options.e });
    stdout.write(text);
    for (const note of notesOn(run, thresholdOutcome(metrics).crossed))
      stderr.write(`headroom cloud results: ${note}\n`);
    writeFileAtomically(file, result);
    stdout.write(`result   ${output}\n`);
    written = output;
  } catch (error) {
    return badInput('cloud results', error, io);
  }
  const { report: page = written.replace(/(\.json)?$/, '.html'), junit, markdown } = options;
  const outputs = { ...(junit === undefined ? {} : { junit }), ...(markdown === undefined ? {} : { markdown }) };
  return await report([written], { output: page, e: [], gate: true, ...outputs }, io);
}

/** Where the cloud's own word on the run is another than that of its metrics. */
function notesOn({ id, status, result, message }: CloudRun, crossed: readonly string[]): string[] {
  const says = message === undefined ? '' : ` (${message})`;
  if (status === 'aborted') return [`run ${id} was aborted${says}: what was planned after that is unknown`];
  if (result === 'error') return [`the cloud calls run ${id} an error${says}`];
  if (result === 'failed' && crossed.length === 0)
    return [
      `the cloud says that thresholds of run ${id} failed${says}, and by its metrics none is crossed: look there`,
    ];
  if (result === 'passed' && crossed.length > 0)
    return [`the cloud says that run ${id} passed, and by its metrics ${crossed[0]} is crossed`];
  return [];
}

function apiOf({ stack, api = CLOUD_ORIGIN }: CloudResultsOptions, io: RunIo): CloudApi {
  const { K6_CLOUD_TOKEN: token, K6_CLOUD_STACK_ID: known } = io.env;
  const named = stack ?? known;
  if (!token) throw new Error('K6_CLOUD_TOKEN is not set; allowed: a token of the stack, in the environment');
  if (!named) throw new Error('no stack; allowed: --stack or K6_CLOUD_STACK_ID, its numeric id or its name');
  if (!/^https:\/\/[^/\s]+$|^http:\/\/127\.0\.0\.1:\d+$/.test(api))
    throw new Error(`--api ${api}; allowed: an origin such as ${CLOUD_ORIGIN}`);
  return new CloudApi({ origin: api, token, stack: named }, io);
}
