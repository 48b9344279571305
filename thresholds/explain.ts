/** What each rule of a gate is for, by metric. `headroom gates` prints it; a test keeps it complete. */
export const EXPLANATIONS: Readonly<Record<string, string>> = {
  ws_upgrade_503: 'share of upgrade attempts answered 503',
  ws_upgrade_refused: 'share of upgrade attempts that HTTP refused: the dense transport cannot tell a 503 apart',
  ws_upgrade_failed: 'share of upgrade attempts that did not open, whatever the cause',
  guest_sessions_opened: 'sessions opened, against those planned: a gate never passes on silence',
  messages_lost: 'messages without an answer, or acknowledged and not stored',
  messages_altered: 'messages acknowledged or stored with another text',
  messages_duplicated: 'messages acknowledged or stored more than once',
  message_ack_slow: 'share of messages acknowledged later than limits.slowAck',
  ws_sessions: "notification sockets of agents refused with 503: the agents' own gate",
  agents_connected: 'agents with an open channel and On Queue, against those planned',
  platform_rate_limited: 'share of Platform API calls answered 429',
};
