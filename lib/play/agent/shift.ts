import type { Conversation, EntityListing, UserMe } from '@headroom/genesys-wire/platform';
import { clearTimeout, setTimeout } from 'k6/timers';
import { delay } from '../../base/delay.ts';
import type { Listing } from '../../base/listing.ts';
import { type Random, uniformMs } from '../../base/random.ts';
import { streamOf } from '../../base/streams.ts';
import type { Dialogue } from '../../dialogues/dialogue.ts';
import { dialogueIn } from '../../dialogues/transcript-attribute.ts';
import { dialogueThatBegins, type Opening } from '../../dialogues/transcript-by-opening.ts';
import { CONVERSATIONS, USER_ME } from '../../genesys/platform/answer-shapes.ts';
import { PlatformClient } from '../../genesys/platform/client.ts';
import { persist } from '../../genesys/platform/persist.ts';
import { tokenSource } from '../../genesys/platform/token-source.ts';
import type { AgentEvent, Emit } from '../../measures/events.ts';
import type { ShiftOutcome } from '../../measures/table/tag-values.ts';
import { asideTexts } from '../../plan/asides.ts';
import type { Inputs } from '../../plan/inputs.ts';
import type { Schedule } from '../../plan/schedule.ts';
import type { AgentsPlan, Plan } from '../../plan/schema.ts';
import { hostsOf } from '../../plan/target.ts';
import { Desk } from './desk.ts';
import { NotificationsChannel } from './notifications-channel.ts';
import { Presence } from './presence.ts';
import type { OwnRun } from './strangers.ts';

/** An agent without a conversation logs out this long (ms) after the customers' teardown. */
const QUIET_MS = 5_000;

/** What all shifts of a run share. */
export interface ShiftsRun {
  /** For the agents' tokens. */
  readonly inputs: Inputs;
  readonly dialogues: Listing<Dialogue>;
  readonly openings: Listing<Opening>;
  readonly plan: Plan;
  readonly agents: AgentsPlan;
  readonly schedule: Schedule;
  /** Unix ms of the scenario's start. */
  readonly startMs: number;
  /** What tells the run's own conversations from others; undefined where nothing does. */
  readonly own: OwnRun | undefined;
  readonly emit: Emit<AgentEvent>;
}

/** One agent's shift: log in, go On Queue, handle what comes, log out. */
export class Shift {
  readonly #run: ShiftsRun;
  readonly #index: number;
  /** Unix ms: no call begins later. */
  readonly #lastCallMs: number;
  readonly #client: PlatformClient;
  #leave = () => {};
  #working = true;
  #wake: ReturnType<typeof setTimeout> | undefined;
  #wakeAtMs = 0;
  #connected = false;
  /** The agent has been On Queue with an open channel; its channel closed before the end; it is leaving; it was refused. */
  #wasOnQueue = false;
  #cut = false;
  #leaving = false;
  #isRefused = false;
  /** Somebody else speaks as its user. */
  #isShared = false;

  /** `index` is the agent's, counted from 0. */
  constructor(run: ShiftsRun, index: number) {
    this.#run = run;
    this.#index = index;
    this.#lastCallMs = run.startMs + run.schedule.lastCallMs;
    const source = tokenSource(run.agents, run.inputs, index);
    this.#client = new PlatformClient(hostsOf(run.plan.target).api, source, {
      lastMs: this.#lastCallMs,
      refused: () => this.#refused(),
      called: run.emit,
    });
  }

  async work(): Promise<void> {
    const path = '/api/v2/users/me';
    const me = await persist(
      () => this.#client.call<UserMe>('GET', path, path, undefined, { reads: USER_ME }),
      this.#lastLogInMs(),
    );
    if (me.ok) await this.#workAs(me.body.id);
    else console.warn(`agent ${this.#index}: cannot log in: ${me.reason}`);
    this.#run.emit({ kind: 'shift', outcome: this.#outcome(me.ok) });
  }

  #outcome(loggedIn: boolean): ShiftOutcome {
    if (this.#isRefused) return 'refused';
    if (!loggedIn) return 'not-logged-in';
    if (!this.#wasOnQueue) return 'not-on-queue';
    if (this.#isShared) return 'shared-user';
    return this.#cut ? 'cut' : 'as-planned';
  }

  async #workAs(userId: string): Promise<void> {
    const { plan, agents, own, emit, dialogues, openings } = this.#run;
    const random = streamOf('agent', plan.seed, this.#index);
    const presence = new Presence(this.#client, userId, this.#lastCallMs);
    const desk = new Desk({
      userId,
      client: this.#client,
      agents,
      own,
      emit,
      random,
      findDialogue: (attributes, texts) =>
        dialogueIn(attributes, dialogues) ?? dialogueThatBegins(texts, openings, dialogues),
      asides: asideTexts(plan.customers),
      transfers: agents.transfers && { ...agents.transfers, seed: plan.seed },
      plan,
      userShared: () => this.#userShared(),
      changed: () => this.#turn(desk),
    });
    const channel = new NotificationsChannel(this.#client, userId, plan, random, {
      connected: () => void this.#onQueue(presence, desk),
      conversation: (conversation) => desk.observe(conversation),
      notResponding: () => void this.#recover(userId, random),
      disconnected: () => {
        this.#cut ||= this.#working && !this.#leaving;
        this.#count(false);
      },
      unexpected: emit,
    });
    this.#leave = () => {
      this.#leaving = true;
      channel.close();
    };
    this.#turn(desk);
    await channel.stayConnected();
    this.#working = false;
    if (this.#wake !== undefined) clearTimeout(this.#wake);
    await presence.set('Offline');
    await desk.settle();
  }

  /** No agent logs in after the customers' teardown. */
  #lastLogInMs(): number {
    return this.#run.startMs + this.#run.schedule.teardownEndsMs;
  }

  /** The API refuses all tokens of this agent, so the shift is over. */
  #refused(): void {
    this.#isRefused = true;
    this.#run.emit({ kind: 'agent', state: 'refused' });
    console.warn(`agent ${this.#index}: the API takes none of its tokens (401): the shift is over`);
    this.#leave();
  }

  /** Two tokens of one user are two agents with one set of conversations, of which each says the whole of its turns. */
  #userShared(): void {
    if (this.#isShared) return;
    this.#isShared = true;
    console.warn(
      `agent ${this.#index}: the org holds replies of its user that it did not send: is another token of that user in use?`,
    );
  }

  /**
   * The channel is open. What happened while it was away is read from the API; what happens from now on comes over
   * the channel.
   */
  async #onQueue(presence: Presence, desk: Desk): Promise<void> {
    const onQueue = presence.set('OnQueue');
    const path = '/api/v2/conversations';
    const mine = await this.#client.call<EntityListing<Conversation>>('GET', path, path, undefined, {
      reads: CONVERSATIONS,
    });
    if (mine.ok) desk.catchUp(mine.body.entities);
    if ((await onQueue) && this.#working) this.#count(true);
  }

  /** A missed alert makes an agent NOT_RESPONDING until someone clears it (docs/facts/genesys.md section 2.3). */
  async #recover(userId: string, random: Random): Promise<void> {
    this.#run.emit({ kind: 'conversation', state: 'not-answered' });
    await delay(uniformMs(this.#run.agents.recover, random));
    const path = `/api/v2/users/${userId}/routingstatus`;
    const clear = () => this.#client.call('PUT', '/api/v2/users/:id/routingstatus', path, { status: 'IDLE' });
    if (this.#working) await persist(clear, this.#lastCallMs, () => this.#working);
  }

  #count(connected: boolean): void {
    if (this.#connected === connected) return;
    this.#connected = connected;
    this.#wasOnQueue ||= connected;
    this.#run.emit({ kind: 'agent', state: connected ? 'connected' : 'disconnected' });
  }

  /**
   * Does what is due at the desk, then sets its one timer to the time of the next thing. A timer that is set to an
   * earlier time stays: this runs again then.
   */
  #turn(desk: Desk): void {
    const nowMs = Date.now();
    const closesAtMs = this.#run.startMs + this.#run.schedule.deskClosesMs;
    if (nowMs >= closesAtMs) desk.leave(nowMs);
    const dueMs = desk.work(nowMs);
    const leaveAtMs = this.#leaveAtMs(desk);
    if (nowMs >= leaveAtMs) {
      this.#leave();
      return;
    }
    const byMs = nowMs < closesAtMs ? Math.min(leaveAtMs, closesAtMs) : leaveAtMs;
    const nextMs = Math.max(nowMs + 1, Math.min(dueMs, byMs));
    if (this.#wake !== undefined) {
      if (this.#wakeAtMs <= nextMs) return;
      clearTimeout(this.#wake);
    }
    this.#wakeAtMs = nextMs;
    this.#wake = setTimeout(() => {
      this.#wake = undefined;
      this.#turn(desk);
    }, nextMs - nowMs);
  }

  #leaveAtMs(desk: Desk): number {
    const { startMs, schedule } = this.#run;
    const lastMs = startMs + schedule.shiftEndsMs;
    if (desk.busy) return lastMs;
    return Math.min(lastMs, Math.max(startMs + schedule.teardownEndsMs, desk.idleSinceMs) + QUIET_MS);
  }
}
