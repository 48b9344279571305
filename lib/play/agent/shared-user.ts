import type { Participant } from '@headroom/genesys-wire/platform';
import { messageIdsOf } from '../../genesys/platform/participants.ts';

/**
 * Whether somebody else speaks as the user of this agent: its part in a conversation holds more than twice as many
 * replies as the agent sent, so that it is not told by replies that were stored twice either. The first of another shows
 * it where the agent has sent none.
 */
export const isSpokenForByOthers = (part: Participant, sent: number): boolean => messageIdsOf([part]).length > 2 * sent;
