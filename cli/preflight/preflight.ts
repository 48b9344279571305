import type { RunIo } from '@headroom/engine';
import { onceRefusal } from '../../lib/plan/once-fits.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { resultText } from '../../lib/verdict/result-text.ts';
import type { Check, Preflight } from '../../report/read/preflight.ts';
import { badInput } from '../io/bad-input.ts';
import { wholeNumber } from '../io/options.ts';
import { agentsMargin } from '../plan/agents-needed.ts';
import type { Margin } from '../plan/plan-arithmetic.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { dialoguesThatFit, meanTimes } from '../plan/planned-visits.ts';
import { regionChecks } from '../plan/region-checks.ts';
import { setChecks } from '../plan/set-checks.ts';
import { type SetSurvey, surveySet } from '../plan/set-survey.ts';
import { exchangesIn } from '../plan/visit-length.ts';
import { clientCredentialsIn } from '../platform/oauth-client.ts';
import { Org } from '../platform/org.ts';
import { lookAtAgents } from './agent-checks.ts';
import { approvalChecks } from './approval-checks.ts';
import { campaignChecks, readCampaigns } from './campaign-checks.ts';
import { lookAtCapacity } from './capacity-checks.ts';
import { lookAtClock } from './clock-checks.ts';
import { lookAtDeployments } from './deployment-checks.ts';
import { credentialChecks } from './guest-checks.ts';
import { lookAtLimits } from './limit-checks.ts';
import { machineChecks, thisMachine } from './machine-checks.ts';
import { preflightText } from './preflight-text.ts';
import { queueChecks, readQueues, type TestQueue, unnamedQueuesCheck } from './queue-checks.ts';
import { checksOrUnknown } from './unknown-check.ts';

export interface PreflightOptions {
  /** `NAME=value` overrides of the plan. */
  readonly e: readonly string[];
  readonly perMinute: string;
  readonly json: boolean;
}

/**
 * `headroom preflight <plan>`: checks what in the org, the plan and this machine would spoil the test. It only reads.
 * Returns 0 when no check fails, 99 when one does, 104 on bad input or when the org cannot be read.
 */
export async function preflight(file: string, options: PreflightOptions, io: RunIo): Promise<number> {
  let checks: readonly Check[];
  let plan: Plan;
  try {
    plan = readPlanFile(file, options.e, io.cwd);
    checks = await checksOf(plan, file, options, io);
  } catch (error) {
    return badInput('preflight', error, io);
  }
  const looked: Preflight = { plan: plan.name, target: nameOf(plan.target), at: new Date().toISOString(), checks };
  io.stdout.write(
    options.json ? resultText(looked) : `preflight of ${looked.plan} on ${looked.target}\n${preflightText(checks)}`,
  );
  return checks.some(({ state }) => state === 'fail') ? 99 : 0;
}

async function checksOf(plan: Plan, file: string, options: PreflightOptions, io: RunIo): Promise<readonly Check[]> {
  const perMinute = wholeNumber('--per-minute', options.perMinute, 1, 1_000_000);
  const org = Org.withClient(plan.target, clientCredentialsIn(io.env, plan.target), perMinute);
  const survey = await surveySet(plan, file, io.cwd, io.stderr);
  const refusal = onceRefusal(plan, survey.dialogues);
  if (refusal !== undefined) throw new Error(refusal);
  const exchanges = exchangesIn(survey.dialogues, plan);
  return [
    ...regionChecks(plan),
    ...approvalChecks(plan, Date.now()),
    ...setChecks(survey, plan.customers),
    ...visitChecks(plan, survey),
    ...(await checksOrUnknown('deployments', () => lookAtDeployments(org, plan))),
    ...(await checksOrUnknown('clock', () => lookAtClock(org))),
    ...(await checksOrUnknown('limits', () => lookAtLimits(org, plan, exchanges))),
    ...credentialChecks(plan, exchanges, file, io.cwd),
    ...(await agentsSide(org, plan, { file, exchanges }, io)),
    ...machineChecks(plan, thisMachine()),
  ];
}

/** Checks that dialogues which are planned once fit into the visits of the plan, and that it has agents for them. */
function visitChecks(plan: Plan, survey: SetSurvey): Check[] {
  const fits = dialoguesThatFit(plan, survey);
  const needed = plan.agents && agentsMargin(plan, plan.agents, meanTimes(plan, survey.dialogues));
  return [
    ...(fits === undefined ? [] : [checkOf(fits, 'a longer customers.hold, or more sessions')]),
    ...(needed === undefined ? [] : [checkOf(needed, 'more agents, or fewer customers.sessions or visits a minute')]),
  ];
}

function checkOf({ what, is, ok }: Margin, change: string): Check {
  return ok ? { what, state: 'ok', is } : { what, state: 'fail', is, change };
}

/** The checks of a plan with agents: tokens, capacity, queues, and campaigns that could take the agents. */
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
  const queuesSeen = await checksOrUnknown('queues', async () => {
    if (agents.queues.length === 0) return [await unnamedQueuesCheck(org, users?.[0])];
    queues = await readQueues(org, agents.queues);
    return queueChecks(queues, plan, agents, users);
  });
  return [
    ...checks,
    ...(await checksOrUnknown('agent capacity', () => lookAtCapacity(org, plan, agents, users ?? [], exchanges))),
    ...queuesSeen,
    ...(await checksOrUnknown('campaigns', async () => campaignChecks(await readCampaigns(org), queues))),
  ];
}
