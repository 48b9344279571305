import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadProfile, startTenant } from '@headroom/tenant';
import { afterAll, describe, it } from 'vitest';
import { cleanup } from '../../cli/cleanup/cleanup.ts';
import type { Conclusion } from '../../cli/verify/conclusion.ts';
import { verify } from '../../cli/verify/verify.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { startProxy } from '../rewriting-proxy.ts';
import { dialoguesPlan } from './dialogues-plan.ts';
import { headroom, runAgainst } from './headroom.ts';

const opened: { close(): Promise<unknown> }[] = [];
afterAll(() => Promise.all(opened.map((one) => one.close())));

const DIALOGUES = 6;
const TURNS = 4;

/** What the customer of a dialogue says alike in all of them, or in this one alone; the agent's texts always differ. */
const dialogues = (alike: boolean) =>
  Array.from({ length: DIALOGUES }, (_, n) => ({
    id: `dialogue-${n}`,
    turns: Array.from({ length: TURNS }, (_, turn) =>
      turn % 2 === 0
        ? { from: 'customer', text: alike ? 'Yes' : `Dialogue ${n}, what the customer says at ${turn}` }
        : { from: 'agent', text: `${n}: ${turn}` },
    ),
  }));

interface Org {
  readonly alike?: boolean;
  readonly sets?: readonly string[];
  readonly customers?: object;
}

/**
 * Plays each dialogue once against an org. In the midst of it, when an agent has said something, `cleanup --dry-run`
 * looks for what is open; afterwards `verify` checks it, as often as it is called.
 */
async function played({ alike = false, sets = [], customers = {} }: Org) {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  const profile = loadProfile('healthy', ['limits.enabled=false', 'agents.count=6', ...sets]);
  const tenant = await startTenant({ port: 0, profile });
  opened.push(tenant);
  const plan = dialoguesPlan(folder, 'plan', dialogues(alike), {
    customers: { sessions: DIALOGUES, perMinute: 3_600, hold: '1s', longestVisit: '30s', ...customers },
    agents: { count: 6 },
    pace: { min: '50ms', max: '100ms' },
  });
  let found: Promise<string> | undefined;
  const answer = async (body: unknown, method: string, called: string) => {
    // The agent gets its answer once the cleanup has looked: until then its conversation is open.
    if (method === 'POST' && called.endsWith('/messages')) {
      found ??= lookedFor();
      await found;
    }
    return body;
  };
  const proxy = await startProxy(tenant.addresses.address, { answer });
  opened.push(proxy);
  const e = [`TARGET=${proxy.address}`];
  const inFolder = () => ({ cwd: folder, env: {}, stdout: new CapturedOutput(), stderr: new CapturedOutput() });
  const lookedFor = async () => {
    const io = inFolder();
    await cleanup(plan, [], { e, run: [], perMinute: '100000', dryRun: true }, io);
    return io.stdout.text + io.stderr.text;
  };
  const result = path.join(folder, 'result.json');
  const run = await headroom(runAgainst(proxy, 'contact-centre', { PLAN: plan, RESULT: result }));
  const { agent } = JSON.parse(readFileSync(result, 'utf8')).reading.messages;
  return {
    tenant,
    exitCode: run.code,
    agents: { sent: agent.sent, acked: agent.acked },
    found: await found,
    verified: async () => {
      const io = inFolder();
      const code = await verify(plan, [result], { e, run: [], perMinute: '100000', json: true, fresh: false }, io);
      return { code, ...(JSON.parse(io.stdout.text) as Conclusion) };
    },
  };
}

/** Each dialogue as it should be. */
const WHOLE = { exitCode: 0, agents: { sent: (DIALOGUES * TURNS) / 2, acked: (DIALOGUES * TURNS) / 2 } };
const VERIFIED = { code: 0, conversations: DIALOGUES, others: 0, notFound: 0, discrepancies: [] };
/** `perhaps` and `of others` would stand before the agents. */
const OURS = /: [1-6] conversations of headroom open; \d of the plan's agents on queue\n$/;

describe.concurrent('a conversation', () => {
  it.for(['', 'context.'])(
    "is recognised by its customer's attributes alone, with the prefix “%s”: in a run, by verify and by cleanup",
    async (prefix, { expect }) => {
      // All customers say the same, and it is short: it tells neither the dialogue nor whose it is.
      const { found, verified, ...run } = await played({ alike: true, sets: [`attributePrefix=${prefix}`] });
      expect(run).toMatchObject(WHOLE);
      expect(await verified()).toMatchObject({ ...VERIFIED, byFirstMessages: 0 });
      expect(found).toMatch(OURS);
    },
  );

  it('is recognised by its first messages alone: in a run, by verify and by cleanup', async ({ expect }) => {
    const { found, verified, ...run } = await played({ sets: ['withheld=["attributes"]'] });
    expect(run).toMatchObject(WHOLE);
    expect(await verified()).toMatchObject({ ...VERIFIED, byFirstMessages: DIALOGUES });
    expect(found).toMatch(OURS);
  });

  it('that began with a bot is verified, and a turn that is lost of it is named', async ({ expect }) => {
    const bot = 'bot={"turns":2,"quickReplies":["Orders","Other"],"answer":{"minMs":20,"maxMs":50}}';
    const { verified, tenant, ...run } = await played({ sets: [bot], customers: { bot: {} } });
    expect(run).toMatchObject(WHOLE);
    expect(await verified()).toMatchObject(VERIFIED);

    const [conversation] = tenant.org.conversations.values();
    const lost = conversation?.messages.findIndex(({ from }) => from === 'agent') ?? -1;
    conversation?.messages.splice(lost, 1);
    const { transcript, customer } = conversation?.attributes ?? {};
    expect(await verified()).toMatchObject({
      code: 99,
      discrepancies: [{ kind: 'missing', conversationId: conversation?.id, customer, transcript, turn: 1 }],
    });
  });
});
