import type { Sample } from '../../virtual/run.ts';
import { serve } from '../http/loopback-servers.ts';

/** What the cloud says of a test run, beside its metrics. */
export interface PlayedRun {
  readonly id: number;
  readonly samples: readonly Sample[];
  readonly status: string;
  readonly result?: string;
  readonly beganMs: number;
  readonly endedMs: number;
  readonly thresholds?: Readonly<Record<string, readonly string[]>>;
}

export const TOKEN = 'glsa_a-token-that-nobody-may-see';
export const STACK_ID = 4711;

/**
 * A server with the documented paths and shapes of the cloud's API (docs/facts/k6.md section 9, K9.23 to K9.32), for one
 * test run. Its aggregates are made here of the run's samples, one by one. Gives its origin and the paths it was asked for.
 */
export async function playCloud(run: PlayedRun): Promise<{ origin: string; asked: string[] }> {
  const asked: string[] = [];
  const address = await serve((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    asked.push(path);
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${TOKEN}`)
      return answer(401, { error: { message: 'no', code: 'x' } });
    if (path === '/cloud/v6/auth' && request.headers['x-stack-url'] === 'https://my-stack.grafana.net')
      return answer(200, { stack_id: STACK_ID, default_project_id: 1 });
    if (request.headers['x-stack-id'] !== String(STACK_ID)) return answer(403, {});
    if (path === `/cloud/v6/test_runs/${run.id}`) return answer(200, testRun(run));
    if (path === `/cloud/v5/test_runs/${run.id}/metrics`) return answer(200, { value: metricsOf(run) });
    const [, query, metric] = /\/query_aggregate_k6\(query='(.*)',metric='(.*)'\)$/.exec(path) ?? [];
    if (!path.startsWith(`/cloud/v5/test_runs/${run.id}/`) || query === undefined || metric === undefined)
      return answer(404, { error: { message: 'no such thing', code: 'not_found' } });
    const result = vector(run, query, metric);
    if (result === undefined)
      return answer(400, { error: { message: `no such query: ${query}`, code: 'bad_request' } });
    return answer(200, { status: 'success', data: { resultType: 'vector', result } });
  });
  return { origin: `http://${address}`, asked };
}

function testRun({ id, status, result = 'passed', beganMs, endedMs, thresholds }: PlayedRun): object {
  const at = (ms: number) => new Date(ms).toISOString();
  const history = [
    { type: 'created', entered: at(beganMs - 60_000) },
    { type: 'initializing', entered: at(beganMs - 30_000) },
    { type: 'running', entered: at(beganMs) },
    { type: 'processing_metrics', entered: at(endedMs) },
    { type: status, entered: at(endedMs + 20_000) },
  ];
  return {
    id,
    test_id: 1,
    project_id: 1,
    created: at(beganMs - 60_000),
    ended: at(endedMs + 20_000),
    status,
    status_details: history.at(-1),
    status_history: history,
    result,
    result_details: null,
    options: thresholds === undefined ? null : { thresholds },
    max_vus: 10,
    execution_duration: Math.round((endedMs - beganMs) / 1_000),
  };
}

function metricsOf({ id, samples }: PlayedRun): object[] {
  const types = new Map(samples.map(({ metric, type }) => [metric, type]));
  return [...types].map(([name, type]) => ({ id: `m-${name}`, name, origin: 'script', test_run_id: id, type }));
}

/** `increase by (phase,cause)` of the samples of one metric: a series for each combination that has samples. */
function vector({ id, samples, endedMs }: PlayedRun, query: string, metric: string): object[] | undefined {
  const [, method = '', list] = /^(\S+?)(?: by \((.*)\))?$/.exec(query) ?? [];
  if (aggregate(method, [0]) === undefined) return undefined;
  const by = list?.split(',') ?? [];
  const series = new Map<string, { labels: Record<string, string>; values: number[] }>();
  for (const sample of samples) {
    if (sample.metric !== metric) continue;
    const tags = sample.tags as Readonly<Record<string, string>>;
    const labels = Object.fromEntries(by.flatMap((tag) => (tag in tags ? [[tag, String(tags[tag])]] : [])));
    const key = JSON.stringify(labels);
    const one = series.get(key) ?? { labels, values: [] };
    one.values.push(sample.value);
    series.set(key, one);
  }
  return [...series.values()].map(({ labels, values }) => ({
    metric: { __name__: metric, ...labels, test_run_id: String(id) },
    values: [[Math.round(endedMs / 1_000), aggregate(method, values)]],
  }));
}

/** Undefined for a method that the cloud does not have. */
function aggregate(method: string, values: readonly number[]): number | undefined {
  const sum = values.reduce((all, value) => all + value, 0);
  const [, quantile] = /^histogram_quantile\((.*)\)$/.exec(method) ?? [];
  if (quantile !== undefined) return percentile(values, Number(quantile));
  switch (method) {
    case 'increase':
      return sum;
    case 'increase_nz':
      return values.filter((value) => value !== 0).length;
    case 'increase_z':
      return values.filter((value) => value === 0).length;
    case 'histogram_count_increase':
      return values.length;
    case 'histogram_avg':
      return sum / values.length;
    case 'min':
    case 'histogram_min':
      return Math.min(...values);
    case 'max':
    case 'histogram_max':
      return Math.max(...values);
    case 'last':
      return values.at(-1) ?? 0;
    default:
      return undefined;
  }
}

/** With linear interpolation, as k6 has it. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.min(Math.floor(place) + 1, sorted.length - 1)] ?? 0;
  return low + (high - low) * (place - Math.floor(place));
}
