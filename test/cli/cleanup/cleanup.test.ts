import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Conversation } from '@headroom/tenant';
import { agentId, deploymentId, loadProfile, type RunningTenant, startTenant } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import { type CleanupOptions, cleanup } from '../../../cli/cleanup/cleanup.ts';
import { resultIn } from '../../../report/read/result.ts';
import { CapturedOutput } from '../captured-output.ts';

const RUN = 'a1b2c3d4-0000-4000-8000-000000000000';
const opened: RunningTenant[] = [];
afterAll(() => Promise.all(opened.map((tenant) => tenant.close())));

const ours = (visit: number, run = RUN) => ({ transcript: `${visit} d-${visit}`, customer: `${run}-${visit}` });

/**
 * Starts a tenant with two agents and one conversation for each of the given attributes. `ask` runs the command on it.
 */
async function orgWith(customers: readonly Readonly<Record<string, string>>[], { onQueue = 0 } = {}) {
  const tenant = await startTenant({ port: 0, profile: loadProfile('healthy', ['agents.count=2']) });
  opened.push(tenant);
  const { org } = tenant;
  for (let n = 1; n <= onQueue; n++) {
    const agent = org.routing.agents.get(agentId(n));
    if (agent === undefined) throw new Error('no agent');
    agent.presence = 'OnQueue';
    org.routing.setOnQueue(agent, true);
  }
  const conversations = customers.map((attributes, index): Conversation => {
    const session = org.sessions.create(`token-${index}`, deploymentId(1), Date.now() + 3_600_000);
    org.customerSays(session, { type: 'Text', text: 'Hello', attributes });
    if (session.conversation === undefined) throw new Error('no conversation');
    return session.conversation;
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  const plan = {
    name: 'cleanup',
    target: { address: tenant.addresses.address },
    deployments: [{ id: deploymentId(1), origin: 'https://example.com' }],
    customers: { sessions: 1, perMinute: 60, hold: '1s', longestVisit: '10s' },
    agents: { count: 2, perMinute: 60, capacity: 1, tokens: { source: 'simulated' } },
  };
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));
  const ask = async (changed: Partial<CleanupOptions> = {}) => {
    const said = new CapturedOutput();
    const io = { cwd: folder, env: {}, stdout: said, stderr: said };
    const code = await cleanup('plan.json', [], { e: [], run: [], perMinute: '100000', dryRun: false, ...changed }, io);
    return { code, said: said.text };
  };
  return { tenant, org, conversations, ask };
}

const ended = (conversations: readonly Conversation[]) => conversations.map((conversation) => conversation.ended);

describe('headroom cleanup', () => {
  it('ends conversations that wait or that an agent has, and leaves those that headroom did not make', async () => {
    const stranger = { customer: 'ann' };
    const { ask, conversations } = await orgWith([ours(0), ours(1), ours(2), stranger, {}], { onQueue: 2 });
    const [first] = conversations;
    if (first?.agent !== undefined) first.agent.state = 'connected';
    expect((await ask()).code).toBe(0);
    expect(ended(conversations)).toEqual([true, true, true, false, false]);
  });

  it('sends the agents Offline, and finishes their after-contact work', async () => {
    const { ask, org, conversations } = await orgWith([ours(0)], { onQueue: 1 });
    const [conversation] = conversations;
    if (conversation?.agent === undefined) throw new Error('no agent');
    org.routing.accept(conversation, conversation.agent);
    org.routing.end(conversation, 'peer');
    expect(org.routing.agents.get(agentId(1))?.taken.size).toBe(1);
    expect((await ask()).said).toContain('ended   0 conversations, 1 in after-contact work; 1 agents sent Offline');
    expect(org.routing.agents.get(agentId(1))).toMatchObject({ presence: 'Offline', taken: new Set() });
  });

  it('unsubscribes the channels of the agents', async () => {
    const { ask, org } = await orgWith([]);
    const topic = `v2.users.${agentId(2)}.conversations`;
    const { id } = org.channels.create(agentId(2), '127.0.0.1:1');
    org.channels.subscribe(id, [topic], true);
    expect((await ask()).said).toContain('1 channels unsubscribed');
    expect(org.channels.topics(id)).toEqual([]);
  });

  it('prints as JSON what a report makes a page of: what it found, did and left', async () => {
    const { ask, conversations } = await orgWith([ours(0), {}]);
    const { code, said } = await ask({ json: true });
    expect([code, resultIn(JSON.parse(said))]).toMatchObject([
      0,
      {
        kind: 'cleanup',
        content: {
          plan: 'cleanup',
          cleanup: {
            before: { openConversations: [conversations[0]?.id], others: 1 },
            done: { ended: 1 },
            after: { openConversations: [], onQueue: [] },
          },
        },
      },
    ]);
  });

  it('ends only what the named run began', async () => {
    const other = 'ffffffff-0000-4000-8000-000000000000';
    const { ask, conversations } = await orgWith([ours(0), ours(0, other)]);
    expect((await ask({ run: [other] })).code).toBe(0);
    expect(ended(conversations)).toEqual([false, true]);
  });

  it('ends only what began in the interval, at an agent as well', async () => {
    const { ask, conversations, org } = await orgWith([ours(0)], { onQueue: 1 });
    const [conversation] = conversations;
    if (conversation?.agent === undefined) throw new Error('no agent');
    org.routing.accept(conversation, conversation.agent);
    const [from, to] = [48, 24].map((hours) => new Date(Date.now() - hours * 3_600_000).toISOString());
    await ask({ from: `${from}`, to: `${to}` });
    expect(ended(conversations)).toEqual([false]);
    await ask({ from: `${to}`, to: new Date(Date.now() + 1_000).toISOString() });
    expect(ended(conversations)).toEqual([true]);
  });

  it('changes nothing with --dry-run, and exits 99 where there is something to do', async () => {
    const { ask, conversations, org } = await orgWith([ours(0)], { onQueue: 1 });
    const entries = org.record.entries.length;
    expect(await ask({ dryRun: true })).toMatchObject({
      code: 99,
      said: expect.stringMatching(
        /^before {2}\S+: 1 conversations of headroom open; 1 of the plan's agents on queue\n$/,
      ),
    });
    expect(ended(conversations)).toEqual([false]);
    expect(org.record.entries).toHaveLength(entries);
  });

  it('has nothing to do a second time', async () => {
    const { ask } = await orgWith([ours(0)], { onQueue: 2 });
    await ask();
    expect((await ask()).said).toContain(
      'ended   0 conversations, 0 in after-contact work; 0 agents sent Offline, 0 channels',
    );
  });

  it('asks for approval where the org is not on this machine', async () => {
    const { ask } = await orgWith([]);
    const { code, said } = await ask({ e: ['TARGET=mypurecloud.com', 'TOKENS=tokens.txt'] });
    expect(said).toMatch(/^headroom cleanup: target mypurecloud\.com: .* needs its approval: [^\n]*\n$/);
    expect(code).toBe(104);
  });
});
