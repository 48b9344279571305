import { Counter, Trend } from 'k6/metrics';

/** What the probes of a ceiling search measure. */
export const probeMetrics = {
  /** Sessions by tag `probe` (its place in the phase, from 0) and `outcome`; refused and failed ones by `cause`. */
  probe_sessions: new Counter('probe_sessions'),
  /** Tag `probe`: which session, counted from 1, was refused. Its minimum is the level of the first refusal. */
  probe_refused_at: new Trend('probe_refused_at'),
};
