import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { keyPairIn } from '../cli/tokens/key-pair.ts';
import { finished, headroom, runAgainst, start, stopTenants, tenantWith } from './headroom.ts';

afterAll(stopTenants);

it('agents work with the tokens that SAML2 bearers gave them, beside customers of another process', async () => {
  const tenant = await tenantWith('--set', 'agents.capacity=2');
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  const at = (name: string) => path.join(folder, name);
  const { key, certificate } = keyPairIn(folder);
  const plan = JSON.parse(readFileSync('plans/smoke.json', 'utf8'));
  plan.agents = { ...plan.agents, count: 10, capacity: 2, tokens: { source: 'file', path: at('tokens.txt') } };
  plan.customers = { ...plan.customers, perMinute: 1_200, hold: '3s', teardown: '1s' };
  plan.gate = 'explore';
  plan.target = { address: tenant.address };
  writeFileSync(at('plan.json'), JSON.stringify(plan));

  const signing = ['--key', key, '--certificate', certificate, '--org-name', 'simulated'];
  const tokens = await headroom(['tokens', at('plan.json'), '-o', at('tokens.txt'), ...signing]);
  expect(tokens.stdout).toMatch(/^10 tokens in /);
  expect(tokens.code).toBe(0);

  const agents = finished(start(runAgainst(tenant, 'agents', { PLAN: at('plan.json') })));
  const customers = await headroom(runAgainst(tenant, 'customers', { PLAN: at('plan.json') }));
  const { code, stdout, stderr } = await agents;
  expect(stdout).toMatch(/10 planned, 10 connected; \d{2,} conversations accepted/);
  const handled = (await tenant.record()).flatMap((entry) =>
    entry.kind === 'message' && entry.from === 'agent' ? [entry.userId] : [],
  );
  expect(new Set(handled).size).toBe(10);
  expect([customers.code, code]).toEqual([0, 0]);
  for (const token of readFileSync(at('tokens.txt'), 'utf8').trim().split('\n'))
    expect(stdout + stderr).not.toContain(token);
}, 60_000);
