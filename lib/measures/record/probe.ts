import type { Emit, ProbeEvent } from '../events.ts';
import type { MetricsOf } from '../metric-objects.ts';

/** Records the events of a probe's sessions. */
export function recordProbes(metrics: MetricsOf<'probe'>): Emit<ProbeEvent> {
  return (event) => {
    if (event.kind === 'agent-held') {
      metrics.probe_sessions.add(1, { outcome: 'agent-held' });
      return;
    }
    const { outcome, cause, refusedAt } = event;
    const probe = `${event.place}`;
    metrics.probe_sessions.add(1, cause === undefined ? { probe, outcome } : { probe, outcome, cause });
    if (refusedAt !== undefined) metrics.probe_refused_at.add(refusedAt, { probe });
  };
}
