import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cleanup } from '../../../cli/cleanup/cleanup.ts';
import { hello } from '../../../cli/hello/hello.ts';
import { commandIo } from '../../../cli/io/command-io.ts';
import { preflight } from '../../../cli/preflight/preflight.ts';
import { tokens } from '../../../cli/tokens/tokens.ts';
import { verify } from '../../../cli/verify/verify.ts';
import { planJson } from '../../lib/plan/a-plan.ts';
import { CapturedOutput } from '../captured-output.ts';
import { keyPairIn } from '../tokens/key-pair.ts';
import { serve, stopServers } from './loopback-servers.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-hostile-'));
chmodSync(folder, 0o700);
afterAll(stopServers);
afterAll(() => rmSync(folder, { recursive: true }));

const { key, certificate } = keyPairIn(folder);
/** Some have the form of a credential, and some are known only because they were sent. */
const SECRET = 'planted-client-secret-that-looks-like-words';
const AGENT = 'planted-agent-token-that-looks-like-words';
const BEARER = 'plantedAccessToken_0123456789abcdefghijABCDEFG';
writeFileSync(path.join(folder, 'agent.txt'), `${AGENT}\n`);

/** Each command that calls an org, with the plan of `target`. */
const COMMANDS = {
  preflight: (io) => preflight('plan.json', { e: [], perMinute: '100000', json: false }, io),
  verify: (io) =>
    verify('plan.json', [], { e: [], run: [], from: '2026-01-01', perMinute: '100000', json: false, fresh: true }, io),
  cleanup: (io) => cleanup('plan.json', [], { e: [], run: [], perMinute: '100000', dryRun: false }, io),
  hello: (io) => hello('plan.json', { e: [], yes: true, json: false, wait: '1' }, io),
  tokens: (io) => {
    const signing = { key, certificate, issuer: 'https://idp.test', orgName: 'test', renew: '60' };
    return tokens('plan.json', { e: [], output: 'tokens.txt', users: 'a-{n}@example.com', count: '1', ...signing }, io);
  },
} satisfies Record<string, (io: ReturnType<typeof commandIo>) => Promise<number>>;
const NAMES = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];

async function run(name: keyof typeof COMMANDS, address: string): Promise<{ code: number; said: string }> {
  const agents = { ...planJson().agents, count: 1, tokens: { source: 'file', path: 'agent.txt' } };
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify({ ...planJson(), target: { address }, agents }));
  const said = new CapturedOutput();
  const env = { GENESYS_CLIENT_ID: 'planted', GENESYS_CLIENT_SECRET: SECRET };
  const io = commandIo({ cwd: folder, env, stdout: said, stderr: said });
  return { code: await COMMANDS[name](io), said: said.text };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe('an org that redirects', () => {
  it.each(NAMES)('takes %s to no other host, with none of the codes', async (name) => {
    let followed = 0;
    const elsewhere = await serve((_, response) => {
      followed++;
      response.end('{}');
    });
    for (const code of [301, 302, 303, 307, 308]) {
      const address = await serve((_, response) => {
        response.writeHead(code, { Location: `http://${elsewhere}/oauth/token` }).end();
      });
      const { said } = await run(name, address);
      expect(said).toContain(`${code}`);
    }
    expect(followed).toBe(0);
  });
});

/** What was sent, as a server may repeat it. */
const ECHOES: Record<string, (sent: string) => { body: string; headers?: Record<string, string>; reason?: string }> = {
  'each credential by itself': (sent) => ({ body: JSON.stringify({ message: credentialsIn(sent).join(' and ') }) }),
  'the beginning of each': (sent) => ({
    body: JSON.stringify({
      error: credentialsIn(sent)
        .map((one) => one.slice(0, 25))
        .join(' and '),
    }),
  }),
  'a message': (sent) => ({ body: JSON.stringify({ message: sent }) }),
  'a description, cut off': (sent) => ({ body: JSON.stringify({ description: sent.slice(0, -8) }) }),
  'the body itself': (sent) => ({ body: sent }),
  'a header': (sent) => ({ body: '{}', headers: { 'X-Echo': sent } }),
  'the reason of the status': (sent) => ({ body: '{}', reason: sent }),
  'where it leads': (sent) => ({ body: '', headers: { Location: `http://127.0.0.1:1/?${sent}` } }),
};

/** What was sent, without the words around it. */
function credentialsIn(sent: string): string[] {
  const [, basic = ''] = /Basic (\S+)/.exec(sent) ?? [];
  const [, bearer = ''] = /Bearer (\S+)/.exec(sent) ?? [];
  const [, assertion = ''] = /assertion=([^&]+)/.exec(sent) ?? [];
  const secret = Buffer.from(basic, 'base64').toString().slice('planted:'.length);
  return [basic, secret, bearer, decodeURIComponent(assertion)].filter((one) => one !== '');
}

describe('an org that repeats what was sent to it', () => {
  it.each(NAMES)('has %s print no part of a credential', async (name) => {
    for (const [where, echo] of Object.entries(ECHOES))
      for (const atLogin of [true, false]) {
        const address = await serve(async (request, response) => {
          const sent = `${request.headers.authorization ?? ''} ${await bodyOf(request)}`;
          if (request.url === '/oauth/token' && !atLogin) {
            response.end(JSON.stringify({ access_token: BEARER, token_type: 'bearer', expires_in: 60 }));
            return;
          }
          const { body, headers = {}, reason = 'Bad' } = echo(sent.replaceAll(/[\r\n]/g, ''));
          response.writeHead(where === 'where it leads' ? 302 : 400, reason, headers).end(body);
        });
        const { said } = await run(name, address);
        expect(said, where).not.toMatch(/planted-client|plantedA|planted-agent|PHNhbWxw/);
        expect(said, where).not.toContain(Buffer.from(`planted:${SECRET}`).toString('base64').slice(0, 20));
      }
  });
});

describe('an org whose words hold what a terminal obeys', () => {
  const ESCAPES = 'red \u001b[31m, title \u001b]0;x\u0007, back \r\u009b2J, turned \u202e, next \n  ok  all is well';

  it.each(NAMES)('has %s show it', async (name) => {
    const address = await serve((_, response) => {
      response.writeHead(400).end(JSON.stringify({ message: ESCAPES }));
    });
    const { said } = await run(name, address);
    expect(said).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(said).not.toMatch(/^\s*ok {2}all is well/m);
  });
});
