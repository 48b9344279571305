import type { Conversation as WireConversation, Participant as WireParticipant } from '@headroom/genesys-wire/platform';
import { participantPrompt } from './acw-settings.ts';
import type { Conversation } from './conversation.ts';
import type { AgentParticipant, ParticipantIds } from './participants.ts';

/** Which messages are listed: the latest, as in events, or all, as in calls. */
type Which = 'latest' | 'all';

/** The answer of `GET /api/v2/conversations/{id}`: the body of the topic with all messages, and when it began. */
export function toConversation(conversation: Conversation) {
  return { ...toWire(conversation, 'all'), startTime: conversation.createdAt.toISOString() };
}

/** The body of `v2.users.{id}.conversations`; it lists the latest messages, or `all` of them. */
export function toWire(conversation: Conversation, which: Which = 'latest'): WireConversation {
  const { id, queue, agent, workflow, acd, agents } = conversation;
  return {
    id,
    participants: [
      customer(conversation, which),
      passedThrough(conversation, 'workflow', workflow, queue === undefined),
      ...(queue ? [passedThrough(conversation, 'acd', acd, agent === undefined)] : []),
      ...agents.map((participant) => agentParticipant(conversation, participant, which)),
    ].map((participant) => withWritten(conversation, participant)),
  };
}

/** The participant with the attributes that calls wrote. */
function withWritten(conversation: Conversation, participant: WireParticipant): WireParticipant {
  const written = conversation.writtenAttributes(participant.id);
  return written === undefined
    ? participant
    : { ...participant, attributes: { ...participant.attributes, ...written } };
}

/** The body of `v2.users.{id}.conversations.messages`: flat, and without communication ids. */
export function toFlatWire(conversation: Conversation) {
  const { id, participants } = toWire(conversation);
  return {
    id,
    participants: participants.map(({ messages: [communication], userId, queueId, ...rest }) => ({
      ...rest,
      ...references({ userId, queueId }),
      state: communication?.state,
      direction: communication?.direction,
      disconnectType: communication?.disconnectType,
      held: communication?.held,
      startHoldTime: communication?.startHoldTime,
      messages: communication?.messages.map(({ messageId, ...when }) => ({ message: { id: messageId }, ...when })),
    })),
  };
}

/**
 * The answer of `GET /api/v2/conversations/messages/{id}`: state, direction and disconnectType stand in the participant,
 * user and queue are references, and `messages` are the messages themselves: no communication shows its id.
 */
export function toMessageWire(conversation: Conversation) {
  const { id, participants } = toWire(conversation, 'all');
  return {
    id,
    participants: participants.map(({ messages: [communication], userId, queueId, ...participant }) => {
      return {
        ...participant,
        ...references({ userId, queueId }),
        state: communication?.state,
        direction: communication?.direction,
        ...(communication?.disconnectType ? { disconnectType: communication.disconnectType } : {}),
        ...(communication?.held ? { held: true, startHoldTime: communication.startHoldTime } : {}),
        messages: communication?.messages ?? [],
      };
    }),
  };
}

const references = ({ userId, queueId }: { userId?: string | undefined; queueId?: string | undefined }) => ({
  ...(userId ? { user: { id: userId } } : {}),
  ...(queueId ? { queue: { id: queueId } } : {}),
});

function customer(conversation: Conversation, which: Which): WireParticipant {
  const { createdAt, endedAt, disconnectType, ended, authenticated, customer: ids } = conversation;
  const { attributes, attributePrefix, showsAttributes } = conversation;
  const prefixed = Object.entries(attributes).map(([name, value]) => [`${attributePrefix}${name}`, value]);
  return {
    id: ids.participantId,
    purpose: 'customer',
    connectedTime: createdAt.toISOString(),
    ...(endedAt ? { endTime: endedAt.toISOString() } : {}),
    ...(showsAttributes ? { attributes: Object.fromEntries(prefixed) } : {}),
    messages: [
      {
        id: ids.communicationId,
        state: ended ? 'disconnected' : 'connected',
        direction: 'inbound',
        type: 'webmessaging',
        ...(authenticated ? { authenticated } : {}),
        ...(disconnectType ? { disconnectType } : {}),
        messages: conversation.listMessages(ids.communicationId, which),
      },
    ],
  };
}

/** The flow, or the queue: connected until the conversation is transferred on. */
function passedThrough(
  { ended, queue }: Conversation,
  purpose: 'workflow' | 'acd',
  { participantId, communicationId }: ParticipantIds,
  isLast: boolean,
): WireParticipant {
  const connected = isLast && !ended;
  return {
    id: participantId,
    purpose,
    ...(purpose === 'acd' && queue ? { queueId: queue.id } : {}),
    messages: [
      {
        id: communicationId,
        state: connected ? 'connected' : 'disconnected',
        direction: 'inbound',
        type: 'webmessaging',
        ...(connected ? {} : { disconnectType: ended && isLast ? 'peer' : 'transfer' }),
        messages: [],
      },
    ],
  };
}

function agentParticipant(conversation: Conversation, agent: AgentParticipant, which: Which): WireParticipant {
  return {
    id: agent.participantId,
    purpose: 'agent',
    userId: agent.userId,
    ...(conversation.queue ? { queueId: conversation.queue.id } : {}),
    wrapupRequired: agent.wrapUpRequired,
    wrapupPrompt: participantPrompt(agent.acwSettings),
    wrapupTimeoutMs: agent.acwSettings.timeoutMs,
    alertingTimeoutMs: agent.alertingUntilMs - agent.alertedTime.getTime(),
    ...(agent.connectedTime ? { connectedTime: agent.connectedTime.toISOString() } : {}),
    ...(agent.endTime ? { endTime: agent.endTime.toISOString() } : {}),
    messages: [
      {
        id: agent.communicationId,
        state: agent.state,
        direction: 'inbound',
        type: 'webmessaging',
        ...(agent.heldSince && agent.state === 'connected'
          ? { held: true, startHoldTime: agent.heldSince.toISOString() }
          : {}),
        afterCallWorkRequired: agent.wrapUpRequired,
        ...(agent.disconnectType ? { disconnectType: agent.disconnectType } : {}),
        messages: conversation.listMessages(agent.communicationId, which),
      },
    ],
  };
}
