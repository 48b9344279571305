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

/** Whether a session knocks for the first time, or again at once after a refusal. */
export const KNOCK_TRIES = ['first', 'again'] as const;
export type KnockTry = (typeof KNOCK_TRIES)[number];

/** What became of a knock: let in, refused with another knock to come, or refused at the last. */
export const KNOCK_ANSWERS = ['in', 'refused', 'out'] as const;
export type KnockAnswer = (typeof KNOCK_ANSWERS)[number];
