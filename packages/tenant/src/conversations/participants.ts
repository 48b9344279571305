import type { CommunicationState } from '@headroom/genesys-wire/platform';
import type { Uuids } from '../base/uuids.ts';
import type { AcwSettings } from './acw-settings.ts';

/** Under which ids a participant and its one message communication are known. */
export interface ParticipantIds {
  readonly participantId: string;
  readonly communicationId: string;
}

export const participantIds = (ids: Uuids): ParticipantIds => ({
  participantId: ids.next(),
  communicationId: ids.next(),
});

/** What an agent writes beside the wrap-up code. */
export interface WrapUpNotes {
  readonly notes?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly durationSeconds?: number | undefined;
}

/** An agent's participant: one for each time that the conversation alerted, whether it was answered or not. */
export interface AgentParticipant extends ParticipantIds {
  readonly userId: string;
  state: CommunicationState;
  readonly alertedTime: Date;
  disconnectType?: string;
  connectedTime?: Date;
  endTime?: Date;
  /** Since when the agent holds the conversation; undefined while it does not. */
  heldSince?: Date | undefined;
  wrappedUpTime?: Date;
  readonly acwSettings: AcwSettings;
  wrapUpRequired: boolean;
  wrapUpCode?: string;
  wrapUpNotes?: WrapUpNotes;
  /** Unix time (ms). */
  readonly alertingUntilMs: number;
  /** Whether no topic and no list shows the alert to its agent, so that it times out (`agents.missedShare`). */
  readonly missed: boolean;
}
