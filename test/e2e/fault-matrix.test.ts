import type { Entry, FaultDone } from '@headroom/tenant';
import { describe, expect, it } from 'vitest';
import { parseDialogues } from '../../lib/dialogues/dialogue.ts';
import { sampleTranscripts } from '../../lib/dialogues/sample.ts';
import { NO_LIMIT, playOnVirtualClock, type VirtualWorld } from '../virtual/play.ts';
import { type Counts, echoes, impliedLedgers, STATES, type State } from './ledgers/implied.ts';
import { storingWrongly } from './ledgers/store.ts';

/**
 * What the ledgers of both sides say, against two accounts that share no code with them: the tenant's record of what
 * it stored, and the fault injector's list of what it did.
 */

const SEED = 7;

const pace = { min: '100ms', max: '200ms' };
/** Customers who think faster than agents reply get out of step at once when they mishear. */
const quick = { min: '50ms', max: '80ms' };
const slow = { min: '300ms', max: '400ms' };
interface Outcome {
  readonly customer: Counts;
  readonly agent: Counts;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  readonly faults: readonly FaultDone[];
  readonly record: readonly Entry[];
  /** What was stored otherwise than the record says, by message id. */
  readonly stored: ReadonlyMap<string, State>;
  /** What `record` and `faults` imply. */
  readonly implied: Readonly<Record<'customer' | 'agent', Counts>>;
}

function countsIn(stdout: string, label: string): Counts {
  const line = new RegExp(`${label} said +(\\d+) messages: (.*)`).exec(stdout);
  const of = (state: string) => Number(new RegExp(`(\\d+) ${state}`).exec(line?.[2] ?? '')?.[1]);
  return { sent: Number(line?.[1]), ...Object.fromEntries(STATES.map((state) => [state, of(state)])) } as Counts;
}

interface Row {
  /** What befalls the run. */
  readonly when: string;
  readonly profile?: object;
  readonly customers?: object;
  readonly agents?: object;
  /** The org stores messages otherwise than it says. */
  readonly wrongStore?: boolean;
  /** Happens once every customer has a session. */
  readonly during?: (world: VirtualWorld) => unknown;
  /** How often it befell: a row of which nothing befell shows nothing. */
  readonly befell: (outcome: Outcome) => number;
  /** What else has to hold. */
  readonly also?: (outcome: Outcome) => void;
  /** Visits share a session on purpose: nobody's history can be told from another's. */
  readonly shared?: boolean;
}

async function played({
  profile,
  customers,
  agents,
  during,
  shared = false,
  wrongStore = false,
}: Row): Promise<Outcome> {
  let stored: ReadonlyMap<string, State> = new Map();
  const plan = {
    name: 'faults',
    target: { address: '127.0.0.1:1' },
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
      ...agents,
    },
    monitor: { interval: '2s' },
    gate: 'explore',
    seed: SEED,
  };
  const { stdout, stderr, exitCode, record, tenant } = await playOnVirtualClock({
    script: 'contact-centre',
    plan,
    profile: { agents: { capacity: 5 }, ...profile },
    seed: SEED,
    before: (world) => {
      if (wrongStore) stored = storingWrongly(world.tenant.org);
      const { admission } = world.tenant.org;
      if (during !== undefined)
        world.clock.when(
          () => admission.open.guest >= 8,
          () => during(world),
        );
    },
  });
  const { done: faults } = tenant.org.faults;
  return {
    customer: countsIn(stdout, 'customers'),
    agent: countsIn(stdout, 'agents'),
    stdout,
    stderr,
    code: exitCode,
    faults,
    record,
    stored,
    implied: impliedLedgers({ record, faults, stored, historyRead: !shared }),
  };
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

/** So that each befalls some echo, in whatever order frames come. */
const SHARE = 0.3;
const count = (kind: FaultDone['fault']) => (outcome: Outcome) =>
  outcome.faults.filter(({ fault }) => fault === kind).length;
const echoed = (kind: FaultDone['fault']) => (outcome: Outcome) => echoes(outcome.faults, kind).size;
const recorded = (is: (entry: Entry) => boolean) => (outcome: Outcome) => outcome.record.filter(is).length;

/** The other rows are played in the exact transport. */
const dense = { customers: { transport: 'dense' } };

const ROWS: readonly Row[] = [
  { when: 'frames are dropped', profile: { faults: { droppedShare: SHARE } }, befell: echoed('dropped'), ...dense },
  { when: 'frames are doubled', profile: { faults: { doubledShare: SHARE } }, befell: echoed('doubled') },
  {
    when: 'frames are delayed past each other',
    profile: { faults: { delayedShare: 0.3, delayMs: 700 } },
    befell: echoed('delayed'),
  },
  {
    when: 'frames are altered',
    profile: { faults: { alteredShare: SHARE } },
    befell: echoed('altered'),
    also: ({ stdout, stderr }) =>
      expect(stderr + stdout).toMatch(
        /customer's messages in customer \S+-\d+, transcript \d+ sample-\d+: .*turn \d+ altered/,
      ),
  },
  { when: 'frames are reordered', profile: { shuffledShare: 0.5 }, befell: count('reordered'), ...dense },
  { when: 'upgrades are reset', profile: { faults: { resetShare: 0.3 } }, befell: count('reset') },
  {
    when: 'the tenant restarts',
    during: ({ ask }) => ask({ method: 'POST', path: '/headroom/restart' }),
    befell: count('restart'),
    // Long enough that whoever was dropped comes back: what was on its way then is said again, and no record knew of it.
    customers: { ...dense.customers, hold: '4s' },
  },
  {
    when: 'the API answers 429 in bursts',
    profile: { faults: { tooMany: { share: 0.4, everySeconds: 2 } } },
    befell: count('too-many'),
    also: (outcome) => expect(outcome.stdout).toContain(`${count('too-many')(outcome)} answered 429`),
  },
  {
    when: "guests' messages are refused with 429 in bursts",
    profile: { faults: { tooManyMessages: { share: 0.4, everySeconds: 2 } } },
    befell: count('too-many-messages'),
    ...dense,
    also: ({ record, stdout }) => {
      const begun = record.filter((entry) => entry.kind === 'conversation' && entry.event === 'created').length;
      expect(stdout).toContain(`${begun} conversations begun`);
    },
  },
  {
    when: "agents' channels expire",
    profile: { channelLifeSeconds: 2 },
    befell: recorded((entry) => entry.kind === 'socket-closed' && entry.socket === 'notifications'),
  },
  {
    when: 'sessions evict each other',
    customers: { identity: 'shared' },
    befell: recorded((entry) => entry.kind === 'connection-dismissed'),
    shared: true,
  },
  {
    when: 'the org stores messages otherwise than it says',
    wrongStore: true,
    befell: ({ stored }) => new Set(stored.values()).size,
    also: ({ implied }) => {
      for (const { lost, altered, duplicated, reordered } of Object.values(implied))
        expect(Math.min(lost, altered, duplicated, reordered)).toBeGreaterThan(0);
    },
  },
  {
    when: 'agents miss alerts',
    profile: { agents: { capacity: 5, alertingTimeoutMs: 600 } },
    agents: { count: 1, missed: 0.4, recover: pace },
    befell: recorded((entry) => entry.kind === 'conversation' && entry.event === 'not-answered'),
  },
  {
    when: 'customers leave early, type and ask for sub-queues',
    customers: {
      leaveEarly: 0.5,
      typing: true,
      subQueues: { attribute: 'skill', values: ['a', 'b'] },
      staggering: 'natural',
    },
    befell: ({ stdout }) =>
      Number(/(\d+) conversations begun/.exec(stdout)?.[1]) - Number(/transcripts +(\d+) played/.exec(stdout)?.[1]),
    also: ({ record }) => {
      const skills = record.flatMap((entry) => (entry.kind === 'message' ? (entry.attributes?.skill ?? []) : []));
      expect(new Set(skills)).toEqual(new Set(['a', 'b']));
    },
  },
  {
    when: 'customers come at a rate, whatever becomes of those before',
    customers: { model: 'open', visitsPerMinute: 180, hold: '3s' },
    // 180 a minute: 9 in the hold, and half of 0.8 s and 1 s of it in the ramp and in the teardown.
    befell: recorded((entry) => entry.kind === 'session-configured'),
    also: ({ record }) => {
      const visits = new Set(record.flatMap((one) => (one.kind === 'session-configured' ? [one.token] : [])));
      expect(visits.size).toBeGreaterThanOrEqual(8);
      expect(visits.size).toBeLessThanOrEqual(12);
    },
  },
];

describe('the ledgers say what the record and the list of faults imply when', { timeout: NO_LIMIT }, () => {
  it.each(ROWS.map((row) => [row.when, row] as const))('%s', async (_, row) => {
    const outcome = await played(row);
    const { customer, agent, implied, record, code } = outcome;
    expect(row.befell(outcome)).toBeGreaterThan(0);
    expect(implied.customer.sent).toBeGreaterThan(0);
    expect({ customer, agent }).toEqual(implied);
    // Who shares a session hears what others are told, and who hears a message twice answers twice.
    if (row.shared !== true && row.wrongStore !== true) expect(outOfStep(record)).toEqual([]);
    expect(code).toBe(customer.lost + agent.lost + customer.unresolved + agent.unresolved > 0 ? 99 : 0);
    row.also?.(outcome);
  });
});
