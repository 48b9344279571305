import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { agentId, loadProfile, type RunningTenant, startTenant } from '@headroom/tenant';
import { afterAll, describe, expect, it } from 'vitest';
import { type TokensOptions, tokens } from '../../../cli/tokens/tokens.ts';
import { CapturedOutput } from '../captured-output.ts';
import { keyPairIn } from './key-pair.ts';

const keys = keyPairIn(mkdtempSync(path.join(tmpdir(), 'headroom-')));
const opened: RunningTenant[] = [];
afterAll(() => Promise.all(opened.map((tenant) => tenant.close())));

/** Starts a tenant with 5 agents, and writes a plan for it into a folder that only its owner may read. */
async function orgWithAgents() {
  const tenant = await startTenant({ port: 0, profile: loadProfile('healthy', ['agents.count=5']) });
  opened.push(tenant);
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  const at = (name: string) => path.join(folder, name);
  const plan = {
    name: 'tokens',
    target: { address: tenant.addresses.address },
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
    customers: { sessions: 1, perMinute: 60, hold: '1s', longestVisit: '10s' },
    agents: { count: 5, perMinute: 60, capacity: 1, tokens: { source: 'file', path: at('tokens.txt') } },
  };
  writeFileSync(at('plan.json'), JSON.stringify(plan));
  const ask = async (
    changed: Partial<TokensOptions> = {},
    signing: Partial<TokensOptions> = { key: keys.key, certificate: keys.certificate },
  ) => {
    const said = new CapturedOutput();
    const io = { cwd: folder, env: {}, stdout: said, stderr: said };
    const options: TokensOptions = {
      e: [],
      output: at('tokens.txt'),
      orgName: 'simulated',
      users: 'agent-{n}@example.com',
      issuer: 'https://idp.test',
      renew: '60',
      ...signing,
      ...changed,
    };
    return { code: await tokens('plan.json', options, io), said: said.text };
  };
  const lines = () => readFileSync(at('tokens.txt'), 'utf8').trim().split('\n');
  const whoIs = async (token: string) => {
    const headers = { Authorization: `Bearer ${token}` };
    const me = await fetch(`${tenant.addresses.api}/api/v2/users/me`, { headers });
    return ((await me.json()) as { id: string }).id;
  };
  return { ask, at, folder, lines, whoIs };
}

describe('headroom tokens', () => {
  it('writes a token of each agent, one a line in their order, that only its owner can read', async () => {
    const { ask, at, lines, whoIs } = await orgWithAgents();
    expect(await ask()).toMatchObject({ code: 0, said: expect.stringContaining('5 tokens in ') });
    expect(await Promise.all(lines().map(whoIs))).toEqual([1, 2, 3, 4, 5].map(agentId));
    for (const file of ['tokens.txt', 'tokens.txt.expiry.json']) expect(statSync(at(file)).mode & 0o777).toBe(0o600);
  });

  it('writes beside the tokens when they expire, and a token nowhere else', async () => {
    const { ask, at, lines, folder } = await orgWithAgents();
    const { said } = await ask();
    const beside = readFileSync(at('tokens.txt.expiry.json'), 'utf8');
    expect(JSON.parse(beside)[4]).toMatchObject({ user: 'agent-5@example.com', expires: expect.stringMatching(/Z$/) });
    for (const token of lines()) expect(said + beside).not.toContain(token);
    expect(readdirSync(folder).sort()).toEqual(['plan.json', 'tokens.txt', 'tokens.txt.expiry.json']);
  });

  it('fetches no token for a user whose token is still valid', async () => {
    const { ask, lines } = await orgWithAgents();
    await ask();
    const before = lines();
    expect((await ask()).said).toContain('5 of 5 are good, 0 to fetch');
    expect(lines()).toEqual(before);
  });

  it('renews tokens that expire soon', async () => {
    const { ask, lines } = await orgWithAgents();
    await ask();
    const before = lines();
    expect((await ask({ renew: '1441' })).said).toContain('0 of 5 are good, 5 to fetch');
    expect(lines().filter((token) => before.includes(token))).toEqual([]);
  });

  it('keeps what it fetched when the org refuses the next token, and resumes from there', async () => {
    const { ask, at, lines } = await orgWithAgents();
    writeFileSync(at('users.txt'), 'agent-1@example.com\nagent-2@example.com\nagent-3@example.com\n');
    await ask({ usersFile: at('users.txt'), count: '3' });
    const before = lines();
    writeFileSync(
      at('users.txt'),
      'agent-1@example.com\nagent-2@example.com\nagent-3@example.com\nnobody@example.com\n',
    );
    const refused = await ask({ usersFile: at('users.txt'), count: '4' });
    expect(refused.said).toMatch(/nobody@example\.com: .*\/oauth\/token: HTTP 400: the assertion names no user\n$/);
    expect(refused.code).toBe(104);
    expect(lines()).toEqual(before);
    expect((await ask()).said).toContain('3 of 5 are good, 2 to fetch');
    expect(lines().slice(0, 3)).toEqual(before);
  });

  it('ignores lines that it did not write', async () => {
    const { ask, at, lines } = await orgWithAgents();
    await ask();
    writeFileSync(at('tokens.txt'), [...lines().slice(0, 4), 'mine', ''].join('\n'));
    expect((await ask()).said).toContain('4 of 5 are good, 1 to fetch');
  });

  it('does not overwrite a file that it did not write', async () => {
    const { ask, at, lines } = await orgWithAgents();
    writeFileSync(at('tokens.txt'), 'mine\n');
    expect(await ask()).toMatchObject({ code: 104, said: expect.stringContaining('did not write') });
    expect(lines()).toEqual(['mine']);
  });

  it('keeps the tokens of users who are not asked for, behind those who are', async () => {
    const { ask, at, lines } = await orgWithAgents();
    await ask();
    const before = lines();
    expect((await ask({ count: '2' })).said).toContain('2 tokens in ');
    expect(lines()).toEqual(before);
    expect((await ask({ users: 'nobody-{n}@example.com' })).code).toBe(104);
    expect(lines()).toEqual(before);
    writeFileSync(at('users.txt'), 'agent-4@example.com\n');
    expect((await ask({ usersFile: at('users.txt'), count: '1' })).code).toBe(0);
    expect(lines()).toEqual([before[3], ...before.slice(0, 3), before[4]]);
  });

  it('takes assertions that a command of the user’s prints', async () => {
    const { ask, at, lines, whoIs } = await orgWithAgents();
    const print = `process.stdout.write(Buffer.from('<NameID>' + process.argv[2] + '</NameID>').toString('base64'))`;
    writeFileSync(at('sign.mjs'), print);
    const command = `${process.execPath} ${at('sign.mjs')}`;
    expect(await ask({}, { assertionCommand: command })).toMatchObject({ code: 0 });
    expect(await whoIs(lines()[1] ?? '')).toBe(agentId(2));
  });

  it('refuses a folder that is bundled, or that everybody may look into', async () => {
    const { ask, at } = await orgWithAgents();
    mkdirSync(at('dist'), { mode: 0o700 });
    mkdirSync(at('open'));
    chmodSync(at('open'), 0o755);
    expect(await ask({ output: at('dist/tokens.txt') })).toMatchObject({
      code: 104,
      said: expect.stringContaining('bundled'),
    });
    expect(await ask({ output: at('open/tokens.txt') })).toMatchObject({
      code: 104,
      said: expect.stringContaining('everybody'),
    });
    expect([...readdirSync(at('dist')), ...readdirSync(at('open'))]).toEqual([]);
  });

  it.each<[string, Partial<TokensOptions>, RegExp]>([
    [
      'another key than the certificate’s',
      { key: keyPairIn(path.dirname(keys.key), 'other').key },
      /not the certificate of --key/,
    ],
    ['a key that is none', { key: keys.certificate }, /--key or --certificate: not PEM/],
    ['a key that is not there', { key: '/nowhere.pem' }, /--key \/nowhere\.pem: no such file/],
    [
      'both a key and a command',
      { assertionCommand: 'sign' },
      /allowed: --key and --certificate, or --assertion-command/,
    ],
    ['addresses that are all the same', { users: 'agent@example.com' }, /--users agent@example\.com; allowed: .*\{n\}/],
    ['another org', { orgName: 'other' }, /HTTP 400: orgName is not the name of an org/],
  ])('refuses %s in one line with 104', async (_, changed, says) => {
    const { ask } = await orgWithAgents();
    const { code, said } = await ask(changed);
    expect(said).toMatch(says);
    expect(said).not.toContain('BEGIN');
    expect(code).toBe(104);
  });
});
