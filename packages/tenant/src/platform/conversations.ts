import * as z from 'zod';
import { type AgentPart, type Conversation, messageData } from '../conversations/conversation.ts';
import type { Tenant } from '../tenant.ts';
import {
  Answer,
  badRequest,
  type Call,
  failure,
  notFound,
  page,
  type Route,
  tooManyRequests,
  userContextRequired,
} from './http.ts';
import { namedCodes } from './wrap-up-codes.ts';

const ROOT = '/api/v2/conversations/messages';
const SYSTEM_CODE = 'system';
const stateBody = z.object({ state: z.enum(['connected', 'disconnected']) });
const endBody = z.object({ state: z.literal('disconnected') });
const wrapUpBody = z.object({ code: z.string().min(1) });
const patchWrapUpBody = z.object({ wrapup: wrapUpBody });
const typingBody = z.object({
  typing: z.object({ type: z.enum(['On', 'Off']), duration: z.int().min(0).max(60_000).optional() }),
});
/** One of a text, media or a template. */
const contentBody = z.union([
  z.strictObject({ textBody: z.string().min(1) }),
  z.looseObject({ mediaIds: z.array(z.string()).min(1) }),
  z.looseObject({ messagingTemplate: z.object({}) }),
]);
const idsBody = z.array(z.string()).max(1_000);

/** Runs `then` with the conversation that the path names. */
function inConversation(then: (conversation: Conversation, call: Call) => unknown) {
  return (call: Call) => {
    const conversation = call.tenant.conversations.get(call.ids[0] ?? '');
    return conversation === undefined ? notFound('Conversation') : then(conversation, call);
  };
}

/** Runs `then` with the caller's own part, named by participant or communication id. */
function asAgent(then: (conversation: Conversation, part: AgentPart, call: Call) => unknown) {
  return inConversation((conversation, call) => {
    const { caller, ids } = call;
    if (caller.kind !== 'user') return userContextRequired();
    const part = conversation.agents.find(
      ({ participantId, communicationId }) => participantId === ids[1] || communicationId === ids[1],
    );
    if (part === undefined) return notFound('Participant');
    if (part.userId !== caller.userId) return failure(403, 'not.authorized', 'You are not this participant');
    return then(conversation, part, call);
  });
}

/** The caller's own conversations, as `show` shows them. */
const mine = (show: (conversation: Conversation) => unknown) => (call: Call) => {
  const { tenant, caller } = call;
  if (caller.kind !== 'user') return userContextRequired();
  const { userId } = caller;
  const taken = [...(tenant.routing.agents.get(userId)?.taken ?? [])];
  const conversations = taken.flatMap((id) => tenant.conversations.get(id) ?? []);
  return page(conversations.filter((one) => !one.isKeptFrom(userId)).map(show), call.query);
};

/** A participant takes a state, or is wrapped up. */
const patchParticipant = asAgent((conversation, part, { tenant, body }) => {
  const wrapUp = patchWrapUpBody.safeParse(body);
  if (wrapUp.success) return wrapUpWith(conversation, part, tenant, wrapUp.data.wrapup.code);
  const parsed = stateBody.safeParse(body);
  if (!parsed.success) return badRequest('state has to be connected or disconnected');
  if (parsed.data.state === 'disconnected') leave(conversation, part, tenant);
  else if (!tenant.routing.accept(conversation, part)) {
    return failure(409, 'conflict', 'The conversation is no longer alerting at this participant');
  }
  return new Answer(204, undefined);
});

/**
 * What alerts is declined. One agent at a time is in a conversation: the end of its communication is the end of the
 * conversation.
 */
function leave(conversation: Conversation, part: AgentPart, tenant: Tenant): void {
  if (part.state === 'alerting') tenant.routing.decline(conversation, part);
  else if (part.state === 'connected') tenant.agentDisconnects(conversation);
}

const endCommunication = asAgent((conversation, part, { tenant, body }) => {
  if (!endBody.safeParse(body).success) return badRequest('state has to be disconnected');
  leave(conversation, part, tenant);
  return new Answer(204, undefined);
});

const endAll = inConversation((conversation, { tenant, caller, body }) => {
  if (caller.kind !== 'user') return userContextRequired();
  if (!conversation.agents.some(({ userId }) => userId === caller.userId))
    return failure(403, 'not.authorized', 'You are no participant of this conversation');
  if (!endBody.safeParse(body).success) return badRequest('state has to be disconnected');
  tenant.agentDisconnects(conversation);
  return conversation.toWire();
});

/** Full teardown, for whom no participant is needed: over, with a code of the system for who has to wrap up. */
const teardown = inConversation((conversation, { tenant }) => {
  if (!conversation.ended) tenant.agentDisconnects(conversation, 'system');
  for (const part of conversation.agents)
    if (part.wrapUpRequired) tenant.routing.wrapUp(conversation, part, SYSTEM_CODE);
  return new Answer(202, undefined);
});

const typing = asAgent((conversation, part, { tenant, body }) => {
  const parsed = typingBody.safeParse(body);
  if (!parsed.success) return badRequest('typing.type has to be On or Off');
  if (part.state !== 'connected') return failure(400, 'bad.request', 'The communication is not connected');
  if (!tenant.limits.agentTyping(conversation.id)) return tooManyRequests(60);
  const { type, duration = 5_000 } = parsed.data.typing;
  tenant.agentTypes(conversation, { type, duration });
  return new Answer(204, undefined);
});

/** Which conversation a message belongs to. */
function details({ tenant, ids: [id = ''] }: Call) {
  for (const conversation of tenant.conversations.values()) {
    const message = conversation.message(id);
    if (message !== undefined) return messageData(conversation, message);
  }
  return notFound('Message');
}

const reply = asAgent((conversation, part, { tenant, body }) => {
  const parsed = contentBody.safeParse(body);
  if (!parsed.success) return badRequest('One of textBody, mediaIds and messagingTemplate has to be given');
  const { textBody } = parsed.data;
  if (typeof textBody !== 'string') return badRequest('Media and templates are not available to web messaging here');
  const most = tenant.limits.outboundCharacters;
  if (textBody.length > most) return badRequest(`textBody has to have at most ${most} characters`);
  if (part.state !== 'connected') return failure(400, 'bad.request', 'The communication is not connected');
  return messageData(conversation, tenant.agentSays(conversation, part.userId, textBody));
});

const wrapUp = asAgent((conversation, part, { tenant, body }) => {
  const parsed = wrapUpBody.safeParse(body);
  return parsed.success
    ? wrapUpWith(conversation, part, tenant, parsed.data.code)
    : badRequest('code has to be the id of a wrap-up code');
});

/** Only with a code of the conversation's queue. */
function wrapUpWith(conversation: Conversation, part: AgentPart, tenant: Tenant, code: string): Answer {
  if (!conversation.queue?.wrapUpCodes.has(code)) return badRequest(`${code} is no wrap-up code of the queue`);
  tenant.routing.wrapUp(conversation, part, code);
  return new Answer(204, undefined);
}

const codes = asAgent(({ queue }, _part, { tenant }) => namedCodes(tenant, queue?.wrapUpCodes ?? []));

const bulk = inConversation((conversation, { body }) => {
  const parsed = idsBody.safeParse(body);
  if (!parsed.success) return badRequest('The body has to be a list of at most 1,000 message ids');
  const found = parsed.data.flatMap((id) => conversation.message(id) ?? []);
  return { entities: found.map((message) => messageData(conversation, message)) };
});

const one = inConversation((conversation, { ids }) => {
  const message = conversation.message(ids[1] ?? '');
  return message === undefined ? notFound('Message') : messageData(conversation, message);
});

export const conversationRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/v2/conversations', answer: mine((conversation) => conversation.toWire('all')) },
  {
    method: 'GET',
    path: '/api/v2/conversations/{}',
    answer: inConversation((conversation) => conversation.toWire('all')),
  },
  { method: 'POST', path: '/api/v2/conversations/{}/disconnect', answer: teardown },
  { method: 'GET', path: ROOT, answer: mine((conversation) => conversation.toMessageWire()) },
  { method: 'GET', path: `${ROOT}/{}`, answer: inConversation((conversation) => conversation.toMessageWire()) },
  { method: 'PATCH', path: `${ROOT}/{}/participants/{}`, answer: patchParticipant },
  { method: 'GET', path: `${ROOT}/{}/participants/{}/wrapupcodes`, answer: codes },
  { method: 'PATCH', path: `${ROOT}/{}/participants/{}/communications/{}`, answer: endCommunication },
  { method: 'PATCH', path: `${ROOT}/{}/communications/{}`, answer: endCommunication },
  { method: 'PATCH', path: `${ROOT}/{}`, answer: endAll },
  { method: 'POST', path: `${ROOT}/{}/communications/{}/typing`, answer: typing },
  { method: 'GET', path: `${ROOT}/{}/details`, answer: details },
  { method: 'POST', path: `${ROOT}/{}/messages/bulk`, answer: bulk },
  { method: 'GET', path: `${ROOT}/{}/messages/{}`, answer: one },
  { method: 'POST', path: `${ROOT}/{}/communications/{}/messages`, answer: reply },
  { method: 'POST', path: `${ROOT}/{}/participants/{}/communications/{}/wrapup`, answer: wrapUp },
];
