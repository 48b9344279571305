import type { Tags } from '../../src/contract/metrics.ts';
import { GroupTree } from '../../src/metrics/group-tree.ts';
import { Measurements } from '../../src/metrics/measurements.ts';
import { Registry } from '../../src/metrics/metric-registry.ts';
import { GroupBreakdown } from '../../src/summary/group-breakdown.ts';
import { summaryData } from '../../src/summary/summary-data.ts';
import { readThresholds } from '../../src/thresholds/thresholds.ts';

const TREND_STATS = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'];
const DURATION_MS = 10_000;
const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A run of 10 s that was never run: two scenarios, groups in groups, requests, sockets, checks, metrics of its own. */
export function measuredRun(byScenario: boolean) {
  const registry = new Registry();
  const own = {
    served: registry.declare('served', 'counter', 'default'),
    ws_echo_ms: registry.declare('ws_echo_ms', 'trend', 'time'),
    queue: registry.declare('a_queue', 'gauge', 'default'),
  };
  const measurements = new Measurements();
  const tree = new GroupTree();
  const breakdown = new GroupBreakdown(byScenario);
  const thresholds = readThresholds(
    {
      http_req_duration: ['p(95)<500', 'avg<1'],
      'http_reqs{status:503}': ['count<1'],
      'checks{scenario:web}': ['rate>0.9'],
    },
    registry,
    measurements,
  );
  measurements.select('http_req_duration{expected_response:true}', registry.builtin('http_req_duration'), {
    metric: 'http_req_duration',
    suffix: 'expected_response:true',
    tags: { expected_response: 'true' },
  });
  for (const observer of [tree, breakdown]) measurements.observe(observer);
  const push = (name: string, value: number, tags: Tags = {}, afterMs = 0, metadata?: Tags) =>
    measurements.push(
      name in own ? own[name as keyof typeof own] : registry.builtin(name),
      value,
      tags,
      START_MS + afterMs,
      metadata,
    );
  const samples = () => {
    push('group_duration', 80, { group: '::setup' });
    for (const [at, scenario] of ['web', 'chat'].entries()) {
      const tags = { scenario };
      const login = { ...tags, group: '::login' };
      const form = { ...tags, group: '::login::form' };
      const request = {
        ...form,
        method: 'GET',
        status: at === 0 ? '200' : '503',
        url: 'http://127.0.0.1/a,b',
        expected_response: String(at === 0),
      };
      push('http_reqs', 1, request, 1.5);
      push('http_req_failed', at, request, 1.5);
      for (const [name, value] of Object.entries({
        duration: 12.5 * (at + 1),
        blocked: 1,
        connecting: 0.5,
        tls_handshaking: 0,
        sending: 0.04,
        waiting: 11,
        receiving: 1.46,
      })) {
        push(`http_req_${name}`, value, request, 1.5);
      }
      push('checks', 1 - at, { ...form, check: 'status is 200' }, 2);
      push('checks', 1, { ...tags, check: 'is "well"' }, 2);
      push('group_duration', 30, form, 3);
      push('group_duration', 40, login, 3);
      push('served', 3, { ...tags, deployment: 'a', kind: 'b' }, 4);
      push('iterations', 1, tags, 5, { vu: '1', trace: 'x' });
      push('iteration_duration', 1500, tags, 5);
    }
    for (const [name, value] of Object.entries({
      ws_sessions: 1,
      ws_connecting: 3,
      ws_msgs_sent: 2,
      ws_msgs_received: 2,
      ws_session_duration: 900,
      ws_echo_ms: 7,
    })) {
      push(name, value, { scenario: 'chat', status: '101' }, 6);
    }
    for (const [name, value] of Object.entries({
      a_queue: 4,
      vus: 2,
      vus_max: 2,
      dropped_iterations: 1,
      data_sent: 1234,
      data_received: 45_678,
    })) {
      push(name, value, {}, 1000);
    }
  };
  const results = () => {
    thresholds.evaluateFinally(DURATION_MS);
    const summary = summaryData({
      measurements,
      thresholds,
      root: tree.root,
      durationMs: DURATION_MS,
      trendStats: TREND_STATS,
      timeUnit: '',
      noColor: true,
      isStdOutTTY: false,
      isStdErrTTY: false,
      setupData: undefined,
    });
    return { summary, gated: thresholds.gated, parts: breakdown.parts(DURATION_MS, TREND_STATS) };
  };
  return { measurements, thresholds, samples, results };
}
