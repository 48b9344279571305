import type { NotificationFrame } from '@headroom/genesys-wire/platform';
import type { WebSocket } from 'ws';
import * as z from 'zod';
import { expand } from './topics.ts';

/** What a notification socket can ask of its channel. */
export interface ChannelSocket {
  /** False once the channel expired or another socket took it. */
  alive(): boolean;
  permits(topic: string): boolean;
  subscribe(topics: readonly string[]): void;
}

const PONG: NotificationFrame = { topicName: 'channel.metadata', eventBody: { message: 'pong' } };

const said = z.discriminatedUnion('message', [
  z.object({ message: z.literal('ping') }),
  z.object({
    message: z.literal('subscribe'),
    topics: z.array(z.string().min(1)).min(1).max(1_000),
    correlationId: z.string().optional(),
  }),
]);

/** Answers `ping` and the in-socket `subscribe` (genesys.md section 2.4); what is neither gets a 400. */
export function speak(socket: WebSocket, channel: ChannelSocket): void {
  socket.on('message', (data) => socket.send(JSON.stringify(answer(String(data), channel))));
}

function answer(text: string, channel: ChannelSocket): unknown {
  const heard = said.safeParse(json(text));
  if (!channel.alive()) return { result: '404' };
  if (!heard.success) return { result: '400', status: 'error' };
  if (heard.data.message === 'ping') return PONG;
  const { correlationId } = heard.data;
  const same = correlationId === undefined ? {} : { correlationId };
  const topics = heard.data.topics.flatMap(expand);
  if (!topics.every((topic) => channel.permits(topic))) return { result: '400', status: 'failure', ...same };
  channel.subscribe(topics);
  return { result: '200', status: 'subscribed', ...same };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
