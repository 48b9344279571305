import { isLoopback, nameOf } from '../../../lib/plan/target.ts';
import type { PlannedRun } from '../planned-run.ts';
import { wrongZone } from './load-zones.ts';
import { type PackedSecret, packedSecrets } from './packed-secrets.ts';

export interface CloudOptions {
  /** As the user named it: it stands so in the commands. */
  readonly planFile: string;
  readonly overrides: readonly string[];
  /** The load zones that the cloud lists, where the user asked it. */
  readonly knownZones?: readonly string[];
  /** The tokens that are to be packed into secrets. */
  readonly tokens?: readonly string[];
}

/** A run in k6 cloud. */
export interface CloudDeployment extends CloudOptions {
  readonly run: PlannedRun;
  readonly packed: readonly PackedSecret[] | undefined;
}

/** Checks that a run may go to k6 cloud as it is. Throws an error of one line, with the next command, where it may not. */
export function cloudDeployment(run: PlannedRun, options: CloudOptions): CloudDeployment {
  const { plan, tokens, guests } = run;
  const { planFile } = options;
  if (isLoopback(plan.target))
    throw new Error(
      `target ${nameOf(plan.target)}: a loopback address means the load generator itself in k6 cloud; allowed: the org’s domain`,
    );
  if (tokens !== undefined)
    throw new Error(
      `agents.tokens: a file, and k6 puts each file that init opens into the archive that goes to the cloud; allowed: {"source": "secrets", "name": "agents-{n}", "perSecret": 250} in ${planFile}, then headroom deploy cloud ${planFile} --pack ${tokens.path} --secrets <file>`,
    );
  if (guests !== undefined)
    throw new Error(
      'customers.authentication.credentials: a file, and k6 puts each file that init opens into the archive that goes to the cloud; allowed: {"source": "secrets", "name": "guest-{n}"}',
    );
  const wrong = wrongZone(Object.keys(plan.generators.zones ?? {}), options.knownZones);
  if (wrong !== undefined) throw new Error(wrong);
  return { ...options, run, packed: options.tokens && packedFor(run, options.tokens, planFile) };
}

function packedFor({ plan }: PlannedRun, tokens: readonly string[], planFile: string): PackedSecret[] {
  const agents = plan.agents;
  if (agents?.tokens.source !== 'secrets')
    throw new Error(
      `--pack: agents.tokens of ${planFile} are no secrets; allowed: {"source": "secrets", "name": "agents-{n}", "perSecret": 250}`,
    );
  const { name, perSecret } = agents.tokens;
  return packedSecrets(tokens.slice(0, agents.count), name, perSecret);
}
