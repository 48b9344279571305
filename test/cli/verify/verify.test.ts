import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { agentId, deploymentId, loadProfile, type RunningTenant, startTenant } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import { type VerifyOptions, verify } from '../../../cli/verify/verify.ts';
import type { Dialogue } from '../../../lib/dialogues/dialogue.ts';
import { attributesFor, unscripted } from '../../../lib/dialogues/transcript-attribute.ts';
import type { Conclusion } from '../../../report/read/org-files.ts';
import { CapturedOutput } from '../captured-output.ts';
import { KINDS, lineOf, plant } from './planted-discrepancies.ts';

const RUN = 'a1b2c3d4-0000-4000-8000-000000000000';
const dialogues: Dialogue[] = Array.from({ length: 40 }, (_, index) => ({
  id: `dialogue-${index}`,
  turns: Array.from({ length: 6 + (index % 5) }, (_, turn) => ({
    from: turn % 2 === 0 ? 'customer' : 'agent',
    text: turn % 4 === 3 ? 'Yes.' : `${index}: ${turn}`,
  })),
}));

const opened: RunningTenant[] = [];
afterAll(() => Promise.all(opened.map((tenant) => tenant.close())));

/** Starts a tenant in which every dialogue was played once. `ask` verifies it. */
async function played({ sets = [] as string[], once = true } = {}) {
  const tenant = await startTenant({
    port: 0,
    profile: loadProfile('healthy', ['agents.wrapUpRequired=false', ...sets]),
  });
  opened.push(tenant);
  const agent = tenant.org.routing.agents.get(agentId(1));
  if (agent !== undefined) tenant.org.routing.setOnQueue(agent, true);
  for (const [index, dialogue] of dialogues.entries()) play(tenant, index, dialogue, `${RUN}-${index}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  const transcripts = path.join(folder, 'set.jsonl');
  writeFileSync(transcripts, dialogues.map((dialogue) => `${JSON.stringify(dialogue)}\n`).join(''));
  const plan = {
    name: 'verified',
    target: { address: tenant.addresses.address },
    deployments: [{ id: deploymentId(1), origin: 'https://example.com' }],
    customers: { sessions: 40, perMinute: 600, hold: '1m', longestVisit: '10m' },
    transcripts: { path: transcripts, once },
  };
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));
  const [from, to] = [-60_000, 60_000].map((ms) => new Date(Date.now() + ms).toISOString());
  const result = { run: { id: RUN, from, to }, reading: { conversationsBegun: 40 } };
  writeFileSync(path.join(folder, 'result.json'), JSON.stringify(result));
  const ask = async (changed: Partial<VerifyOptions> = {}, files = ['result.json']) => {
    const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
    const io = { cwd: folder, env: {}, stdout, stderr };
    const options = { e: [], run: [], perMinute: '100000', json: true, fresh: false, ...changed };
    const code = await verify('plan.json', files, options, io);
    const said = stdout.text;
    const conclusion = () => JSON.parse(said) as Conclusion;
    return { code, said, stderr: stderr.text, conclusion };
  };
  return { tenant, folder, ask };
}

/** Says a dialogue as customer and agent would, each turn a second after the one before. */
function play({ org }: RunningTenant, index: number, { turns, id }: Dialogue, customer: string): void {
  const session = org.sessions.create(randomUUID(), deploymentId(1), Date.now() + 3_600_000);
  const attributes = attributesFor(index, { id, turns }, customer);
  for (const { from, text } of turns) {
    if (from === 'customer') org.customerSays(session, { type: 'Text', text, attributes });
    const { conversation } = session;
    if (conversation?.agent === undefined) throw new Error('no agent');
    org.routing.accept(conversation, conversation.agent);
    if (from === 'agent') org.agentSays(conversation, agentId(1), text);
  }
  org.customerClears(session);
  const { conversation } = session;
  const startMs = Date.now();
  conversation?.replaceMessages(
    conversation.messages.map((message, n) => ({ ...message, time: new Date(startMs + 1_000 * n) })),
  );
}

describe('headroom verify', () => {
  it('recognises conversations by what customers said where the org shows no attributes', async () => {
    const { tenant, ask } = await played();
    for (const conversation of tenant.org.conversations.values()) {
      const shown: Record<string, string> = conversation.attributes;
      for (const name of Object.keys(shown)) delete shown[name];
      conversation.replaceMessages(conversation.messages.map((message) => ({ ...message, attributes: {} })));
    }
    const { code, conclusion } = await ask();
    expect({ code, ...conclusion() }).toMatchObject({
      ...{ code: 0, conversations: 40, byFirstMessages: 40, others: 0, notFound: 0, discrepancies: [] },
      transcripts: { found: 40, of: 40 },
    });
  });

  it('exits 0 when every transcript was ingested once, whole, in order and unaltered', async () => {
    const { ask } = await played();
    const { code, conclusion } = await ask();
    expect(conclusion()).toMatchObject({
      runs: [RUN],
      conversations: 40,
      others: 0,
      transcripts: { found: 40, of: 40 },
      notFound: 0,
      discrepancies: [],
    });
    expect(conclusion().messages).toBe(dialogues.reduce((sum, { turns }) => sum + turns.length, 0));
    expect(code).toBe(0);
  });

  it.each(KINDS)('finds each of 20 planted discrepancies, and nothing else: %s', async (kind) => {
    const { ask, tenant } = await played();
    const planted = plant(tenant.org, dialogues, 1 + KINDS.indexOf(kind), [kind]);
    const { code, conclusion } = await ask();
    expect(conclusion().discrepancies.filter((one) => one.kind === kind)).toHaveLength(20);
    expect(conclusion().discrepancies.map(lineOf).sort()).toEqual(planted.sort());
    expect(code).toBe(99);
  });

  it('finds 20 discrepancies of all kinds together, and nothing else', async () => {
    const { ask, tenant } = await played();
    const planted = plant(tenant.org, dialogues, 1);
    const { code, conclusion } = await ask();
    expect(conclusion().discrepancies.map(lineOf).sort()).toEqual(planted.sort());
    expect(code).toBe(99);
  });

  it('prints what it found, and never a text', async () => {
    const { ask, tenant } = await played();
    plant(tenant.org, dialogues, 1);
    const { said, stderr } = await ask({ json: false });
    expect(said).toMatch(/ {2}missing {13}2\n/);
    expect(said).toMatch(/missing: conversation \S+, customer \S+-\d+, transcript \d+ dialogue-\d+, turn \d+\n/);
    expect(said + stderr).not.toMatch(/Yes\.|Nobody said this|\d: \d\b(?! )/);
  });

  it("leaves out a bot’s greeting, and conversations that are not headroom's", async () => {
    const { ask, tenant } = await played({ sets: ['greeting=Welcome'] });
    const stranger = tenant.org.sessions.create(randomUUID(), deploymentId(1), Date.now() + 3_600_000);
    tenant.org.customerSays(stranger, { type: 'Text', text: 'I have a question', attributes: {} });
    const dropped = tenant.org.sessions.create(randomUUID(), deploymentId(1), Date.now() + 3_600_000);
    tenant.org.customerSays(dropped, { type: 'Text', text: 'Hello', attributes: unscripted('storm', `${RUN}-99`) });
    const { code, conclusion } = await ask();
    expect(conclusion()).toMatchObject({ conversations: 40, others: 2, discrepancies: [] });
    expect(code).toBe(0);
  });

  it('looks only at the run that the results name', async () => {
    const { ask, tenant } = await played();
    for (const [index, dialogue] of dialogues.entries()) play(tenant, index, dialogue, `another-run-${index}`);
    expect((await ask()).conclusion()).toMatchObject({ conversations: 40, others: 40, discrepancies: [] });
  });

  it('says how many conversations the results count that the org does not show', async () => {
    const { ask, folder } = await played();
    const result = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
    writeFileSync(path.join(folder, 'more.json'), JSON.stringify({ ...result, reading: { conversationsBegun: 43 } }));
    const { code, conclusion } = await ask({}, ['more.json']);
    expect(conclusion().notFound).toBe(3);
    expect(code).toBe(99);
  });

  it('does not report transcripts that a run which repeats them did not reach', async () => {
    const { ask, tenant } = await played({ once: false });
    play(tenant, 0, dialogues[0] ?? { id: '', turns: [] }, `${RUN}-40`);
    expect((await ask()).conclusion()).toMatchObject({ conversations: 41, discrepancies: [] });
  });

  it('names the end that a conversation lacks, and says whether it lasted to the plan’s longest visit', async () => {
    const { ask, tenant } = await played();
    const [conversation] = [...tenant.org.conversations.values()];
    conversation?.replaceMessages(conversation.messages.slice(0, -2));
    const missing = [4, 5].map((turn) => ({ kind: 'missing', conversationId: conversation?.id, turn }));
    const leftEarly = { conversations: 0, turns: 0 };
    expect((await ask()).conclusion()).toMatchObject({
      ...{ leftEarly, discrepancies: missing },
      unfinished: { conversations: 1, turns: 2, atDeadline: 0 },
    });
    if (conversation) conversation.endedAt = new Date(Date.now() + 600_000);
    const { code, said } = await ask({ json: false });
    expect(said).toContain(
      '1 conversations lack their last 2 turns; 1 of them lasted as long as customers.longestVisit',
    );
    expect(code).toBe(99);
  });

  it('names each visit that began no conversation, where transcripts are played again', async () => {
    const { ask, tenant } = await played({ once: false });
    const [conversation] = [...tenant.org.conversations.values()];
    const shown: Record<string, string> = conversation?.attributes ?? {};
    for (const name of Object.keys(shown)) delete shown[name];
    conversation?.replaceMessages([]);
    const { code, conclusion } = await ask();
    const named = { kind: 'never begun', customer: `${RUN}-0`, transcript: '0 dialogue-0' };
    expect(conclusion()).toMatchObject({ conversations: 39, neverBegun: 1, discrepancies: [named] });
    expect(code).toBe(99);
  });

  it('names what the run says otherwise of its messages and dialogues', async () => {
    const { ask, folder } = await played();
    const result = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
    const turns = dialogues.flatMap((one) => one.turns);
    const [customer, agent] = (['customer', 'agent'] as const).map((side) => {
      const sent = turns.filter(({ from }) => from === side).length;
      return { sent, acked: sent, lost: 0, altered: 0, duplicated: 0, reordered: 0, unresolved: 0 };
    });
    const says = async (reading: object) => {
      const whole = { conversationsBegun: 40, visits: 40, transcriptsComplete: 40, messages: { customer, agent } };
      writeFileSync(path.join(folder, 'says.json'), JSON.stringify({ ...result, reading: { ...whole, ...reading } }));
      return await ask({}, ['says.json']);
    };
    expect(await says({})).toMatchObject({ code: 0 });
    const lost = await says({ messages: { customer, agent: { ...agent, acked: (agent?.sent ?? 0) - 4, lost: 4 } } });
    expect(lost.conclusion().disagreements).toEqual([{ what: 'lost, and there', side: 'agent', run: 4, found: 4 }]);
    expect(lost.code).toBe(99);
    const cut = await says({ transcriptsComplete: 38 });
    expect(cut.conclusion().disagreements).toEqual([{ what: 'played to the end', run: 38, found: 40 }]);
    expect(cut.code).toBe(99);
    const visits = await says({ visits: 43 });
    expect(visits.conclusion()).toMatchObject({ neverBegun: 3, disagreements: [], discrepancies: [] });
    expect(visits.code).toBe(99);
  });

  it('resumes an interrupted verification, and reads nothing twice', async () => {
    const { ask, tenant } = await played();
    const known = tenant.org.conversations.get.bind(tenant.org.conversations);
    let reads = 0;
    const reading = (max: number) => (id: string) => {
      if (++reads > max) throw new Error('the org fails');
      return known(id);
    };
    tenant.org.conversations.get = reading(40);
    expect(await ask()).toMatchObject({ code: 104, stderr: expect.stringMatching(/headroom verify: .* HTTP 500/) });
    reads = 0;
    tenant.org.conversations.get = reading(79);
    const { code, stderr, conclusion } = await ask();
    expect(stderr).toMatch(/ checked before/);
    expect(conclusion()).toMatchObject({ conversations: 40, discrepancies: [] });
    expect(code).toBe(0);
  });

  it('refuses to resume another verification, and says so', async () => {
    const { ask, tenant } = await played();
    const known = tenant.org.conversations.get;
    tenant.org.conversations.get = () => {
      throw new Error('the org fails');
    };
    await ask();
    tenant.org.conversations.get = known;
    expect(await ask({ run: ['another'] })).toMatchObject({
      code: 104,
      stderr: expect.stringMatching(/of another verification; allowed: .* --fresh\n$/),
    });
    expect((await ask({ fresh: true })).code).toBe(0);
  });

  it.each([
    ['no results and no --from', {}, [], /no results and no --from; allowed: /],
    ['results that are not there', {}, ['none.json'], /results none\.json: no such file/],
    ['a time that is none', { from: 'yesterday' }, [], /--from yesterday; allowed: a date and time/],
    [
      'to write over its plan',
      { out: 'plan.json' },
      ['result.json'],
      /--output plan\.json: it is read here; allowed: another/,
    ],
    ['to write over a result', { out: 'result.json' }, ['result.json'], /--output result\.json: it is read here/],
    ['a pace that is none', { perMinute: '0' }, ['result.json'], /--per-minute 0; allowed: a whole number from 1/],
  ])('refuses %s in one line with 104', async (_, changed, files, says) => {
    const { ask } = await played();
    const { code, stderr } = await ask(changed, files);
    expect(stderr).toMatch(says);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(code).toBe(104);
  });
});
