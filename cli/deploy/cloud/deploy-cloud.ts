import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { tokenLines, wrongTokens } from '../../../lib/plan/token-lines.ts';
import { writeFileAtomically } from '../../io/atomic-file.ts';
import { badInput } from '../../io/bad-input.ts';
import { readInputFile } from '../../io/input-file.ts';
import { checkedOutputFile } from '../../io/output-file.ts';
import { knownSecrets } from '../../io/secrets.ts';
import { type PlannedRunOptions, readPlannedRun } from '../planned-run.ts';
import { type CloudDeployment, cloudDeployment } from './cloud-deployment.ts';
import { cloudText } from './cloud-text.ts';
import { zonesIn } from './load-zones.ts';

export interface DeployCloudOptions extends PlannedRunOptions {
  /** The price of a VU-hour. */
  readonly rate?: string;
  /** What `k6 cloud load-zone list --json` printed. */
  readonly loadZones?: string;
  /** A file of tokens, one a line. */
  readonly pack?: string;
  /** Where the packed secrets go. */
  readonly secrets?: string;
}

const OWNER_ONLY = 0o600;

/**
 * `headroom deploy cloud <plan>`: says how a plan is run in k6 cloud, what it takes there, and what is missing there, and
 * packs tokens into secrets. It calls nobody. Returns 0, or 104 on bad input.
 */
export async function deployCloud(planFile: string, options: DeployCloudOptions, io: RunIo): Promise<number> {
  const { cwd } = io;
  try {
    const { pack, secrets, loadZones, e } = options;
    if ((pack === undefined) !== (secrets === undefined))
      throw new Error('--pack and --secrets; allowed: both together, a file of tokens and where its secrets go');
    const run = await readPlannedRun(planFile, options, io);
    const tokens = pack === undefined ? undefined : tokensOf(pack, run.plan.agents?.count ?? 0, cwd);
    const deployment = cloudDeployment(run, {
      planFile,
      overrides: e,
      ...(loadZones === undefined ? {} : { knownZones: zonesOf(loadZones, cwd) }),
      ...(tokens === undefined ? {} : { tokens }),
    });
    const rate = rateOf(options.rate);
    if (secrets !== undefined && pack !== undefined) writeSecrets(deployment, secrets, [planFile, pack], cwd);
    io.stdout.write(cloudText(deployment, rate));
    return 0;
  } catch (error) {
    return badInput('deploy cloud', error, io);
  }
}

/** Writes k6's own file of secrets, one `name=value` a line, for its owner alone. */
function writeSecrets({ packed = [] }: CloudDeployment, file: string, inputs: readonly string[], cwd: string): void {
  const output = checkedOutputFile('--secrets', file, inputs, cwd);
  const inside = path.relative(cwd, output).split(path.sep);
  if (inside.includes('dist') || inside.includes('node_modules'))
    throw new Error(`--secrets ${file}: inside dist or node_modules; allowed: another folder`);
  writeFileAtomically(output, packed.map(({ name, value }) => `${name}=${value}\n`).join(''), OWNER_ONLY);
}

function tokensOf(file: string, agents: number, cwd: string): string[] {
  const lines = tokenLines(readInputFile('--pack', file, cwd));
  for (const { token } of lines) knownSecrets.add(token);
  const wrong = wrongTokens(lines, agents);
  if (wrong !== undefined) throw new Error(`--pack ${file}: ${wrong}`);
  return lines.map(({ token }) => token);
}

function zonesOf(file: string, cwd: string): string[] {
  const text = readInputFile('--load-zones', file, cwd);
  try {
    return zonesIn(text);
  } catch (error) {
    throw new Error(`--load-zones ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function rateOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rate = Number(text);
  if (text.trim() === '' || !Number.isFinite(rate) || rate < 0)
    throw new Error(`--rate ${text}; allowed: the price of a VU-hour, such as 0.15`);
  return rate;
}
