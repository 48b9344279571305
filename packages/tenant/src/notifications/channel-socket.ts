import type { NotificationFrame } from '@headroom/genesys-wire/platform';
import type { WebSocket } from 'ws';
import * as z from 'zod';
import { expandTopic } from './topics.ts';

/** What a notification socket needs of its channel. */
export interface ChannelOfSocket {
  /** Whether the channel is still there. */
  isAlive(): boolean;
  permits(topic: string): boolean;
  subscribe(topics: readonly string[]): void;
}

const PONG: NotificationFrame = { topicName: 'channel.metadata', eventBody: { message: 'pong' } };

const requestSchema = z.discriminatedUnion('message', [
  z.object({ message: z.literal('ping') }),
  z.object({
    message: z.literal('subscribe'),
    topics: z.array(z.string().min(1)).min(1).max(1_000),
    correlationId: z.string().optional(),
  }),
]);

/**
 * Answers what comes on a notification socket: `ping` and `subscribe` (docs/facts/genesys.md section 2.4), and 400 to
 * anything else.
 */
export function answerOn(socket: WebSocket, channel: ChannelOfSocket): void {
  socket.on('message', (data) => socket.send(JSON.stringify(answer(String(data), channel))));
}

function answer(text: string, channel: ChannelOfSocket): unknown {
  const request = requestSchema.safeParse(json(text));
  if (!channel.isAlive()) return { result: '404' };
  if (!request.success) return { result: '400', status: 'error' };
  if (request.data.message === 'ping') return PONG;
  const { correlationId } = request.data;
  const echoed = correlationId === undefined ? {} : { correlationId };
  const topics = request.data.topics.flatMap(expandTopic);
  if (!topics.every((topic) => channel.permits(topic))) return { result: '400', status: 'failure', ...echoed };
  channel.subscribe(topics);
  return { result: '200', status: 'subscribed', ...echoed };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
