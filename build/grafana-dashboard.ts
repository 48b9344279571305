import type { Measure, Player } from '../lib/measures/table/measure.ts';
import { MEASURES } from '../lib/measures/table/rows.ts';
import { openTelemetrySeries, prometheusSeries } from './grafana-names.ts';

/** By what the metrics come to Prometheus. */
export type Route = 'prometheus' | 'opentelemetry';

const ROWS: readonly (readonly [Player, string])[] = [
  ['customer', 'Customers'],
  ['agent', 'Agents'],
  ['monitor', 'The org, as the monitor sees it'],
  ['storm', 'Reconnect storm'],
  ['probe', 'Ceiling search'],
];
const COLUMNS = 3;
const [WIDTH, HEIGHT] = [8, 7];
/** One run is told from others by this tag: `k6 run --tag testid=…`. */
const OF_RUN = '{testid=~"$testid"}';

/** A dashboard for Grafana, as JSON: a panel for each metric of the table, in a row for the first side that declares it. */
export function grafanaDashboard(route: Route): string {
  const panels: object[] = [];
  let y = 0;
  for (const [side, title] of ROWS) {
    const measures = MEASURES.filter(({ sides }) => sides[0] === side);
    panels.push({
      type: 'row',
      title,
      collapsed: false,
      gridPos: { x: 0, y: y++, w: 24, h: 1 },
      id: panels.length + 1,
    });
    for (const [n, measure] of measures.entries()) {
      const gridPos = { x: (n % COLUMNS) * WIDTH, y: y + Math.floor(n / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT };
      panels.push({ ...panelOf(measure, route), gridPos, id: panels.length + 1 });
    }
    y += Math.ceil(measures.length / COLUMNS) * HEIGHT;
  }
  return `${JSON.stringify(dashboardOf(panels, route), null, 2)}\n`;
}

function dashboardOf(panels: readonly object[], route: Route): object {
  const variable = `label_values(${route === 'prometheus' ? 'k6_vus' : 'vus'}, testid)`;
  return {
    title: `headroom (${route === 'prometheus' ? 'k6 remote write' : 'OpenTelemetry'})`,
    uid: `headroom-${route}`,
    schemaVersion: 39,
    tags: ['headroom', 'k6'],
    refresh: '5s',
    time: { from: 'now-30m', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', type: 'datasource', query: 'prometheus' },
        {
          name: 'testid',
          type: 'query',
          datasource: DATASOURCE,
          query: variable,
          includeAll: true,
          allValue: '.*',
          multi: true,
          refresh: 2,
        },
      ],
    },
    panels,
  };
}

const DATASOURCE = { type: 'prometheus', uid: '${' + 'datasource}' };

function panelOf(measure: Measure, route: Route): object {
  const { name, kind, says, unit } = measure;
  const seconds = route === 'prometheus' ? 's' : 'ms';
  const units =
    kind === 'Rate'
      ? 'percentunit'
      : kind === 'Trend' && unit === 'ms'
        ? seconds
        : kind === 'Counter'
          ? 'cps'
          : 'short';
  const targets = (route === 'prometheus' ? prometheusQueries(measure) : openTelemetryQueries(measure)).map(
    (expr, n) => ({
      refId: String.fromCharCode(65 + n),
      datasource: DATASOURCE,
      expr,
      legendFormat: '__auto',
    }),
  );
  return {
    type: 'timeseries',
    title: name,
    description: says,
    datasource: DATASOURCE,
    fieldConfig: { defaults: { unit: units, min: 0 }, overrides: [] },
    targets,
  };
}

/** By each tag with few values the series are kept apart; a panel with hundreds of lines shows nothing. */
function split({ tags }: Measure): string {
  const [first] = Object.entries(tags).filter(([, values]) => values.length > 1 && values.length <= 12);
  return first === undefined ? '' : ` by (${first[0]})`;
}

function prometheusQueries(measure: Measure): string[] {
  const by = split(measure);
  return prometheusSeries(measure).map((series) => {
    if (measure.kind === 'Counter') return `sum${by} (rate(${series}${OF_RUN}[$__rate_interval]))`;
    // A Rate is the share since the start, and a percentile is one: neither can be added up over pods.
    return measure.kind === 'Gauge' ? `sum${by} (${series}${OF_RUN})` : `max${by} (${series}${OF_RUN})`;
  });
}

function openTelemetryQueries(measure: Measure): string[] {
  const series = openTelemetrySeries(measure);
  const by = split(measure);
  const grown = (label: string) => `sum (increase(${series}{testid=~"$testid"${label}}[$__rate_interval]))`;
  switch (measure.kind) {
    case 'Counter':
      return [`sum${by} (rate(${series}${OF_RUN}[$__rate_interval]))`];
    case 'Gauge':
      return [`sum${by} (${series}${OF_RUN})`];
    case 'Rate':
      return [`${grown(',condition="nonzero"')} / ${grown('')}`];
    case 'Trend':
      return [0.95, 0.99].map(
        (q) => `histogram_quantile(${q}, sum by (le) (rate(${series}${OF_RUN}[$__rate_interval])))`,
      );
  }
}
