import type { Emit, StormEvent } from '../events.ts';
import type { MetricsOf } from '../metric-objects.ts';
import { STORM_SECONDS } from '../table/tag-values.ts';
import { addWithWords } from './refusal.ts';
import { recordAccount, recordCall, recordConversation, recordLate, recordUnexpected } from './shared.ts';

/** Records the events of a reconnect storm's sessions. Of their visits it counts only messages and conversations. */
export function recordStorms(metrics: MetricsOf<'storm'>): Emit<StormEvent> {
  return (event) => {
    switch (event.kind) {
      case 'storm-session':
        metrics.storm_sessions.add(1, { reconnect: event.reconnect, state: event.state });
        break;
      case 'storm-attempt': {
        const { reconnect, cause, afterMs, ended, deployment } = event;
        const second = Math.floor(afterMs / 1_000);
        const tags = { reconnect, cause };
        const timed = second < STORM_SECONDS ? { ...tags, second: `${second}` } : tags;
        addWithWords(metrics.storm_attempts, 1, timed, ended, deployment);
        break;
      }
      case 'storm-recovery':
        metrics.storm_recovery.add(event.afterMs, { reconnect: event.reconnect });
        break;
      case 'message':
        if (event.state === 'sent') metrics.messages.add(1, { side: event.side, state: 'sent' });
        break;
      case 'conversation':
        recordConversation(metrics, event);
        break;
      case 'account':
        recordAccount(metrics, event);
        break;
      case 'late':
        recordLate(metrics, event);
        break;
      case 'call':
        recordCall(metrics, event);
        break;
      case 'unexpected-answer':
        recordUnexpected(metrics, event);
        break;
      case 'session':
        break;
    }
  };
}
