import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Reading } from '../../lib/verdict/reading/reading.ts';
import { finished, headroom, runAgainst, start, type TestTenant, tenantWith } from './headroom.ts';

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
async function saidIn(tenant: TestTenant): Promise<string[]> {
  const record = await tenant.record();
  const said = record.flatMap((one) => (one.kind === 'message' && one.from === 'agent' ? [one] : []));
  const dialogues = new Map<string, string>();
  for (const one of record) {
    const dialogue = one.kind === 'message' ? one.attributes?.transcript : undefined;
    if (one.kind === 'message' && dialogue !== undefined) dialogues.set(one.conversationId, dialogue);
  }
  return said.map(({ conversationId, text }) => `${dialogues.get(conversationId)}: ${text}`).sort();
}

it.concurrent('12 agents in 3 VUs handle what 12 agents in 12 VUs do, each with a token, user and channel of its own', async () => {
  const all = [1, 4].map(async (agentsPerVu) => {
    const name = `agents-per-vu-${agentsPerVu}`;
    const PLAN = planOf(name, { count: 12, agentsPerVu, tokens: { source: 'simulated' } });
    const tenant = await tenantWith('--set', 'agents.capacity=2');
    const run = runAgainst(tenant, 'contact-centre', { PLAN, RESULT: at(`${name}.result.json`) });
    const { code, stdout } = await headroom(run);
    expect(code, stdout).toBe(0);
    const record = await tenant.record();
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
    return { stdout, said: await saidIn(tenant) };
  });
  const [single, several] = await Promise.all(all);
  expect(several?.stdout).toContain('agents: 1 iterations for each of 3 VUs');
  expect(several?.said).toHaveLength(3 * DIALOGUES);
  expect(several?.said).toEqual(single?.said);
}, 60_000);

it.concurrent('agents take their tokens from k6 secrets; one for whom there is none is named in the summary', async () => {
  const PLAN = planOf('secrets', { count: 4, agentsPerVu: 4, tokens: { source: 'secrets', name: 'load-{n}' } });
  const secrets = [1, 2, 3].map((n) => `load-${n}=simulated-agent-${n}`);
  writeFileSync(at('secrets.txt'), secrets.join('\n'));
  const tenant = await tenantWith('--set', 'agents.capacity=2');
  const flags = ['--secret-source', `file=${at('secrets.txt')}`];
  const { stdout, stderr } = await headroom(runAgainst(tenant, 'agents', { PLAN }, flags));
  expect(stdout).toContain('4 planned, 3 connected');
  expect(stdout).toContain('the API took none of the tokens of 1 of them (401)');
  expect(stdout + stderr).not.toContain('simulated-agent-');
}, 60_000);

it.concurrent('without a source of secrets the run is refused, in one line', async () => {
  const PLAN = planOf('no-secrets', { count: 4, tokens: { source: 'secrets' } });
  const { code, stderr } = await headroom(runAgainst(await tenantWith(), 'agents', { PLAN }));
  const errors = stderr.split('\n').filter((line) => line.includes('level=error'));
  expect(errors.map((line) => line.replace(/^.*msg=/, ''))).toEqual([
    expect.stringContaining('agents.tokens: no secret \\"agent-1\\"; allowed: one for each agent'),
  ]);
  expect(code).toBe(108);
}, 60_000);

/** A token of agent 1, by SAML2 bearer; the tenant does not check the assertion's signature. */
async function tokenFor(tenant: TestTenant): Promise<string> {
  const assertion = btoa('<saml:NameID>agent-1@example.com</saml:NameID>');
  const response = await fetch(`http://${tenant.address}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa('simulated:simulated')}` },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer',
      orgName: 'simulated',
      assertion,
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

it.concurrent('an agent whose token ends in mid-run leaves, and is named in the summary; others go on', async () => {
  const tenant = await tenantWith('--set', 'agents.capacity=2', '--set', 'agents.alertingTimeoutMs=1000');
  const token = await tokenFor(tenant);
  writeFileSync(at('tokens.txt'), `${token}\nsimulated-agent-2\n`);
  const PLAN = planOf('ends', { count: 2, agentsPerVu: 2, tokens: { source: 'file', path: at('tokens.txt') } });
  const run = finished(start(runAgainst(tenant, 'contact-centre', { PLAN, RESULT: at('ends.result.json') })));
  const isOnQueue = async () => (await tenant.record()).some((one) => one.kind === 'presence');
  while (!(await isOnQueue()));
  // An eleventh token of a user ends its first.
  for (let more = 0; more < 10; more++) await tokenFor(tenant);
  const { stdout, stderr } = await run;
  expect(stdout).toContain('the API took none of the tokens of 1 of them (401)');
  expect(readingOf('ends').agents).toMatchObject({ refused: 1 });
  const handled = (await saidIn(tenant)).filter((text) => text.includes('Done'));
  expect(handled.length).toBeGreaterThan(DIALOGUES / 2);
  expect(stdout + stderr).not.toContain(token);
}, 60_000);
