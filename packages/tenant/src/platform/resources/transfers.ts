import * as z from 'zod';
import { ApiAnswer, type ApiRoute } from '../http/call.ts';
import { badRequest, failure, notFound } from '../http/errors.ts';
import { asAgent } from './conversations.ts';

const transferBody = z.union([z.looseObject({ queueId: z.string() }), z.looseObject({ userId: z.string() })]);

/** A blind transfer to a queue or to another agent (docs/facts/genesys.md section 2.6). It answers without a body. */
const transfer = asAgent((conversation, participant, { tenant: { routing }, body }) => {
  const parsed = transferBody.safeParse(body);
  if (!parsed.success) return badRequest('One of userId and queueId has to be given: address is not available here');
  if (participant.state !== 'connected') return failure(400, 'bad.request', 'The participant is not connected');
  const { queueId, userId } = parsed.data as { readonly queueId?: string; readonly userId?: string };
  const to = queueId === undefined ? routing.agents.get(userId ?? '') : routing.queues.get(queueId);
  if (to === undefined) return notFound(queueId === undefined ? 'User' : 'Queue');
  if (to.id === participant.userId) return badRequest('The conversation is with this user already');
  routing.transfer(conversation, participant, to);
  return new ApiAnswer(202, undefined);
});

export const transferRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/v2/conversations/messages/{}/participants/{}/replace', answer: transfer },
  { method: 'POST', path: '/api/v2/conversations/{}/participants/{}/replace/queue', answer: transfer },
  { method: 'POST', path: '/api/v2/conversations/{}/participants/{}/replace/agent', answer: transfer },
];
