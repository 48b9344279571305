import exec from 'k6/execution';
import { delay } from '../../base/delay.ts';
import type { OnCall } from '../../genesys/platform/api-call.ts';
import { PlatformClient } from '../../genesys/platform/client.ts';
import { tokenSource } from '../../genesys/platform/token-source.ts';
import { allowedPlanIn } from '../../plan/allowed-plan.ts';
import type { Inputs } from '../../plan/inputs.ts';
import { dueMs, type LoadShare, shareOf } from '../../plan/platform-load.ts';
import { agentsIn } from '../../plan/refuse.ts';
import { hostsOf } from '../../plan/target.ts';
import { wholeIteration } from '../whole-iteration.ts';
import { endOfWatch } from './each-interval.ts';

/**
 * The endpoints of the load: they read what belongs to the token's user, change nothing, and need no more permissions
 * than an agent has (docs/facts/genesys.md section 2.6).
 */
const ENDPOINTS = ['/api/v2/conversations', '/api/v2/conversations/messages'] as const;

/**
 * The number of calls with one token that may be under way at once. Further calls are left out while the API is slow
 * or holds the token back.
 */
const MAX_OUT = 5;

/**
 * One iteration of the scenario `platform-load`: makes this VU's share of the calls, to the end of the customers'
 * teardown.
 */
export async function loadPlatform(inputs: Inputs, called: OnCall): Promise<void> {
  await wholeIteration(async () => {
    const plan = allowedPlanIn(inputs);
    const agents = agentsIn(plan);
    const share = shareOf(plan.platformLoad?.perMinute ?? 0, agents.count, exec.scenario.iterationInTest);
    const startMs = exec.scenario.startTime;
    const lastMs = endOfWatch(plan);
    const { api } = hostsOf(plan.target);
    await Promise.all(
      share.mine.map((token) => {
        const client = new PlatformClient(api, tokenSource(agents, inputs, token), { lastMs, called });
        return callWith(client, share, token, startMs, lastMs);
      }),
    );
  });
}

/** Makes the calls with one token when each is due, whatever became of those before. */
async function callWith(
  client: PlatformClient,
  share: LoadShare,
  token: number,
  startMs: number,
  lastMs: number,
): Promise<void> {
  const out = new Set<Promise<unknown>>();
  for (let turn = 0; !client.refused; turn++) {
    const atMs = startMs + dueMs(share, token, turn);
    if (atMs >= lastMs) break;
    await delay(Math.max(0, atMs - Date.now()));
    const endpoint = ENDPOINTS[turn % ENDPOINTS.length];
    if (endpoint === undefined || out.size >= MAX_OUT) continue;
    const call = client.call('GET', endpoint, endpoint).finally(() => out.delete(call));
    out.add(call);
  }
  await Promise.all(out);
}
