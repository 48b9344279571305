import exec from 'k6/execution';
import http from 'k6/http';
import { type Inputs, loadedIn } from '../plan/inputs.ts';
import { hostsOf, isLoopback, nameOf } from '../plan/target.ts';

/** What setup hands to every VU. */
export interface SetupData {
  /** Unique to this run: with a visit's number it makes a customer's identity. */
  readonly runId: string;
  /** When the load began (Unix ms); absent in results of older versions. */
  readonly beginsAtMs?: number;
  /** The execution segment of this instance; empty for the whole run. */
  readonly segment: string;
}

/**
 * Checks that the target can be reached, before any VU waits. It reads the public configuration of the first
 * deployment, and any HTTP answer will do: what the org refuses later is what the run measures.
 */
export async function setUp(inputs: Inputs): Promise<SetupData> {
  const { plan, overrides, part } = loadedIn(inputs);
  const segment = exec.test.options.executionSegment ?? '';
  if (part !== undefined && segment !== '') {
    const why = 'k6 numbers visits over all segments, and any agent may meet any dialogue';
    exec.test.abort(
      `transcripts: part ${part} of a set in execution segment ${segment}; allowed: the whole set: ${why}`,
    );
  }
  if (overrides.length > 0) console.info(`plan ${plan.name} with ${overrides.join(', ')}`);
  const id = plan.deployments[0]?.id ?? '';
  const url = `${hostsOf(plan.target).cdn}/webdeployments/v1/deployments/${id}/config.json`;
  const params = { tags: { name: 'GET config.json' }, timeout: '10s', redirects: 0 };
  const response = await http.asyncRequest('GET', url, null, params);
  if (response.status === 0) {
    const next = isLoopback(plan.target) ? '; headroom tenant serves a simulated one' : '';
    exec.test.abort(`target ${nameOf(plan.target)}: cannot be reached: ${response.error}${next}`);
  }
  return { runId: crypto.randomUUID(), beginsAtMs: Date.now(), segment };
}
