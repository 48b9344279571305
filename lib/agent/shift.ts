import exec from 'k6/execution';
import { clearTimeout, setTimeout } from 'k6/timers';
import { metrics } from '../metrics/metrics.ts';
import { streamFor } from '../pacing/random.ts';
import { type Schedule, scheduleOf } from '../plan/schedule.ts';
import type { AgentsPlan, Plan } from '../plan/schema.ts';
import { hostsOf } from '../plan/target.ts';
import { PlatformClient } from '../platform/client.ts';
import type { Conversation, Entities, PresenceDefinition, SystemPresence, UserMe } from '../platform/wire.ts';
import type { Dialogue } from '../transcripts/dialogue.ts';
import { NotificationsChannel } from './channel.ts';
import { Desk } from './desk.ts';

export interface ShiftSetup {
  readonly plan: Plan;
  readonly agents: AgentsPlan;
  /** The user token of agent `index`. */
  readonly tokenOf: (index: number) => string;
  readonly dialogueAt: (index: number) => Dialogue | undefined;
}

/** An agent with nothing to do for this long after the customers' teardown goes home. */
const QUIET_MS = 5_000;

/** One agent's shift: log in, go On Queue, handle what comes, log out. */
export async function workShift(setup: ShiftSetup): Promise<void> {
  const index = exec.scenario.iterationInTest;
  if (index >= setup.agents.count) return;
  await new Shift(setup, index).work();
}

class Shift {
  readonly #setup: ShiftSetup;
  readonly #schedule: Schedule;
  readonly #client: PlatformClient;
  readonly #index: number;
  readonly #startMs = exec.scenario.startTime;
  #wake: ReturnType<typeof setTimeout> | undefined;
  #connected = false;

  constructor(setup: ShiftSetup, index: number) {
    this.#setup = setup;
    this.#index = index;
    this.#schedule = scheduleOf(setup.plan);
    this.#client = new PlatformClient(hostsOf(setup.plan.target).api, setup.tokenOf(index));
  }

  async work(): Promise<void> {
    const me = await this.#client.call<UserMe>('GET', '/api/v2/users/me', '/api/v2/users/me');
    if (!me.ok) {
      console.warn(`agent ${this.#index}: cannot log in: ${me.reason}`);
      return;
    }
    const random = streamFor(this.#setup.plan.seed ^ 0xa6e2, this.#index);
    const desk = new Desk({
      userId: me.body.id,
      client: this.#client,
      agents: this.#setup.agents,
      limits: this.#setup.plan.limits,
      random,
      dialogueAt: this.#setup.dialogueAt,
      changed: () => this.#turn(desk, channel),
    });
    const channel = new NotificationsChannel(this.#client, me.body.id, this.#setup.plan.retry, random, {
      connected: () => void this.#onQueue(me.body.id, desk),
      conversation: (conversation) => desk.observe(conversation),
      disconnected: () => this.#count(false),
    });
    this.#turn(desk, channel);
    await channel.stayConnected();
    if (this.#wake !== undefined) clearTimeout(this.#wake);
    await this.#setPresence(me.body.id, 'Offline');
    desk.settle();
  }

  async #onQueue(userId: string, desk: Desk): Promise<void> {
    if (await this.#setPresence(userId, 'OnQueue')) this.#count(true);
    const mine = await this.#client.call<Entities<Conversation>>(
      'GET',
      '/api/v2/conversations/messages',
      '/api/v2/conversations/messages',
    );
    if (mine.ok) for (const conversation of mine.body.entities) desk.observe(conversation);
  }

  #count(connected: boolean): void {
    if (this.#connected === connected) return;
    this.#connected = connected;
    (connected ? metrics.agents_connected : metrics.agents_disconnected).add(1);
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
