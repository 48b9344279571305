import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attribute } from '../../cli/attribute/attribute.ts';
import { ceiling } from '../../cli/ceiling/ceiling.ts';
import { cleanup } from '../../cli/cleanup/cleanup.ts';
import { compare } from '../../cli/compare/compare.ts';
import { demo } from '../../cli/demo/demo.ts';
import { deployCloud } from '../../cli/deploy/cloud/deploy-cloud.ts';
import { deployOperator } from '../../cli/deploy/operator/deploy-operator.ts';
import { explainGates } from '../../cli/gates/gates.ts';
import { hello } from '../../cli/hello/hello.ts';
import { badInput } from '../../cli/io/bad-input.ts';
import { commandIo, scriptIo } from '../../cli/io/command-io.ts';
import { merge } from '../../cli/merge/merge.ts';
import { checkPlan } from '../../cli/plan/plan-check.ts';
import { preflight } from '../../cli/preflight/preflight.ts';
import { provision } from '../../cli/provision/provision.ts';
import { report } from '../../cli/report/report.ts';
import { run } from '../../cli/run/run.ts';
import { tenant } from '../../cli/tenant/tenant.ts';
import { tokens } from '../../cli/tokens/tokens.ts';
import { checkTranscripts } from '../../cli/transcripts/transcripts-check.ts';
import { importTranscripts } from '../../cli/transcripts/transcripts-import.ts';
import { packTranscripts } from '../../cli/transcripts/transcripts-pack.ts';
import { verify } from '../../cli/verify/verify.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { serve, stopServers } from '../cli/http/loopback-servers.ts';
import { keyPairIn } from '../cli/tokens/key-pair.ts';
import { isDeep, variants } from '../deep.ts';
import { planJson } from '../lib/plan/a-plan.ts';
import { finished, headroom } from './headroom.ts';
import { CLOUD, MERGED, PODS, PROVISION, SIGNING } from './planted-options.ts';

/** Secrets of one case. They have no form that tells them from words, so that only who knows one can hide it. */
interface Planted {
  readonly clientSecret: string;
  readonly agentToken: string;
  readonly accessToken: string;
  readonly proxyPassword: string;
  readonly inThePlan: string;
  readonly customersText: string;
}

/** Other ones for each case: the process knows those of earlier ones. */
function planted(): Planted {
  const secret = () =>
    `planted-${Array.from({ length: 28 }, () => 'abcdefghijklmnopqrstuvwxyz'[randomInt(26)]).join('')}`;
  const [clientSecret, agentToken, accessToken, proxyPassword, inThePlan, customersText] = [0, 1, 2, 3, 4, 5].map(
    secret,
  ) as [string, string, string, string, string, string];
  return { clientSecret, agentToken, accessToken, proxyPassword, inThePlan, customersText };
}

const root = mkdtempSync(path.join(tmpdir(), 'headroom-secrets-'));
const temporary = path.join(root, 'tmp');
mkdirSync(temporary);
const { key, certificate, keyText } = keyPairIn(root);
const before = process.env.TMPDIR;
/** Says back whatever it is told, and lets nobody in. */
let echoing: string;
/** The secrets of the case that runs. */
let given = planted();
/** Gives a token, and says back whatever else it is told. */
let afterLogin: string;

beforeAll(async () => {
  process.env.TMPDIR = temporary;
  echoing = await serve(async (request, response) => {
    const said = await wordsOf(request);
    response.writeHead(400, { 'X-Echo': said }).end(JSON.stringify({ message: said, code: 'bad.request' }));
  });
  afterLogin = await serve(async (request, response) => {
    const said = await wordsOf(request);
    if (request.url === '/oauth/token')
      response.end(JSON.stringify({ access_token: given.accessToken, token_type: 'bearer', expires_in: 60 }));
    else response.writeHead(request.headers.upgrade === undefined ? 403 : 503).end(JSON.stringify({ message: said }));
  });
});

afterAll(async () => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await stopServers();
  rmSync(root, { recursive: true });
});

async function wordsOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { authorization = '' } = request.headers;
  const credential = authorization.replace(/^\w+ /, '');
  const inBasic = /^Basic/.test(authorization) ? Buffer.from(credential, 'base64').toString() : '';
  return `${credential} ${inBasic} ${authorization} ${request.url} ${Buffer.concat(chunks)}`.replace(/[\r\n]/g, '');
}

const noPlan = { e: [] };
const signing = { ...SIGNING, key, certificate };
const SET = 'set.jsonl';

/** Each command, with the names of plans that lie in its folder. */
const COMMANDS: Readonly<Record<string, (io: RunIo) => Promise<number> | number>> = {
  'plan check': (io) => checkPlan('plan.json', [], io),
  'plan check, of a plan with a secret in it': (io) => checkPlan('bad.json', [], io),
  gates: (io) => explainGates('plan.json', io),
  'gates, of a plan with a secret in it': (io) => explainGates('bad.json', io),
  preflight: (io) => preflight('plan.json', { e: [], perMinute: '100000', json: false }, io),
  verify: (io) =>
    verify('plan.json', [], { e: [], run: [], from: '2026-01-01', perMinute: '100000', json: false, fresh: true }, io),
  cleanup: (io) => cleanup('plan.json', [], { e: [], run: [], perMinute: '100000', dryRun: false }, io),
  hello: (io) => hello('plan.json', { e: [], yes: true, json: false, wait: '1' }, io),
  tokens: (io) => tokens('plan.json', { ...signing, output: 'fetched.txt' }, io),
  'tokens, with a key that is none': (io) =>
    tokens('plan.json', { ...signing, key: 'agent.txt', output: 'fetched.txt' }, io),
  'tokens, into a file of others': (io) => tokens('plan.json', { ...signing, output: 'agent.txt' }, io),
  provision: (io) => provision('plan.json', { ...PROVISION, output: 'terraform' }, io),
  'provision, of a plan with a secret in it': (io) => provision('bad.json', { ...PROVISION, output: 'terraform' }, io),
  'report, on files that are none': (io) =>
    report(['agent.txt', 'bad.json', SET], { ...noPlan, output: 'report.html', markdown: 'report.md' }, io),
  'merge, on files that are none': (io) => merge(['agent.txt', 'bad.json', SET], { ...noPlan, ...MERGED }, io),
  'merge, with a plan with a secret in it': (io) => merge(['.'], { ...noPlan, ...MERGED, plan: 'bad.json' }, io),
  'deploy k6-operator': (io) => deployOperator('plan.json', PODS, io),
  'deploy k6-operator, of a plan with a secret in it': (io) => deployOperator('bad.json', PODS, io),
  'deploy cloud': (io) => deployCloud('cloud.json', { ...noPlan, pack: 'agent.txt', secrets: 'fetched.txt' }, io),
  'deploy cloud, of a plan with a secret in it': (io) => deployCloud('bad.json', noPlan, io),
  ...Object.fromEntries(
    variants(['contact-centre', 'customers', 'agents', 'reconnect-storm']).map((script) => [
      `run ${script}`,
      (io: RunIo) => runAndReport(script, io),
    ]),
  ),
  'run, of a plan with a secret in it': (io) =>
    run(['dist/customers.js', '--engine', 'embedded', '-e', `PLAN=${path.join(io.cwd, 'bad.json')}`], scriptIo(io)),
  ceiling: (io) => ceiling('plan.json', { e: [], engine: 'embedded' }, io),
  attribute: (io) => attribute('plan.json', { e: [], trials: '5', engine: 'embedded' }, io),
  compare: (io) => compare('plan.json', 'other.json', { e: [], trials: '8', engine: 'embedded' }, io),
  demo: (io) => demo({ seed: 'x' }, io),
  tenant: (io) => tenant({ port: '0', profile: 'healthy', set: [], seed: '1' }, io),
  'tenant, with a profile that is none': (io) => tenant({ port: '0', profile: 'bad.json', set: [], seed: '1' }, io),
  'transcripts check': (io) => checkTranscripts(path.join(io.cwd, SET), io),
  'transcripts import': (io) =>
    inOneLine(io, () => importTranscripts(path.join(io.cwd, SET), { output: path.join(io.cwd, 'imported.jsonl') }, io)),
  'transcripts pack': (io) =>
    inOneLine(io, () =>
      packTranscripts(
        path.join(io.cwd, SET),
        { output: path.join(io.cwd, 'packed.jsonl'), count: 2, instances: 1 },
        io,
      ),
    ),
};
async function inOneLine(io: RunIo, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    return badInput('transcripts', error, io);
  }
}

async function runAndReport(script: string, io: RunIo): Promise<number> {
  const values = ['-e', `PLAN=${path.join(io.cwd, 'plan.json')}`, '-e', `RESULT=${path.join(io.cwd, 'result.json')}`];
  const outputs = [
    '--out',
    `json=${path.join(io.cwd, 'samples.ndjson')}`,
    '--log-output',
    `file=${path.join(io.cwd, 'log.txt')}`,
  ];
  const code = await run([`dist/${script}.js`, '--engine', 'embedded', ...values, ...outputs], {
    ...scriptIo(io),
    cwd: process.cwd(),
  });
  const to = ['-o', 'report.html', '--markdown', 'report.md', '--junit', 'report.xml', '--json', 'report.json'];
  // The page's script and styles lie beside the built command.
  const words = ['report', 'result.json', 'samples.ndjson', ...to];
  const { stdout, stderr } = await headroom(
    words.map((word) => (/\.\w+$/.test(word) ? path.join(io.cwd, word) : word)),
  );
  io.stdout.write(stdout + stderr);
  return code;
}

/** Where secrets belong, or were before the command began. */
const HOLDS_SECRETS = ['agent.txt', 'bad.json', SET, 'fetched.txt'];

function folderFor(target: string): string {
  const folder = mkdtempSync(path.join(root, 'case-'));
  const customers = { sessions: 2, perMinute: 6_000, hold: '1s', teardown: '1s', longestVisit: '5s', gap: '100ms' };
  const plan = {
    ...planJson(),
    target: { address: target },
    customers,
    retry: { first: '100ms', cap: '100ms', attempts: 2 },
    storm: { watch: '1s', rest: '1s' },
    agents: { ...planJson().agents, count: 1, tokens: { source: 'file', path: 'agent.txt' } },
    ceiling: { first: 2, most: 4, window: '100ms', rest: '100ms', budget: '30m' },
  };
  const write = (name: string, what: object) => writeFileSync(path.join(folder, name), JSON.stringify(what));
  write('plan.json', plan);
  write('other.json', { ...plan, name: 'other', customers: { ...customers, sessions: 3 } });
  write('bad.json', {
    ...plan,
    clientSecret: given.inThePlan,
    agents: { ...plan.agents, tokens: { source: 'file', token: given.inThePlan } },
  });
  const inSecrets = { source: 'secrets', name: 'agents-{n}', perSecret: 100 };
  write('cloud.json', {
    ...plan,
    ...CLOUD,
    agents: { ...plan.agents, tokens: inSecrets },
  });
  writeFileSync(path.join(folder, 'agent.txt'), `${given.agentToken}\n`);
  const turns = [
    { from: 'customer', text: `${given.customersText}\ud800` },
    { from: 'nobody', text: given.customersText },
  ];
  writeFileSync(
    path.join(folder, SET),
    `${JSON.stringify({ id: 'a', turns })}\n{"id": "b", "turns": ["${given.customersText}\n`,
  );
  return folder;
}

const environment = () => ({
  PATH: '',
  GENESYS_CLIENT_ID: 'planted',
  GENESYS_CLIENT_SECRET: given.clientSecret,
  HTTPS_PROXY: `http://planted:${given.proxyPassword}@127.0.0.1:1`,
});

/** What a command says, and every file that it leaves in its folder and among temporary ones. */
async function traces(name: string, target: string, interruptMs: number): Promise<Readonly<Record<string, string>>> {
  given = planted();
  const cwd = folderFor(target);
  const said = new CapturedOutput();
  const onInterrupt = (listener: () => void) => {
    const timer = setTimeout(listener, interruptMs);
    return () => clearTimeout(timer);
  };
  const io = commandIo({ cwd, env: environment(), stdout: said, stderr: said, onInterrupt });
  const code = await COMMANDS[name]?.(io);
  expect(code, said.text).toBeTypeOf('number');
  return { said: said.text, ...filesIn([cwd, temporary]) };
}

function filesIn(folders: readonly string[]): Readonly<Record<string, string>> {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !HOLDS_SECRETS.includes(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

const LEAK = new RegExp(`planted-|cGxhbnRlZDpwbGFudGVk|${keyText.split('\n')[1]}|PHNhbWxw`);

describe('a secret that is planted in the environment, the plan, a file of tokens and what the org says back', () => {
  it.each(Object.keys(COMMANDS))('is in nothing that %s prints or leaves on the disk', async (name) => {
    const targets = [afterLogin, echoing];
    for (const target of name.startsWith('run ') ? variants(targets) : targets)
      for (const [where, text] of Object.entries(await traces(name, target, 500)))
        expect(text, where).not.toMatch(LEAK);
  });

  it.skipIf(!isDeep)(
    'is in nothing that a whole demo, its samples and its report hold',
    async () => {
      given = planted();
      const cwd = mkdtempSync(path.join(root, 'demo-'));
      const command = path.resolve('dist/node/headroom.js');
      const env = { ...process.env, ...environment(), HTTPS_PROXY: '' };
      const { code, stdout, stderr } = await finished(
        spawn(process.execPath, [command, 'demo', '--seed', '1'], { cwd, env }),
      );
      expect(code, stderr).toBe(0);
      for (const text of [stdout, stderr, ...Object.values(filesIn([cwd, temporary]))]) expect(text).not.toMatch(LEAK);
    },
    300_000,
  );
});
