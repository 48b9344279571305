import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Entry } from '@headroom/tenant';
import { afterAll, expect, it } from 'vitest';
import type { Reading } from '../../lib/verdict/reading/reading.ts';
import { NO_LIMIT, playOnVirtualClock, type VirtualWorld } from '../virtual/play.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-agents-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => path.join(folder, name);

const pace = { min: '50ms', max: '100ms' };
const DIALOGUES = 24;

const turns = (place: number) => [
  { from: 'customer', text: `Hello ${place}` },
  { from: 'agent', text: 'One moment, please' },
  { from: 'customer', text: 'Thanks' },
  // The same text twice: an account that compares by text alone would count a duplicate.
  { from: 'agent', text: 'One moment, please' },
  { from: 'agent', text: `Done ${place}` },
];
const lines = Array.from({ length: DIALOGUES }, (_, place) => JSON.stringify({ id: `d${place}`, turns: turns(place) }));
writeFileSync(at('transcripts.jsonl'), lines.join('\n'));

/** A plan of these agents, whose customers play every dialogue once. */
function planOf(name: string, agents: object): string {
  const plan = {
    name,
    target: { address: '127.0.0.1:1' },
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
    customers: {
      sessions: 12,
      perMinute: 720,
      hold: '8s',
      teardown: '1s',
      longestVisit: '10s',
      gap: '50ms',
      think: pace,
    },
    agents: { perMinute: 720, capacity: 2, accept: pace, reply: pace, wrapUp: pace, ...agents },
    transcripts: { path: at('transcripts.jsonl'), once: true },
    gate: 'explore',
  };
  writeFileSync(at(`${name}.json`), JSON.stringify(plan));
  return at(`${name}.json`);
}

const readingOf = (name: string): Reading => JSON.parse(readFileSync(at(`${name}.result.json`), 'utf8')).reading;

/** What agents said, in which dialogue, as the tenant has it. */
function saidIn(record: readonly Entry[]): string[] {
  const said = record.flatMap((one) => (one.kind === 'message' && one.from === 'agent' ? [one] : []));
  const dialogues = new Map<string, string>();
  for (const one of record) {
    const dialogue = one.kind === 'message' ? one.attributes?.transcript : undefined;
    if (one.kind === 'message' && dialogue !== undefined) dialogues.set(one.conversationId, dialogue);
  }
  return said.map(({ conversationId, text }) => `${dialogues.get(conversationId)}: ${text}`).sort();
}

it(
  '12 agents in 3 VUs handle what 12 agents in 12 VUs do, each with a token, user and channel of its own',
  async () => {
    const handled = async (agentsPerVu: number) => {
      const name = `agents-per-vu-${agentsPerVu}`;
      const plan = planOf(name, { count: 12, agentsPerVu, tokens: { source: 'simulated' } });
      const { exitCode, stdout, record } = await playOnVirtualClock({
        script: 'contact-centre',
        plan,
        env: { RESULT: at(`${name}.result.json`) },
        sets: ['agents.capacity=2'],
      });
      expect(exitCode, stdout).toBe(0);
      const onQueue = record.flatMap((one) =>
        one.kind === 'presence' && one.presence === 'OnQueue' ? [one.userId] : [],
      );
      const offline = record.filter((one) => one.kind === 'presence' && one.presence === 'Offline');
      expect([onQueue.length, new Set(onQueue).size, offline.length]).toEqual([12, 12, 12]);
      expect(record.filter((one) => one.kind === 'socket-opened' && one.socket !== 'guest')).toHaveLength(12);
      const { messages, agents, transcriptsComplete } = readingOf(name);
      expect(transcriptsComplete).toBe(DIALOGUES);
      expect(messages.agent).toEqual({
        ...{ sent: 3 * DIALOGUES, acked: 3 * DIALOGUES },
        ...{ lost: 0, altered: 0, duplicated: 0, reordered: 0, unresolved: 0 },
      });
      expect(agents).toMatchObject({ connected: 12, refused: 0, accepted: DIALOGUES, wrappedUp: DIALOGUES });
      return { stdout, said: saidIn(record) };
    };
    const single = await handled(1);
    const several = await handled(4);
    expect(several.stdout).toContain('agents: 1 iterations for each of 3 VUs');
    expect(several.said).toHaveLength(3 * DIALOGUES);
    expect(several.said).toEqual(single.said);
  },
  NO_LIMIT,
);

it(
  'agents take their tokens from k6 secrets; one for whom there is none is named in the summary',
  async () => {
    const plan = planOf('secrets', { count: 4, agentsPerVu: 4, tokens: { source: 'secrets', name: 'load-{n}' } });
    const secrets = [1, 2, 3].map((n) => `load-${n}=simulated-agent-${n}`);
    writeFileSync(at('secrets.txt'), secrets.join('\n'));
    const flags = ['--secret-source', `file=${at('secrets.txt')}`];
    const sets = ['agents.capacity=2'];
    const { stdout, stderr } = await playOnVirtualClock({ script: 'agents', plan, flags, sets });
    expect(stdout).toContain('4 planned, 3 connected');
    expect(stdout).toContain('the API took none of the tokens of 1 of them (401)');
    expect(stdout + stderr).not.toContain('simulated-agent-');
  },
  NO_LIMIT,
);

it(
  'without a source of secrets the run is refused, in one line',
  async () => {
    const plan = planOf('no-secrets', { count: 4, tokens: { source: 'secrets' } });
    const { exitCode, stderr } = await playOnVirtualClock({ script: 'agents', plan });
    const errors = stderr.split('\n').filter((line) => line.includes('level=error'));
    expect(errors.map((line) => line.replace(/^.*msg=/, ''))).toEqual([
      expect.stringContaining('agents.tokens: no secret \\"agent-1\\"; allowed: one for each agent'),
    ]);
    expect(exitCode).toBe(108);
  },
  NO_LIMIT,
);

/** A token of agent 1, by SAML2 bearer; the tenant does not check the assertion's signature. */
async function tokenFor(ask: VirtualWorld['ask']): Promise<string> {
  const assertion = btoa('<saml:NameID>agent-1@example.com</saml:NameID>');
  const answer = await ask({
    method: 'POST',
    path: '/oauth/token',
    headers: { Authorization: `Basic ${btoa('simulated:simulated')}` },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer',
      orgName: 'simulated',
      assertion,
    }).toString(),
  });
  return (JSON.parse(answer) as { access_token: string }).access_token;
}

it(
  'an agent whose token ends in mid-run leaves, and is named in the summary; others go on',
  async () => {
    let token = '';
    const plan = planOf('ends', { count: 2, agentsPerVu: 2, tokens: { source: 'file', path: at('tokens.txt') } });
    const { stdout, stderr, record } = await playOnVirtualClock({
      script: 'contact-centre',
      plan,
      env: { RESULT: at('ends.result.json') },
      sets: ['agents.capacity=2', 'agents.alertingTimeoutMs=1000'],
      before: async ({ tenant, clock, ask }) => {
        token = await tokenFor(ask);
        writeFileSync(at('tokens.txt'), `${token}\nsimulated-agent-2\n`);
        const isOnQueue = () => tenant.org.record.entries.some((one) => one.kind === 'presence');
        // An eleventh token of a user ends its first.
        clock.when(isOnQueue, async () => {
          for (let more = 0; more < 10; more++) await tokenFor(ask);
        });
      },
    });
    expect(stdout).toContain('the API took none of the tokens of 1 of them (401)');
    expect(readingOf('ends').agents).toMatchObject({ refused: 1 });
    const handled = saidIn(record).filter((text) => text.includes('Done'));
    expect(handled.length).toBeGreaterThan(DIALOGUES / 2);
    expect(stdout + stderr).not.toContain(token);
  },
  NO_LIMIT,
);
