import type { Participant } from '@headroom/genesys-wire/platform';
import { messageIdsOf } from '../../genesys/platform/participants.ts';

/**
 * Whether somebody else speaks as the user of this agent: its part in a conversation holds more replies than the agent
 * sent. One more may be under way.
 */
export const isSpokenForByOthers = (part: Participant, sendings: number): boolean =>
  messageIdsOf([part]).length > sendings + 1;
