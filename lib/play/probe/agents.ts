import type { NotificationChannel } from '@headroom/genesys-wire/platform';
import exec from 'k6/execution';
import http from 'k6/http';
import { delay } from '../../base/delay.ts';
import type { TokenSource } from '../../genesys/platform/client.ts';
import { mayConnectTo } from '../../genesys/platform/connect-uri.ts';
import { tokenSource } from '../../genesys/platform/token-source.ts';
import type { Emit, ProbeEvent } from '../../measures/events.ts';
import type { MetricsOf } from '../../measures/metric-objects.ts';
import { recordProbes } from '../../measures/record/probe.ts';
import { allowedPlanIn, refuseOutside } from '../../plan/allowed-plan.ts';
import type { Inputs } from '../../plan/inputs.ts';
import { phaseIn } from '../../plan/probes/phase-from-env.ts';
import { AGENT_MS, lengthMs, TICK_MS } from '../../plan/probes/timetable.ts';
import { agentsIn } from '../../plan/refuse.ts';
import type { Plan } from '../../plan/schema.ts';
import { slotsOf } from '../../plan/slots.ts';
import { hostsOf } from '../../plan/target.ts';
import { dense } from '../../transport/dense.ts';
import { wholeIteration } from '../whole-iteration.ts';

/**
 * One iteration: holds this VU's share of the agents' notification sockets open, from before the first probe to the
 * end of the last.
 */
export async function holdAgents(inputs: Inputs, metrics: MetricsOf<'probe'>): Promise<void> {
  await wholeIteration(async () => {
    const plan = allowedPlanIn(inputs);
    const phase = phaseIn(__ENV, plan);
    const slots = slotsOf(phase.agents ?? 0, plan.customers.sessionsPerVu, exec.scenario.iterationInTest);
    const leaveAtMs = exec.scenario.startTime + lengthMs(phase);
    const agents = agentsIn(plan);
    const emit = recordProbes(metrics);
    await Promise.all(
      slots.map((slot) => holdSocket(plan, tokenSource(agents, inputs, slot), { slot, leaveAtMs, emit })),
    );
  });
}

interface Held {
  readonly slot: number;
  /** Unix ms. */
  readonly leaveAtMs: number;
  readonly emit: Emit<ProbeEvent>;
}

async function holdSocket(plan: Plan, source: TokenSource, { slot, leaveAtMs, emit }: Held): Promise<void> {
  await delay(Math.max(0, exec.scenario.startTime + slot * AGENT_MS - Date.now()));
  refuseOutside(plan);
  const token = await source();
  const connectUri = token === undefined ? undefined : await channelFor(plan, token);
  if (connectUri === undefined || !mayConnectTo(connectUri, plan.target)) return;
  let close = () => {};
  await dense({ url: connectUri, headers: {}, name: 'notifications' }, TICK_MS, {
    opened: (wire) => {
      close = () => wire.close(1000);
    },
    received: () => {},
    tick: () => {
      if (Date.now() < leaveAtMs) return leaveAtMs;
      emit({ kind: 'agent-held' });
      close();
      return Number.POSITIVE_INFINITY;
    },
  });
}

/**
 * Creates a notification channel for the agent with this token (docs/facts/genesys.md section 2.4). Returns its
 * address.
 */
async function channelFor(plan: Plan, token: string): Promise<string | undefined> {
  const url = `${hostsOf(plan.target).api}/api/v2/notifications/channels`;
  const response = await http.asyncRequest('POST', url, null, {
    headers: { Authorization: `bearer ${token}`, 'Content-Type': 'application/json' },
    tags: { name: 'POST /api/v2/notifications/channels' },
    redirects: 0,
  });
  if (response.status !== 200 || typeof response.body !== 'string') return undefined;
  try {
    return (JSON.parse(response.body) as NotificationChannel).connectUri;
  } catch {
    return undefined;
  }
}
