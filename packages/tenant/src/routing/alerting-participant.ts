import type { Uuids } from '../base/uuids.ts';
import { keepsCapacity } from '../conversations/acw-settings.ts';
import type { AgentParticipant } from '../conversations/participants.ts';
import type { Profile } from '../profile/schema.ts';
import type { RoutedAgent } from './agents.ts';
import { acwSettingsOf, alertingTimeoutMsOf } from './queue-settings.ts';
import type { Queue } from './queues.ts';

/**
 * An agent as the participant at whom a conversation of the queue begins to alert. `nowMs` is Unix time. It is made in one
 * piece: spread into another object, each would have a hidden class of its own in V8.
 */
export function alertingParticipant(
  agent: RoutedAgent,
  queue: Queue,
  profile: Profile,
  ids: Uuids,
  nowMs: number,
  missed: boolean,
): AgentParticipant {
  const acwSettings = acwSettingsOf(queue, profile);
  return {
    missed,
    participantId: ids.next(),
    communicationId: ids.next(),
    userId: agent.id,
    alertedTime: new Date(nowMs),
    state: 'alerting',
    acwSettings,
    wrapUpRequired: keepsCapacity(acwSettings),
    alertingUntilMs: nowMs + alertingTimeoutMsOf(queue, profile),
  };
}
