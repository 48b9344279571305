import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Queue, Tenant } from '@headroom/tenant';
import { agentId, deploymentId } from '@headroom/tenant';
import { describe, expect, it } from 'vitest';
import { preflight } from '../../../cli/preflight/preflight.ts';
import { tenantWith } from '../../../packages/tenant/test/client.ts';
import type { Check } from '../../../report/read/preflight.ts';
import { planJson } from '../../lib/plan/a-plan.ts';
import { CapturedOutput } from '../captured-output.ts';

const ORIGIN = 'https://example.com';
const QUEUE = 'c0000000-0000-4000-8000-000000000001';
const AGENTS = { ...(planJson().agents as object), queues: [QUEUE] };

interface Asked {
  readonly sets?: readonly string[];
  /** How the org differs from its profile. */
  readonly prepare?: (org: Tenant, queue: Queue) => void;
  /** Keys that replace those at the top level of the plan. */
  readonly plan?: object;
  /** The plan's token file. */
  readonly tokens?: string;
}

/** Runs preflight of a plan of 100 sessions on two deployments, against a tenant with its 20 agents of capacity 5. */
async function asked({ sets = [], prepare, plan: changes = {}, tokens }: Asked = {}) {
  const tenant = await tenantWith(['agents.count=20', 'agents.capacity=5', ...sets]);
  const [messages] = tenant.org.routing.queues.all();
  if (messages !== undefined) prepare?.(tenant.org, messages);
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  const deployments = [1, 2].map((n) => ({ id: deploymentId(n), origin: ORIGIN }));
  const plan = {
    ...planJson(),
    deployments,
    agents: AGENTS,
    ...changes,
    target: { address: tenant.addresses.address },
  };
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));
  if (tokens !== undefined) writeFileSync(path.join(folder, 'tokens.txt'), tokens);
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const io = { cwd: folder, env: {}, stdout, stderr };
  const code = await preflight('plan.json', { e: [], perMinute: '100000', json: true }, io);
  const { checks } = JSON.parse(stdout.text || '{"checks":[]}') as { checks: Check[] };
  return { code, err: stderr.text, checks, wrong: checks.filter(({ state }) => state !== 'ok') };
}

const stated = ({ wrong }: { wrong: readonly Check[] }) => wrong.map(({ what, state }) => `${state}: ${what}`);

describe('headroom preflight', () => {
  it('finds nothing that would spoil a plan which the org is made for, and exits 0', async () => {
    const { code, checks, wrong } = await asked();
    expect(wrong).toEqual([]);
    expect(code).toBe(0);
    expect(checks.map(({ what }) => what)).toEqual([
      'approval',
      'transcripts',
      'dialogues that fit',
      'agents for the planned visits',
      'deployments',
      'flows',
      'clock',
      'connections a minute, busiest deployment',
      'frames a minute, busiest connection',
      'API calls a minute, one agent',
      'agent tokens',
      'agent capacity',
      'queue members',
      'queue Messages',
      'campaigns',
      'this machine',
    ]);
  });

  const spoilt: readonly [string, Asked, string, RegExp][] = [
    [
      'a deployment that serves nobody',
      { sets: ['inactiveDeployments=[2]'] },
      'deployments',
      /^1 of 2 are not Active: d0000000-0000-4000-8000-000000000002$/,
    ],
    [
      'a deployment that is not there',
      { plan: { deployments: [{ id: deploymentId(99), origin: ORIGIN }] } },
      'deployments',
      /^1 of 1 are not in this org/,
    ],
    [
      'an origin that a deployment does not take',
      { plan: { deployments: [{ id: deploymentId(1), origin: 'https://example.org' }] } },
      'deployments',
      /do not allow the domain of the plan's origin/,
    ],
    [
      'a pace above the limit that the org has in effect',
      {
        prepare: ({ profile }) => {
          profile.limits['connections.rate.per.minute'] = 10;
        },
      },
      'connections a minute, busiest deployment',
      /^\d+ of 10$/,
    ],
    [
      "Genesys's default capacity of one message",
      { sets: ['agents.capacity=1'] },
      'agent capacity',
      /^20 agents × 1 serve 20 conversations at once, for 100 sessions$/,
    ],
    [
      'an agent with a capacity of its own',
      { prepare: ({ routing }) => routing.setCapacity(1, routing.agents.get(agentId(7))) },
      'agent capacity',
      /^20 agents × 1 to 5 serve 96 conversations at once, for 100 sessions$/,
    ],
    [
      'a token that the org does not take',
      { plan: { agents: { ...AGENTS, count: 21 } } },
      'agent tokens',
      /^the org takes 20 of 21, and not those of agents 21$/,
    ],
    [
      'an agent that is in no queue of the test',
      { prepare: ({ routing }, queue) => routing.setMember(queue, agentIn(routing.agents.get(agentId(3))), undefined) },
      'queue members',
      /^1 of 20 agents are not joined to Messages: a0000000-0000-4000-8000-000000000003$/,
    ],
    [
      'after-contact work that has to be done, and no code to do it with',
      { prepare: (_, queue) => queue.wrapUpCodes.clear() },
      'queue Messages',
      /^after-contact work is MANDATORY, and the queue has no wrap-up code/,
    ],
    [
      'alerts that end before the agents accept',
      { sets: ['agents.alertingTimeoutMs=3000'] },
      'queue Messages',
      /^an alert ends after 3 s, and the plan's agents take up to 3 s to accept$/,
    ],
  ];
  it.each(spoilt)('exits 99 over %s, and says what to change', async (_, planted, what, is) => {
    const found = await asked(planted);
    expect(stated(found)).toEqual([`fail: ${what}`]);
    expect(found.wrong[0]?.is).toMatch(is);
    expect(found.wrong[0]?.change).toMatch(/\w/);
    expect(found.code).toBe(99);
  });

  const noted: readonly [string, Asked, string, RegExp][] = [
    [
      'a domain that may cover that of the plan',
      { plan: { deployments: [{ id: deploymentId(1), origin: 'https://www.example.com' }] } },
      'unknown: deployments',
      /not documented/,
    ],
    ['more capacity than planned', { sets: ['agents.capacity=6'] }, 'warn: agent capacity', /× 6 serve 120/],
    [
      'customers who share tokens',
      { plan: { customers: { ...planJson().customers, identity: 'shared' } } },
      'warn: identity',
      /from connection 4 on a token, the oldest is closed/,
    ],
    [
      'strangers on queue',
      {
        sets: ['agents.count=21'],
        prepare: ({ routing }) => routing.setOnQueue(agentIn(routing.agents.get(agentId(21))), true),
      },
      'warn: queue members',
      /^others of Messages on queue: 1\. /,
    ],
    [
      'a queue that answers for its agents',
      {
        prepare: (_, queue) => {
          queue.autoAnswer = true;
        },
      },
      'warn: queue Messages',
      /^it answers for its agents/,
    ],
    [
      'a queue that ends conversations sooner than their people think',
      {
        prepare: (_, queue) => {
          queue.inactivityTimeoutMs = 10_000;
        },
      },
      'warn: queue Messages',
      /^it ends conversations that are quiet for 10 s, and the plan lets them be for 14 s$/,
    ],
    [
      'conversations that are there already',
      {
        prepare: (org) => {
          const session = org.sessions.create('token', deploymentId(1), Date.now() + 3_600_000);
          org.customerSays(session, { type: 'Text', text: 'Hello', attributes: {} });
        },
      },
      'warn: queue Messages',
      /^conversations in it now: 1$/,
    ],
    [
      'queues that nobody named',
      { plan: { agents: { ...AGENTS, queues: [] } } },
      'unknown: queues',
      /^not looked at, since the plan names none; the first agent is in Messages \(c0000000-0000-4000-8000-000000000001\)$/,
    ],
    [
      'tokens that only k6 can read',
      { plan: { agents: { ...AGENTS, tokens: { source: 'secrets' } } } },
      'unknown: agent tokens',
      /^k6 secrets are told to k6 alone$/,
    ],
    [
      'customers who cannot end their conversation, and no agents to do it',
      { sets: ['conversationClear=false'], plan: { agents: undefined } },
      'warn: ending conversations',
      /72 hours/,
    ],
  ];
  it.each(noted)('warns of %s, and exits 0', async (_, planted, what, is) => {
    const found = await asked(planted);
    expect(stated(found)).toEqual([what]);
    expect(found.wrong[0]?.is).toMatch(is);
    expect(found.code).toBe(0);
  });

  it('fails when two agents have a token of the same user', async () => {
    const tokens = 'simulated-agent-1\nsimulated-agent-2\nsimulated-agent-1\n';
    const plan = {
      agents: { ...AGENTS, count: 3, tokens: { source: 'file', path: 'tokens.txt' } },
      customers: { ...planJson().customers, sessions: 10 },
    };
    const found = await asked({ plan, tokens });
    expect(found.wrong.map(({ is }) => is)).toEqual([
      '3 tokens are of 2 users: each agent has to be another user, and agent 3 is agent 1',
    ]);
    const few = await asked({ plan, tokens: 'simulated-agent-1\n' });
    expect(few.wrong.map(({ is }) => is)).toEqual(['there is a token for 1 of 3 agents']);
  });

  describe('the check of outbound campaigns', () => {
    const on = (name: string, more: object = {}) => ({ name, campaignStatus: 'on', ...more });
    const campaigns = (...list: object[]) => `outbound.campaigns=${JSON.stringify(list)}`;
    const messaging = (...list: object[]) => `outbound.messagingCampaigns=${JSON.stringify(list)}`;
    const mapped = (org: Tenant, queue: Queue) => {
      for (const id of queue.wrapUpCodes) org.profile.outbound.wrapUpCodeMappings.mapping[id] = ['Business_Neutral'];
    };

    it('fails on those that dial on the queues of the test', async () => {
      const sets = [campaigns(on('A', { priority: 5 }), on('B', { priority: 3 }), { name: 'C' })];
      const found = await asked({ sets, prepare: mapped });
      expect(stated(found)).toEqual(['fail: campaigns']);
      expect(found.wrong[0]?.is).toBe(
        '2 voice campaigns dial on the queues of the test with priority 3 and 5, and take its agents: A, B',
      );
    });

    it('passes those that dial elsewhere, or are off', async () => {
      const sets = ['queues.count=2', campaigns(on('A', { queue: 2 }), { name: 'B' })];
      const found = await asked({ sets, prepare: mapped });
      expect(found.wrong).toEqual([]);
      expect(found.checks.find(({ what }) => what === 'campaigns')?.is).toBe('none of 2 comes in the way');
    });

    it('warns of messaging campaigns, of rules that may turn one on, and of broken campaigns', async () => {
      const rules = [
        { name: 'Switch', actionType: 'turnOnCampaign' },
        { name: 'Asleep', actionType: 'turnOnCampaign', enabled: false },
        { name: 'Harmless', actionType: 'turnOffCampaign' },
      ];
      const sets = [messaging(on('SMS')), campaigns({ name: 'Broken', campaignStatus: 'invalid' })];
      const found = await asked({
        sets: [...sets, `outbound.campaignRules=${JSON.stringify(rules)}`],
        prepare: mapped,
      });
      expect(found.wrong.map(({ state, is }) => `${state} ${is.replace(/^(\d+ \w+).*: /, '$1: ')}`)).toEqual([
        'warn 1 messaging: SMS',
        'warn 1 campaign: Switch',
        'warn 1 campaigns: Broken',
      ]);
      expect(found.code).toBe(0);
    });

    it('warns of wrap-up codes that have no mapping', async () => {
      const sets = [campaigns({ name: 'A' }), 'outbound.wrapUpCodeMappings={"defaultSet":["Contact_UnCallable"]}'];
      const found = await asked({ sets });
      expect(stated(found)).toEqual(['warn: wrap-up mappings']);
      expect(found.wrong[0]?.is).toMatch(/are not mapped, and count as Contact_UnCallable: /);
    });

    it('warns that it cannot tell whose agents they take when the plan names no queues', async () => {
      const found = await asked({ sets: [campaigns(on('A'))], plan: { agents: { ...AGENTS, queues: [] } } });
      expect(stated(found)).toEqual(['unknown: queues', 'warn: campaigns']);
    });
  });

  it('fails on a queue that is not in the org, and still looks at the others', async () => {
    const elsewhere = 'c0000000-0000-4000-8000-00000000ffff';
    const found = await asked({ plan: { agents: { ...AGENTS, queues: [QUEUE, elsewhere] } } });
    expect(stated(found)).toEqual(['fail: queues']);
    expect(found.wrong[0]?.is).toBe(`1 of 2 are not in this org: ${elsewhere}`);
    expect(found.checks.map(({ what }) => what)).toContain('queue Messages');
    expect(found.code).toBe(99);
  });
});

function agentIn<T>(agent: T | undefined): T {
  if (agent === undefined) throw new Error('no agent');
  return agent;
}
