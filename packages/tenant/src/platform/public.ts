import type { StructuredMessage, WebMessagingHistory } from '@headroom/genesys-wire/guest';
import type { StoredMessage } from '../conversations/conversation.ts';
import { Answer, type Call, notFound, page, type Route, tooManyRequests } from './http.ts';

/** What needs no Platform API token: the deployment's configuration, and a guest's own history. */

function config({ tenant, ids: [id = ''] }: Call) {
  const deployment = tenant.deployments.get(id);
  return deployment === undefined ? notFound('Deployment') : tenant.deployments.configOf(deployment);
}

function domains({ tenant, ids: [id = ''] }: Call) {
  const deployment = tenant.deployments.get(id);
  if (deployment === undefined) return notFound('Deployment');
  const { allowAllDomains, allowedDomains } = deployment;
  return { allowAllDomains, allowedDomains };
}

/** Newest first. */
function history({ tenant, token, query }: Call): WebMessagingHistory | Answer {
  const session = tenant.sessionOf(token);
  if (session === undefined) return new Answer(401, { message: 'Invalid JWT', code: 'unauthorized', status: 401 });
  if (!tenant.limits.history(session.token)) return tooManyRequests(60);
  const conversations = session.conversation ? [...session.past, session.conversation] : session.past;
  const messages = conversations.flatMap((conversation) => conversation.messages.map(toGuest));
  return page(messages.reverse(), query);
}

function toGuest({ id, from, type, text, time }: StoredMessage): StructuredMessage {
  return {
    id,
    direction: from === 'customer' ? 'Inbound' : 'Outbound',
    type,
    text,
    channel: { time: time.toISOString(), messageId: id },
    originatingEntity: from === 'bot' ? 'Bot' : 'Human',
  };
}

export const publicRoutes: readonly Route[] = [
  { method: 'GET', path: '/webdeployments/v1/deployments/{}/config.json', answer: config },
  { method: 'GET', path: '/webdeployments/v1/deployments/{}/domains.json', answer: domains },
  { method: 'GET', path: '/api/v2/webmessaging/messages', answer: history },
];
