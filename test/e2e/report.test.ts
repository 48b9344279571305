import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';
import { headroom } from './headroom.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'report-e2e-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => path.join(folder, name);
const json = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));

describe('headroom report on a real run', () => {
  it(
    'says from its gzipped samples what the summary of the run said',
    async () => {
      const env = {
        CUSTOMERS: '8',
        AGENTS: '5',
        HOLD: '2s',
        TEARDOWN: '1s',
        LONGEST_VISIT: '12s',
        RESULT: at('result.json'),
      };
      const run = await playOnVirtualClock({
        script: 'contact-centre',
        plan: 'plans/smoke.json',
        env,
        flags: ['--out', `json=${at('run.ndjson.gz')}`],
        sets: ['ceiling.max=5'],
      });
      expect(run.exitCode).toBe(99);
      const inputs = [at('run.ndjson.gz'), at('result.json')];
      const made = await headroom(['report', ...inputs, '-o', at('report.html'), '--json', at('report.json')]);
      expect([made.code, made.stderr]).toEqual([0, '']);

      const told = json('result.json');
      const [read] = json('report.json').runs;
      expect(read.verdict).toEqual(told.verdict);
      // The run lasts a little longer than its samples, and percentiles come from a histogram.
      const { durationMs, ready, agents, platform, service, ...figures } = told.reading;
      const { seconds, firstAnswer, ...visits } = service;
      expect(read.reading.service).toMatchObject(visits);
      expect(read.reading.service.seconds.hold.served).toBeCloseTo(seconds.hold.served, 6);
      expect(read.reading.service.firstAnswer.p95Ms).toBeGreaterThan(0.98 * firstAnswer.p95Ms - 1);
      const { acceptP95Ms, ...counted } = agents;
      const { calls, rateLimited, p95Ms, endpoints } = platform;
      expect(read.reading).toMatchObject({ ...figures, agents: counted, platform: { calls, rateLimited } });
      expect(read.reading.platform.p95Ms).toBeGreaterThan(0.98 * p95Ms - 1);
      const named = (all: { name: string }[]) => all.map(({ name }) => name).sort();
      expect(named(read.reading.platform.endpoints)).toEqual(named(endpoints));
      expect(read.reading.agents.acceptP95Ms).toBeGreaterThan(0.98 * acceptP95Ms);
      expect(read.durationMs).toBeLessThanOrEqual(durationMs);
      expect(read.reading.ready.p95Ms).toBeGreaterThan(0.98 * ready.p95Ms - 1);
      const failed = read.gates.filter(({ ok }: { ok: boolean }) => !ok);
      expect(failed.map(({ metric, rule }: Record<string, string>) => `${metric}: ${rule}`).sort()).toEqual(
        [...told.crossed].sort(),
      );
      expect(readFileSync(at('report.html'), 'utf8')).toContain(told.verdict.says);
    },
    NO_LIMIT,
  );
});
