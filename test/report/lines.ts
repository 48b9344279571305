/** k6's NDJSON as a run of headroom writes it, in a few lines. */

export const START = Date.parse('2026-11-24T12:00:00Z');

export function declare(
  metric: string,
  type: 'counter' | 'gauge' | 'rate' | 'trend',
  thresholds: readonly string[] = [],
  submetrics: readonly string[] = [],
): string {
  const parts = submetrics.map((name) => ({ name, suffix: '', tags: {} }));
  const data = { name: metric, type, contains: type === 'trend' ? 'time' : 'default', thresholds, submetrics: parts };
  return JSON.stringify({ type: 'Metric', data, metric });
}

/** A sample `ms` after the start. */
export function sample(metric: string, ms: number, value: number, tags: Readonly<Record<string, string>> = {}): string {
  const time = new Date(START + ms).toISOString();
  return JSON.stringify({ metric, type: 'Point', data: { time, value, tags: { scenario: 'customers', ...tags } } });
}

export const DECLARATIONS = [
  declare('ws_upgrade_failed', 'rate', [], ['ws_upgrade_failed{cause:http-503}']),
  declare('ws_upgrade_refused', 'rate', [], ['ws_upgrade_refused{phase:ramp}', 'ws_upgrade_refused{phase:hold}']),
  declare('ws_upgrade_503', 'rate', ['rate<0.01']),
  declare('upgrades_admitted', 'counter', [], ['upgrades_admitted{phase:ramp}', 'upgrades_admitted{phase:hold}']),
  declare('guest_sessions_opened', 'counter', ['count>=10'], ['guest_sessions_opened{phase:ramp}']),
  declare('guest_sessions_closed', 'counter', [], ['guest_sessions_closed{phase:teardown}']),
  declare('guest_session_ready', 'trend'),
  declare('planned_at_refusal', 'trend'),
  declare('messages', 'counter', [], ['messages{side:customer,state:sent}', 'messages{side:customer,state:acked}']),
  declare('message_ack', 'trend'),
  declare('vus', 'gauge'),
];

/** One upgrade attempt, admitted or refused with 503. */
export function attempt(ms: number, phase: string, isRefused: boolean): string[] {
  const failed = isRefused ? 1 : 0;
  const lines = [
    sample('ws_upgrade_503', ms, failed, { phase }),
    sample('ws_upgrade_refused', ms, failed, { phase }),
    sample('ws_upgrade_failed', ms, failed, { phase, cause: isRefused ? 'http-503' : 'none' }),
  ];
  if (isRefused) return lines;
  return [
    ...lines,
    sample('upgrades_admitted', ms, 1, { phase }),
    sample('guest_sessions_opened', ms, 1, { phase }),
    sample('guest_session_ready', ms, 3),
  ];
}

/** Five sessions held of ten, five refused in the ramp and again in the hold, each message echoed in 2 ms. */
export function ceilingOfFive(startsAtMs = 0): string[] {
  const at = (ms: number) => startsAtMs + ms;
  const each = (make: (index: number) => string[]) => [0, 1, 2, 3, 4].flatMap(make);
  return [
    ...DECLARATIONS,
    ...each((index) => attempt(at(index * 100), 'ramp', false)),
    ...each((index) => [
      ...attempt(at(500 + index * 100), 'ramp', true),
      sample('planned_at_refusal', at(500), 6 + index),
    ]),
    ...each((index) => attempt(at(2_000 + index * 100), 'hold', true)),
    ...each((index) => [
      sample('messages', at(1_000 + index), 1, { side: 'customer', state: 'sent' }),
      sample('messages', at(1_002 + index), 1, { side: 'customer', state: 'acked' }),
      sample('message_ack', at(1_002 + index), 2),
    ]),
    ...each((index) => [
      sample('guest_sessions_closed', at(9_000 + index), 1, { phase: 'teardown', reason: 'complete' }),
    ]),
    ...[0, 1_000, 2_000, 9_000].map((ms) => sample('vus', at(ms), 5)),
  ];
}
