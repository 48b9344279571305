import { readFileSync } from 'node:fs';
import { transportOf } from '../../../lib/plan/transport-choice.ts';
import type { PlannedRun } from '../planned-run.ts';
import { sumOf, vusOf } from '../planned-vus.ts';
import { type ObjectNames, objectNames } from './object-names.ts';
import { type Placement, placementOf } from './placement.ts';
import { planInPod } from './pod-paths.ts';

export interface OperatorOptions {
  readonly parallelism: number;
  readonly image: string;
  /** One pod a node. */
  readonly isSeparate: boolean;
  /** Whether pods write every sample beside their results. */
  readonly hasSamples: boolean;
  /** A claim of the user's own; undefined to make one. */
  readonly claim?: string;
  /** The storage class of the claim that is made: volumes that pods of several nodes write. */
  readonly storageClass?: string;
  readonly volumeSize: string;
}

/** All that the manifests of a run are made of. */
export interface OperatorDeployment extends OperatorOptions {
  readonly run: PlannedRun;
  readonly names: ObjectNames;
  readonly placement: Placement;
  /** The plan as the pods read it. */
  readonly planText: string;
  readonly vus: Readonly<Record<string, number>>;
  readonly secrets: SecretSources;
}

/** What of the run's credentials is in files, and what k6 asks a source of secrets for. */
export interface SecretSources {
  readonly tokens: boolean;
  readonly guests: boolean;
  /** k6's own file of secrets. */
  readonly k6: boolean;
}

/** Lays out a deployment. Throws an error of one line where it cannot be. */
export function deploymentOf(run: PlannedRun, options: OperatorOptions): OperatorDeployment {
  const vus = vusOf(run.script, run.plan);
  const total = sumOf(vus);
  if (options.parallelism > total)
    throw new Error(
      `--parallelism ${options.parallelism}: ${run.script} has ${total} VUs, and k6-operator starts no more pods than that; allowed: 1 to ${total}${moreVus(run)}`,
    );
  if (options.isSeparate && options.claim === undefined && options.storageClass === undefined)
    throw new Error(
      '--separate: pods of several nodes write one volume; allowed: with --storage-class of volumes that are ReadWriteMany, or with --claim',
    );
  const secrets = secretSources(run);
  const placement = placementFor(run, secrets);
  return {
    ...options,
    run,
    names: objectNames(run.plan.name),
    placement,
    planText: planTextOf(run, placement.set, secrets),
    vus,
    secrets,
  };
}

function moreVus({ plan }: PlannedRun): string {
  return transportOf(plan) === 'dense' && plan.customers.sessionsPerVu > 1
    ? ', or a lower customers.sessionsPerVu: headroom plan check says what it costs'
    : '';
}

function secretSources({ plan, script, tokens, guests }: PlannedRun): SecretSources {
  const playsAgents = script === 'contact-centre' || script === 'agents';
  const asksForTokens = playsAgents && plan.agents?.tokens.source === 'secrets';
  const asksForGuests = script !== 'agents' && plan.customers.authentication?.credentials.source === 'secrets';
  return { tokens: tokens !== undefined, guests: guests !== undefined, k6: asksForTokens || asksForGuests };
}

/** Where the set goes does not change how long the plan is by more than its path. */
function placementFor(run: PlannedRun, secrets: SecretSources): Placement {
  const { bundle, transcripts, tokens, tokenExpiry, guests } = run;
  const longest = planTextOf(run, 'in a ConfigMap of its own', secrets);
  return placementOf({
    script: bundle.bytes,
    plan: Buffer.byteLength(longest),
    ...(transcripts === undefined ? {} : { transcripts: transcripts.map(({ bytes }) => bytes) }),
    secret: [tokens, tokenExpiry, guests].reduce((sum, file) => sum + (file?.bytes ?? 0), 0),
  });
}

function planTextOf(run: PlannedRun, set: Placement['set'], secrets: SecretSources): string {
  const placed = run.transcripts && set && { place: set, parts: run.transcripts.length };
  return `${JSON.stringify(planInPod(run.rawPlan, placed, secrets), null, 2)}\n`;
}

/** The text of a file of the run. */
export const textOf = ({ path }: { readonly path: string }): string => readFileSync(path, 'utf8');
