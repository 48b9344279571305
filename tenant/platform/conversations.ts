import * as z from 'zod';
import { type AgentPart, type Conversation, messageData } from '../conversations/conversation.ts';
import { wrapUpCodeId } from '../org.ts';
import { Answer, badRequest, type Call, failure, notFound, type Route } from './http.ts';

const ROOT = '/api/v2/conversations/messages';
const stateBody = z.object({ state: z.enum(['connected', 'disconnected']) });
const textBody = z.object({ textBody: z.string().min(1).max(4_000) });
const idsBody = z.array(z.string()).max(1_000);
const codes = ['Default', 'Resolved'].map((name, index) => ({ id: wrapUpCodeId(index + 1), name }));

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
    if (caller.kind !== 'user') return failure(400, 'bad.request', 'This request requires a user context');
    const part = conversation.agents.find(
      ({ participantId, communicationId }) => participantId === ids[1] || communicationId === ids[1],
    );
    if (part === undefined) return notFound('Participant');
    if (part.userId !== caller.userId) return failure(403, 'not.authorized', 'You are not this participant');
    return then(conversation, part, call);
  });
}

function mine({ tenant, caller }: Call) {
  if (caller.kind !== 'user') return failure(400, 'bad.request', 'This request requires a user context');
  const taken = tenant.routing.agents.get(caller.userId)?.taken ?? [];
  const conversations = [...taken].flatMap((id) => tenant.conversations.get(id)?.toWire() ?? []);
  return { entities: conversations };
}

const setState = asAgent((conversation, part, { tenant, body }) => {
  const parsed = stateBody.safeParse(body);
  if (!parsed.success) return badRequest('state has to be connected or disconnected');
  if (parsed.data.state === 'disconnected') tenant.agentDisconnects(conversation);
  else if (!tenant.routing.accept(conversation, part)) {
    return failure(409, 'conflict', 'The conversation is no longer alerting at this participant');
  }
  return new Answer(204, undefined);
});

const reply = asAgent((conversation, part, { tenant, body }) => {
  const parsed = textBody.safeParse(body);
  if (!parsed.success) return badRequest('textBody has to have 1 to 4,000 characters');
  if (part.state !== 'connected') return failure(400, 'bad.request', 'The communication is not connected');
  return messageData(conversation, tenant.agentSays(conversation, part.userId, parsed.data.textBody));
});

const wrapUp = asAgent((conversation, part, { tenant }) => {
  tenant.routing.wrapUp(conversation, part);
  return new Answer(204, undefined);
});

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
  { method: 'GET', path: ROOT, answer: mine },
  { method: 'GET', path: `${ROOT}/{}`, answer: inConversation((conversation) => conversation.toWire()) },
  { method: 'PATCH', path: `${ROOT}/{}/participants/{}`, answer: setState },
  { method: 'GET', path: `${ROOT}/{}/participants/{}/wrapupcodes`, answer: asAgent(() => codes) },
  { method: 'POST', path: `${ROOT}/{}/messages/bulk`, answer: bulk },
  { method: 'GET', path: `${ROOT}/{}/messages/{}`, answer: one },
  { method: 'POST', path: `${ROOT}/{}/communications/{}/messages`, answer: reply },
  { method: 'POST', path: `${ROOT}/{}/participants/{}/communications/{}/wrapup`, answer: wrapUp },
];
