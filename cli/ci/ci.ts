import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { isLoopback, nameOf } from '../../lib/plan/target.ts';
import { readInput } from '../../report/fold/input-file.ts';
import { reportOn } from '../../report/output/report-on.ts';
import { whyNotWell } from '../../report/output/why-not-well.ts';
import { badInput } from '../io/bad-input.ts';
import { appendInPlace } from '../io/in-place.ts';
import { checkedOutputFile } from '../io/output-file.ts';
import { usualScript } from '../plan/explain/played-scripts.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { report } from '../report/report.ts';
import { PACKAGE } from '../run/found-files.ts';
import { run } from '../run/run.ts';
import { startTenantProcess } from '../tenant/tenant-process.ts';
import { annotations } from './github-lines.ts';

export interface CiOptions {
  /** A folder. */
  readonly output: string;
  readonly script?: string;
  readonly e: readonly string[];
  readonly profile: string;
  readonly set: readonly string[];
  readonly port: string;
}

/** What a run that reached its end returns: its report is written whatever its gate says. */
const ENDED = new Set([0, 99]);

/**
 * `headroom ci [plan]`: starts a simulated tenant, runs a plan against it, writes the report and returns the exit code of
 * the run. The tenant's port is known once it serves, so nobody waits for a file or for a port that another process has.
 * Returns 104 on bad input, and where the tenant does not start.
 */
export async function ci(planFile: string | undefined, options: CiOptions, io: RunIo): Promise<number> {
  let words: string[];
  let files: CiFiles;
  const plan = planFile ?? path.join(PACKAGE, 'plans/smoke.json');
  try {
    const { target, ...parsed } = readPlanFile(plan, options.e, io.cwd);
    if (!isLoopback(target))
      throw new Error(
        `plan ${plan}: target ${nameOf(target)} is no tenant of this machine; allowed: headroom run, then headroom report`,
      );
    files = filesIn(options.output, plan, io.cwd);
    words = [
      bundleNamed(options.script ?? usualScript({ target, ...parsed })),
      '-e',
      `PLAN=${plan}`,
      ...overrides(options.e),
    ];
  } catch (error) {
    return badInput('ci', error, io);
  }
  let tenant: Awaited<ReturnType<typeof startTenantProcess>>;
  try {
    tenant = await startTenantProcess(tenantWords(options));
  } catch (error) {
    return badInput('ci', error, io);
  }
  try {
    const outputs = [
      '-e',
      `TARGET=${tenant.address}`,
      '-e',
      `RESULT=${files.result}`,
      '--out',
      `json=${files.samples}`,
    ];
    const code = await run([...words, ...outputs], io);
    const told = ENDED.has(code) || existsSync(files.result) ? await tell(files, io) : 0;
    return code === 0 ? told : code;
  } finally {
    await tenant.stop();
  }
}

interface CiFiles {
  readonly samples: string;
  readonly result: string;
  readonly page: string;
  readonly junit: string;
  readonly markdown: string;
}

/** The files of a run; those of an earlier one are gone, so that nobody takes them for this one's. */
function filesIn(folder: string, plan: string, cwd: string): CiFiles {
  const file = (name: string) => {
    const to = checkedOutputFile('--output', path.join(folder, name), [plan], cwd);
    rmSync(to, { force: true });
    return to;
  };
  return {
    samples: file('samples.ndjson'),
    result: file('result.json'),
    page: file('report.html'),
    junit: file('junit.xml'),
    markdown: file('summary.md'),
  };
}

function bundleNamed(script: string): string {
  const bundle = path.join(PACKAGE, 'dist', `${path.basename(script, '.js')}.js`);
  if (existsSync(bundle)) return bundle;
  throw new Error(`--script ${script}; allowed: contact-centre, customers, agents, reconnect-storm`);
}

const overrides = (pairs: readonly string[]): string[] => pairs.flatMap((pair) => ['-e', pair]);

function tenantWords({ port, profile, set }: CiOptions): string[] {
  return ['--port', port, '--profile', profile, ...set.flatMap((one) => ['--set', one])];
}

/** Writes the report, and tells GitHub where it is GitHub that asks. Returns 104 where the report cannot be written. */
async function tell({ samples, result, page, junit, markdown }: CiFiles, io: RunIo): Promise<number> {
  const inputs = [samples, result].filter((file) => existsSync(file));
  const code = await report(inputs, { output: page, junit, markdown, e: [] }, io);
  if (code !== 0) return code;
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_ACTIONS: isGitHub } = io.env;
  try {
    if (summary) appendInPlace(summary, readFileSync(markdown, 'utf8'));
  } catch (error) {
    return badInput('ci', error, io);
  }
  if (isGitHub !== 'true') return 0;
  const { runs } = await reportOn(await Promise.all(inputs.map((file) => readInput(file, () => undefined))), undefined);
  for (const made of runs) for (const line of annotations(made.gates, whyNotWell(made))) io.stdout.write(`${line}\n`);
  return 0;
}
