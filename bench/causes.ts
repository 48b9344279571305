import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CAUSE_CASES } from './cause-cases.ts';
import type { CauseCase } from './cause-plan.ts';
import { ServerProcess } from './server-process.ts';

/**
 * Plants every cause in the simulated tenant, in the plan or in the machine, runs `contact-centre` against it, and compares
 * the verdict's first cause with the planted one.
 *
 *     npm run causes -- --seeds 1,2,3 --only 'queue-capacity|healthy' --parallel 2 --record test/lib/verdict/recorded.jsonl
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    only: { type: 'string', default: '' },
    parallel: { type: 'string', default: '2' },
    record: { type: 'string' },
  },
});
const SEEDS = values.seeds.split(',').map(Number);
const HERE = path.dirname(fileURLToPath(import.meta.url));
const HEADROOM = path.join(HERE, '../headroom.js');
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-causes-'));

interface Result {
  readonly plan: unknown;
  readonly verdict: { readonly cause: string; readonly also: readonly { readonly cause: string }[] } | null;
  readonly metrics: Readonly<Record<string, { readonly values: Readonly<Record<string, number>> }>>;
}

async function play(planted: CauseCase, seed: number): Promise<Result | undefined> {
  const tenant = await ServerProcess.tenant(HEADROOM, planted.sets, [
    '--seed',
    String(seed),
    '--profile',
    planted.profile,
  ]);
  try {
    return await load(planted, seed, tenant.address);
  } finally {
    await tenant.stop();
  }
}

async function load(planted: CauseCase, seed: number, address: string): Promise<Result | undefined> {
  const name = `${planted.name.replace(/\W+/g, '-')}-${seed}`;
  const plan = path.join(folder, `${name}.plan.json`);
  const result = path.join(folder, `${name}.json`);
  writeFileSync(plan, JSON.stringify({ ...planted.plan, seed }));
  const script = path.join(HERE, '../../contact-centre.js');
  const words = [HEADROOM, 'run', script, '--engine', 'embedded', '--quiet'];
  const pairs = [`PLAN=${plan}`, `TARGET=${address}`, `RESULT=${result}`].flatMap((pair) => ['-e', pair]);
  const command = [process.execPath, ...words, ...pairs];
  const [file = '', ...args] = planted.shell === undefined ? command : ['sh', '-c', planted.shell, 'sh', ...command];
  const child = spawn(file, args, { stdio: 'ignore' });
  const stop = planted.stalls ? stall(child.pid ?? 0) : () => {};
  await once(child, 'exit');
  stop();
  try {
    return JSON.parse(readFileSync(result, 'utf8')) as Result;
  } catch {
    return undefined;
  }
}

/** Stops the process for most of each second, as a busy machine does. */
function stall(pid: number): () => void {
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(pid, name);
    } catch {
      // The process has ended.
    }
  };
  const timer = setInterval(() => {
    signal('SIGSTOP');
    setTimeout(() => signal('SIGCONT'), 1_400);
  }, 2_000);
  return () => {
    clearInterval(timer);
    signal('SIGCONT');
  };
}

const wanted = CAUSE_CASES.filter(({ name }) => new RegExp(values.only).test(name));
const queue = wanted.flatMap((planted) => SEEDS.map((seed) => ({ planted, seed })));
const recorded: string[] = [];
let wrong = 0;

async function worker(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { planted, seed } = next;
    const result = await play(planted, seed);
    const cause = result?.verdict?.cause ?? 'no verdict';
    const right = cause === planted.expected;
    if (!right) wrong++;
    const also = result?.verdict?.also.map((one) => one.cause).join(', ') ?? '';
    console.log(
      `${right ? 'right' : 'WRONG'}  ${planted.name.padEnd(52)} seed ${seed}  ${cause}${also === '' ? '' : ` (also ${also})`}`,
    );
    if (result) recorded.push(JSON.stringify(record(planted, seed, result)));
    if (values.record !== undefined) writeFileSync(values.record, `${recorded.sort().join('\n')}\n`);
  }
}

/** What the verdict was computed from, so that tests can compute it again. */
function record({ name, expected }: CauseCase, seed: number, { plan, metrics }: Result) {
  const own = Object.entries(metrics).filter(([metric]) => !/^(http_|ws_(?!upgrade)|data_|vus|group)/.test(metric));
  return {
    name,
    seed,
    expected,
    plan,
    metrics: Object.fromEntries(own.map(([metric, { values: of }]) => [metric, { values: of }])),
  };
}

await Promise.all(Array.from({ length: Number(values.parallel) }, worker));
console.log(`\n${wanted.length * SEEDS.length - wrong} of ${wanted.length * SEEDS.length} right`);
rmSync(folder, { recursive: true });
if (wrong > 0) process.exitCode = 1;
