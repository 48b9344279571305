import exec from 'k6/execution';
import { delay } from '../../base/delay.ts';
import { strayMs } from '../../base/stagger.ts';
import { streamOf } from '../../base/streams.ts';
import { tokenSource } from '../../genesys/platform/token-source.ts';
import type { MetricsOf } from '../../measures/metric-objects.ts';
import { recordAgents } from '../../measures/record/agent.ts';
import { allowedPlanIn, setUpBefore } from '../../plan/allowed-plan.ts';
import { dialoguesIn, type Inputs, openingsIn } from '../../plan/inputs.ts';
import { agentsIn, refuse } from '../../plan/refuse.ts';
import { scheduleOf } from '../../plan/schedule.ts';
import type { AgentsPlan } from '../../plan/schema.ts';
import { logInMs, slotsOf } from '../../plan/slots.ts';
import type { SetupData } from '../setup.ts';
import { wholeIteration } from '../whole-iteration.ts';
import { Shift, type ShiftsRun } from './shift.ts';
import { ownRun } from './strangers.ts';

/**
 * One iteration of the agents' scenario. With one agent a VU it is one shift, which k6 begins when it is time to log
 * in. With several it is the shifts of all of them, each of which waits for its time. `withCustomers`: the run
 * has customers as well, so that its agents can tell conversations that are not of it.
 */
export async function playAgents(
  inputs: Inputs,
  metrics: MetricsOf<'agent'>,
  setup: SetupData | undefined,
  withCustomers = false,
): Promise<void> {
  await wholeIteration(async () => {
    const index = exec.scenario.iterationInTest;
    const plan = allowedPlanIn(inputs);
    const data = setUpBefore(setup);
    const agents = agentsIn(plan);
    const run = {
      inputs,
      dialogues: dialoguesIn(inputs),
      openings: openingsIn(inputs),
      plan,
      agents,
      schedule: scheduleOf(plan),
      startMs: exec.scenario.startTime,
      own: withCustomers ? ownRun(data) : undefined,
      emit: recordAgents(metrics, plan),
    };
    if (index === 0) await refuseWithoutTokens(agents, inputs);
    if (agents.agentsPerVu === 1) {
      // The executor may start one shift more than there are agents.
      if (index < agents.count) await work(run, index, Date.now());
      return;
    }
    const slots = slotsOf(agents.count, agents.agentsPerVu, index);
    await Promise.all(slots.map((slot) => work(run, slot, run.startMs + logInMs(run.schedule, agents.count, slot))));
  });
}

/** Ends the test where there is no token for the first agent: k6 was not told where the secrets are. */
async function refuseWithoutTokens(agents: AgentsPlan, inputs: Inputs): Promise<void> {
  if ((await tokenSource(agents, inputs, 0)()) !== undefined) return;
  const name = agents.tokens.source === 'secrets' ? agents.tokens.name.replaceAll('{n}', '1') : '';
  refuse(`agents.tokens: no secret "${name}"; allowed: one for each agent, such as by --secret-source=file=<path>`);
}

/** Agent `index` logs in at `atMs` (Unix ms), or later by its displacement under the plan's staggering. */
async function work(run: ShiftsRun, index: number, atMs: number): Promise<void> {
  const { staggering, perMinute } = run.agents;
  const late = strayMs(staggering, 60_000 / perMinute, streamOf('agent-arrival', run.plan.seed, index));
  const waitMs = atMs + late - Date.now();
  if (waitMs > 0) await delay(waitMs);
  await new Shift(run, index).work();
}
