import type { SummaryMetrics } from '../../../lib/measures/readings.ts';

const rate = (passes: number, fails: number) => ({
  values: { passes, fails, rate: passes / Math.max(1, passes + fails) },
});
const counter = (count: number) => ({ values: { count, rate: 0 } });

export interface PhaseFigures {
  /** Upgrades refused and admitted, sessions that left. */
  readonly refused: number;
  readonly admitted: number;
  readonly closed: number;
}

/** handleSummary's metrics for a run with these figures by phase; every refusal a 503 unless `status` says otherwise. */
export function metricsOf(
  phases: Readonly<Record<'ramp' | 'hold' | 'teardown', PhaseFigures>>,
  { firstRefusalAt = 0, cause = 'http-503', network = 0 } = {},
): SummaryMetrics {
  const all = Object.values(phases);
  const sum = (key: keyof PhaseFigures) => all.reduce((total, phase) => total + phase[key], 0);
  const refused = sum('refused');
  const admitted = sum('admitted');
  const byPhase = Object.fromEntries(
    Object.entries(phases).flatMap(([name, phase]) => [
      [`ws_upgrade_refused{phase:${name}}`, rate(phase.refused, phase.admitted)],
      [`upgrades_admitted{phase:${name}}`, counter(phase.admitted)],
      [`guest_sessions_opened{phase:${name}}`, counter(phase.admitted)],
      [`guest_sessions_closed{phase:${name}}`, counter(phase.closed)],
    ]),
  );
  return {
    ...byPhase,
    ws_upgrade_refused: rate(refused, admitted + network),
    ws_upgrade_503: rate(cause === 'http-503' ? refused : 0, admitted + network),
    ws_upgrade_failed: rate(refused + network, admitted),
    [`ws_upgrade_failed{cause:${cause}}`]: rate(refused, 0),
    'ws_upgrade_failed{cause:network}': rate(network, 0),
    ...(firstRefusalAt > 0 ? { planned_at_refusal: { values: { min: firstRefusalAt } } } : {}),
  };
}
