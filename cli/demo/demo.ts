import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunIo, runScript } from '@headroom/engine';
import { readResult } from '../../report/read/result.ts';
import { badInput } from '../io/bad-input.ts';
import { MAX_SEED, wholeNumber } from '../io/options.ts';
import { report as writeReport } from '../report/report.ts';
import { viewed } from '../run/run-view.ts';
import { startTenantProcess } from '../tenant/tenant-process.ts';

/** k6's exit codes of a run that reached its end: the gate held, or the ceiling crossed a threshold. */
const DID_ITS_JOB = new Set([0, 99]);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SEEDS = 1_000_000;

/**
 * `headroom demo`: the seed's test, shortened. It runs `contact-centre` on the embedded engine against a tenant in
 * another process, whose ceiling is drawn from 140 to 160. The measured ceiling comes from the run's metrics alone; the
 * planted one is read afterwards.
 */
export async function demo(options: { readonly seed?: string }, io: RunIo): Promise<number> {
  const results = path.join(io.cwd, 'results');
  let seed: number;
  try {
    seed = options.seed === undefined ? randomInt(SEEDS) : wholeNumber('--seed', options.seed, 0, MAX_SEED);
    await mkdir(results, { recursive: true });
  } catch (error) {
    return badInput('demo', error, io);
  }
  const resultPath = path.join(results, 'demo.json');
  const pointsPath = path.join(results, 'demo.ndjson');
  const tenant = await startTenantProcess(tenantWords(seed));
  try {
    io.stdout.write(
      `A simulated Genesys Cloud tenant serves on ${tenant.address}. It has a ceiling; the run does not know it.\n`,
    );
    const words = [
      path.join(ROOT, 'dist/contact-centre.js'),
      ...['-e', `PLAN=${path.join(ROOT, 'plans/demo.json')}`],
      ...['-e', `TARGET=${tenant.address}`],
      ...['-e', `RESULT=${resultPath}`],
      ...['--out', `json=${pointsPath}`],
    ];
    const code = await runScript(words, viewed(words, io));
    if (!DID_ITS_JOB.has(code)) {
      io.stderr.write(`headroom demo: the run ended with exit code ${code}\n`);
      return code;
    }
    const { reading, verdict } = readResult(resultPath, ['run']).content;
    io.stdout.write(report(code, reading?.heldAfterHold, verdict?.cause, await tenant.plantedCeiling()));
    io.stdout.write(`result   ${path.relative(io.cwd, resultPath)}\nsamples  ${path.relative(io.cwd, pointsPath)}\n`);
    return await writeReport([pointsPath, resultPath], { output: path.join('results', 'report.html'), e: [] }, io);
  } finally {
    await tenant.stop();
  }
}

/** A tenant with a ceiling, on a free port. */
function tenantWords(seed: number): string[] {
  const ceiling = ['--profile', 'tenant-connection-ceiling', '--set', 'agents.capacity=5'];
  return ['--port', '0', '--seed', `${seed}`, ...ceiling];
}

function report(code: number, measured: number | undefined, cause: string | undefined, planted: number): string {
  const exit =
    code === 99
      ? 'k6 would exit 99 here: the gate "ci" allows under 1 % of 503s, and the tenant refused more.\n'
      : 'k6 would exit 0 here: every gate holds.\n';
  return `${exit}measured ${measured ?? 'an unknown number of'} sessions (${cause ?? 'no verdict'}); planted ${planted}, asked for only now\n`;
}
