import type { StructuredMessage, WebMessagingMessageEntityList } from '@headroom/genesys-wire/guest';
import type { StoredMessage } from '../../conversations/message.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { notFound, tooManyRequests } from '../http/errors.ts';
import { PAGING, page } from '../http/page.ts';

/** Routes that need no Platform API token: a deployment's public configuration, and a guest's history with its jwt. */

function config({ tenant, ids: [id = ''], address }: ApiCall) {
  const deployment = tenant.deployments.get(id);
  return deployment === undefined ? notFound('Deployment') : tenant.deployments.configOf(deployment, address);
}

function domains({ tenant, ids: [id = ''] }: ApiCall) {
  const deployment = tenant.deployments.get(id);
  if (deployment === undefined) return notFound('Deployment');
  const { allowAllDomains, allowedDomains } = deployment;
  return { allowAllDomains, allowedDomains };
}

/** The session's messages over all its conversations, newest first. */
function history({ tenant, token, query }: ApiCall): WebMessagingMessageEntityList | ApiAnswer {
  const session = tenant.sessionOf(token);
  if (session === undefined) return new ApiAnswer(401, { message: 'Invalid JWT', code: 'unauthorized', status: 401 });
  if (!tenant.limits.history(session.token)) return tooManyRequests(60);
  const conversations = session.conversation ? [...session.past, session.conversation] : session.past;
  const messages = conversations.flatMap((conversation) => conversation.messages.map(toGuest));
  return page(messages.reverse(), query);
}

function toGuest({ id, from, type, text, content, time }: StoredMessage): StructuredMessage {
  return {
    id,
    direction: from === 'customer' ? 'Inbound' : 'Outbound',
    type,
    text,
    ...(content?.length ? { content } : {}),
    channel: { time: time.toISOString(), messageId: id },
    originatingEntity: from === 'bot' ? 'Bot' : 'Human',
  };
}

export const guestRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/webdeployments/v1/deployments/{}/config.json', query: 'unchecked', answer: config },
  { method: 'GET', path: '/webdeployments/v1/deployments/{}/domains.json', query: 'unchecked', answer: domains },
  { method: 'GET', path: '/api/v2/webmessaging/messages', query: PAGING, answer: history },
];
