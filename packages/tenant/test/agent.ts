import { once } from 'node:events';
import type { Conversation, NotificationFrame, Participant } from '@headroom/genesys-wire/platform';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { agentId } from '../src/base/ready-made-ids.ts';
import type { RunningTenant } from '../src/server.ts';
import { api, TestGuest } from './client.ts';

const ROOT = '/api/v2/conversations/messages';

/** Where an agent is in a conversation. */
export interface Place {
  readonly conversationId: string;
  readonly participantId: string;
  readonly communicationId: string;
}

/** Agent n with its token, and what its topics say once it listens. */
export class TestAgent {
  readonly id: string;
  readonly heard: NotificationFrame[] = [];
  readonly #tenant: RunningTenant;
  readonly #n: number;
  #socket: WebSocket | undefined;
  #wake: () => void = () => {};

  constructor(tenant: RunningTenant, n = 1) {
    this.#tenant = tenant;
    this.#n = n;
    this.id = agentId(n);
  }

  /** Listens to its conversations, and to `more` topics. */
  async listen(more: readonly string[] = []): Promise<void> {
    const { body } = await this.call('POST', '/api/v2/notifications/channels');
    const topics = [`v2.users.${this.id}.conversations`, ...more].map((id) => ({ id }));
    await this.call('PUT', `/api/v2/notifications/channels/${body.id}/subscriptions`, topics);
    const socket = new WebSocket(body.connectUri);
    onTestFinished(() => socket.terminate());
    socket.on('message', (data) => {
      this.heard.push(JSON.parse(String(data)) as NotificationFrame);
      this.#wake();
    });
    await once(socket, 'open');
    this.#socket = socket;
  }

  /** Listens, and then comes on queue. */
  static async onQueue(tenant: RunningTenant, n = 1, more: readonly string[] = []): Promise<TestAgent> {
    const agent = new TestAgent(tenant, n);
    await agent.listen(more);
    await agent.presence('OnQueue');
    return agent;
  }

  call(method: string, path: string, body?: unknown) {
    return api(this.#tenant, method, path, body, this.#n);
  }

  async presence(name: string): Promise<void> {
    const { body } = await this.call('GET', '/api/v2/presence/definitions');
    const { id } = body.entities.find(({ systemPresence }: { systemPresence: string }) => systemPresence === name);
    await this.call('PATCH', `/api/v2/users/${this.id}/presences/purecloud`, { presenceDefinition: { id } });
  }

  async routingStatus(): Promise<string> {
    return (await this.call('GET', `/api/v2/users/${this.id}/routingstatus`)).body.status;
  }

  /** The first event of a topic, heard already or to come, that fits; it is taken out. */
  async event<T = Conversation>(topicName: string, fits: (body: T) => boolean = () => true): Promise<T> {
    for (;;) {
      const index = this.heard.findIndex((frame) => frame.topicName === topicName && fits(frame.eventBody as T));
      const [frame] = index < 0 ? [] : this.heard.splice(index, 1);
      if (frame !== undefined) return frame.eventBody as T;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Waits until everything that was sent to it before has arrived: a pong is the last of it. */
  async settled(): Promise<void> {
    this.#socket?.send('{"message":"ping"}');
    await this.event<{ message?: string }>('channel.metadata', ({ message }) => message === 'pong');
  }

  /** Its own latest part in the next event that shows it in `state`. */
  async part(state: string): Promise<Participant & Place> {
    const inState = (body: Conversation) => this.#own(body)?.messages[0]?.state === state;
    const body = await this.event(`v2.users.${this.id}.conversations`, inState);
    const own = this.#own(body);
    if (own === undefined) throw new Error('no part');
    return { ...own, ...place(body, own) };
  }

  /** Accepts the next conversation that alerts. */
  async accept(): Promise<Place> {
    const { conversationId, participantId, communicationId } = await this.part('alerting');
    await this.call('PATCH', `${ROOT}/${conversationId}/participants/${participantId}`, { state: 'connected' });
    return { conversationId, participantId, communicationId };
  }

  say({ conversationId, communicationId }: Place, textBody: string) {
    return this.call('POST', `${ROOT}/${conversationId}/communications/${communicationId}/messages`, { textBody });
  }

  end({ conversationId, participantId }: Place) {
    return this.call('PATCH', `${ROOT}/${conversationId}/participants/${participantId}`, { state: 'disconnected' });
  }

  async wrapUp({ conversationId, participantId, communicationId }: Place) {
    const path = `${ROOT}/${conversationId}/participants/${participantId}`;
    const { body: codes } = await this.call('GET', `${path}/wrapupcodes`);
    return this.call('POST', `${path}/communications/${communicationId}/wrapup`, { code: codes[0].id });
  }

  #own({ participants }: Conversation): Participant | undefined {
    return participants.filter(({ userId }) => userId === this.id).at(-1);
  }
}

function place({ id }: Conversation, participant: Participant): Place {
  return {
    conversationId: id,
    participantId: participant.id,
    communicationId: participant.messages[0]?.id ?? '',
  };
}

/** An agent answers, ends and wraps up one conversation and leaves the queue; another conversation waits. */
export async function worksOneOfTwo(tenant: RunningTenant, leaves: 'Offline' | 'Break'): Promise<void> {
  const agent = await TestAgent.onQueue(tenant);
  await (await TestGuest.session(tenant)).say('one');
  const place = await agent.accept();
  await agent.say(place, 'Hi');
  await agent.end(place);
  await agent.wrapUp(place);
  await agent.presence(leaves);
  await (await TestGuest.session(tenant)).say('two');
}
