import type { Emit, ProbeEvent } from '../events.ts';
import type { MetricsOf } from '../metric-objects.ts';
import { addWithWords } from './refusal.ts';

/** Records the events of a probe's sessions. */
export function recordProbes(metrics: MetricsOf<'probe'>): Emit<ProbeEvent> {
  return (event) => {
    if (event.kind === 'agent-held') {
      metrics.probe_sessions.add(1, { outcome: 'agent-held' });
      return;
    }
    const { outcome, cause, refusedAt, ended, deployment } = event;
    const probe = `${event.place}`;
    const tags = cause === undefined ? { probe, outcome } : { probe, outcome, cause };
    addWithWords(metrics.probe_sessions, 1, tags, ended, deployment);
    if (refusedAt !== undefined) metrics.probe_refused_at.add(refusedAt, { probe });
  };
}
