const EXPLANATIONS: Readonly<Record<string, string>> = {
  ws_upgrade_503: 'share of upgrade attempts answered 503',
  ws_upgrade_refused: 'share of upgrade attempts that HTTP refused, with 503 or any other status',
  ws_upgrade_failed: 'share of upgrade attempts that did not open, whatever the cause',
  guest_sessions_opened: 'sessions opened, against those planned: a gate never passes on silence',
  guest_sessions_refused: 'sockets that opened, and no session came of them',
  storm_sessions: 'sessions of a reconnect storm that were dropped, or came back, against those planned',
  dropped_iterations: 'planned visits of the open model that could not begin: every place was taken',
  'messages{state:lost}': 'messages that the history does not hold',
  'messages{state:unresolved}': 'messages without an answer, of which no history could tell whether they were stored',
  'messages{state:altered}': 'messages acknowledged or stored with another text',
  'messages{state:duplicated}': 'messages acknowledged or stored more than once',
  'messages{state:reordered}': 'messages stored in another order than they were sent in',
  'messages{side:agent,state:sent}': 'what agents said: a contact centre in which none says a word serves nobody',
  message_ack_slow: 'share of messages acknowledged later than limits.slowAck',
  ws_sessions: "notification sockets of agents refused with 503: the agents' own gate",
  agents_connected: 'agents with an open channel and On Queue, against those planned',
  agents_refused: 'agents of whom the API took no token, at the start or in mid-run',
  platform_rate_limited: 'share of Platform API calls answered 429',
};

/** What a rule of a gate is for, by its metric with or without tags. `headroom gates` prints it; a test keeps it complete. */
export function explanationOf(metric: string): string | undefined {
  return EXPLANATIONS[metric] ?? EXPLANATIONS[metric.replace(/\{.*/, '')];
}
