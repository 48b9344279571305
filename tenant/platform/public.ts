import type { StructuredMessage, WebMessagingHistory } from '../../lib/messaging/wire.ts';
import type { StoredMessage } from '../conversations/conversation.ts';
import { deploymentId, numberIn } from '../org.ts';
import { Answer, type Call, notFound, page, type Route } from './http.ts';

/** What needs no Platform API token: the deployment's configuration, and a guest's own history. */

function config({ tenant, ids: [id = ''] }: Call) {
  const n = numberIn('d', id, tenant.profile.deployments);
  if (n === undefined) return notFound('Deployment');
  const { conversationClear, conversationDisconnect } = tenant.profile;
  return {
    id: deploymentId(n),
    version: '1',
    status: 'Active',
    messenger: {
      apps: {
        conversations: {
          conversationClear: { enabled: conversationClear },
          conversationDisconnect: { enabled: conversationDisconnect, type: 'Send' },
          autoStart: { enabled: false },
          sessionDurationSeconds: 259_200,
        },
      },
    },
    auth: { enabled: false },
  };
}

function domains({ tenant, ids: [id = ''] }: Call) {
  if (numberIn('d', id, tenant.profile.deployments) === undefined) return notFound('Deployment');
  return { allowAllDomains: false, allowedDomains: [tenant.profile.allowedOrigin.replace(/^https?:\/\//, '')] };
}

/** Newest first. */
function history({ tenant, token, query }: Call): WebMessagingHistory | Answer {
  const session = tenant.sessionOf(token);
  if (session === undefined) return new Answer(401, { message: 'Invalid JWT', code: 'unauthorized', status: 401 });
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
