import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDialogues } from '../../lib/transcripts/dialogue.ts';
import { sampleTranscripts } from '../../lib/transcripts/sample.ts';
import type { FaultDone } from '../../tenant/faults/faults.ts';
import { profileSchema } from '../../tenant/profile/schema.ts';
import type { Entry } from '../../tenant/record/record.ts';
import { type RunningTenant, startTenant } from '../../tenant/server.ts';
import { finished, runAgainst, start } from './headroom.ts';

/**
 * What the ledgers of both sides say, against two accounts that share no code with them: the tenant's record of what
 * it stored, and the fault injector's list of what it did.
 */

const SEED = 7;
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-faults-'));
const running: RunningTenant[] = [];
afterAll(async () => {
  await Promise.all(running.map((tenant) => tenant.close()));
  rmSync(folder, { recursive: true });
});

const pace = { min: '100ms', max: '200ms' };
/** Customers who think faster than agents reply get out of step at once when they mishear. */
const quick = { min: '50ms', max: '80ms' };
const slow = { min: '300ms', max: '400ms' };
const STATES = ['acked', 'lost', 'altered', 'duplicated', 'reordered', 'unresolved'] as const;
type Counts = Readonly<Record<(typeof STATES)[number] | 'sent', number>>;

interface Outcome {
  readonly customer: Counts;
  readonly agent: Counts;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly faults: readonly FaultDone[];
  readonly record: readonly Entry[];
  /** Customers' and agents' messages that the tenant stored. */
  readonly stored: Readonly<Record<'customer' | 'agent', readonly string[]>>;
}

function countsIn(stdout: string, label: string): Counts {
  const line = new RegExp(`${label} said +(\\d+) messages: (.*)`).exec(stdout);
  const of = (state: string) => Number(new RegExp(`(\\d+) ${state}`).exec(line?.[2] ?? '')?.[1]);
  return { sent: Number(line?.[1]), ...Object.fromEntries(STATES.map((state) => [state, of(state)])) } as Counts;
}

/** Both sides against a tenant with this profile; `during` happens once every customer has a session. */
async function played(
  name: string,
  profile: object,
  customers: object = {},
  during?: (tenant: RunningTenant) => Promise<unknown>,
): Promise<Outcome> {
  const tenant = await startTenant({
    port: 0,
    seed: SEED,
    profile: profileSchema.parse({ agents: { capacity: 5 }, ...profile }),
  });
  running.push(tenant);
  const file = path.join(folder, `${name.replaceAll(' ', '-')}.json`);
  const plan = {
    name: 'faults',
    target: { address: tenant.addresses.address },
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
    customers: {
      sessions: 8,
      perMinute: 600,
      hold: '1s',
      teardown: '1s',
      longestVisit: '12s',
      gap: '1s',
      think: quick,
      ...customers,
    },
    retry: { first: '100ms', cap: '500ms', attempts: 20 },
    agents: {
      count: 4,
      perMinute: 600,
      staggering: 'natural',
      capacity: 5,
      accept: pace,
      reply: slow,
      wrapUp: pace,
      tokens: { source: 'simulated' },
    },
    monitor: { interval: '2s' },
    gate: 'explore',
    seed: SEED,
  };
  writeFileSync(file, JSON.stringify(plan));
  const run = finished(start(runAgainst(tenant.addresses, 'contact-centre', { PLAN: file })));
  if (during !== undefined) {
    while (tenant.org.gate.open.guest < 8) await new Promise((resolve) => setImmediate(resolve));
    await during(tenant);
  }
  const { stdout, stderr, code } = await run;
  const { done: faults } = tenant.org.faults;
  const record = tenant.org.record.entries;
  const storedBy = (from: string) =>
    record.flatMap((entry) => (entry.kind === 'message' && entry.from === from ? [entry.messageId] : []));
  return {
    customer: countsIn(stdout, 'customers'),
    agent: countsIn(stdout, 'agents'),
    stdout,
    stderr,
    code,
    faults,
    record,
    stored: { customer: storedBy('customer'), agent: storedBy('agent') },
  };
}

/** Of the echoes that one fault befell: how many messages they stand for. */
function echoes(faults: readonly FaultDone[], kind: FaultDone['fault']): number {
  const ids = faults.flatMap(({ fault, frame }) => {
    const { body } = JSON.parse(frame ?? '{"body":{}}') as { body: { direction?: string; id?: string } };
    return fault === kind && body.direction === 'Inbound' ? [body.id ?? ''] : [];
  });
  expect(ids).not.toContain('');
  return new Set(ids).size;
}

const dialogues = new Map(parseDialogues(sampleTranscripts).map(({ id, turns }) => [id, turns]));

/** Conversations whose turns do not stand as in their transcript, from the first on, as far as they got. */
function outOfStep(record: readonly Entry[]): string[] {
  const conversations = new Map<string, { transcript: string; texts: string[] }>();
  for (const entry of record) {
    if (entry.kind !== 'message') continue;
    const { transcript, texts } = conversations.get(entry.conversationId) ?? { transcript: '', texts: [] as string[] };
    texts.push(entry.text);
    const named = entry.attributes?.transcript?.replace(/^\d+ /, '') ?? transcript;
    conversations.set(entry.conversationId, { transcript: named, texts });
  }
  expect(conversations.size).toBeGreaterThanOrEqual(8);
  return [...conversations.values()].flatMap(({ transcript, texts }) =>
    texts.every((text, turn) => dialogues.get(transcript)?.[turn]?.text === text) ? [] : [transcript],
  );
}

/** Whatever befell the frames: turns are in step, the states add up, each message is stored once, and the account says so. */
function holds({ customer, agent, stored, record, code }: Outcome): void {
  expect(outOfStep(record)).toEqual([]);
  for (const [side, counts] of Object.entries({ customer, agent })) {
    const { sent, ...states } = counts;
    expect(sent).toBeGreaterThan(0);
    expect(Object.values(states).reduce((sum, count) => sum + count)).toBe(sent);
    const messages = stored[side as 'customer' | 'agent'];
    expect(new Set(messages).size).toBe(messages.length);
    expect({ side, stored: sent - counts.lost - counts.unresolved }).toEqual({ side, stored: messages.length });
  }
  expect(code).toBe(customer.lost + agent.lost + customer.unresolved + agent.unresolved > 0 ? 99 : 0);
}

const SHARE = 0.1;

describe.concurrent('what the ledgers say when', { timeout: 60_000 }, () => {
  it('frames are dropped: the history has every message', async () => {
    const outcome = await played('dropped', { faults: { droppedShare: SHARE } });
    holds(outcome);
    expect(echoes(outcome.faults, 'dropped')).toBeGreaterThan(0);
    expect(outcome.customer.acked).toBe(outcome.stored.customer.length);
    expect(outcome.agent.acked).toBe(outcome.stored.agent.length);
  });

  it('frames are doubled: as many are duplicated as echoes were doubled, and no turn is heard twice', async () => {
    const outcome = await played('doubled', { faults: { doubledShare: SHARE } });
    holds(outcome);
    const doubled = echoes(outcome.faults, 'doubled');
    expect(doubled).toBeGreaterThan(0);
    expect(outcome.customer).toMatchObject({ duplicated: doubled, lost: 0, altered: 0, reordered: 0 });
    expect(outcome.agent.acked).toBe(outcome.stored.agent.length);
  });

  it('frames are altered: as many are altered as echoes were', async () => {
    const outcome = await played('altered', { faults: { alteredShare: SHARE } });
    holds(outcome);
    const altered = echoes(outcome.faults, 'altered');
    expect(altered).toBeGreaterThan(0);
    expect(outcome.customer).toMatchObject({ altered, lost: 0, duplicated: 0, reordered: 0 });
    expect(outcome.agent.acked).toBe(outcome.stored.agent.length);
    expect(outcome.stderr + outcome.stdout).toMatch(
      /customer's messages in customer \S+, transcript \d+ sample-\d+: .*turn \d+ altered/,
    );
  });

  it.each([
    ['frames are delayed past each other', { faults: { delayedShare: 0.3, delayMs: 700 } }, 'delayed'],
    ['upgrades are reset', { faults: { resetShare: 0.3 } }, 'reset'],
    ['the API answers 429 in bursts', { faults: { tooMany: { share: 0.4, everySeconds: 2 } } }, 'too-many'],
  ] as const)('%s: every message is acknowledged', async (name, profile, fault) => {
    const outcome = await played(name, profile);
    holds(outcome);
    const befell = outcome.faults.filter((one) => one.fault === fault).length;
    expect(befell).toBeGreaterThan(0);
    expect(outcome.customer.acked).toBe(outcome.stored.customer.length);
    expect(outcome.agent.acked).toBe(outcome.stored.agent.length);
    if (fault === 'too-many') expect(outcome.stdout).toContain(`${befell} answered 429`);
  });

  it('the tenant restarts: nothing is lost and nothing doubled', async () => {
    const outcome = await played('restart', {}, {}, (tenant) =>
      fetch(`${tenant.addresses.control}/restart`, { method: 'POST' }),
    );
    holds(outcome);
    expect(outcome.faults).toMatchObject([{ fault: 'restart' }]);
    expect(outcome.customer.acked).toBe(outcome.stored.customer.length);
    expect(outcome.agent.acked).toBe(outcome.stored.agent.length);
  });

  it("agents' channels expire: they subscribe anew, and every message is acknowledged", async () => {
    const outcome = await played('expired', { channelLifeSeconds: 2 });
    holds(outcome);
    const closed = outcome.record.filter((one) => one.kind === 'socket-closed' && one.socket === 'notifications');
    expect(closed.length).toBeGreaterThan(4);
    expect(outcome.customer.acked).toBe(outcome.stored.customer.length);
    expect(outcome.agent.acked).toBe(outcome.stored.agent.length);
  });

  it('customers leave early, type and ask for sub-queues: what was said is acknowledged', async () => {
    const subQueues = { attribute: 'skill', values: ['a', 'b'] };
    const outcome = await played('people', {}, { leaveEarly: 0.5, typing: true, subQueues, staggering: 'natural' });
    holds(outcome);
    expect(outcome.customer.acked).toBe(outcome.stored.customer.length);
    expect(outcome.agent.acked).toBe(outcome.stored.agent.length);
    const skills = outcome.record.flatMap((entry) => (entry.kind === 'message' ? (entry.attributes?.skill ?? []) : []));
    expect(new Set(skills)).toEqual(new Set(['a', 'b']));
    const finished = Number(/transcripts +(\d+) played/.exec(outcome.stdout)?.[1]);
    expect(finished).toBeLessThan(Number(/(\d+) conversations begun/.exec(outcome.stdout)?.[1]));
  });

  it('customers come at a rate, whatever becomes of those before: every visit is accounted for', async () => {
    const outcome = await played('open', {}, { model: 'open', visitsPerMinute: 180, hold: '3s' });
    holds(outcome);
    expect(outcome.customer.acked).toBe(outcome.stored.customer.length);
    // 180 a minute: 9 in the hold, and half of 0.8 s and 1 s of it in the ramp and in the teardown.
    const visits = new Set(outcome.record.flatMap((one) => (one.kind === 'session-configured' ? [one.token] : [])));
    expect(visits.size).toBeGreaterThanOrEqual(8);
    expect(visits.size).toBeLessThanOrEqual(12);
  });

  it('sessions evict each other: what nobody can tell is unresolved, and fails the gate', async () => {
    const outcome = await played('evicted', {}, { identity: 'shared' });
    const { customer, stored, code } = outcome;
    const { sent, ...states } = customer;
    expect(Object.values(states).reduce((sum, count) => sum + count)).toBe(sent);
    expect(stored.customer.length).toBeGreaterThanOrEqual(customer.acked);
    expect(stored.customer.length).toBeLessThanOrEqual(sent);
    expect(code).toBe(customer.unresolved + customer.lost > 0 ? 99 : 0);
  });
});
