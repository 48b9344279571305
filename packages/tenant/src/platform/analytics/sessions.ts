import type { AgentPart, Conversation } from '../../conversations/conversation.ts';
import type { Dimensions } from './filter.ts';

/** What analytics keeps of a conversation: sessions with segments and metrics (genesys.md section 3). */

export interface Segment {
  readonly segmentType: 'interact' | 'alert' | 'wrapup' | 'delay' | 'ivr';
  readonly start: Date;
  /** Undefined while it lasts. */
  readonly end: Date | undefined;
  readonly disconnectType?: string | undefined;
  readonly wrapUpCode?: string | undefined;
}

export interface Session {
  readonly purpose: 'customer' | 'workflow' | 'acd' | 'agent';
  readonly participantId: string;
  readonly sessionId: string;
  readonly userId?: string;
  readonly queueId?: string;
  readonly segments: readonly Segment[];
  /** `n…` counts, `t…` times in ms. */
  readonly metrics: Readonly<Record<string, number>>;
}

export function sessionsOf(conversation: Conversation): Session[] {
  const { parts, createdAt, endedAt, disconnectType, queue, queuedAtMs } = conversation;
  const queuedAt = queue === undefined ? endedAt : new Date(queuedAtMs);
  const said = conversation.messages.filter(({ from }) => from === 'customer').length;
  const customer: Session = {
    purpose: 'customer',
    ...idsOf(parts.customer),
    segments: [{ segmentType: 'interact', start: createdAt, end: endedAt, disconnectType }],
    metrics: { oMessageCount: said },
  };
  const workflow: Session = {
    purpose: 'workflow',
    ...idsOf(parts.workflow),
    segments: [{ segmentType: 'ivr', start: createdAt, end: queuedAt, disconnectType: queue && 'transfer' }],
    metrics: { nFlow: 1 },
  };
  const agents = conversation.agents.map((part) => agentSession(conversation, part));
  return [customer, workflow, ...acdSession(conversation), ...agents];
}

function acdSession({ parts, queue, queuedAtMs, agents, endedAt, disconnectType }: Conversation): Session[] {
  if (queue === undefined) return [];
  const answered = agents.find(({ connectedTime }) => connectedTime !== undefined)?.connectedTime;
  const end = answered ?? endedAt;
  const waitedMs = end === undefined ? undefined : end.getTime() - queuedAtMs;
  return [
    {
      purpose: 'acd',
      ...idsOf(parts.acd),
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

function agentSession({ queue, queuedAtMs, messages }: Conversation, part: AgentPart): Session {
  const { userId, alertedTime, connectedTime, endTime, disconnectType, wrappedUpTime, wrapUpCode } = part;
  const segments: Segment[] = [
    {
      segmentType: 'alert',
      start: alertedTime,
      end: connectedTime ?? endTime,
      disconnectType: connectedTime === undefined ? disconnectType : undefined,
    },
  ];
  if (connectedTime !== undefined)
    segments.push({ segmentType: 'interact', start: connectedTime, end: endTime, disconnectType });
  if (connectedTime !== undefined && endTime !== undefined && (part.wrapUpRequired || wrappedUpTime !== undefined))
    segments.push({ segmentType: 'wrapup', start: endTime, end: wrappedUpTime, wrapUpCode });
  return {
    purpose: 'agent',
    ...idsOf(part),
    userId,
    ...(queue === undefined ? {} : { queueId: queue.id }),
    segments,
    metrics: {
      ...agentTimes(part, queuedAtMs),
      oMessageCount: messages.filter((message) => message.from === 'agent' && message.userId === userId).length,
    },
  };
}

function agentTimes(part: AgentPart, queuedAtMs: number): Record<string, number> {
  const { alertedTime, connectedTime, endTime, disconnectType, wrappedUpTime } = part;
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

/** What filters and groups can ask of a segment, or of the whole session. */
export function dimensionsOf(conversation: Conversation, session: Session, segment?: Segment): Dimensions {
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
