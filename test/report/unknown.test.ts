import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitsOf } from '../../lib/measures/splits.ts';
import { needsMet } from '../../lib/plan/needs.ts';
import { htmlOf } from '../../report/output/html.ts';
import { jsonOf } from '../../report/output/json.ts';
import { junitOf } from '../../report/output/junit.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import type { Report, ReportedRun } from '../../report/output/report.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { metricsOf } from '../lib/verdict/metrics.ts';
import { notesOf, reportFrom, temporaryFiles } from './files.ts';
import { fuzzRuns } from './fuzz-runs.ts';
import { ceilingOfFive, declare, sample } from './lines.ts';
import { STORM_PLAN, stormLines, stormResult } from './storm-lines.ts';

const file = temporaryFiles();
const PLAN = aPlan({ customers: { sessions: 10, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '10s' } });
const ASSETS = { script: '', styles: '' };
const only = ({ runs }: Report): ReportedRun => {
  expect(runs).toHaveLength(1);
  return runs[0] as ReportedRun;
};

/** The lines of a run as they are with `--no-thresholds`: no metric has a rule, nor a part by a tag. */
const withoutThresholds = (lines: readonly string[]): string[] =>
  lines.map((line) =>
    line.replace(/"thresholds":\[.*?\]/, '"thresholds":[]').replace(/"submetrics":\[.*?\]/, '"submetrics":[]'),
  );

describe('the samples of a run without thresholds', () => {
  const reports = async () => ({
    without: await reportFrom([file(withoutThresholds(ceilingOfFive()))], PLAN),
    evaluated: await reportFrom([file(ceilingOfFive())], PLAN),
  });

  it('have the figures and the verdict of the same run with them', async () => {
    const { without, evaluated } = await reports();
    expect(only(without).reading).toEqual(only(evaluated).reading);
    expect(only(without).verdict).toEqual(only(evaluated).verdict);
    expect(only(evaluated).verdict?.cause).toBe('undetermined');
  });

  it('have a gate that was not evaluated, in every form of the report', async () => {
    const { without } = await reports();
    expect(only(without).gate).toBe('not evaluated');
    expect(new Set(only(without).gates.map(({ ok }) => ok))).toEqual(new Set([null]));
    expect(JSON.parse(jsonOf(without)).runs[0].gate).toBe('not evaluated');
    const page = htmlOf(without, ASSETS);
    expect(page).toContain('gate not evaluated');
    expect(page).not.toMatch(/gate ci (?:holds|crossed)|badge (?:good|bad)">(?:pass|fail)/);
    const { length } = only(without).gates;
    expect(junitOf(without)).toContain(`tests="${length}" failures="0" errors="0" skipped="${length}"`);
    expect(junitOf(without).match(/<skipped message="gate not evaluated"\/>/g)).toHaveLength(length);
    expect(markdownOf(without)).toContain('Gate not evaluated');
    expect(markdownOf(without)).not.toMatch(/✅|❌/);
  });

  it('are skipped in JUnit, and no pass, where no rule is known either', async () => {
    const report = await reportFrom([file(withoutThresholds(ceilingOfFive()))]);
    expect(only(report).gates).toEqual([]);
    expect(junitOf(report)).toContain('tests="1" failures="0" errors="0" skipped="1"');
    expect(markdownOf(report)).toContain('Gate not evaluated');
  });

  it('are told from those of a run all of whose rules are on parts of metrics by what the lines declare', async () => {
    const storm = stormLines();
    expect(only(await reportFrom([file(storm)], STORM_PLAN)).gate).toBe('holds');
    expect(only(await reportFrom([file(withoutThresholds(storm))], STORM_PLAN)).gate).toBe('not evaluated');
  });

  it('stand in the table of several runs as not evaluated', async () => {
    const { evaluated, without } = await reports();
    const page = htmlOf({ ...evaluated, runs: [only(evaluated), only(without)] }, ASSETS);
    expect(page).toMatch(/<td[^>]*>crossed<\/td>.*<\/tr>.*<td[^>]*>not evaluated<\/td>/);
  });

  it('have, for every part of a metric that is read, the figure that they have with it declared', async () => {
    const plan = aPlan({ platformLoad: { perMinute: 60 } });
    const splits = Object.keys(splitsOf({ sides: ['customer', 'agent', 'monitor'], meets: needsMet(plan) }));
    const bases = [...new Set(splits.map((name) => name.replace(/\{.*/, '')))];
    const typeOf = (base: string) =>
      /failed|refused$|503|state$|limited/.test(base) && base !== 'guest_sessions_refused'
        ? 'rate'
        : base === 'tenant_level'
          ? 'gauge'
          : base === 'platform_request'
            ? 'trend'
            : 'counter';
    const declared = (thresholds: boolean) =>
      bases.map((base) =>
        declare(
          base,
          typeOf(base),
          thresholds ? ['count>=0'] : [],
          thresholds ? splits.filter((name) => name.startsWith(`${base}{`)) : [],
        ),
      );
    const tagsOf = (name: string) =>
      Object.fromEntries(
        (/\{(.*)\}/.exec(name)?.[1] ?? '').split(',').map((tag) => {
          const at = tag.indexOf(':');
          return [tag.slice(0, at), tag.slice(at + 1)];
        }),
      );
    const counts = fc.array(fc.tuple(fc.constantFrom(...splits), fc.integer({ min: 1, max: 4 })), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(counts, async (list) => {
        const samples = list.flatMap(([name, value], index) => [
          sample(name.replace(/\{.*/, ''), index * 10, value, tagsOf(name)),
          sample(name.replace(/\{.*/, ''), index * 10 + 5, 0, { scenario: 'agents' }),
        ]);
        if (samples.length === 0) return;
        const read = async (thresholds: boolean) =>
          only(await reportFrom([file([...declared(thresholds), ...samples])], plan)).reading;
        expect(await read(false)).toEqual(await read(true));
      }),
      fuzzRuns(100),
    );
  });
});

describe('a result whose metrics are not split by tag', () => {
  const phase = { refused: 45, admitted: 4, closed: 0 };
  const all = metricsOf({
    ramp: phase,
    hold: { ...phase, admitted: 0 },
    teardown: { ...phase, admitted: 0, closed: 4 },
  });
  const whole = Object.fromEntries(
    Object.entries({ ...all, guest_sessions_opened: { type: 'counter', values: { count: 4 } } }).filter(
      ([name]) => !name.includes('{'),
    ),
  );
  const result = { script: 'contact-centre', plan: PLAN, reading: { durationMs: 6_000 }, metrics: whole };
  const report = () => reportFrom([file(JSON.stringify(result), 'result.json')]);

  it('has an undetermined verdict and says that it is unknown, and why, in every form of the report', async () => {
    const made = await report();
    expect(only(made).verdict?.cause).toBe('undetermined');
    for (const form of [htmlOf(made, ASSETS), junitOf(made), markdownOf(made)]) {
      expect(form).toContain('not split by tag');
      expect(form).toMatch(/gate not evaluated/i);
    }
    expect(notesOf(made)).toEqual(['its metrics are not split by tag: what rests on their parts is unknown']);
  });

  it('has null in JSON where a figure is unknown, and the figures that are known', async () => {
    const [run] = JSON.parse(jsonOf(await report())).runs;
    expect(run.reading).toBeNull();
    expect(run.whole).toMatchObject({ attempts: 139, refused: 135 });
    expect(run.unknown).toContain('guest_sessions_opened{phase:ramp}');
  });

  it('is one as well when it is of a storm', async () => {
    const storm = {
      ...stormResult(),
      metrics: { storm_attempts: { type: 'counter', values: { count: 17, rate: 1 } } },
    };
    const made = await reportFrom([file(JSON.stringify(storm), 'storm.json')]);
    expect(markdownOf(made)).toContain('not split by tag');
    expect(htmlOf(made, ASSETS)).not.toContain('there was no storm');
  });
});
