import exec from 'k6/execution';
import { delay } from '../../base/delay.ts';
import { streamFor } from '../../base/random.ts';
import { strayMs } from '../../base/stagger.ts';
import { tokenSource } from '../../genesys/platform/token-source.ts';
import { allowedPlanIn } from '../../plan/allowed-plan.ts';
import type { Prepared } from '../../plan/prepared.ts';
import { agentsIn, refuse } from '../../plan/refuse.ts';
import { scheduleOf } from '../../plan/schedule.ts';
import type { AgentsPlan } from '../../plan/schema.ts';
import { logInMs, slotsOf } from '../../plan/slots.ts';
import { uncut } from '../whole-iteration.ts';
import { Shift, type ShiftsRun } from './shift.ts';

/**
 * One iteration of the agents' scenario: one agent's shift, which k6 begins when it is time to log in; or, where a VU
 * plays several agents, the shifts of all of them, and each waits for its time itself.
 */
export async function playAgents(prepared: Prepared): Promise<void> {
  await uncut(async () => {
    const index = exec.scenario.iterationInTest;
    const plan = allowedPlanIn(prepared);
    const agents = agentsIn(plan);
    const run = { prepared, plan, agents, schedule: scheduleOf(plan), startMs: exec.scenario.startTime };
    if (index === 0) await refuseWithoutTokens(agents, prepared);
    if (agents.agentsPerVu === 1) {
      // The executor may start one shift more than there are agents.
      if (index < agents.count) await work(run, index, Date.now());
      return;
    }
    const slots = slotsOf(agents.count, agents.agentsPerVu, index);
    await Promise.all(slots.map((slot) => work(run, slot, run.startMs + logInMs(run.schedule, agents.count, slot))));
  });
}

/** Before anyone waits: where there is no token for the first agent, k6 was not told where they are. */
async function refuseWithoutTokens(agents: AgentsPlan, prepared: Prepared): Promise<void> {
  if ((await tokenSource(agents, prepared, 0)()) !== undefined) return;
  const name = agents.tokens.source === 'secrets' ? agents.tokens.name.replaceAll('{n}', '1') : '';
  refuse(`agents.tokens: no secret "${name}"; allowed: one for each agent, such as by --secret-source=file=<path>`);
}

/** Agent `index` logs in at `atMs` (Unix), or later by as much as the plan's staggering has it. */
async function work(run: ShiftsRun, index: number, atMs: number): Promise<void> {
  const { staggering, perMinute } = run.agents;
  const late = strayMs(staggering, 60_000 / perMinute, streamFor(run.plan.seed ^ 0x57a6, index));
  const waitMs = atMs + late - Date.now();
  if (waitMs > 0) await delay(waitMs);
  await new Shift(run, index).work();
}
