import type { Plan } from '../../plan/schema.ts';
import type { Reading } from '../reading/reading.ts';
import { type Finding, told } from './finding.ts';
import { servesTooFew } from './service.ts';

/**
 * What one side said and the org stored did not reach the other side. Such a message stops its dialogue, so where
 * customers were not served it has to explain at least half of the visits that did not go as planned: conversations
 * that no agent took have none.
 */
export function messagesNotDelivered(reading: Reading, plan: Plan): Finding | undefined {
  const { received, service } = reading;
  const ofCustomers = received?.customer?.['history-only'] ?? 0;
  const ofAgents = received?.agent?.['history-only'] ?? 0;
  const missing = ofCustomers + ofAgents;
  if (missing === 0) return undefined;
  const { reached, of } = service?.goals['as-planned'] ?? { reached: 0, of: 0 };
  if (servesTooFew(reading, plan) && missing * 2 < of - reached) return undefined;
  return {
    cause: 'messages-not-delivered',
    says: `Messages do not arrive: ${missing} that one side said and the org stored never reached the other side.`,
    evidence: [
      ...told(ofAgents, "messages of agents are in the customer's history, and no frame brought them"),
      ...told(
        ofCustomers,
        "messages of customers are in their conversations, and no notification told the agent's side",
      ),
      ...told(of - reached, `of ${of} visits did not go as planned`),
    ],
    change:
      'Look at what stands between: a proxy or firewall that reads or buffers WebSocket frames, on the way to customers or to the notifications of agents.',
    next: 'A run from another network tells whether messages are lost on the way or by the org: for that, take its conversations to Genesys.',
  };
}
