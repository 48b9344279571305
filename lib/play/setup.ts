import exec from 'k6/execution';
import http from 'k6/http';
import { version } from '../../package.json';
import { refusalOf } from '../plan/approval.ts';
import { type Inputs, loadedIn } from '../plan/inputs.ts';
import type { Env } from '../plan/load.ts';
import { longestRunMs } from '../plan/longest-run.ts';
import { planDigest } from '../plan/plan-digest.ts';
import { shareName } from '../plan/segment.ts';
import { givenRunId, segmentRefusal, sharesIn, type ToldSegment } from '../plan/shares.ts';
import { hostsOf, isLoopback, nameOf } from '../plan/target.ts';

/** What setup hands to every VU. */
export interface SetupData {
  /** The id of this run, the same for all its shares: with a visit's number it makes a customer's identity. */
  readonly runId: string;
  /** When the load began (Unix ms); absent in results of older versions. */
  readonly beginsAtMs?: number;
  /** The execution segment of this instance; empty for the whole run. */
  readonly segment: string;
  /** All segments of the run, where k6 was told them, such as `0,1/4,1`. */
  readonly sequence?: string;
}

/**
 * Ends the test in one line (exit 108) where it may not run now, where the share that this instance plays is not what the
 * script was told, or where the target cannot be reached; all before any VU waits. It reads the public configuration of
 * the first deployment, and any HTTP answer will do: what the org refuses later is what the run measures.
 */
export async function setUp(script: string, inputs: Inputs, env: Env): Promise<SetupData> {
  const { plan, overrides, part } = loadedIn(inputs);
  const told = toldSegment();
  const refusal =
    refusalOf(plan, Date.now(), longestRunMs(script, plan, env)) ??
    segmentRefusal(told, env) ??
    partRefusal(part, told) ??
    (script === 'ceiling' && told.segment !== ''
      ? `execution segment ${told.segment}: a phase of a search is played by one instance; allowed: the whole`
      : undefined);
  if (refusal !== undefined) exec.test.abort(refusal);
  const runId = givenRunId(env) ?? crypto.randomUUID();
  const share = shareName(told.segment, told.sequence);
  console.info(`run ${runId}${share === undefined ? '' : `, ${share}`}`);
  if (overrides.length > 0) console.info(`plan ${plan.name} with ${overrides.join(', ')}`);
  markSamples({ run: runId, script, ...told, shares: `${sharesIn(env)}`, plan: planDigest(plan), version });
  const id = plan.deployments[0]?.id ?? '';
  const url = `${hostsOf(plan.target).cdn}/webdeployments/v1/deployments/${id}/config.json`;
  const params = { tags: { name: 'GET config.json' }, timeout: '10s', redirects: 0 };
  const response = await http.asyncRequest('GET', url, null, params);
  if (response.status === 0) {
    const next = isLoopback(plan.target) ? '; headroom tenant serves a simulated one' : '';
    exec.test.abort(`target ${nameOf(plan.target)}: cannot be reached: ${response.error}${next}`);
  }
  return { runId, beginsAtMs: Date.now(), ...told };
}

/**
 * Says of which run and share the samples of setup are, in their metadata: it makes no time series, stands in `--out json`
 * alone, and costs no other VU anything. By it `headroom merge` knows files of samples.
 */
function markSamples(mark: Readonly<Record<string, string>>): void {
  const { metadata } = exec.vu.metrics;
  for (const [name, value] of Object.entries(mark)) metadata[name] = value;
}

/** k6 says it in setup and not in init. Only a text is taken for a sequence: how k6 hands that out is not documented. */
function toldSegment(): ToldSegment & { readonly sequence?: string } {
  const { executionSegment, executionSegmentSequence: sequence } = exec.test.options;
  const segment = executionSegment ?? '';
  return segment !== '' && typeof sequence === 'string' && sequence !== '' ? { segment, sequence } : { segment };
}

function partRefusal(part: string | undefined, { segment }: ToldSegment): string | undefined {
  if (part === undefined || segment === '') return undefined;
  const why = 'k6 numbers visits over all segments, and any agent may meet any dialogue';
  return `transcripts: part ${part} of a set in execution segment ${segment}; allowed: the whole set, in one file or in all its parts (name-{n}.jsonl): ${why}`;
}
