/** What became of a session of a probe: the `outcome` tag of `probe_sessions`. See ProbeReading for each. */
export const OUTCOMES = [
  'admitted',
  'knock-admitted',
  'knock-refused',
  'refused',
  'failed',
  'dropped',
  'held',
  'late',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The outcomes with `agent-held`, for the notification sockets of agents that were open to the end. */
export const PROBE_OUTCOMES = [...OUTCOMES, 'agent-held'] as const;
