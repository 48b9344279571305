import { deploymentId } from '@headroom/tenant';
import { describe, expect, it } from 'vitest';
import { HttpClient } from '../../../cli/http/http-client.ts';
import { clientCredentialsIn } from '../../../cli/platform/oauth-client.ts';
import { Org } from '../../../cli/platform/org.ts';
import { lookAtFlows } from '../../../cli/preflight/flow-checks.ts';
import { tenantWith } from '../../../packages/tenant/test/client.ts';

const FLOW = 'f0000000-0000-4000-8000-000000000001';

describe('the flows of the plan’s deployments', () => {
  async function said(sets: readonly string[], deployments: number, flow = FLOW) {
    const tenant = await tenantWith(['deployments=2', ...sets]);
    const target = { address: tenant.addresses.address } as const;
    const http = { http: new HttpClient({}), say: () => undefined, perMinute: 100_000 };
    const org = Org.withClient(target, clientCredentialsIn({}, target), http);
    const flows = Array.from({ length: deployments }, (_, n) => [deploymentId(n + 1), flow] as const);
    return (await lookAtFlows(org, new Map(flows))).map(({ state, is }) => `${state}: ${is}`);
  }

  it('are well where they are published, and no deployment outside the plan leads to them', async () => {
    expect(await said([], 2)).toEqual(['ok: the flow of the deployments is published']);
    expect(await said([], 0)).toEqual([]);
  });

  it('fail where they are not published, or not there', async () => {
    expect(await said(['flowPublished=false'], 2)).toEqual([
      `fail: flow ${FLOW} (The profile) has no published version`,
    ]);
    const gone = FLOW.replace(/1$/, '9');
    expect(await said([], 2, gone)).toEqual([`fail: flow ${gone} is not there`]);
  });

  it('are told to be those of deployments outside the plan as well', async () => {
    const others = `deployments outside the plan lead there too, whose guests would meet the load: ${deploymentId(2)}`;
    expect(await said([], 1)).toEqual([`ok: the flow of the deployments is published; ${others}`]);
  });
});
