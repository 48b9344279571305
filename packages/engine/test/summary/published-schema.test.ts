import { describe, expect, it } from 'vitest';
import { machineReadable } from '../../src/summary/machine-readable.ts';
import { measuredRun } from './measured.ts';

/** The keys of an object in the published schema of version 1.0.0 (docs/facts/k6.md, K7.27, K7.28): required ones end in `*`. */
const SCHEMA = {
  whole: 'version* metadata* config* results*',
  metadata: 'generatedAt* k6Version*',
  config: 'execution* duration* script',
  results: 'passed* metrics* checks',
  checks: 'metrics results',
  check: 'name passes fails',
  metric: 'name type contains category values',
  counter: 'count rate',
  gauge: 'value min max',
  rate: 'rate passes fails',
  trend: 'count* avg min med max p(90) p(95)',
} as const;

const KINDS = ['counter', 'gauge', 'rate', 'trend'] as const;

/** What an object has and the schema does not, as `+key`, and what the schema requires and it lacks, as `-key`. */
function differences(what: keyof typeof SCHEMA, object: object): string[] {
  const keys = SCHEMA[what].split(' ');
  const known = keys.map((key) => key.replace('*', ''));
  const extra = Object.keys(object).filter((key) => !known.includes(key));
  const absent = keys.filter((key) => key.endsWith('*') && !(key.slice(0, -1) in object));
  return [...extra.map((key) => `${what} +${key}`), ...absent.map((key) => `${what} -${key.slice(0, -1)}`)];
}

function summaryOfRun() {
  const run = measuredRun(true);
  run.samples();
  const context = { k6Version: '2.3.0', generatedAt: new Date(0), script: 'export default () => {}' };
  return machineReadable(run.results().summary, context);
}

describe('the machine-readable summary', () => {
  it('differs from the published schema in what k6’s code was read to write, and in nothing else', () => {
    const summary = summaryOfRun();
    const { metadata, config, results } = summary;
    const metrics = [...results.metrics, ...(results.checks?.metrics ?? [])];
    const found = [
      ...differences('whole', summary),
      ...differences('metadata', metadata),
      ...differences('config', config),
      ...differences('results', results),
      ...differences('checks', results.checks ?? {}),
      ...(results.checks?.results ?? []).flatMap((check) => differences('check', check)),
      ...metrics.flatMap((metric) => differences('metric', metric)),
      ...KINDS.flatMap((kind) =>
        metrics.filter(({ type }) => type === kind).flatMap(({ values }) => differences(kind, values)),
      ),
    ];
    // K7.4 against K7.27 and K7.28: the contradiction is stated in K7.29, and which of them is right is not known.
    expect([...new Set(found)].sort()).toEqual(['rate +matches', 'rate +total', 'results -passed', 'trend -count']);
  });

  it('has values in the forms that the published schema asks for', () => {
    const { version, metadata, config, results } = summaryOfRun();
    expect([version, metadata, config.execution]).toEqual([
      '1.0.0',
      {
        k6Version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        generatedAt: expect.stringMatching(/^\d{4}(-\d\d){2}T.*Z$/),
      },
      'local',
    ]);
    expect(config.duration).toBe(10);
    expect(results.metrics.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['counter', 'gauge', 'rate', 'trend']),
    );
    expect(results.metrics.filter(({ contains }) => !['default', 'time', 'data'].includes(contains))).toEqual([]);
    expect(results.metrics.flatMap(({ values }) => Object.values(values)).every(Number.isFinite)).toBe(true);
  });
});
