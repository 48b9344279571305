import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunIo } from '@headroom/engine';
import { applyOverrides } from '../../lib/plan/overrides.ts';
import { parsePlan } from '../../lib/plan/parse.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { readInputFile } from '../io/input-file.ts';
import { overridesIn } from '../plan/plan-file.ts';
import { findPlannedFile } from '../plan/planned-file.ts';
import { findPlannedSet } from '../plan/planned-set.ts';
import { DEPLOYABLE, type Deployable } from './planned-vus.ts';

/** A file that a run opens in init. */
export interface RunFile {
  /** Its place on this machine (absolute). */
  readonly path: string;
  readonly bytes: number;
}

/** A run that is to be started elsewhere: what it plays, and the files that have to be there. */
export interface PlannedRun {
  readonly plan: Plan;
  /** The plan as its file has it, with the overrides laid over it. */
  readonly rawPlan: Readonly<Record<string, unknown>>;
  readonly script: Deployable;
  /** The bundle of the script. */
  readonly bundle: RunFile;
  /** The set of dialogues: one file, or its parts in their order. */
  readonly transcripts?: readonly RunFile[];
  /** Where the agents' tokens are in a file. */
  readonly tokens?: RunFile;
  /** What `headroom tokens` wrote beside them. */
  readonly tokenExpiry?: RunFile;
  /** Where the guests' credentials are in a file. */
  readonly guests?: RunFile;
}

export interface PlannedRunOptions {
  readonly script?: string;
  /** Overrides of the plan, as `NAME=value`. */
  readonly e: readonly string[];
}

/**
 * Reads a plan, and looks for the files that a run of it opens. Throws an error of one line for what is not there or not
 * allowed.
 */
export async function readPlannedRun(
  file: string,
  { script, e }: PlannedRunOptions,
  { cwd, stderr }: Pick<RunIo, 'cwd' | 'stderr'>,
): Promise<PlannedRun> {
  const text = readInputFile('plan', file, cwd);
  const overrides = overridesIn(e);
  const parsed = parsePlan(text, file, overrides);
  if (!parsed.ok) throw new Error(parsed.error);
  const { plan } = parsed;
  const rawPlan = JSON.parse(text) as Record<string, unknown>;
  applyOverrides(rawPlan, overrides);
  const chosen = scriptFor(script, plan);
  const credentials = plan.customers.authentication?.credentials;
  const { tokens } = plan.agents ?? {};
  const playsAgents = chosen === 'contact-centre' || chosen === 'agents';
  const tokensPath = playsAgents && tokens?.source === 'file' ? tokens.path : undefined;
  const found = (what: string, named: string | undefined) => foundFile(what, named, file, cwd);
  const tokenFile = found('agents.tokens', tokensPath);
  return {
    plan,
    rawPlan,
    script: chosen,
    bundle: fileAt(path.join(ROOT, 'dist', `${chosen}.js`), `dist/${chosen}.js`, 'npm run build makes it'),
    ...optional('transcripts', await setOf(plan.transcripts?.path, file, { cwd, stderr })),
    ...optional('tokens', tokenFile),
    ...optional('tokenExpiry', tokenFile && fileBeside(`${tokenFile.path}.expiry.json`)),
    ...optional(
      'guests',
      chosen === 'agents' || credentials?.source !== 'file'
        ? undefined
        : found('customers.authentication.credentials', credentials.path),
    ),
  };
}

/** The script that is named, or that a plan is for. Throws an error of one line where it is none for the plan. */
export function scriptFor(given: string | undefined, plan: Plan): Deployable {
  const name = given ?? (plan.agents === undefined ? 'customers' : 'contact-centre');
  const script = DEPLOYABLE.find((one) => one === name);
  if (script === undefined) throw new Error(`--script ${name}; allowed: ${DEPLOYABLE.join(', ')}`);
  const needsAgents = script === 'contact-centre' || script === 'agents';
  if (needsAgents && plan.agents === undefined)
    throw new Error(`--script ${script}: the plan has no agents; allowed: customers, reconnect-storm`);
  return script;
}

/** The root of the package, from the source as from what is built of it. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function setOf(
  named: string | undefined,
  planFile: string,
  { cwd, stderr }: Pick<RunIo, 'cwd' | 'stderr'>,
): Promise<readonly RunFile[] | undefined> {
  if (named === undefined) return undefined;
  const files = await findPlannedSet(planFile, named, cwd, stderr);
  if (files === undefined)
    throw new Error(`transcripts ${named}: no such file; headroom plan check says what is missing`);
  return files.map((one) => fileAt(one, `transcripts ${named}`, 'allowed: a file'));
}

/** The bytes of files together. */
export const bytesOf = (files: readonly RunFile[] = []): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

function foundFile(what: string, named: string | undefined, planFile: string, cwd: string): RunFile | undefined {
  if (named === undefined) return undefined;
  const found = findPlannedFile(planFile, named, cwd);
  if (found === undefined) throw new Error(`${what} ${named}: no such file; headroom plan check says what is missing`);
  return fileAt(found, `${what} ${named}`, 'allowed: a file');
}

function fileAt(place: string, named: string, otherwise: string): RunFile {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile()) throw new Error(`${named}: no such file; ${otherwise}`);
  return { path: path.resolve(place), bytes: stat.size };
}

function fileBeside(place: string): RunFile | undefined {
  const stat = statSync(place, { throwIfNoEntry: false });
  return stat === undefined ? undefined : { path: place, bytes: stat.size };
}

/** The entry of an object, or none where there is no value. */
function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
}
