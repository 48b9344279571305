import type { RunIo } from '@headroom/engine';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import type { Check, Preflight } from '../../report/read/preflight.ts';
import { resultText } from '../../report/read/result.ts';
import { failed } from '../failed.ts';
import { wholeNumber } from '../options.ts';
import { planIn } from '../plan/plan-file.ts';
import { exchangesIn } from '../plan/talk.ts';
import { credentialsIn } from '../platform/credentials.ts';
import { Org } from '../platform/org.ts';
import { lookAtAgents } from './agents.ts';
import { lookAtCapacity } from './capacity.ts';
import { seen } from './check.ts';
import { lookAtDeployments } from './deployments.ts';
import { lookAtLimits } from './limits.ts';
import { machineChecks, thisMachine } from './machine.ts';
import { outboundChecks, readOutbound } from './outbound.ts';
import { queueChecks, readQueues, type TestQueue, unnamed } from './queues.ts';
import { textOf } from './text.ts';
import { windowChecks } from './window.ts';

export interface PreflightOptions {
  /** `NAME=value` overrides of the plan. */
  readonly e: readonly string[];
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
  const looked: Preflight = { plan: plan.name, target: nameOf(plan.target), at: new Date().toISOString(), checks };
  io.stdout.write(
    options.json ? resultText(looked) : `preflight of ${looked.plan} on ${looked.target}\n${textOf(checks)}`,
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
    ...(await agentsSide(org, plan, { file, exchanges }, io)),
    ...machineChecks(plan, thisMachine()),
  ];
}

/** Agents, their queues, and campaigns that could take them: where the plan has agents. */
async function agentsSide(
  org: Org,
  plan: Plan,
  { file, exchanges }: { file: string; exchanges: number },
  io: RunIo,
): Promise<readonly Check[]> {
  const { agents } = plan;
  if (agents === undefined) return [];
  const { checks, users } = await lookAtAgents(plan, agents, file, io.cwd, io.stderr);
  let queues: readonly TestQueue[] | undefined;
  const queuesSeen = await seen('queues', async () => {
    if (agents.queues.length === 0) return [await unnamed(org, users?.[0])];
    queues = await readQueues(org, agents.queues);
    return queueChecks(queues, plan, agents, users);
  });
  return [
    ...checks,
    ...(await seen('agent capacity', () => lookAtCapacity(org, plan, agents, users ?? [], exchanges))),
    ...queuesSeen,
    ...(await seen('campaigns', async () => outboundChecks(await readOutbound(org), queues))),
  ];
}
