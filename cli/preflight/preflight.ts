import type { RunIo } from '../../engine/run.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { failed } from '../failed.ts';
import { wholeNumber } from '../options.ts';
import { planIn } from '../plan/plan-file.ts';
import { exchangesIn } from '../plan/talk.ts';
import { credentialsIn } from '../platform/credentials.ts';
import { Org } from '../platform/org.ts';
import { lookAtAgents } from './agents.ts';
import { lookAtCapacity } from './capacity.ts';
import { type Check, seen } from './check.ts';
import { lookAtDeployments } from './deployments.ts';
import { lookAtLimits } from './limits.ts';
import { machineChecks, thisMachine } from './machine.ts';
import { outboundChecks, readOutbound } from './outbound.ts';
import { queueChecks, readQueues, type TestQueue } from './queues.ts';
import { textOf } from './text.ts';
import { windowChecks } from './window.ts';

export interface PreflightOptions {
  /** `NAME=value` overrides of the plan. */
  readonly e: readonly string[];
  /** Names or ids of the queues to which the flow transfers. */
  readonly queue: readonly string[];
  readonly perMinute: string;
  readonly json: boolean;
}

/**
 * `headroom preflight <plan>`: what in the org, the plan and this machine would spoil the test. Reads, and changes
 * nothing. Exit 0 when nothing would, 99 when something would, 104 when it cannot say.
 */
export async function preflight(file: string, options: PreflightOptions, io: RunIo): Promise<number> {
  let checks: readonly Check[];
  let plan: Plan;
  try {
    plan = planIn(file, options.e, io.cwd);
    checks = await checksOf(plan, file, options, io);
  } catch (error) {
    return failed('preflight', error, io);
  }
  io.stdout.write(
    options.json
      ? `${JSON.stringify({ plan: plan.name, target: nameOf(plan.target), checks })}\n`
      : `preflight of ${plan.name} on ${nameOf(plan.target)}\n${textOf(checks)}`,
  );
  return checks.some(({ state }) => state === 'fail') ? 99 : 0;
}

async function checksOf(plan: Plan, file: string, options: PreflightOptions, io: RunIo): Promise<readonly Check[]> {
  const perMinute = wholeNumber('--per-minute', options.perMinute, 1, 1_000_000);
  const org = Org.withClient(plan.target, credentialsIn(io.env, plan.target), perMinute);
  const exchanges = exchangesIn(plan, file, io.cwd);
  return [
    ...windowChecks(plan, Date.now()),
    ...(await seen('deployments', () => lookAtDeployments(org, plan))),
    ...(await seen('limits', () => lookAtLimits(org, plan, exchanges))),
    ...(await agentsSide(org, plan, { file, exchanges, wanted: options.queue }, io)),
    ...machineChecks(plan, thisMachine()),
  ];
}

/** Agents, their queues, and campaigns that could take them: where the plan has agents. */
async function agentsSide(
  org: Org,
  plan: Plan,
  { file, exchanges, wanted }: { file: string; exchanges: number; wanted: readonly string[] },
  io: RunIo,
): Promise<readonly Check[]> {
  const { agents } = plan;
  if (agents === undefined && wanted.length > 0)
    throw new Error(
      `--queue ${wanted[0]}: plan ${plan.name} has no agents; allowed: a plan with agents, or no --queue`,
    );
  if (agents === undefined) return [];
  // First, since a name may be mistyped: the agents of a large plan take minutes.
  const { queues, unseen } = await queuesOf(org, wanted);
  const { checks, users } = await lookAtAgents(plan, agents, file, io.cwd, io.stderr);
  return [
    ...checks,
    ...(await seen('agent capacity', () => lookAtCapacity(org, plan, agents, users ?? [], exchanges))),
    ...(queues === undefined ? unseen : queueChecks(queues, plan, agents, users)),
    ...(await seen('campaigns', async () => outboundChecks(await readOutbound(org), queues))),
  ];
}

interface Named {
  /** Undefined where nobody named them, or the client may not look at them. */
  readonly queues: readonly TestQueue[] | undefined;
  readonly unseen: readonly Check[];
}

async function queuesOf(org: Org, wanted: readonly string[]): Promise<Named> {
  if (wanted.length === 0) {
    const change = '--queue <name>, repeatable, for each queue that the flow transfers to';
    return { queues: undefined, unseen: [{ what: 'queues', state: 'unknown', is: 'not looked at', change }] };
  }
  let queues: TestQueue[] | undefined;
  const unseen = await seen('queues', async () => {
    queues = await readQueues(org, wanted);
    return [];
  });
  return { queues, unseen };
}
