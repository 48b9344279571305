import { expect, it } from 'vitest';
import { headroom, runAgainst, tenantWith } from './headroom.ts';

it('the verdict of a real run names agents at capacity and what to change; the smoke plan with fewer of them', async () => {
  const tenant = await tenantWith();
  const values = { PLAN: 'plans/smoke.json', AGENTS: '4', GATE: 'explore' };
  const { stdout } = await headroom(runAgainst(tenant, 'contact-centre', values));
  expect(stdout).toContain('verdict         queue-capacity');
  expect(stdout).toContain('4 agents × capacity 1 serve 4 of 20 sessions: raise message capacity to 5.');
}, 90_000);
