import type { AgentParticipant } from '../../conversations/participants.ts';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { notFound } from '../http/errors.ts';
import { inConversation } from './conversation-paths.ts';
import { namedCodes } from './wrap-up-codes.ts';

/**
 * With which code a participant wrapped up, and with which it may (docs/facts/genesys.md section 2.6). Anybody may
 * read that, a client without a user too.
 */

/** Runs `then` with the agent's participant that the path names, and with its communication where it names one. */
const ofAgent = (then: (participant: AgentParticipant, call: ApiCall) => unknown) =>
  inConversation((conversation, call) => {
    const [, participantId, communicationId] = call.ids;
    const participant = conversation.agents.find((one) => one.participantId === participantId);
    if (participant === undefined) return notFound('Participant');
    if (communicationId !== undefined && communicationId !== participant.communicationId)
      return notFound('Communication');
    return then(participant, call);
  });

/** 404 before there is a code. Provisional codes are not simulated. */
const read = ofAgent(({ wrapUpCode, wrapUpNotes, wrappedUpTime }) => {
  if (wrapUpCode === undefined) return notFound('Wrap-up');
  return { code: wrapUpCode, ...wrapUpNotes, endTime: wrappedUpTime?.toISOString() };
});

const codes = inConversation(({ queue }, { tenant }) => namedCodes(tenant, queue?.wrapUpCodes ?? []));

/** Only under `messages` is it known by communication too. */
const paths = [
  '/api/v2/conversations/{}/participants/{}/wrapup',
  '/api/v2/conversations/messages/{}/participants/{}/wrapup',
  '/api/v2/conversations/messages/{}/participants/{}/communications/{}/wrapup',
];
export const wrapUpReadingRoutes: readonly ApiRoute[] = [
  ...paths.map((path) => ({ method: 'GET', path, query: ['provisional=false'], answer: read })),
  { method: 'GET', path: '/api/v2/conversations/{}/participants/{}/wrapupcodes', answer: codes },
];
