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
    const probe = `${event.place}`;
    if (event.kind === 'probe-knock') {
      const { answer, deployment } = event;
      const by = deployment === undefined ? {} : { deployment: `${deployment}` };
      metrics.probe_knocks.add(1, { probe, try: event.try, answer, ...by });
      return;
    }
    const { outcome, cause, refusedAt, knock, ended, deployment } = event;
    const tags = {
      probe,
      outcome,
      ...(cause === undefined ? {} : { cause }),
      ...(knock === undefined ? {} : { knock: `${knock}` }),
    };
    addWithWords(metrics.probe_sessions, 1, tags, ended, deployment);
    if (refusedAt !== undefined) metrics.probe_refused_at.add(refusedAt, { probe });
  };
}
