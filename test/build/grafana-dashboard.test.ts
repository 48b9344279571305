import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { grafanaDashboard } from '../../build/grafana-dashboard.ts';
import { openTelemetrySeries, prometheusSeries } from '../../build/grafana-names.ts';
import { MEASURES } from '../../lib/measures/table/rows.ts';

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}
const panelsOf = (route: 'prometheus' | 'opentelemetry') =>
  (JSON.parse(grafanaDashboard(route)) as { panels: Panel[] }).panels;
const OWN = MEASURES.filter(({ sides }) => sides.length > 0);

/** The names that fact K6.8 gives as examples, taken from its text: `new Counter('agents_connected')` -> k6_agents_connected_total. */
const EXAMPLES = [
  ...readFileSync('docs/facts/k6.md', 'utf8')
    .replaceAll('\n    ', ' ')
    .matchAll(/`new (Counter|Rate|Trend|Gauge)\('(\w+)'(?:, true)?\)` -> (\w+)/g),
].map(([, kind = '', name = '', series = '']) => ({ kind: kind as 'Counter', name, series }));

describe('the names of series', () => {
  it('are those of the examples in the facts', () => {
    expect(EXAMPLES.map(({ kind }) => kind).sort()).toEqual(['Counter', 'Gauge', 'Rate', 'Trend', 'Trend']);
    for (const { name, kind, series } of EXAMPLES)
      expect(prometheusSeries({ name, kind, unit: 'ms' })).toContain(series);
  });

  it('are k6’s own name behind OpenTelemetry, with what collectors append', () => {
    expect(openTelemetrySeries({ name: 'visits', kind: 'Rate', unit: 'visits' })).toBe('visits_total');
    expect(openTelemetrySeries({ name: 'message_ack', kind: 'Trend', unit: 'ms' })).toBe(
      'message_ack_milliseconds_bucket',
    );
  });
});

describe.each(['prometheus', 'opentelemetry'] as const)('the dashboard for %s', (route) => {
  it('is the one in examples/grafana: npm run docs:metrics writes it anew', () => {
    expect(readFileSync(`examples/grafana/${route}.json`, 'utf8')).toBe(grafanaDashboard(route));
  });

  it('has a panel for each metric of the table, and asks for series of that metric alone', () => {
    const panels = panelsOf(route).filter(({ type }) => type === 'timeseries');
    expect(panels.map(({ title }) => title).sort()).toEqual(OWN.map(({ name }) => name).sort());
    for (const { title, targets = [] } of panels) {
      const measure = OWN.find(({ name }) => name === title);
      const series = measure && (route === 'prometheus' ? prometheusSeries(measure) : [openTelemetrySeries(measure)]);
      for (const { expr } of targets)
        expect(series?.some((name) => expr.includes(`${name}{testid=~"$testid"`))).toBe(true);
    }
  });

  it('lays no panel over another', () => {
    const taken = new Set<string>();
    for (const { gridPos } of panelsOf(route))
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x},${y}`)).toBe(false);
          taken.add(`${x},${y}`);
        }
  });
});
