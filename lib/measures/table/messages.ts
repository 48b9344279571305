import { LEDGER_STATES, MESSAGE_STATES } from '../../dialogues/ledger-states.ts';
import { RECEIPT_STATES } from '../../dialogues/receipts.ts';
import type { Measure } from './measure.ts';
import { ASIDE_KINDS, CONVERSATION_STATES, SIDES, STRANGERS } from './tag-values.ts';

/** What both sides measure of conversations and messages. */
export const MESSAGES = [
  {
    name: 'message_delivery',
    kind: 'Trend',
    sides: ['customer', 'agent', 'storm'],
    unit: 'ms',
    tags: { side: SIDES },
    says: 'Accepted by Genesys, on its clock, to seen by the other side, on ours; `side`: who sent it.',
    splits: [],
    drawn: {
      keeps: 'distribution',
      line: { customer: 'Delivery, customer to agent', agent: 'Delivery, agent to customer' },
      by: 'side',
    },
  },
  {
    name: 'message_delivery_slow',
    kind: 'Rate',
    sides: ['customer', 'agent', 'storm'],
    unit: 'messages',
    tags: { side: SIDES },
    says: "Each delivery: 1 if it took longer than the plan's `limits.slowDelivery`.",
    splits: [],
  },
  {
    name: 'messages',
    kind: 'Counter',
    sides: ['customer', 'agent', 'storm'],
    unit: 'messages',
    tags: { side: SIDES, state: MESSAGE_STATES },
    says: 'Messages by `state`: sent, and then, once the visit or shift settles, the first of these that applies: unresolved (no answer, and no history to tell), lost, altered, duplicated, reordered (its place in the history differs from the order of sending), acked. What was sent and is in no state belongs to a visit that was cut; the summary counts it as unresolved.',
    splits: [
      { side: 'customer', by: { side: ['customer'], state: MESSAGE_STATES } },
      { side: 'agent', by: { side: ['agent'], state: MESSAGE_STATES } },
      { side: 'storm', by: { side: ['customer'], state: MESSAGE_STATES } },
    ],
    gated: { state: LEDGER_STATES },
    rule: {
      'state:lost': 'messages that the history does not hold',
      'state:unresolved': 'messages without an answer, of which no history could tell whether they were stored',
      'state:altered': 'messages acknowledged or stored with another text',
      'state:duplicated': 'messages acknowledged or stored more than once',
      'state:reordered': 'messages stored in another order than they were sent in',
      'side:agent,state:sent': 'what agents said: a contact centre in which none says a word serves nobody',
    },
  },
  {
    name: 'asides',
    kind: 'Counter',
    sides: ['customer'],
    needs: 'asides',
    unit: 'texts',
    tags: { of: ASIDE_KINDS },
    says: "Texts of customers that are no turns of their dialogues: opening (the plan's `customers.agentOpens`, said first in a dialogue that the agent begins), bot-answer (`customers.bot`). Among the `messages` they count like any other.",
    splits: [{ side: 'customer', by: { of: ASIDE_KINDS }, isLater: true }],
  },
  {
    name: 'messages_received',
    kind: 'Counter',
    sides: ['customer', 'agent'],
    unit: 'messages',
    tags: { side: SIDES, state: RECEIPT_STATES },
    says: "What the other side received, by its own account, counted when a visit or an agent's part in a conversation is over. `side`: who sent it. received (once, as the dialogue has it), altered (a text that no turn has), twice (each further time), history-only (the org shows it, in the customer's history or in the agent's conversation once that is over, and no frame or notification brought it before), and of agents' messages nowhere (it was due, and is in neither: whether it was said only the sender knows). Who comes back after a drop has received what the history then shows. The order of arrival counts for nothing.",
    splits: [
      { side: 'customer', by: { side: ['agent'], state: RECEIPT_STATES } },
      { side: 'agent', by: { side: ['customer'], state: RECEIPT_STATES } },
    ],
    gated: { state: ['altered', 'twice', 'history-only'] },
    rule: {
      'state:history-only': 'messages that the org stored and that never reached the other side',
      'state:altered': 'texts that the other side received and no turn of the dialogue has',
      'state:twice': 'messages that the other side received more than once',
    },
  },
  {
    name: 'conversations',
    kind: 'Counter',
    sides: ['customer', 'agent', 'storm'],
    unit: 'conversations',
    tags: { state: [...CONVERSATION_STATES, ...STRANGERS] },
    says: 'Conversations by `state`: begun (the first message is acknowledged), accepted, wrapped-up, not-answered (an agent became NOT_RESPONDING). Where a run plays both sides, also those that came to its agents and are not of it: foreign (the customer names another run), left-over (the customer said something before the run began).',
    splits: [
      { side: 'customer', by: { state: CONVERSATION_STATES } },
      { side: 'agent', by: { state: CONVERSATION_STATES } },
      { side: 'customer', by: { state: STRANGERS }, isLater: true },
      { side: 'agent', by: { state: STRANGERS }, isLater: true },
    ],
    drawn: { keeps: 'sum', line: 'conversations', by: 'state' },
    rule: { 'state:begun': 'a goal about answers or acknowledgements holds only where conversations began' },
  },
] as const satisfies readonly Measure[];
