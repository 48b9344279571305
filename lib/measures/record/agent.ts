import type { Plan } from '../../plan/schema.ts';
import type { AgentEvent, AgentStateEvent, ConversationEvent, Emit } from '../events.ts';
import type { MetricsOf } from '../metric-objects.ts';
import {
  recordAccount,
  recordCall,
  recordConversation,
  recordMessage,
  recordReceipts,
  recordUnexpected,
} from './shared.ts';

/** Records the events of agents. */
export function recordAgents(metrics: MetricsOf<'agent'>, { limits }: Pick<Plan, 'limits'>): Emit<AgentEvent> {
  return (event) => {
    switch (event.kind) {
      case 'message':
        recordMessage(metrics, limits, event);
        break;
      case 'conversation':
        recordConversation(metrics, event);
        recordTimes(metrics, event);
        break;
      case 'shift':
        metrics.shifts.add(event.outcome === 'as-planned', { outcome: event.outcome });
        break;
      case 'transfer':
        metrics.transfers?.add(1, { state: event.state });
        break;
      case 'attachment':
        metrics.agent_attachments?.add(1, { state: event.state });
        break;
      case 'unrecognised':
        metrics.conversations_unrecognised.add(1);
        break;
      case 'agent':
        recordState(metrics, event);
        break;
      case 'receipts':
        recordReceipts(metrics, event);
        break;
      case 'account':
        recordAccount(metrics, event);
        break;
      case 'call':
        recordCall(metrics, event);
        if (event.limit === 'organization') metrics.platform_organization_limited.add(1);
        break;
      case 'unexpected-answer':
        recordUnexpected(metrics, event);
        break;
    }
  };
}

function recordTimes(metrics: MetricsOf<'agent'>, event: ConversationEvent): void {
  if (event.state === 'accepted') metrics.agent_accept.add(event.afterMs);
  else if (event.state === 'wrapped-up') metrics.agent_after_contact.add(event.afterMs);
}

function recordState(metrics: MetricsOf<'agent'>, { state }: AgentStateEvent): void {
  switch (state) {
    case 'connected':
      metrics.agents_connected.add(1);
      break;
    case 'disconnected':
      metrics.agents_disconnected.add(1);
      break;
    case 'refused':
      metrics.agents_refused.add(1);
      break;
  }
}
