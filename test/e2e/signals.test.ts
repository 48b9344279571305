import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeSampleTranscripts } from '../../cli/transcripts/transcripts-sample.ts';
import { streamFor } from '../../lib/base/random.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { keyPairIn } from '../cli/tokens/key-pair.ts';
import { stopTenants, tenantWith } from './headroom.ts';

const root = mkdtempSync(path.join(tmpdir(), 'headroom-signals-'));
const HEADROOM = path.resolve('dist/node/headroom.js');
const MOMENTS = 30;
/** Commands end by themselves, and processes take as long as this machine lets them: vitest's 0 is no limit. */
const NO_LIMIT = 0;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Enough that writing takes a part of the time that the command does. */
const DIALOGUES = 20_000;

afterAll(async () => {
  await stopTenants();
  rmSync(root, { recursive: true });
});

const io = { stdout: new CapturedOutput(), stderr: new CapturedOutput(), env: {}, cwd: root };
const SET = path.join(root, 'set.jsonl');
await writeSampleTranscripts({ output: SET, count: DIALOGUES, seed: 1 }, io);
const SMOKE = path.resolve('plans/smoke.json');

/** What a command writes into its folder, and how a file that is whole reads. */
interface Writing {
  readonly args: readonly string[];
  /** Files that are the same each time. */
  readonly same?: readonly string[];
  /** Files of which all parse, line by line or as a whole. */
  readonly json?: readonly string[];
  readonly lines?: readonly string[];
}

const COMMANDS: Readonly<Record<string, Writing>> = {
  'transcripts sample': {
    args: ['transcripts', 'sample', '--count', `${DIALOGUES}`, '-o', 'out.jsonl'],
    same: ['out.jsonl'],
  },
  'transcripts import': {
    args: ['transcripts', 'import', SET, '-o', 'out.jsonl', '--manifest'],
    same: ['out.jsonl', 'out.manifest.jsonl'],
  },
  'transcripts pack': {
    args: ['transcripts', 'pack', SET, '--count', `${DIALOGUES}`, '--instances', '2', '-o', 'out.jsonl'],
    same: ['out-1.jsonl', 'out-2.jsonl'],
  },
  provision: { args: ['provision', SMOKE, '-o', 'terraform'], same: ['terraform/main.tf.json', 'terraform/flow.yaml'] },
};

/** Commands that call a tenant, which is there when their test begins. */
const CALLING: Readonly<Record<string, (address: string) => Writing | Promise<Writing>>> = {
  run: running,
  report: async (address) => {
    const samples = path.join(root, 'played.ndjson');
    writeFileSync(samples, (await ended('run for report', running(address))).read('samples.ndjson'));
    const outputs = ['report.html', 'report.json', 'report.csv', 'gate.xml', 'gate.md'];
    const flags = ['-o', '--json', '--csv', '--junit', '--markdown'].flatMap((flag, n) => [flag, outputs[n] ?? '']);
    return { args: ['report', samples, '--plan', SMOKE, ...flags], same: outputs };
  },
  verify: (address) => ({ args: ['verify', planFor(address), '-o', 'verify.json'], json: ['verify.json'] }),
  ticket: (address) => ({ args: ['ticket', planFor(address), '-o', 'ticket.md'], same: ['ticket.md'] }),
  ceiling: (address) => ({
    args: ['ceiling', planFor(address), '--quick', '--engine', 'embedded', '--out', 'ceiling.json'],
    json: ['ceiling.json', 'results/ceiling-signals-quick.resume.json'],
  }),
  tokens: (address) => ({
    args: ['tokens', planFor(address), '-o', 'tokens.txt', '--count', '500', ...signing()],
    lines: [],
    json: ['tokens.txt.expiry.json'],
  }),
};

function running(address: string): Writing {
  return {
    args: ['run', path.resolve('dist/customers.js'), ...SHORT, ...onTenant(address)],
    json: ['result.json'],
    lines: ['samples.ndjson'],
  };
}

const SHORT = ['--engine', 'embedded', '--out', 'json=samples.ndjson', '-e', 'RESULT=result.json'];
const onTenant = (address: string) =>
  Object.entries({
    PLAN: SMOKE,
    TARGET: address,
    CUSTOMERS: 4,
    CUSTOMERS_PER_MINUTE: 480,
    HOLD: '1s',
    TEARDOWN: '1s',
    LONGEST_VISIT: '5s',
  }).flatMap(([name, value]) => ['-e', `${name}=${value}`]);

let pair: ReturnType<typeof keyPairIn> | undefined;
function signing(): string[] {
  pair ??= keyPairIn(root);
  return [
    '--key',
    pair.key,
    '--certificate',
    pair.certificate,
    '--org-name',
    'simulated',
    '--users',
    'a-{n}@example.com',
  ];
}

function planFor(address: string): string {
  const file = path.join(root, 'signals.json');
  const plan = JSON.parse(readFileSync(SMOKE, 'utf8'));
  const ceiling = {
    first: 2,
    most: 4,
    window: '250ms',
    rest: '300ms',
    perMinute: 30_000,
    confidence: 0.6,
    reliability: 0.6,
  };
  writeFileSync(file, JSON.stringify({ ...plan, name: 'signals', target: { address }, ceiling }));
  return file;
}

/** Runs a command in a folder of its own, and ends it after so long, or not. */
async function ended(name: string, { args }: Writing, afterMs?: number, signal: NodeJS.Signals = 'SIGTERM') {
  const folder = path.join(mkdtempSync(path.join(root, 'case-')), name.replace(' ', '-'));
  mkdirSync(folder);
  const begunMs = performance.now();
  const child = spawn(process.execPath, [HEADROOM, ...args], {
    cwd: folder,
    env: { PATH: '', GENESYS_CLIENT_ID: 'simulated', GENESYS_CLIENT_SECRET: 'simulated' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes) => {
      said += bytes;
    });
  const timer = afterMs === undefined ? undefined : setTimeout(() => child.kill(signal), afterMs);
  const [code, by] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  return { code, by, said, files, read, tookMs: performance.now() - begunMs };
}

async function judge(name: string, writing: Writing, moments: number): Promise<void> {
  const whole = await ended(name, writing);
  expect(whole.code, whole.said).toBeTypeOf('number');
  const random = streamFor(25, name.length);
  for (let moment = 0; moment < moments; moment++) {
    const afterMs = random() * whole.tookMs;
    const signal = SIGNALS[moment % SIGNALS.length] ?? 'SIGTERM';
    const { code, by, said, files, read } = await ended(name, writing, afterMs, signal);
    const where = `${signal} after ${Math.round(afterMs)} of ${Math.round(whole.tookMs)} ms: ${code ?? by}, ${files.join(' ')}\n${said}`;
    expect(
      files.filter((file) => /\.(part|lock)$/.test(file)),
      where,
    ).toEqual([]);
    for (const file of files) {
      if (writing.same?.includes(file)) expect(read(file) === whole.read(file), where).toBe(true);
      if (writing.json?.includes(file)) expect(() => JSON.parse(read(file)), where).not.toThrow();
      if (writing.lines?.includes(file))
        for (const line of read(file).split('\n').filter(Boolean)) expect(() => JSON.parse(line), where).not.toThrow();
    }
    if (name === 'transcripts import' && code !== null && code !== 0)
      expect([code, said], where).toEqual([105, expect.stringContaining('interrupted; nothing was written')]);
    // What is absent is said: by the exit code, where the signal came before the command could say it in words.
    const all = [...(writing.same ?? []), ...(writing.json?.slice(0, 1) ?? [])];
    if (all.some((file) => !files.includes(file))) expect(code, where).not.toBe(0);
  }
}

describe('a signal at a random moment', () => {
  it.concurrent.each(Object.keys(COMMANDS))(
    'leaves what %s writes whole, or absent and said',
    async (name) => judge(name, COMMANDS[name] ?? { args: [] }, MOMENTS),
    NO_LIMIT,
  );

  it.concurrent.each(Object.keys(CALLING))(
    'leaves what %s writes whole, or absent and said',
    async (name) => {
      const { address } = await tenantWith(...(name === 'ceiling' ? ['--set', 'ceiling.max=3'] : []));
      // A search takes a minute and more.
      const writing = (await CALLING[name]?.(address)) ?? { args: [] };
      await judge(name, writing, name === 'ceiling' ? 3 : MOMENTS / 3);
    },
    NO_LIMIT,
  );
});
