import exec from 'k6/execution';
import { clearTimeout, setTimeout } from 'k6/timers';
import { agentMetrics } from '../metrics/agent.ts';
import { messageMetrics } from '../metrics/messages.ts';
import { delay } from '../pacing/delay.ts';
import { type Random, streamFor, uniformMs } from '../pacing/random.ts';
import { strayMs } from '../pacing/stagger.ts';
import { uncut } from '../pacing/uncut.ts';
import { allowedPlanIn } from '../plan/allowed.ts';
import type { Prepared } from '../plan/prepared.ts';
import { agentsIn } from '../plan/refuse.ts';
import { type Schedule, scheduleOf } from '../plan/schedule.ts';
import type { AgentsPlan, Plan } from '../plan/schema.ts';
import { hostsOf } from '../plan/target.ts';
import { tokenOf } from '../plan/tokens.ts';
import { PlatformClient } from '../platform/client.ts';
import type { Conversation, Entities, PresenceDefinition, SystemPresence, UserMe } from '../platform/wire.ts';
import { dialogueIn } from '../transcripts/attributes.ts';
import { dialogueThatBegins } from '../transcripts/openings.ts';
import { NotificationsChannel } from './channel.ts';
import { Desk } from './desk.ts';

/** An agent with nothing to do for this long after the customers' teardown goes home. */
const QUIET_MS = 5_000;

/** One agent's shift: log in, go On Queue, handle what comes, log out. */
export async function workShift(prepared: Prepared): Promise<void> {
  const index = exec.scenario.iterationInTest;
  const plan = allowedPlanIn(prepared);
  const agents = agentsIn(plan);
  // The executor may start one shift more than there are agents.
  if (index >= agents.count) return;
  await uncut(async () => {
    const late = strayMs(agents.staggering, 60_000 / agents.perMinute, streamFor(plan.seed ^ 0x57a6, index));
    if (late > 0) await delay(late);
    await new Shift(prepared, plan, agents, index).work();
  });
}

class Shift {
  readonly #plan: Plan;
  readonly #agents: AgentsPlan;
  readonly #prepared: Pick<Prepared, 'dialogues' | 'openings'>;
  readonly #schedule: Schedule;
  readonly #client: PlatformClient;
  readonly #index: number;
  readonly #startMs = exec.scenario.startTime;
  #wake: ReturnType<typeof setTimeout> | undefined;
  #connected = false;

  constructor(prepared: Prepared, plan: Plan, agents: AgentsPlan, index: number) {
    this.#plan = plan;
    this.#agents = agents;
    this.#prepared = prepared;
    this.#index = index;
    this.#schedule = scheduleOf(plan);
    this.#client = new PlatformClient(hostsOf(plan.target).api, tokenOf(prepared, index));
  }

  async work(): Promise<void> {
    const me = await this.#client.call<UserMe>('GET', '/api/v2/users/me', '/api/v2/users/me');
    if (!me.ok) {
      console.warn(`agent ${this.#index}: cannot log in: ${me.reason}`);
      return;
    }
    const random = streamFor(this.#plan.seed ^ 0xa6e2, this.#index);
    const desk = new Desk({
      userId: me.body.id,
      client: this.#client,
      agents: this.#agents,
      limits: this.#plan.limits,
      random,
      findDialogue: (attributes, texts) => {
        const { dialogues, openings } = this.#prepared;
        const at = (place: number) => dialogues[place];
        return dialogueIn(attributes, at) ?? dialogueThatBegins(texts, openings, at);
      },
      changed: () => this.#turn(desk, channel),
    });
    const channel = new NotificationsChannel(this.#client, me.body.id, this.#plan.retry, random, {
      connected: () => void this.#onQueue(me.body.id, desk),
      conversation: (conversation) => desk.observe(conversation),
      notResponding: () => void this.#recover(me.body.id, random),
      disconnected: () => this.#count(false),
    });
    this.#turn(desk, channel);
    await channel.stayConnected();
    if (this.#wake !== undefined) clearTimeout(this.#wake);
    await this.#setPresence(me.body.id, 'Offline');
    await desk.settle();
  }

  async #onQueue(userId: string, desk: Desk): Promise<void> {
    if (await this.#setPresence(userId, 'OnQueue')) this.#count(true);
    const mine = await this.#client.call<Entities<Conversation>>(
      'GET',
      '/api/v2/conversations',
      '/api/v2/conversations',
    );
    if (mine.ok) desk.catchUp(mine.body.entities);
  }

  /** A missed alert makes an agent NOT_RESPONDING until someone clears it (genesys.md section 2.3). */
  async #recover(userId: string, random: Random): Promise<void> {
    messageMetrics.conversations.add(1, { state: 'not-answered' });
    await delay(uniformMs(this.#agents.recover, random));
    const path = `/api/v2/users/${userId}/routingstatus`;
    await this.#client.call('PUT', '/api/v2/users/{id}/routingstatus', path, { status: 'IDLE' });
  }

  #count(connected: boolean): void {
    if (this.#connected === connected) return;
    this.#connected = connected;
    (connected ? agentMetrics.agents_connected : agentMetrics.agents_disconnected).add(1);
  }

  async #setPresence(userId: string, presence: SystemPresence): Promise<boolean> {
    const definitions = await this.#client.call<Entities<PresenceDefinition>>(
      'GET',
      '/api/v2/presence/definitions',
      '/api/v2/presence/definitions',
    );
    const id = definitions.ok
      ? definitions.body.entities.find((definition) => definition.systemPresence === presence)?.id
      : undefined;
    if (id === undefined) return false;
    const path = `/api/v2/users/${userId}/presences/purecloud`;
    const body = { presenceDefinition: { id } };
    return (await this.#client.call('PATCH', '/api/v2/users/{id}/presences/purecloud', path, body)).ok;
  }

  /** One timer for the whole desk: does what is due, then sleeps until the next thing is. */
  #turn(desk: Desk, channel: NotificationsChannel): void {
    const nowMs = Date.now();
    desk.work(nowMs);
    const leaveAtMs = this.#leaveAtMs(desk);
    if (nowMs >= leaveAtMs) {
      channel.close();
      return;
    }
    const nextMs = Math.min(desk.nextAtMs() ?? leaveAtMs, leaveAtMs);
    if (this.#wake !== undefined) clearTimeout(this.#wake);
    this.#wake = setTimeout(() => this.#turn(desk, channel), Math.max(1, nextMs - nowMs));
  }

  #leaveAtMs(desk: Desk): number {
    const lastMs = this.#startMs + this.#schedule.shiftEndsMs;
    if (desk.busy) return lastMs;
    return Math.min(lastMs, Math.max(this.#startMs + this.#schedule.teardownEndsMs, desk.idleSinceMs) + QUIET_MS);
  }
}
