import type { Conversation } from '../../conversations/conversation.ts';
import type { StoredMessage } from '../../conversations/message.ts';
import type { AgentParticipant } from '../../conversations/participants.ts';
import type { Dimensions } from '../query/filter.ts';

/** A span of an analytics session, in which it did one thing (docs/facts/genesys.md section 3). */
export interface AnalyticsSegment {
  readonly segmentType: 'interact' | 'alert' | 'wrapup' | 'delay' | 'ivr';
  readonly start: Date;
  /** Undefined while it lasts. */
  readonly end: Date | undefined;
  readonly disconnectType?: string | undefined;
  readonly wrapUpCode?: string | undefined;
}

/** A participant's session in analytics, with its segments and metrics (docs/facts/genesys.md section 3). */
export interface AnalyticsSession {
  readonly purpose: 'customer' | 'workflow' | 'acd' | 'agent';
  readonly participantId: string;
  readonly sessionId: string;
  readonly userId?: string;
  readonly queueId?: string;
  readonly segments: readonly AnalyticsSegment[];
  /** `n…` and `o…` are counts, `t…` are times (ms). */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Of how something ended, the names that analytics has in place of the conversation's. The others are the same. */
const NAMES: Readonly<Record<string, string>> = {
  'transfer.noanswer': 'noAnswerTransfer',
  'session.expired': 'sessionExpired',
};

const inAnalyticsNames = ({ disconnectType, ...segment }: AnalyticsSegment): AnalyticsSegment => ({
  ...segment,
  disconnectType: disconnectType && (NAMES[disconnectType] ?? disconnectType),
});

export function sessionsOf(conversation: Conversation): AnalyticsSession[] {
  const { createdAt, endedAt, disconnectType, queue, queuedAtMs, messages } = conversation;
  const queuedAt = queue === undefined ? endedAt : new Date(queuedAtMs);
  const said = messages.filter(({ from }) => from === 'customer').length;
  const customer: AnalyticsSession = {
    purpose: 'customer',
    ...idsOf(conversation.customer),
    segments: [{ segmentType: 'interact', start: createdAt, end: endedAt, disconnectType }],
    metrics: { oMessageCount: said },
  };
  const workflow: AnalyticsSession = {
    purpose: 'workflow',
    ...idsOf(conversation.workflow),
    segments: [{ segmentType: 'ivr', start: createdAt, end: queuedAt, disconnectType: queue && 'transfer' }],
    metrics: { nFlow: 1 },
  };
  const agents = conversation.agents.map((participant) => agentSession(conversation, messages, participant));
  const sessions = [customer, workflow, ...acdSession(conversation), ...agents];
  return sessions.map((session) => ({ ...session, segments: session.segments.map(inAnalyticsNames) }));
}

function acdSession({ acd, queue, queuedAtMs, agents, endedAt, disconnectType }: Conversation): AnalyticsSession[] {
  if (queue === undefined) return [];
  const answered = agents.find(({ connectedTime }) => connectedTime !== undefined)?.connectedTime;
  const end = answered ?? endedAt;
  const waitedMs = end === undefined ? undefined : end.getTime() - queuedAtMs;
  return [
    {
      purpose: 'acd',
      ...idsOf(acd),
      queueId: queue.id,
      segments: [
        {
          segmentType: 'interact',
          start: new Date(queuedAtMs),
          end,
          disconnectType: answered === undefined ? disconnectType : 'transfer',
        },
      ],
      metrics: {
        nOffered: 1,
        ...(waitedMs === undefined ? {} : { [answered === undefined ? 'tAbandon' : 'tAcd']: waitedMs }),
      },
    },
  ];
}

function agentSession(
  { queue, queuedAtMs }: Conversation,
  messages: readonly StoredMessage[],
  participant: AgentParticipant,
): AnalyticsSession {
  const { userId, alertedTime, connectedTime, endTime, disconnectType, wrappedUpTime, wrapUpCode } = participant;
  const segments: AnalyticsSegment[] = [
    {
      segmentType: 'alert',
      start: alertedTime,
      end: connectedTime ?? endTime,
      disconnectType: connectedTime === undefined ? disconnectType : undefined,
    },
  ];
  if (connectedTime !== undefined)
    segments.push({ segmentType: 'interact', start: connectedTime, end: endTime, disconnectType });
  if (
    connectedTime !== undefined &&
    endTime !== undefined &&
    (participant.wrapUpRequired || wrappedUpTime !== undefined)
  )
    segments.push({ segmentType: 'wrapup', start: endTime, end: wrappedUpTime, wrapUpCode });
  return {
    purpose: 'agent',
    ...idsOf(participant),
    userId,
    ...(queue === undefined ? {} : { queueId: queue.id }),
    segments,
    metrics: {
      ...agentTimes(participant, queuedAtMs),
      oMessageCount: messages.filter((message) => message.from === 'agent' && message.userId === userId).length,
    },
  };
}

function agentTimes(participant: AgentParticipant, queuedAtMs: number): Record<string, number> {
  const { alertedTime, connectedTime, endTime, disconnectType, wrappedUpTime } = participant;
  const alertMs = (connectedTime ?? endTime ?? alertedTime).getTime() - alertedTime.getTime();
  if (connectedTime === undefined)
    return disconnectType === 'transfer.noanswer' ? { tAlert: alertMs, tNotResponding: alertMs } : {};
  const talkMs = endTime === undefined ? undefined : endTime.getTime() - connectedTime.getTime();
  const acwMs = endTime && wrappedUpTime ? Math.max(0, wrappedUpTime.getTime() - endTime.getTime()) : undefined;
  return {
    nConnected: 1,
    tAlert: alertMs,
    tAnswered: connectedTime.getTime() - queuedAtMs,
    ...(talkMs === undefined ? {} : { tTalk: talkMs, tHandle: talkMs + (acwMs ?? 0) }),
    ...(acwMs === undefined ? {} : { tAcw: acwMs }),
  };
}

const idsOf = ({ participantId, communicationId }: { participantId: string; communicationId: string }) => ({
  participantId,
  sessionId: communicationId,
});

/** The dimensions of a segment, or of a whole session, for filters and groups. */
export function dimensionsOf(
  conversation: Conversation,
  session: AnalyticsSession,
  segment?: AnalyticsSegment,
): Dimensions {
  const segments = segment === undefined ? session.segments : [segment];
  return {
    conversationId: conversation.id,
    mediaType: 'message',
    messageType: 'webmessaging',
    direction: 'inbound',
    purpose: session.purpose,
    userId: session.userId,
    queueId: session.queueId,
    segmentType: segments.map(({ segmentType }) => segmentType),
    disconnectType: segments.flatMap(({ disconnectType }) => disconnectType ?? []),
    wrapUpCode: segments.flatMap(({ wrapUpCode }) => wrapUpCode ?? []),
  };
}
