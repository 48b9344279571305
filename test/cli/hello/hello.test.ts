import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentId } from '@headroom/tenant';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hello } from '../../../cli/hello/hello.ts';
import type { Hello } from '../../../cli/hello/hello-text.ts';
import { tenantWith } from '../../../packages/tenant/test/client.ts';
import { planJson } from '../../lib/plan/a-plan.ts';
import { type Rewriting, startProxy } from '../../rewriting-proxy.ts';
import { CapturedOutput } from '../captured-output.ts';

const ORIGIN = 'https://example.com';

interface Said {
  readonly yes?: boolean;
  /** What the person says at the prompt. */
  readonly answer?: string;
  readonly rewriting?: Rewriting;
}

/** Says hello to a tenant with one agent, whose answers may be rewritten. */
async function said(changes: object = {}, { yes = true, answer = '', rewriting = {} }: Said = {}) {
  const tenant = await tenantWith(['agents.count=1']);
  const proxy = await startProxy(tenant.addresses.address, rewriting);
  onTestFinished(() => proxy.close());
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  const agents = { ...(planJson().agents as object), count: 1 };
  const target = { address: proxy.address };
  const deployments = [{ id: deploymentId(1), origin: ORIGIN }];
  writeFileSync(
    path.join(folder, 'plan.json'),
    JSON.stringify({ ...planJson(), agents, target, deployments, ...changes }),
  );
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const io = { cwd: folder, env: {}, stdout, stderr };
  const asked: string[] = [];
  const code = await hello(
    'plan.json',
    { e: [], yes, json: true, output: 'hello.json', wait: '5' },
    io,
    async (text) => {
      asked.push(text);
      return answer;
    },
  );
  const result = JSON.parse(stdout.text || '{"exchanges":[],"missed":[]}') as Hello;
  return { code, asked, result, stdout: stdout.text, stderr: stderr.text, folder, tenant, address: proxy.address };
}

const KEY = 'b3fa85f6457174562b3fc2c963f66afa';
const TOLD = 'simulated-agent-1 said hello 3fa85f64-5717-4562-b3fc-2c963f66afa6';
/** Ids, the texts `hello …`, and tokens. */
const TELLING = /[0-9a-f]{8}-[0-9a-f]{4}-|hello [0-9a-f]|simulated-agent|b3fa85f6/;

/** A value in which each field of a name has another value; undefined takes it away. */
const otherwise = <T>(value: T, name: string, other: unknown): T =>
  JSON.parse(JSON.stringify(value, (key, inner) => (key === name ? other : inner))) as T;

const kinds = ({ exchanges }: Hello) => exchanges.map(({ what }) => what);

describe('headroom hello', () => {
  it('plays a session and a reply, finds each frame and answer as expected, and keeps their shapes', async () => {
    const { code, result, stdout, folder } = await said();
    expect(result.missed).toEqual([]);
    expect(result.exchanges.flatMap(({ differences }) => differences.filter(({ kind }) => kind !== 'more'))).toEqual(
      [],
    );
    expect(code).toBe(0);
    expect(kinds(result)).toEqual(
      expect.arrayContaining([
        'guest SessionResponse',
        'guest StructuredMessage',
        'GET /api/v2/conversations',
        'POST /api/v2/conversations/messages/:id/messages/bulk',
        'POST /api/v2/conversations/messages/:id/communications/:id/messages',
      ]),
    );
    expect(readFileSync(path.join(folder, 'hello.json'), 'utf8')).toBe(stdout);
    expect(stdout).not.toMatch(TELLING);
  });

  it('leaves no conversation open and no agent on queue', async () => {
    const { tenant } = await said();
    const headers = { Authorization: 'Bearer simulated-agent-1' };
    const api = `http://${tenant.addresses.address}/api/v2`;
    const open = (await (await fetch(`${api}/conversations`, { headers })).json()) as { entities: unknown[] };
    expect(open.entities).toEqual([]);
    const me = (await (await fetch(`${api}/users/me?expand=routingStatus`, { headers })).json()) as object;
    expect(me).not.toMatchObject({ routingStatus: { status: 'IDLE' } });
  });

  it('plays the guest alone for a plan without agents', async () => {
    const { code, result } = await said({ agents: undefined });
    expect(code).toBe(0);
    expect(kinds(result).every((what) => what.startsWith('guest '))).toBe(true);
  });

  it('names the step that did not come, and exits 99', async () => {
    const deployments = [{ id: '00000000-0000-4000-8000-00000000dead', origin: ORIGIN }];
    const { code, result } = await said({ agents: undefined, deployments });
    expect(code).toBe(99);
    expect(result.missed).toEqual([expect.stringMatching(/^guest: no ready: /)]);
  });

  it('names the next command where nothing serves at an address of this machine', async () => {
    const { result, code } = await said({ target: { address: '127.0.0.1:9' } });
    expect(result.missed[0]).toBe('guest: no ready: ECONNREFUSED: nothing serves there; headroom tenant --port 9 does');
    expect(code).toBe(99);
  });

  it('names what an org answers otherwise, and shows no text, id or token of it', async () => {
    const rewriting: Rewriting = {
      answer: (body, method, called) => {
        if (called === '/api/v2/conversations') return otherwise(body, 'direction', undefined);
        if (called.endsWith('/bulk')) return { ...(otherwise(body, 'timestamp', 1) as object), [KEY]: TOLD };
        return method === 'GET' && called.endsWith('/definitions') ? { ...(body as object), note: TOLD } : body;
      },
      guestFrame: (frame) => otherwise({ ...frame, [KEY]: { [TOLD]: TOLD } }, 'time', null),
    };
    const { code, result, stdout, stderr, folder } = await said({}, { rewriting });
    expect(code).toBe(99);
    const differences = result.exchanges.flatMap(({ what, differences: all }) =>
      all.filter(({ kind }) => kind !== 'more').map(({ kind, where }) => `${what}: ${kind} ${where}`),
    );
    expect(differences).toEqual([
      'GET /api/v2/conversations: missing entities[].participants[].messages[].direction',
      'POST /api/v2/conversations/messages/:id/messages/bulk: type entities[].timestamp',
    ]);
    // What was read of it ended the agent's part.
    expect(result.missed).toEqual([
      'agent: POST /api/v2/conversations/messages/:id/messages/bulk: answered with entities[0].timestamp: number; expected: string',
    ]);
    for (const text of [stdout, stderr, readFileSync(path.join(folder, 'hello.json'), 'utf8')])
      expect(text).not.toMatch(TELLING);
  });

  it('names a step at the end that an org refuses, without its ids', async () => {
    const rewriting = {
      answer: (body: unknown, _: string, called: string) => (called.endsWith('/wrapupcodes') ? {} : body),
    };
    const { code, result, stdout } = await said({}, { rewriting });
    expect({ code, missed: result.missed }).toEqual({
      code: 99,
      missed: ['agent: did not leave its conversation: no answer, or none of the expected shape'],
    });
    expect(stdout).not.toMatch(TELLING);
  });

  it.each([
    [
      'a text for its code',
      { class: 'TooManyRequestsErrorMessage', code: TOLD, body: { errorMessage: TOLD, retryAfter: 1 } },
      /no ready: refused with no number as code$/,
    ],
    ['no body', { class: 'SessionResponse', code: 200, body: null }, /no ready: refused with code 0$/],
    [
      'events that are no list',
      { class: 'StructuredMessage', code: 200, body: { type: 'Event', events: {} } },
      /no ready: a frame came that cannot be understood$/,
    ],
  ])('goes on over a frame with %s', async (_, frame, missed) => {
    const { code, result, stdout } = await said({ agents: undefined }, { rewriting: { guestFrame: () => frame } });
    expect({ code, missed: result.missed }).toEqual({ code: 99, missed: [expect.stringMatching(missed)] });
    expect(stdout).not.toMatch(TELLING);
  });

  it('does nothing unless the person says yes', async () => {
    const { code, asked, stderr, address } = await said({}, { yes: false, answer: 'y' });
    expect(asked).toEqual([`one guest session on ${address}, and one conversation for an agent: go on? (yes) `]);
    expect(code).toBe(104);
    expect(stderr).toBe('headroom hello: nothing was done; allowed: yes at the prompt, or --yes\n');
  });

  it('goes on once the person says yes', async () => {
    expect(await said({ agents: undefined }, { yes: false, answer: 'yes' })).toMatchObject({ code: 0 });
  });

  it('asks for approval where the org is not on this machine', async () => {
    const { code, stderr } = await said({ target: { domain: 'mypurecloud.com' }, agents: undefined });
    expect(code).toBe(104);
    expect(stderr).toMatch(/^headroom hello: target mypurecloud\.com: .* needs its approval: [^\n]*\n$/);
  });
});
