/** A figure: exactly this, or within these bounds (inclusive). */
export type ExpectedFigure = number | { readonly from?: number; readonly to?: number };

/** The outcome of one acceptance script, written down before any engine ran it. */
export interface ExpectedOutcome {
  readonly exitCode: number;
  /** Figures of `--summary-export`, by metric and statistic. */
  readonly metrics: Readonly<Record<string, Readonly<Record<string, ExpectedFigure>>>>;
  /** Passes and fails by the path of the check (`::group::name`); no other check may be there. */
  readonly checks?: Readonly<Record<string, readonly [passes: number, fails: number]>>;
  /** Whether each threshold held, by metric; no other threshold may be there. */
  readonly thresholds?: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  /** Parts of standard output. */
  readonly stdout?: readonly string[];
  /** What the server saw, by method and path (with the query where it is given); nothing else may come. */
  readonly seen: Readonly<Record<string, ExpectedFigure>>;
}

function numbered(prefix: string, count: number): Record<string, ExpectedFigure> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, 1]));
}

/** By the script's file name. */
export const EXPECTED: Readonly<Record<string, ExpectedOutcome>> = {
  '01-checks-and-sleep.js': {
    exitCode: 0,
    metrics: {
      http_reqs: { count: 4 },
      iterations: { count: 4 },
      http_req_failed: { value: 0, passes: 0, fails: 4 },
      checks: { value: 1, passes: 8, fails: 0 },
      iteration_duration: { min: { from: 200 } },
      data_sent: { count: { from: 4 * 50 } },
      data_received: { count: { from: 4 * 40 } },
    },
    checks: { '::status is 200': [4, 0], '::name is given': [4, 0] },
    stdout: ['TOTAL RESULTS', 'checks_total', '8 out of 8', '✓ status is 200', 'http_reqs'],
    seen: { 'GET /json': 4 },
  },
  '02-groups.js': {
    exitCode: 0,
    metrics: {
      http_reqs: { count: 9 },
      'http_reqs{group:::login}': { count: 3 },
      'http_reqs{group:::shop::item}': { count: 3 },
      group_duration: { min: { from: 0 } },
    },
    checks: {
      '::login::logged in': [3, 0],
      '::shop::item::item found': [3, 0],
      '::shop::group returns its result': [3, 0],
    },
    thresholds: {
      'http_reqs{group:::login}': { 'count==3': true },
      'http_reqs{group:::shop::item}': { 'count==3': true },
      'group_duration{group:::shop}': { 'max<5000': true },
    },
    seen: { 'POST /login': 3, 'GET /json': 3, 'GET /status/200': 3 },
  },
  '03-batches.js': {
    exitCode: 0,
    metrics: {
      http_reqs: { count: 28 },
      iterations: { count: 2 },
      http_req_failed: { passes: 8, fails: 20 },
    },
    checks: {
      '::answers come in order': [6, 0],
      '::the body arrived': [6, 0],
      '::named answers': [2, 0],
    },
    seen: { 'GET /json': 8, 'GET /status/204': 6, 'POST /echo': 6, 'GET /status/404': 8 },
  },
  '04-polling.js': {
    exitCode: 0,
    metrics: {
      http_reqs: { count: 6 },
      polls_until_done: { avg: 3, min: 3, max: 3 },
      iteration_duration: { min: { from: 200 } },
    },
    checks: { '::done in the end': [2, 0] },
    seen: { 'GET /poll': 6 },
  },
  '05-chat-ws.js': {
    exitCode: 0,
    metrics: {
      iterations: { count: 2 },
      ws_sessions: { count: 4 },
      ws_msgs_sent: { count: 6 },
      ws_msgs_received: { count: 6 },
      ws_session_duration: { max: { to: 5_000 } },
    },
    checks: {
      '::upgraded': [2, 0],
      '::every line came back': [2, 0],
      '::close was told': [2, 0],
      '::refusal has its status': [2, 0],
      '::refusal has its body': [2, 0],
    },
    seen: { 'WS /ws': 2, 'WS /ws-refuse/503': 2 },
  },
  '06-chat-websockets.js': {
    exitCode: 0,
    metrics: {
      iterations: { count: 2 },
      ws_sessions: { count: 4 },
      // three lines and the close frame, in each of two sessions
      ws_msgs_sent: { count: 8 },
      ws_msgs_received: { count: 6 },
      ws_session_duration: { max: { to: 5_000 } },
    },
    checks: {
      '::closed with 1000': [2, 0],
      '::every line came back': [2, 0],
      '::a refusal is an error, then a close': [2, 0],
    },
    thresholds: {
      'ws_sessions{status:101}': { 'count==2': true },
      'ws_sessions{status:503}': { 'count==2': true },
    },
    seen: { 'WS /ws': 2, 'WS /ws-refuse/503': 2 },
  },
  '07-stages.js': {
    exitCode: 0,
    // One VU the whole 3 s, one from 0.5 s to 2.67 s, one from 1 s to 2.33 s: 6.5 VU seconds of at least 0.1 s each.
    metrics: {
      iterations: { count: { from: 20, to: 68 } },
      http_reqs: { count: { from: 20, to: 68 } },
      vus: { max: 3 },
      vus_max: { value: 3 },
      iteration_duration: { min: { from: 100 } },
    },
    seen: { 'GET /status/200': { from: 20, to: 68 } },
  },
  '08-custom-metrics.js': {
    exitCode: 99,
    metrics: {
      orders: { count: 10 },
      'orders{kind:large}': { count: 6 },
      queue_depth: { value: 4, min: 0, max: 4 },
      share_even: { value: 0.6, passes: 3, fails: 2 },
      step_time: { avg: 20, min: 0, med: 20, max: 40, 'p(90)': 36, 'p(95)': 38 },
      http_req_failed: { value: 1, passes: 5, fails: 0 },
      checks: { value: 0, passes: 0, fails: 5 },
    },
    checks: { '::was found': [0, 5] },
    thresholds: {
      orders: { 'count==10': true },
      share_even: { 'rate>0.9': false },
      step_time: { 'avg<=20': true, 'p(90)<37': true },
      'orders{kind:large}': { 'count==6': true },
      http_req_failed: { 'rate>=1': true },
    },
    stdout: ['THRESHOLDS', "✗ 'rate>0.9' rate=60.00%", "✓ 'count==10' count=10", '✗ was found'],
    seen: { 'GET /status/404': 5 },
  },
  '09-shared-data.js': {
    exitCode: 0,
    metrics: { http_reqs: { count: 6 }, iterations: { count: 6 } },
    checks: {
      '::three users': [6, 0],
      '::user came back': [6, 0],
      '::type was sent': [6, 0],
    },
    seen: { 'POST /echo?user=ann': 2, 'POST /echo?user=ben': 2, 'POST /echo?user=cleo': 2 },
  },
  '10-setup-teardown.js': {
    exitCode: 0,
    metrics: { http_reqs: { count: 6 }, iterations: { count: 4 } },
    checks: { '::token reached the server': [4, 0] },
    thresholds: {
      'http_reqs{group:::setup}': { 'count==1': true },
      'http_reqs{group:::teardown}': { 'count==1': true },
    },
    stdout: ['token secret-token, checks 4/4'],
    seen: { 'POST /login': 1, 'GET /headers': 4, 'DELETE /status/204?token=secret-token': 1 },
  },
  '11-arrival-rates.js': {
    exitCode: 0,
    // Starts at 0, 100, … 1,900 ms; and where the area under 0 to 10 a second reaches 1, 2, … 10 (at the very end).
    metrics: {
      'iterations{scenario:steady}': { count: { from: 20, to: 21 } },
      'iterations{scenario:rising}': { count: { from: 9, to: 10 } },
      http_reqs: { count: { from: 29, to: 31 } },
    },
    thresholds: {
      'iterations{scenario:steady}': { 'count>=20': true, 'count<=21': true },
      'iterations{scenario:rising}': { 'count>=9': true, 'count<=10': true },
      dropped_iterations: { 'count==0': true },
    },
    seen: { 'GET /status/200': { from: 20, to: 21 }, 'GET /status/204': { from: 9, to: 10 } },
  },
  '12-async-requests.js': {
    exitCode: 0,
    // Two answers of 500 ms at the same time.
    metrics: {
      http_reqs: { count: 9 },
      iterations: { count: 3 },
      iteration_duration: { min: { from: 499, to: 999 } },
    },
    checks: { '::both answered': [3, 0], '::body arrived': [3, 0] },
    seen: { 'GET /delay/500': 6, 'POST /echo': 3 },
  },
  '13-tags-and-urls.js': {
    exitCode: 0,
    metrics: {
      http_reqs: { count: 9 },
      http_req_failed: { passes: 3, fails: 6 },
      'http_reqs{kind:api,status:404}': { count: 3 },
      'http_reqs{kind:never}': { count: 0 },
    },
    checks: { '::status as asked': [6, 0] },
    thresholds: {
      'http_reqs{name:item}': { 'count==6': true },
      'http_reqs{kind:api}': { 'count==6': true },
      'http_reqs{kind:api,status:404}': { 'count==3': true },
      'http_req_failed{kind:api}': { 'rate==0.5': true },
      'http_reqs{kind:page}': { 'count==3': true },
      'http_req_failed{kind:page}': { 'rate==0': true },
      'http_reqs{release:r1}': { 'count==9': true },
      'http_reqs{expected_response:false}': { 'count==3': true },
      'http_reqs{kind:never}': { 'count==0': true },
      'checks{kind:api}': { 'rate==1': true },
    },
    seen: { 'GET /status/200': 3, 'GET /status/404': 3, 'GET /status/410': 3 },
  },
  '14-iteration-ids.js': {
    exitCode: 0,
    metrics: { iterations: { count: 11 }, http_reqs: { count: 11 }, vus_max: { value: 5 } },
    checks: {
      '::env of the scenario': [11, 0],
      '::VU ids start at 1': [11, 0],
      '::__VU is idInInstance': [11, 0],
      '::iteration of the VU': [11, 0],
    },
    seen: {
      ...numbered('GET /status/200?at=each-', 6),
      ...numbered('GET /status/200?at=shared-', 5),
    },
  },
};
