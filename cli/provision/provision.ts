import { statSync } from 'node:fs';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import type { Plan } from '../../lib/plan/schema.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { badInput } from '../io/bad-input.ts';
import { formatCount } from '../io/format-count.ts';
import { wholeNumber } from '../io/options.ts';
import { makeFolder } from '../io/output-file.ts';
import { PUBLISHED_LIMITS, visitsPerMinuteAtPeak } from '../plan/plan-arithmetic.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { exchangesPerVisit } from '../plan/visit-length.ts';
import { type AgentAddressOptions, agentAddresses } from '../platform/agent-addresses.ts';
import { type AccessOptions, agentAccess } from './access-options.ts';
import { INBOUND_FLOW } from './inbound-flow.ts';
import { type Infrastructure, terraformOf } from './terraform.ts';

export interface ProvisionOptions extends AgentAddressOptions, AccessOptions {
  readonly e: readonly string[];
  /** A folder. */
  readonly output: string;
  readonly deployments?: string;
  readonly queues: string;
  readonly orgCapacity: boolean;
}

const MAX_OBJECTS = 100;
/**
 * The alerting timeout of the queues (s): at least `min`, and `above` more than the slowest accept of the plan's
 * agents.
 */
const ALERTING_SECONDS = { min: 30, above: 10 };

/**
 * `headroom provision <plan> -o <folder>`: writes Terraform for the deployments, flows, sub-queues and wrap-up code
 * that a plan needs. It calls no org. Returns 0, or 104 on bad input.
 */
export function provision(file: string, options: ProvisionOptions, io: RunIo): number {
  try {
    const plan = readPlanFile(file, options.e, io.cwd);
    const visits = visitsPerMinuteAtPeak(plan, exchangesPerVisit(plan, file, io.cwd));
    const infrastructure = infrastructureFor(plan, visits, options, io.cwd);
    const folder = path.resolve(io.cwd, options.output);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
      throw new Error(`-o ${options.output}: a file; allowed: a folder`);
    makeFolder(folder);
    writeFileAtomically(path.join(folder, 'main.tf.json'), `${JSON.stringify(terraformOf(infrastructure), null, 2)}\n`);
    writeFileAtomically(path.join(folder, 'flow.yaml'), INBOUND_FLOW);
    io.stdout.write(textOf(infrastructure, visits, file, options.output));
    return 0;
  } catch (error) {
    return badInput('provision', error, io);
  }
}

/** What the plan needs of the org. Throws an error of one line. */
function infrastructureFor(plan: Plan, visits: number, options: ProvisionOptions, cwd: string): Infrastructure {
  const { agents, deployments: planned } = plan;
  const queues = wholeNumber('--queues', options.queues, 1, MAX_OBJECTS);
  const deployments =
    options.deployments === undefined
      ? queues * Math.ceil(visits / PUBLISHED_LIMITS.connections / queues)
      : wholeNumber('--deployments', options.deployments, 1, MAX_OBJECTS);
  if (deployments % queues !== 0)
    throw new Error(`--deployments ${deployments}; allowed: a multiple of ${queues}, as many to each queue`);
  if (deployments > MAX_OBJECTS)
    throw new Error(`plan ${plan.name}: needs ${deployments} deployments; allowed: ${MAX_OBJECTS} at most`);
  const isTold = options.users !== undefined || options.usersFile !== undefined;
  if (agents === undefined && (isTold || options.orgCapacity))
    throw new Error(
      `${isTold ? '--users' : '--org-capacity'}: plan ${plan.name} has no agents; allowed: a plan with agents, or neither`,
    );
  return {
    name: plan.name,
    deployments,
    queues,
    origin: planned[0]?.origin ?? '',
    access: agentAccess(options, plan, isTold, cwd),
    agents: isTold && agents !== undefined ? agentAddresses(options, `${agents.count}`, cwd) : [],
    alertingTimeoutSeconds: Math.max(
      ALERTING_SECONDS.min,
      Math.ceil((agents?.accept.maxMs ?? 0) / 1_000) + ALERTING_SECONDS.above,
    ),
    orgCapacity: options.orgCapacity ? agents?.capacity : undefined,
  };
}

/** A line for each thing that is made for agents besides queues. */
function accessLines({ name, agents, access }: Infrastructure): string {
  const { createUsers, roles, capacity, oauthClient, saml } = access;
  const all = [`headroom ${name} agent`, ...roles].join(', ');
  return [
    ...(createUsers ? [`  users        ${agents.length} made, ${capacity} messages at once each, with ${all}`] : []),
    ...(oauthClient ? ["  client       SAML2 bearer; its secret is not in Terraform's state (docs/provision.md)"] : []),
    ...(saml === undefined
      ? []
      : [`  sign-on      ${saml.issuer} in place of the org's generic provider; destroy takes it away`]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function textOf(infrastructure: Infrastructure, visits: number, file: string, folder: string): string {
  const { deployments, queues, agents } = infrastructure;
  const members =
    agents.length === 0 ? 'members left alone' : `${Math.ceil(agents.length / queues)} agents each at most`;
  const pace = `${formatCount(visits / deployments)} connections a minute each, of ${formatCount(PUBLISHED_LIMITS.connections)}`;
  return `
  files        ${folder}/main.tf.json, ${folder}/flow.yaml
  deployments  ${deployments}, up to ${pace}
  queues       ${queues}, ${members}
${accessLines(infrastructure)}
  next  terraform -chdir=${folder} init && terraform -chdir=${folder} apply
        terraform -chdir=${folder} output -json > ${folder}/outputs.json
        npx headroom plan adopt ${file} ${folder}/outputs.json -o ${folder}/plan.json
        npx headroom preflight ${folder}/plan.json
  after terraform -chdir=${folder} destroy
`;
}
