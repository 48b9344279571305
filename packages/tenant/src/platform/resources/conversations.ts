import * as z from 'zod';
import type { Conversation } from '../../conversations/conversation.ts';
import { toConversation, toMessageWire } from '../../conversations/conversation-wire.ts';
import { toMessageData } from '../../conversations/message.ts';
import type { AgentParticipant } from '../../conversations/participants.ts';
import { setHeld } from '../../org/hold.ts';
import type { Tenant } from '../../org/tenant.ts';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, failure, notFound, tooManyRequests, userContextRequired } from '../http/errors.ts';
import { page } from '../http/page.ts';
import { inConversation } from './conversation-paths.ts';
import { namedCodes } from './wrap-up-codes.ts';

const ROOT = '/api/v2/conversations/messages';
const SYSTEM_CODE = 'system';
const stateBody = z.object({ state: z.enum(['connected', 'disconnected']) });
const heldBody = z.object({ held: z.boolean() });
const endBody = z.object({ state: z.literal('disconnected') });
const wrapUpBody = z.object({
  code: z.string().min(1),
  notes: z.string().optional(),
  tags: z.array(z.string()).optional(),
  durationSeconds: z.int().min(0).optional(),
});
const patchWrapUpBody = z.object({ wrapup: wrapUpBody });
const typingBody = z.object({
  typing: z.object({ type: z.enum(['On', 'Off']), duration: z.int().min(0).max(60_000).optional() }),
});
const idsBody = z.array(z.string()).max(1_000);

/** Runs `then` with the caller's own participant, named by its id or by that of its communication. */
export function asAgent(then: (conversation: Conversation, participant: AgentParticipant, call: ApiCall) => unknown) {
  return inConversation((conversation, call) => {
    const { caller, ids } = call;
    if (caller.kind !== 'user') return userContextRequired();
    const participant = conversation.agents.find(
      ({ participantId, communicationId }) => participantId === ids[1] || communicationId === ids[1],
    );
    if (participant === undefined) return notFound('Participant');
    if (participant.userId !== caller.userId) return failure(403, 'not.authorized', 'You are not this participant');
    return then(conversation, participant, call);
  });
}

/** The conversations that take up the caller's capacity, each as `show` gives it. */
const mine = (show: (conversation: Conversation) => unknown) => (call: ApiCall) => {
  const { tenant, caller } = call;
  if (caller.kind !== 'user') return userContextRequired();
  const { userId } = caller;
  const taken = [...(tenant.routing.agents.get(userId)?.taken ?? [])];
  const conversations = taken.flatMap((id) => tenant.conversations.get(id) ?? []);
  return page(conversations.filter((one) => !one.isHiddenFrom(userId)).map(show), call.query);
};

/** Connects, disconnects, holds or wraps up the participant. */
const patchParticipant = asAgent((conversation, participant, { tenant, body }) => {
  const wrapUp = patchWrapUpBody.safeParse(body);
  if (wrapUp.success) return wrapUpWith(conversation, participant, tenant, wrapUp.data.wrapup);
  const hold = heldBody.safeParse(body);
  if (hold.success) return holding(conversation, participant, tenant, hold.data.held);
  const parsed = stateBody.safeParse(body);
  if (!parsed.success) return badRequest('state has to be connected or disconnected');
  if (parsed.data.state === 'disconnected') leave(conversation, participant, tenant);
  else if (!tenant.routing.accept(conversation, participant)) {
    return failure(409, 'conflict', 'The conversation is no longer alerting at this participant');
  }
  return new ApiAnswer(204, undefined);
});

/**
 * Holds the conversation, or goes on with it. It shows in the agent's participant, and the guest hears nothing of it: what
 * Genesys does with a message that is held is unverified (docs/facts/genesys.md, fact 2.6.7).
 */
function holding(conversation: Conversation, participant: AgentParticipant, tenant: Tenant, held: boolean): ApiAnswer {
  if (participant.state !== 'connected') return failure(400, 'bad.request', 'The participant is not connected');
  setHeld(tenant, conversation, participant, held);
  return new ApiAnswer(204, undefined);
}

/**
 * Declines an alert, or ends the conversation: only one agent at a time is in a conversation, so that the end of its
 * communication is the end of the conversation.
 */
function leave(conversation: Conversation, participant: AgentParticipant, tenant: Tenant): void {
  if (participant.state === 'alerting') tenant.routing.decline(conversation, participant);
  else if (participant.state === 'connected') tenant.agentDisconnects(conversation);
}

const patchCommunication = asAgent((conversation, participant, { tenant, body }) => {
  const hold = heldBody.safeParse(body);
  if (hold.success) {
    const answer = holding(conversation, participant, tenant, hold.data.held);
    return answer.status === 204 ? {} : answer;
  }
  if (!endBody.safeParse(body).success) return badRequest('state has to be disconnected');
  leave(conversation, participant, tenant);
  return {};
});

const endAll = inConversation((conversation, { tenant, caller, body }) => {
  if (caller.kind !== 'user') return userContextRequired();
  if (!conversation.agents.some(({ userId }) => userId === caller.userId))
    return failure(403, 'not.authorized', 'You are no participant of this conversation');
  if (!endBody.safeParse(body).success) return badRequest('state has to be disconnected');
  tenant.agentDisconnects(conversation);
  return toConversation(conversation);
});

/** Ends the conversation for a caller who need not be in it, and wraps up for the agents with the system's code. */
const teardown = inConversation((conversation, { tenant }) => {
  if (!conversation.ended) tenant.agentDisconnects(conversation, 'system');
  for (const participant of conversation.agents)
    if (participant.wrapUpRequired) tenant.routing.wrapUp(conversation, participant, SYSTEM_CODE);
  return new ApiAnswer(202, 'accepted');
});

const typing = asAgent((conversation, participant, { tenant, body }) => {
  const parsed = typingBody.safeParse(body);
  if (!parsed.success) return badRequest('typing.type has to be On or Off');
  if (participant.state !== 'connected') return failure(400, 'bad.request', 'The communication is not connected');
  if (!tenant.limits.agentTyping(conversation.id)) return tooManyRequests(60);
  const { type, duration = 5_000 } = parsed.data.typing;
  tenant.agentTypes(conversation, { type, duration });
  return new ApiAnswer(204, undefined);
});

/** The message, in whichever conversation it is. */
function details({ tenant, ids: [id = ''] }: ApiCall) {
  for (const conversation of tenant.conversations.values()) {
    const message = conversation.message(id);
    if (message !== undefined) return toMessageData(conversation.id, message, tenant.profile);
  }
  return notFound('Message');
}

const wrapUp = asAgent((conversation, participant, { tenant, body }) => {
  const parsed = wrapUpBody.safeParse(body);
  return parsed.success
    ? wrapUpWith(conversation, participant, tenant, parsed.data)
    : badRequest('code has to be the id of a wrap-up code');
});

/** Wraps up, if the code is one of the conversation's queue. */
function wrapUpWith(
  conversation: Conversation,
  participant: AgentParticipant,
  tenant: Tenant,
  { code, notes, tags, durationSeconds }: z.output<typeof wrapUpBody>,
): ApiAnswer {
  if (!conversation.queue?.wrapUpCodes.has(code)) return badRequest(`${code} is no wrap-up code of the queue`);
  participant.wrapUpNotes = { notes, tags, durationSeconds };
  tenant.routing.wrapUp(conversation, participant, code);
  return new ApiAnswer(204, undefined);
}

const codes = asAgent(({ queue }, _part, { tenant }) => namedCodes(tenant, queue?.wrapUpCodes ?? []));

const bulk = inConversation((conversation, { tenant, body }) => {
  const parsed = idsBody.safeParse(body);
  if (!parsed.success) return badRequest('The body has to be a list of at most 1,000 message ids');
  const found = parsed.data.flatMap((id) => conversation.message(id) ?? []);
  return { entities: found.map((message) => toMessageData(conversation.id, message, tenant.profile)) };
});

const one = inConversation((conversation, { tenant, ids }) => {
  const message = conversation.message(ids[1] ?? '');
  return message === undefined ? notFound('Message') : toMessageData(conversation.id, message, tenant.profile);
});

export const conversationRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/api/v2/conversations',
    query: ['communicationType=message'],
    answer: mine((conversation) => toConversation(conversation)),
  },
  {
    method: 'GET',
    path: '/api/v2/conversations/{}',
    answer: inConversation((conversation) => toConversation(conversation)),
  },
  { method: 'POST', path: '/api/v2/conversations/{}/disconnect', answer: teardown },
  { method: 'GET', path: ROOT, answer: mine((conversation) => toMessageWire(conversation)) },
  { method: 'GET', path: `${ROOT}/{}`, answer: inConversation((conversation) => toMessageWire(conversation)) },
  { method: 'PATCH', path: `${ROOT}/{}/participants/{}`, answer: patchParticipant },
  { method: 'GET', path: `${ROOT}/{}/participants/{}/wrapupcodes`, answer: codes },
  { method: 'PATCH', path: `${ROOT}/{}/participants/{}/communications/{}`, answer: patchCommunication },
  { method: 'PATCH', path: `${ROOT}/{}`, answer: endAll },
  { method: 'POST', path: `${ROOT}/{}/communications/{}/typing`, answer: typing },
  { method: 'GET', path: `${ROOT}/{}/details`, answer: details },
  { method: 'POST', path: `${ROOT}/{}/messages/bulk`, answer: bulk },
  { method: 'GET', path: `${ROOT}/{}/messages/{}`, answer: one },
  { method: 'POST', path: `${ROOT}/{}/participants/{}/communications/{}/wrapup`, answer: wrapUp },
];
