import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploymentId } from '@headroom/tenant';
import { describe, expect, it } from 'vitest';
import { hello } from '../../../cli/hello/hello.ts';
import type { Hello } from '../../../cli/hello/hello-text.ts';
import { tenantWith } from '../../../packages/tenant/test/client.ts';
import { planJson } from '../../lib/plan/a-plan.ts';
import { CapturedOutput } from '../captured-output.ts';

const ORIGIN = 'https://example.com';

/** Says hello to a tenant with one agent; `answer` is what the person says at the prompt. */
async function said(changes: object = {}, { yes = true, answer = '' } = {}) {
  const tenant = await tenantWith(['agents.count=1']);
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  const agents = { ...(planJson().agents as object), count: 1 };
  const target = { address: tenant.addresses.address };
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
  return { code, asked, result, stdout: stdout.text, stderr: stderr.text, folder, tenant };
}

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
    // Neither ids, nor the texts `hello …`, nor tokens.
    expect(stdout).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|hello [0-9a-f]|simulated-agent/);
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

  it('does nothing unless the person says yes', async () => {
    const { code, asked, stderr, tenant } = await said({}, { yes: false, answer: 'y' });
    expect(asked).toEqual([
      `one guest session on ${tenant.addresses.address}, and one conversation for an agent: go on? (yes) `,
    ]);
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
