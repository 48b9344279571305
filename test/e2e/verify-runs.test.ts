import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentId } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_LIMIT, type VirtualWorld } from '../virtual/play.ts';
import { endKept, keptRun } from './kept-run.ts';

/** What `headroom verify` says of whole runs, each beside a healthy twin: runs in virtual time, read back over loopback. */

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-verify-'));
let runs = 0;
afterAll(async () => {
  await endKept();
  rmSync(folder, { recursive: true });
});

const pace = { min: '100ms', max: '200ms' };
const PLAN = {
  name: 'runs',
  target: { address: '127.0.0.1:1' },
  deployments: [{ id: deploymentId(1), origin: 'https://example.com' }],
  customers: { sessions: 8, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '12s', gap: '1s', think: pace },
  retry: { first: '100ms', cap: '500ms', attempts: 20 },
  agents: {
    count: 4,
    perMinute: 600,
    capacity: 5,
    accept: pace,
    reply: pace,
    wrapUp: pace,
    tokens: { source: 'simulated' },
  },
};

interface Played {
  readonly customers?: object;
  readonly dialogues?: readonly object[];
  readonly profile?: object;
  readonly gate?: string;
  readonly before?: (world: VirtualWorld) => unknown;
}

/** Plays the plan, and verifies it in a tenant that has what the first one stored. */
async function verified({ customers, dialogues, profile, gate = 'explore', before = () => undefined }: Played) {
  const at = (name: string) => path.join(folder, `${++runs}-${name}`);
  const [file, set] = [at('plan.json'), at('set.jsonl')];
  if (dialogues) writeFileSync(set, dialogues.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const transcripts = dialogues && { transcripts: { path: set } };
  const plan = { ...PLAN, gate, customers: { ...PLAN.customers, ...customers }, ...transcripts };
  writeFileSync(file, JSON.stringify(plan));
  const { record, exitCode, reading, verify } = await keptRun(folder, file, {
    profile: { agents: { count: 4, capacity: 5 }, ...profile },
    before,
  });
  const { code, ...conclusion } = await verify();
  const stored = (from: string) => record.filter((entry) => entry.kind === 'message' && entry.from === from).length;
  return { code, exitCode, stored, reading, conclusion };
}

/** Answers four replies of agents with 200, and stores and delivers none of them. */
function swallowingReplies({ tenant: { org } }: VirtualWorld): void {
  const say = org.agentSays.bind(org);
  let replies = 0;
  org.agentSays = (conversation, userId, text) => {
    if (++replies % 5 !== 0 || replies > 20) return say(conversation, userId, text);
    const { communicationId } = conversation.agent ?? {};
    const [id, time] = [org.ids.next(), new Date(org.clock.now())];
    return { from: 'agent', type: 'Text', text, attributes: {}, userId, communicationId, id, time };
  };
}

/** Stores every reply of agents, and delivers two of three. */
function withholdingReplies({ tenant: { org } }: VirtualWorld): void {
  const say = org.agentSays.bind(org);
  const sessionOf = org.sessions.get.bind(org.sessions);
  let replies = 0;
  org.agentSays = (...reply) => {
    if (++replies % 3 === 0) org.sessions.get = () => undefined;
    const stored = say(...reply);
    org.sessions.get = sessionOf;
    return stored;
  };
}

const TURNS = ['Hello, I need help.', 'What with?', 'With my order.', 'It is on its way.'];
const dialogue = (id: number, first: 'customer' | 'agent') => ({
  id: `d${id}`,
  turns: TURNS.map((text, turn) => ({
    from: (turn % 2 === 0) === (first === 'customer') ? 'customer' : 'agent',
    text: `${id}: ${text}`,
  })),
});

describe('headroom verify of a run', () => {
  it(
    'exits 0 where all was stored, and customers left early only as the plan has it',
    async () => {
      const { code, conclusion, reading } = await verified({ customers: { leaveEarly: 0.3 } });
      expect(conclusion).toMatchObject({
        ...{ neverBegun: 0, notFound: 0, unfinished: { conversations: 0 }, disagreements: [], discrepancies: [] },
        conversations: reading.visits,
      });
      expect(conclusion.leftEarly.conversations).toBeGreaterThan(0);
      expect(code).toBe(0);
    },
    NO_LIMIT,
  );

  it(
    'names four replies that were answered with 200 and never stored, in dialogues that stood still for them',
    async () => {
      const { code, conclusion, reading } = await verified({ before: swallowingReplies });
      expect(reading.messages.agent.lost).toBe(4);
      expect(conclusion.leftEarly).toEqual({ conversations: 0, turns: 0 });
      expect(conclusion.unfinished).toMatchObject({ conversations: 4, atDeadline: 4 });
      expect(conclusion.discrepancies.every(({ kind }) => kind === 'missing')).toBe(true);
      expect(code).toBe(99);
    },
    NO_LIMIT,
  );

  it(
    'names the ends of dialogues whose customers did not hear the agent, and those who missed only the end',
    async () => {
      const { code, conclusion, reading } = await verified({ before: withholdingReplies });
      expect(reading.messages.agent).toMatchObject({ lost: 0, acked: reading.messages.agent.sent });
      expect(conclusion.leftEarly).toEqual({ conversations: 0, turns: 0 });
      expect(conclusion.unfinished.conversations).toBeGreaterThan(2);
      const whole = conclusion.conversations - conclusion.unfinished.conversations;
      expect(conclusion.disagreements).toEqual([
        { what: 'played to the end', run: reading.transcriptsComplete, found: whole },
      ]);
      expect(code).toBe(99);
    },
    NO_LIMIT,
  );

  it(
    'excuses no turn that was not said since the tenant went down',
    async () => {
      const faults = { restartAtSeconds: 2, storm: { fromSeconds: 2 } };
      const { code, conclusion } = await verified({ profile: { faults } });
      expect(conclusion.leftEarly).toEqual({ conversations: 0, turns: 0 });
      expect(conclusion.unfinished.turns).toBeGreaterThan(10);
      expect(conclusion.discrepancies.filter(({ kind }) => kind === 'missing')).toHaveLength(
        conclusion.unfinished.turns,
      );
      expect(code).toBe(99);
    },
    NO_LIMIT,
  );

  it(
    'names the visits of dialogues that begin with the agent and so never began',
    async () => {
      const dialogues = Array.from({ length: 10 }, (_, id) => dialogue(id, id === 0 ? 'customer' : 'agent'));
      const { code, exitCode, conclusion } = await verified({ customers: { sessions: 10 }, dialogues, gate: 'ci' });
      expect(exitCode).toBe(99);
      expect(conclusion).toMatchObject({ transcripts: { found: 1, of: 10 }, neverBegun: 9, openings: 0 });
      const unbegun = conclusion.discrepancies.filter(({ kind }) => kind === 'never begun');
      expect(unbegun.map(({ transcript }) => transcript)).toEqual(
        dialogues.slice(1).map(({ id }, place) => `${place + 1} ${id}`),
      );
      expect(code).toBe(99);
    },
    NO_LIMIT,
  );

  it(
    'exits 0 of that set, and the run is green, where customers open such dialogues: both ledgers are as the record',
    async () => {
      const dialogues = Array.from({ length: 10 }, (_, id) => dialogue(id, id === 0 ? 'customer' : 'agent'));
      const customers = { sessions: 10, agentOpens: {} };
      const { code, exitCode, reading, stored, conclusion } = await verified({ customers, dialogues, gate: 'strict' });
      expect([code, exitCode]).toEqual([0, 0]);
      const { conversationsBegun: begun, transcriptsComplete, messages, received } = reading;
      expect([begun >= 10, transcriptsComplete]).toEqual([true, begun]);
      expect(conclusion).toMatchObject({ neverBegun: 0, disagreements: [], discrepancies: [] });
      expect([messages.customer.acked, messages.agent.acked]).toEqual([stored('customer'), stored('agent')]);
      expect([messages.customer.sent, messages.agent.sent]).toEqual([stored('customer'), stored('agent')]);
      const { openings, messages: turns } = conclusion;
      expect(openings).toBeGreaterThanOrEqual(9);
      expect(reading.asides).toEqual({ opening: openings, 'bot-answer': 0 });
      expect(turns + openings).toBe(stored('customer') + stored('agent'));
      expect([received.customer.received, received.agent.received]).toEqual([
        stored('customer') - openings,
        stored('agent'),
      ]);
    },
    NO_LIMIT,
  );

  it(
    'exits 0 of the same set in which every dialogue begins with the customer',
    async () => {
      const dialogues = Array.from({ length: 10 }, (_, id) => dialogue(id, 'customer'));
      const { code, conclusion } = await verified({ customers: { sessions: 10 }, dialogues });
      expect(conclusion).toMatchObject({ neverBegun: 0, disagreements: [], discrepancies: [] });
      expect(code).toBe(0);
    },
    NO_LIMIT,
  );
});
