import type { ApiCall, UnexpectedAnswer } from '../../../../lib/genesys/platform/api-call.ts';
import type {
  AccountEvent,
  AgentEvent,
  BotEvent,
  CustomerEvent,
  ProbeEvent,
  StormEvent,
  WatchEvent,
} from '../../../../lib/measures/events.ts';
import type { Sample } from './a-recording.ts';

/** Each kind of event, and the samples that it is to become: limits are 2 s and 5 s, and everything happens in the hold. */
export type Recorded<Event> = readonly [what: string, event: Event, samples: readonly Sample[]];

/** When everything happens (Unix ms). */
export const NOW_MS = Date.parse('2026-12-01T00:05:00Z');
const phase = 'hold';
const counts = { sent: 9, unresolved: 1, lost: 2, altered: 0, duplicated: 0, reordered: 0, acked: 6 };
const account = (side: 'customer' | 'agent'): AccountEvent => ({
  ...{ kind: 'account', side, transcript: 'd1', where: 'conversation c1', counts },
  discrepancies: [],
});
const accounted = (side: 'customer' | 'agent'): Sample[] =>
  (['unresolved', 'lost', 'altered', 'duplicated', 'reordered', 'acked'] as const).map((state) => [
    'messages',
    counts[state],
    { side, state },
  ]);
const HISTORY = 'GET /api/v2/webmessaging/messages';
const ME = 'GET /api/v2/users/me';

/** What all that call the Platform API tell of it. */
const CALLS: Recorded<ApiCall | UnexpectedAnswer>[] = [
  [
    'an answer that cannot be read',
    { kind: 'unexpected-answer', name: ME, why: 'id: missing; expected: string' },
    [['platform_unexpected', 1, { name: ME }]],
  ],
  [
    'a call without a user’s token, which has no limit',
    { kind: 'call', name: HISTORY, durationMs: 40 },
    [['platform_request', 40, { name: HISTORY }]],
  ],
  [
    'a call that was answered',
    { kind: 'call', name: ME, durationMs: 30, rateLimited: false },
    [
      ['platform_request', 30, { name: ME }],
      ['platform_rate_limited', false, {}],
    ],
  ],
  [
    'a call that was answered 429',
    { kind: 'call', name: ME, durationMs: 5, rateLimited: true },
    [
      ['platform_request', 5, { name: ME }],
      ['platform_rate_limited', true, {}],
    ],
  ],
];

const refused = (status: number | undefined) =>
  ({ kind: 'refused', status, retryAfterMs: undefined, body: undefined }) as const;

const BOTS: Recorded<BotEvent>[] = [
  ['a bot that answered', { kind: 'bot', state: 'answered', afterMs: 700 }, [['bot_answer', 700, {}]]],
  ...(['met', 'handed-over', 'stuck'] as const).map(
    (state): Recorded<BotEvent> => [
      `a conversation with a bot: ${state}`,
      { kind: 'bot', state },
      [['bot_conversations', 1, { state }]],
    ],
  ),
];

const STRANGE = (['foreign', 'left-over'] as const).map(
  (state): Recorded<AgentEvent> => [
    `a conversation that is not of the run: ${state}`,
    { kind: 'conversation', state },
    [['conversations', 1, { state }]],
  ],
);

/** Of the moment at which the events are recorded: see NOW_MS and the plan. */
const slice = '7';
const sixth = '0';

export const OF_CUSTOMERS: Recorded<CustomerEvent>[] = [
  ['a file that was sent', { kind: 'attachment', state: 'sent' }, [['attachments', 1, { state: 'sent' }]]],
  ['an opening', { kind: 'aside', of: 'opening' }, [['asides', 1, { of: 'opening' }]]],
  [
    'a guest that signed in',
    { kind: 'sign-in', state: 'signed-in' },
    [
      ['guest_sign_ins', 1, { state: 'signed-in' }],
      ['guest_sign_in_failed', false, {}],
    ],
  ],
  [
    'a guest whose refresh was refused',
    { kind: 'sign-in', state: 'refresh-refused' },
    [
      ['guest_sign_ins', 1, { state: 'refresh-refused' }],
      ['guest_sign_in_failed', true, {}],
    ],
  ],
  [
    'a JWT that was refreshed',
    { kind: 'sign-in', state: 'refreshed' },
    [['guest_sign_ins', 1, { state: 'refreshed' }]],
  ],
  [
    'a sign-in without an answer',
    { kind: 'sign-in', state: 'unanswered' },
    [['guest_sign_ins', 1, { state: 'unanswered' }]],
  ],
  [
    'an attempt that opened',
    { kind: 'attempt', ended: undefined, try: 'first', deployment: 'd0000000-0000-4000-8000-000000000001' },
    [
      ['ws_upgrade_503', false, { phase }],
      ['ws_upgrade_refused', false, { phase, try: 'first', slice }],
      ['ws_upgrade_failed', false, { phase, cause: 'none' }],
      ['upgrades_admitted', 1, { phase, slice, sixth }],
    ],
  ],
  [
    'a first attempt that was refused with 503',
    { kind: 'attempt', ended: refused(503), try: 'first', deployment: 'd0000000-0000-4000-8000-000000000001' },
    [
      ['ws_upgrade_503', true, { phase }],
      ['ws_upgrade_refused', true, { phase, try: 'first', slice }],
      ['ws_upgrade_failed', true, { phase, cause: 'http-503' }],
      ['planned_at_refusal', 100, {}],
    ],
  ],
  [
    'a later attempt that was refused with 429',
    { kind: 'attempt', ended: refused(429), try: 'again', deployment: 'd0000000-0000-4000-8000-000000000001' },
    [
      ['ws_upgrade_503', false, { phase }],
      ['ws_upgrade_refused', true, { phase, try: 'again', slice }],
      ['ws_upgrade_failed', true, { phase, cause: 'http-429' }],
    ],
  ],
  [
    'a refusal of which the dense transport sees no status',
    { kind: 'attempt', ended: refused(undefined), try: 'again', deployment: 'd0000000-0000-4000-8000-000000000001' },
    [
      ['ws_upgrade_refused', true, { phase, try: 'again', slice }],
      ['ws_upgrade_failed', true, { phase, cause: 'http-unseen' }],
    ],
  ],
  [
    'an attempt that nothing answered',
    {
      kind: 'attempt',
      ended: { kind: 'failed', error: 'connection reset by peer' },
      try: 'first',
      deployment: 'd0000000-0000-4000-8000-000000000001',
    },
    [
      ['ws_upgrade_503', false, { phase }],
      ['ws_upgrade_refused', false, { phase, try: 'first', slice }],
      ['ws_upgrade_failed', true, { phase, cause: 'network' }],
    ],
  ],
  ['a wait', { kind: 'wait', ms: 1_500 }, [['ws_upgrade_wait', 1_500, {}]]],
  [
    'a session that is ready',
    { kind: 'session', state: 'ready', afterMs: 700 },
    [
      ['guest_sessions_opened', 1, { phase }],
      ['guest_session_ready', 700, {}],
    ],
  ],
  [
    'a session that was refused',
    { kind: 'session', state: 'refused', reason: 'silent' },
    [['guest_sessions_refused', 1, { reason: 'silent' }]],
  ],
  [
    'a session that is closed',
    {
      kind: 'session',
      state: 'closed',
      reason: 'left-early',
      readyAtMs: NOW_MS - 9_000,
      answeredAtMs: NOW_MS - 3_500,
      quietMs: 900,
    },
    [
      ['guest_sessions_closed', 1, { phase, reason: 'left-early', slice, age: '5' }],
      ['session_seconds', 5.5, { phase, state: 'unanswered' }],
      ['session_seconds', 3.5, { phase, state: 'served' }],
    ],
  ],
  [
    'a session that is closed in a visit that had its answer on an earlier connection',
    {
      kind: 'session',
      state: 'closed',
      reason: 'complete',
      readyAtMs: NOW_MS - 2_000,
      answeredAtMs: NOW_MS - 3_500,
      quietMs: 900,
    },
    [
      ['guest_sessions_closed', 1, { phase, reason: 'complete', slice, age: '1' }],
      ['session_seconds', 2, { phase, state: 'served' }],
    ],
  ],
  [
    'a session that was dropped after 8 s, of which 3 were quiet',
    { kind: 'session', state: 'closed', reason: 'dropped', readyAtMs: NOW_MS - 8_000, quietMs: 3_000 },
    [
      ['guest_sessions_closed', 1, { phase, reason: 'dropped', slice, age: '5', quiet: '2' }],
      ['session_seconds', 8, { phase, state: 'unanswered' }],
    ],
  ],
  ['a gap', { kind: 'gap', ms: 2_500 }, [['session_seconds', 2.5, { phase, state: 'gap' }]]],
  [
    'a visit that was cut and answered in time all the same',
    { kind: 'visit', outcome: 'cut', spoke: true, awaitsAnswer: true, answeredAfterMs: 60_000 },
    [
      ['visits', false, { goal: 'stayed', outcome: 'cut' }],
      ['visits', true, { goal: 'spoke', outcome: 'cut' }],
      ['visits', false, { goal: 'as-planned', outcome: 'cut' }],
      ['first_answer', 60_000, {}],
      ['visits', true, { goal: 'answered', outcome: 'cut' }],
      ['visits', true, { goal: 'answered-in-time', outcome: 'cut' }],
    ],
  ],
  [
    'a visit that was answered late',
    { kind: 'visit', outcome: 'complete', spoke: true, awaitsAnswer: true, answeredAfterMs: 60_001 },
    [
      ['visits', true, { goal: 'stayed', outcome: 'complete' }],
      ['visits', true, { goal: 'spoke', outcome: 'complete' }],
      ['visits', true, { goal: 'as-planned', outcome: 'complete' }],
      ['first_answer', 60_001, {}],
      ['visits', true, { goal: 'answered', outcome: 'complete' }],
      ['visits', false, { goal: 'answered-in-time', outcome: 'complete' }],
    ],
  ],
  [
    'what was received of the agent',
    { kind: 'receipts', side: 'agent', counts: { received: 0, altered: 2, twice: 0, 'history-only': 4, nowhere: 5 } },
    [
      ['messages_received', 2, { side: 'agent', state: 'altered' }],
      ['messages_received', 4, { side: 'agent', state: 'history-only' }],
      ['messages_received', 5, { side: 'agent', state: 'nowhere' }],
    ],
  ],
  [
    'a visit that nobody answered',
    { kind: 'visit', outcome: 'unserved', spoke: true, awaitsAnswer: true },
    [
      ['visits', true, { goal: 'stayed', outcome: 'unserved' }],
      ['visits', true, { goal: 'spoke', outcome: 'unserved' }],
      ['visits', false, { goal: 'as-planned', outcome: 'unserved' }],
      ['visits', false, { goal: 'answered', outcome: 'unserved' }],
      ['visits', false, { goal: 'answered-in-time', outcome: 'unserved' }],
    ],
  ],
  [
    'a visit that left before any answer, as the plan has it',
    { kind: 'visit', outcome: 'left-early', spoke: true, awaitsAnswer: false },
    [
      ['visits', true, { goal: 'stayed', outcome: 'left-early' }],
      ['visits', true, { goal: 'spoke', outcome: 'left-early' }],
      ['visits', true, { goal: 'as-planned', outcome: 'left-early' }],
    ],
  ],
  [
    'a message that was sent',
    { kind: 'message', state: 'sent', side: 'customer' },
    [['messages', 1, { side: 'customer', state: 'sent' }]],
  ],
  [
    'an echo in time',
    { kind: 'message', state: 'acked', roundTripMs: 2_000 },
    [
      ['message_ack', 2_000, {}],
      ['message_ack_slow', false, {}],
    ],
  ],
  [
    'an echo that was slow',
    { kind: 'message', state: 'acked', roundTripMs: 2_001 },
    [
      ['message_ack', 2_001, {}],
      ['message_ack_slow', true, {}],
    ],
  ],
  [
    'a delivery in time',
    { kind: 'message', state: 'delivered', side: 'agent', afterMs: 5_000 },
    [
      ['message_delivery', 5_000, { side: 'agent' }],
      ['message_delivery_slow', false, { side: 'agent' }],
    ],
  ],
  [
    'a delivery that was slow',
    { kind: 'message', state: 'delivered', side: 'agent', afterMs: 5_001 },
    [
      ['message_delivery', 5_001, { side: 'agent' }],
      ['message_delivery_slow', true, { side: 'agent' }],
    ],
  ],
  ['a conversation that begins', { kind: 'conversation', state: 'begun' }, [['conversations', 1, { state: 'begun' }]]],
  ['an account', account('customer'), accounted('customer')],
  [
    'timers in time',
    { kind: 'late', ms: 500 },
    [
      ['generator_lag', 500, {}],
      ['generator_late', false, {}],
    ],
  ],
  [
    'a timer that was late',
    { kind: 'late', ms: 501 },
    [
      ['generator_lag', 501, {}],
      ['generator_late', true, {}],
    ],
  ],
  ...BOTS,
  ...CALLS,
];

export const OF_AGENTS: Recorded<AgentEvent>[] = [
  [
    'what was received of the customer',
    {
      kind: 'receipts',
      side: 'customer',
      counts: { received: 3, altered: 0, twice: 1, 'history-only': 0, nowhere: 0 },
    },
    [
      ['messages_received', 3, { side: 'customer', state: 'received' }],
      ['messages_received', 1, { side: 'customer', state: 'twice' }],
    ],
  ],
  ...STRANGE,
  ['a shift as planned', { kind: 'shift', outcome: 'as-planned' }, [['shifts', true, { outcome: 'as-planned' }]]],
  ['a shift that was cut', { kind: 'shift', outcome: 'cut' }, [['shifts', false, { outcome: 'cut' }]]],
  [
    'a message that was sent',
    { kind: 'message', state: 'sent', side: 'agent' },
    [['messages', 1, { side: 'agent', state: 'sent' }]],
  ],
  [
    'a delivery',
    { kind: 'message', state: 'delivered', side: 'customer', afterMs: 6_000 },
    [
      ['message_delivery', 6_000, { side: 'customer' }],
      ['message_delivery_slow', true, { side: 'customer' }],
    ],
  ],
  ['a file that an agent sent', { kind: 'attachment', state: 'sent' }, [['agent_attachments', 1, { state: 'sent' }]]],
  ['a conversation that was handed on', { kind: 'transfer', state: 'made' }, [['transfers', 1, { state: 'made' }]]],
  [
    'a conversation that was accepted',
    { kind: 'conversation', state: 'accepted', afterMs: 900 },
    [
      ['conversations', 1, { state: 'accepted' }],
      ['agent_accept', 900, {}],
    ],
  ],
  [
    'a conversation that was wrapped up',
    { kind: 'conversation', state: 'wrapped-up', afterMs: 800 },
    [
      ['conversations', 1, { state: 'wrapped-up' }],
      ['agent_after_contact', 800, {}],
    ],
  ],
  [
    'an alert that was missed',
    { kind: 'conversation', state: 'not-answered' },
    [['conversations', 1, { state: 'not-answered' }]],
  ],
  ['an agent that is connected', { kind: 'agent', state: 'connected' }, [['agents_connected', 1, {}]]],
  ['an agent that no longer is', { kind: 'agent', state: 'disconnected' }, [['agents_disconnected', 1, {}]]],
  ['an agent whose tokens are refused', { kind: 'agent', state: 'refused' }, [['agents_refused', 1, {}]]],
  ['a conversation whose transcript is not known', { kind: 'unrecognised' }, [['conversations_unrecognised', 1, {}]]],
  ['an account', account('agent'), accounted('agent')],
  ...CALLS,
  [
    'a call that was answered 429 by a limit over all tokens of the org',
    { kind: 'call', name: ME, durationMs: 5, rateLimited: true, limit: 'organization' },
    [
      ['platform_request', 5, { name: ME }],
      ['platform_rate_limited', true, {}],
      ['platform_organization_limited', 1, {}],
    ],
  ],
];

export const OF_STORMS: Recorded<StormEvent>[] = [
  ...(['opened', 'dropped', 'back', 'given-up', 'out'] as const).map(
    (state): Recorded<StormEvent> => [
      `a session that is ${state}`,
      { kind: 'storm-session', reconnect: 'sdk', state },
      [['storm_sessions', 1, { reconnect: 'sdk', state }]],
    ],
  ),
  [
    'an attempt in the last second that is counted by itself',
    { kind: 'storm-attempt', reconnect: 'backoff', cause: 'http-503', afterMs: 59_999 },
    [['storm_attempts', 1, { reconnect: 'backoff', cause: 'http-503', second: '59' }]],
  ],
  [
    'an attempt after that',
    { kind: 'storm-attempt', reconnect: 'backoff', cause: 'none', afterMs: 60_000 },
    [['storm_attempts', 1, { reconnect: 'backoff', cause: 'none' }]],
  ],
  [
    'a recovery',
    { kind: 'storm-recovery', reconnect: 'sdk', afterMs: 5_100 },
    [['storm_recovery', 5_100, { reconnect: 'sdk' }]],
  ],
  [
    'a message that was sent',
    { kind: 'message', state: 'sent', side: 'customer' },
    [['messages', 1, { side: 'customer', state: 'sent' }]],
  ],
  ['an echo', { kind: 'message', state: 'acked', roundTripMs: 9_000 }, []],
  ['a session that is ready', { kind: 'session', state: 'ready', afterMs: 700 }, []],
  ['a conversation that begins', { kind: 'conversation', state: 'begun' }, [['conversations', 1, { state: 'begun' }]]],
  ['an account', account('customer'), accounted('customer')],
  ['timers in time', { kind: 'late', ms: 500, reconnect: 'sdk' }, [['generator_late', false, { reconnect: 'sdk' }]]],
  [
    'a timer that was late',
    { kind: 'late', ms: 501, reconnect: 'backoff' },
    [['generator_late', true, { reconnect: 'backoff' }]],
  ],
  ...CALLS,
];

export const OF_PROBES: Recorded<ProbeEvent>[] = [
  [
    'a session that was admitted',
    { kind: 'probe', place: 3, outcome: 'admitted' },
    [['probe_sessions', 1, { probe: '3', outcome: 'admitted' }]],
  ],
  [
    'a session that was refused',
    { kind: 'probe', place: 0, outcome: 'refused', cause: 'http-503', refusedAt: 17 },
    [
      ['probe_sessions', 1, { probe: '0', outcome: 'refused', cause: 'http-503' }],
      ['probe_refused_at', 17, { probe: '0' }],
    ],
  ],
  [
    'a session that nothing answered',
    { kind: 'probe', place: 1, outcome: 'failed', cause: 'timeout' },
    [['probe_sessions', 1, { probe: '1', outcome: 'failed', cause: 'timeout' }]],
  ],
  [
    'a knock of a session of a probe',
    { kind: 'probe-knock', place: 1, try: 'again', answer: 'in', deployment: 3 },
    [['probe_knocks', 1, { probe: '1', try: 'again', answer: 'in', deployment: '3' }]],
  ],
  ['an agent’s socket', { kind: 'agent-held' }, [['probe_sessions', 1, { outcome: 'agent-held' }]]],
];

export const OF_WATCH: Recorded<WatchEvent>[] = [
  [
    'a reading of the tenant',
    {
      kind: 'levels',
      levels: { waiting: 1, alerting: 2, interacting: 3, 'on-queue': 4, idle: 5, 'not-responding': 6 },
    },
    [
      ['tenant_level', 1, { level: 'waiting' }],
      ['tenant_level', 2, { level: 'alerting' }],
      ['tenant_level', 3, { level: 'interacting' }],
      ['tenant_level', 4, { level: 'on-queue' }],
      ['tenant_level', 5, { level: 'idle' }],
      ['tenant_level', 6, { level: 'not-responding' }],
    ],
  ],
  [
    'what holds of the tenant',
    { kind: 'states', states: { full: false, free: true, 'after-contact': false, plateau: true } },
    [
      ['tenant_state', false, { state: 'full' }],
      ['tenant_state', true, { state: 'free' }],
      ['tenant_state', false, { state: 'after-contact' }],
      ['tenant_state', true, { state: 'plateau' }],
    ],
  ],
  [
    'that no conversation waits',
    { kind: 'waiting', tenths: undefined },
    [['tenant_state', false, { state: 'waiting' }]],
  ],
  [
    'who holds up the conversations that wait',
    { kind: 'waiting', tenths: { talking: 4 } },
    [
      ['tenant_state', true, { state: 'waiting' }],
      ...Array.from({ length: 10 }, (_, tenth) => ['tenant_state', tenth < 4, { state: 'talking' }] as const),
    ],
  ],
  [
    'a reading that failed, while two were left out',
    { kind: 'reading', read: false, leftOut: 2, blindMs: 30_500 },
    [
      ['tenant_state', true, { state: 'blind' }],
      ['tenant_state', true, { state: 'blind' }],
      ['tenant_state', true, { state: 'blind' }],
      ['tenant_level', 30.5, { level: 'blind' }],
    ],
  ],
  [
    'a reading that succeeded',
    { kind: 'reading', read: true, leftOut: 0, blindMs: 10_000 },
    [
      ['tenant_state', false, { state: 'blind' }],
      ['tenant_level', 10, { level: 'blind' }],
    ],
  ],
  ['a knock that opened', { kind: 'knock', ended: { kind: 'closed' } }, [['sentinel_503', false, { cause: 'none' }]]],
  [
    'a knock that was refused with 503',
    { kind: 'knock', ended: refused(503) },
    [['sentinel_503', true, { cause: 'http-503' }]],
  ],
  [
    'a knock that was refused with 403',
    { kind: 'knock', ended: refused(403) },
    [['sentinel_503', false, { cause: 'http-403' }]],
  ],
  [
    'a knock that nothing answered',
    { kind: 'knock', ended: { kind: 'failed', error: 'i/o timeout' } },
    [['sentinel_503', false, { cause: 'timeout' }]],
  ],
  ...CALLS,
];
