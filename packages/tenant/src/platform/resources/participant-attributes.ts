import * as z from 'zod';
import { ApiAnswer, type ApiCall, type ApiRoute } from '../http/call.ts';
import { badRequest, notFound } from '../http/errors.ts';
import { inConversation } from './conversation-paths.ts';

/** Writing the attributes of a participant, which needs no permission (docs/facts/genesys.md section 2.6). */

const attributesBody = z.strictObject({ attributes: z.record(z.string().min(1), z.string()) });

/** Adds to what the participant has, or overwrites it, and gives what was written. */
function write(call: ApiCall) {
  const { ids, tenant, body } = call;
  const parsed = attributesBody.safeParse(body);
  if (!parsed.success) return badRequest('attributes has to be an object of texts');
  return inConversation((conversation) => {
    const { attributes } = parsed.data;
    return tenant.writeAttributes(conversation, ids[1] ?? '', attributes) ? { attributes } : notFound('Participant');
  })(call);
}

/** The path of all media gives no body back, that of messages does. */
const writeOnly = (call: ApiCall) => {
  const answer = write(call);
  return answer instanceof ApiAnswer ? answer : new ApiAnswer(200, undefined);
};

const messages = '/api/v2/conversations/messages/{}/participants/{}/attributes';
const all = '/api/v2/conversations/{}/participants/{}/attributes';
export const participantAttributeRoutes: readonly ApiRoute[] = [
  { method: 'PATCH', path: messages, answer: write },
  { method: 'PATCH', path: all, answer: writeOnly },
];
