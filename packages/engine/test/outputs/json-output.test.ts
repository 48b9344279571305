import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Measurements } from '../../src/metrics/measurements.ts';
import { Registry } from '../../src/metrics/metric-registry.ts';
import { type Output, openOutputs } from '../../src/outputs/open-outputs.ts';
import { readThresholds } from '../../src/thresholds/thresholds.ts';
import { isDeep } from '../deep.ts';

/** More than sixteen chunks of 256 KB, from which on the run itself compresses. */
const LINES = isDeep ? 100_000 : 45_000;

const registry = new Registry();
const sessions = registry.builtin('ws_sessions');
const problems: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'json-'));

function openAll(specs: readonly string[], thresholds = {}, stdout = { write: (_bytes: Uint8Array): unknown => true }) {
  const log = (_level: string, line: string) => problems.push(line);
  const measurements = new Measurements();
  const { gated } = readThresholds(thresholds, registry, measurements);
  const submetrics = measurements.series().filter(({ selector }) => selector !== undefined);
  const run = { gated, submetrics, systemTags: new Set<string>() };
  return openOutputs(specs, { cwd: folder, env: {}, stdout, log, lost: () => {} }, run);
}

function open(spec: string, ...more: [thresholds?: object, stdout?: { write(bytes: Uint8Array): unknown }]): Output {
  const [output] = openAll([spec], ...more);
  if (!output) throw new Error('no output');
  return output;
}

async function lines(name: string, output: Output): Promise<readonly string[]> {
  await output.close();
  const bytes = readFileSync(join(folder, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().split('\n').slice(0, -1);
}

describe('--out json', () => {
  test('a Metric line comes before the first Point of a metric, then Points, as k6 writes them', async () => {
    const output = open('json=a.json', { ws_sessions: ['count>0'], 'ws_sessions{status:503}': ['count<1'] });
    output.push(sessions, 1, { status: '101', scenario: 's' }, Date.UTC(2026, 0, 2, 3, 4, 5, 60));
    output.push(sessions, 2.5, {}, Date.UTC(2026, 0, 2, 3, 4, 5), { vu: '7' });
    expect(await lines('a.json', output)).toEqual([
      '{"type":"Metric","data":{"name":"ws_sessions","type":"counter","contains":"default","thresholds":["count>0"],"submetrics":[{"name":"ws_sessions{status:503}","suffix":"status:503","tags":{"status":"503"}}]},"metric":"ws_sessions"}',
      '{"metric":"ws_sessions","type":"Point","data":{"time":"2026-01-02T03:04:05.06Z","value":1,"tags":{"status":"101","scenario":"s"}}}',
      '{"metric":"ws_sessions","type":"Point","data":{"time":"2026-01-02T03:04:05Z","value":2.5,"tags":{},"metadata":{"vu":"7"}}}',
    ]);
  });

  test('a metric without thresholds has an empty list of them, and submetrics are null', async () => {
    const output = open('json=b.json');
    output.push(sessions, 1, {}, 0);
    expect(JSON.parse((await lines('b.json', output))[0] ?? '').data).toMatchObject({
      thresholds: [],
      submetrics: null,
    });
  });

  test('fractions of a millisecond are kept', async () => {
    const output = open('json=c.json');
    output.push(sessions, 1, {}, 1_700_000_000_000.25);
    expect(JSON.parse((await lines('c.json', output))[1] ?? '').data.time).toBe('2023-11-14T22:13:20.00025Z');
  });

  test.each(['many.json', 'many.json.gz'])(
    'the file %s holds tens of thousands of lines, more than are compressed at once, whole and in order',
    async (name) => {
      const output = open(`json=${name}`);
      for (let n = 0; n < LINES; n++) output.push(sessions, n, { n: String(n) }, n);
      const got = await lines(name, output);
      expect(got).toHaveLength(LINES + 1);
      expect(got.slice(1).every((line, n) => JSON.parse(line).data.value === n)).toBe(true);
    },
  );

  test('the file grows while the test runs', async () => {
    const output = open('json=grows.json');
    for (let n = 0; n < 20_000; n++) output.push(sessions, n, {}, n);
    expect(statSync(join(folder, 'grows.json')).size).toBeGreaterThan(500_000);
    await output.close();
  });

  test('an output without a file name goes to stdout', async () => {
    const written: string[] = [];
    const output = open('json', {}, { write: (bytes) => written.push(Buffer.from(bytes).toString()) });
    output.push(sessions, 1, {}, 0);
    await output.close();
    expect(written.join('').split('\n')).toHaveLength(3);
  });

  test('a write that fails is told once, and the run goes on', async () => {
    const output = open(
      'json=-',
      {},
      {
        write: () => {
          throw new Error('no space left on device');
        },
      },
    );
    for (let n = 0; n < 10_000; n++) output.push(sessions, n, {}, n);
    await output.close();
    expect(problems).toEqual(['--out json: - is incomplete: no space left on device']);
  });

  test.each(['cloud', 'influxdb=http://x', 'experimental-prometheus-rw', 'opentelemetry', 'web-dashboard'])(
    '--out %s is refused by name',
    (spec) => {
      expect(() => open(spec)).toThrow(`--out ${spec.split('=')[0]} is not supported by the embedded engine`);
    },
  );

  test('all outputs are checked before the first is opened', () => {
    expect(() => openAll(['json=kept.json', 'statsd=b'])).toThrow(
      '--out statsd is not supported by the embedded engine',
    );
    expect(existsSync(join(folder, 'kept.json'))).toBe(false);
  });

  test('no output stays open when one of several cannot be opened: the process can end', () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    expect(() => openAll(['json=fine.json', 'json=/nowhere/x.json'])).toThrow('cannot write /nowhere/x.json: ENOENT');
    expect(timers()).toBe(before);
  });

  test('a file that cannot be written is refused in one line', () => {
    expect(() => open('json=/nowhere/x.json')).toThrow('--out json: cannot write /nowhere/x.json: ENOENT');
  });
});
