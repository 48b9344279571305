import { describe, expect, it } from 'vitest';
import { STORM_SECONDS } from '../../lib/measures/table/tag-values.ts';
import { UPGRADE_CAUSES } from '../../lib/transport/upgrade-cause.ts';
import { stormTable } from '../../lib/verdict/storm/text.ts';
import { stormSays } from '../../report/kinds/storm/storm-words.ts';
import { htmlOf } from '../../report/output/html.ts';
import { junitOf } from '../../report/output/junit.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import type { Report, ReportedRun } from '../../report/output/report.ts';
import { toldRun } from '../../report/output/told-run.ts';
import { notesOf, reportFrom, temporaryFiles } from './files.ts';
import { declare, sample } from './lines.ts';
import { STORM_PLAN, stormLines, stormResult } from './storm-lines.ts';

const file = temporaryFiles();
const samples = file(stormLines(), 'storm.ndjson');
const result = file(JSON.stringify(stormResult()), 'storm.json');
const fromBoth = await reportFrom([samples, result]);
const fromResult = await reportFrom([result]);
const fromSamples = await reportFrom([samples]);
const only = ({ runs }: Report): ReportedRun => {
  expect(runs).toHaveLength(1);
  return runs[0] as ReportedRun;
};
const gateOf = (report: Report) => only(report).gates.map(({ metric, rule, ok }) => [`${metric}: ${rule}`, ok]);
const ASSETS = { script: '', styles: '' };

describe.each([
  ['its samples and its result', fromBoth],
  ['its result alone', fromResult],
])('the report on a reconnect storm from %s', (_, report) => {
  it('reads the storms as the summary of the run does', () => {
    const [sdk, backoff] = only(report).storms;
    expect(sdk).toMatchObject({ reconnect: 'sdk', dropped: 4, opened: 4, back: 3, attempts: 11, busiestSecond: 10 });
    expect(sdk?.causes).toEqual({ 'http-503': 8 });
    expect(sdk?.backAfterMs).toMatchObject({ most: undefined, all: undefined });
    expect(backoff).toMatchObject({ reconnect: 'backoff', back: 4, attempts: 6, backAfterMs: { all: 2_000 } });
    expect(notesOf(report)).toEqual([]);
  });

  it("holds the storm's gate against it, and not the customers'", () => {
    const gate = gateOf(report);
    expect(gate).toContainEqual(['storm_sessions{reconnect:sdk,state:dropped}: count>=4', true]);
    expect(gate).toContainEqual(['messages{state:lost}: count<1', true]);
    expect(gate.filter(([, ok]) => !ok)).toEqual([]);
    expect(gate.filter(([rule]) => /guest_sessions|ws_upgrade/.test(String(rule)))).toEqual([]);
  });

  it('lists no rule that is there only to have k6 split a metric', () => {
    expect(gateOf(report).filter(([rule]) => /(?:count|max|min)>=0$/.test(String(rule)))).toEqual([]);
  });

  it('has no verdict, and says so in words that fit', () => {
    expect(only(report).verdict).toBeUndefined();
    const page = htmlOf(report, ASSETS);
    expect(page).not.toContain('nothing ran');
    expect(page).toContain('95 % of the dropped were back after more than 30 s (sdk), and after 1.9');
    expect(page).toContain('<h2>How the dropped came back</h2>');
    expect(page).toContain('<td>8 http-503 (73 %)</td><td>2 http-503 (33 %)</td>');
  });

  it('is Markdown with the storms side by side', () => {
    const text = markdownOf(report);
    expect(text).toMatch(
      /\*\*95 % of the dropped were back after more than 30 s \(sdk\), and after 1\.\d+ s \(backoff\)/,
    );
    expect(text).toContain('| what | sdk | backoff |\n| --- | --- | --- |\n| comes back | every 5 s, 60 tries | up to');
    expect(text).toContain('| busiest second | 10 tries | 2 tries |');
  });

  it('is JUnit without a failure', () => {
    const xml = junitOf(report);
    expect(xml).toContain('failures="0"');
    expect(xml).toContain('95 % of the dropped');
  });
});

describe('the page of a reconnect storm', () => {
  it('draws the upgrades from each drop on, and marks the drops', () => {
    const { over } = only(fromBoth);
    const sums = Object.entries(over?.outcomes ?? {}).map(([name, counts]) => [
      name,
      counts.reduce((a, b) => a + b, 0),
    ]);
    expect(sums).toEqual([
      ['opened', 7],
      ['http-503', 10],
    ]);
    expect(over?.planned).toBeUndefined();
    expect(over?.phases).toEqual([
      { name: 'drop (sdk)', endsAtSecond: 5 },
      { name: 'drop (backoff)', endsAtSecond: 45 },
      { name: 'end', endsAtSecond: 77 },
    ]);
    const page = htmlOf(fromBoth, ASSETS);
    expect(page).toContain('Upgrade attempts a second from each drop on');
    expect(page).not.toContain('Sessions over time');
  });

  it('shows of several no sessions held, which a storm does not count', async () => {
    const [run] = fromResult.runs;
    const page = htmlOf({ ...fromResult, runs: [run as ReportedRun, run as ReportedRun] }, ASSETS);
    expect(page).toMatch(
      /<td[^>]*>–<\/td><td[^>]*>–<\/td><td[^>]*>–<\/td><td[^>]*>–<\/td><td[^>]*><span class="badge unsure">reconnect storm/,
    );
  });
});

describe("a storm's first screen", () => {
  const told = (report: Report) => toldRun(report, only(report), 0).told;

  it('has how long most of the dropped stayed away as its number, and what to change', () => {
    const { figure, advice } = told(fromBoth);
    expect(figure).toEqual({
      value: 'more than 30 s',
      of: 'until 95 % of 4 sessions that were dropped at once, of 4 wanted, were back (sdk)',
    });
    const changes = advice.filter(({ name }) => name === 'What to change').map(({ text }) => text);
    expect(changes).toEqual([
      expect.stringMatching(
        /^Upgrades fail when all come back at the fixed wait.*here backoff .*2 http-503.* 1 session was not back \(sdk\): watch longer/,
      ),
    ]);
  });

  it('names the rules of the gate that were crossed, with what was measured', async () => {
    const strict = { ...stormResult(), plan: { ...STORM_PLAN, gate: 'strict' } };
    const { evidence } = told(await reportFrom([samples, file(JSON.stringify(strict), 'strict.json')]));
    expect(evidence).toContain('gate rule crossed: storm_sessions{reconnect:sdk,state:back} count>=4, measured 3');
  });
});

describe('the samples of a storm without a plan', () => {
  it('are told as those of a storm, as far as they tell', () => {
    const { storms, verdict } = only(fromSamples);
    expect([storms.map(({ reconnect }) => reconnect), verdict]).toEqual([['sdk', 'backoff'], undefined]);
    expect(stormSays(storms, undefined)).toContain('more than was watched (sdk)');
    expect(stormTable(storms, undefined).map(([name]) => name)).not.toContain('comes back');
  });
});

describe('a storm in which nothing opened', () => {
  it('says so, and fails its gate', async () => {
    const crossed = { 'count>=4': { ok: false } };
    const none = { type: 'counter', contains: 'default', values: { count: 0, rate: 0 }, thresholds: crossed };
    const empty = { ...stormResult(), metrics: { 'storm_sessions{reconnect:sdk,state:dropped}': none } };
    const report = await reportFrom([file(JSON.stringify(empty), 'storm.json')]);
    expect(markdownOf(report)).toContain('**No session was open to be dropped: there was no storm.**');
    expect(gateOf(report)).toEqual([['storm_sessions{reconnect:sdk,state:dropped}: count>=4', false]]);
  });
});

describe('a storm of many seconds and outcomes', () => {
  it('is counted whole: all sets of tags that a storm can have are kept apart', async () => {
    const causes = ['none', ...UPGRADE_CAUSES];
    const seconds = Array.from({ length: STORM_SECONDS }, (_, second) => second);
    const tries = ['sdk', 'backoff'].flatMap((reconnect) =>
      causes.flatMap((cause) =>
        seconds.map((second) => sample('storm_attempts', second, 1, { reconnect, cause, second: `${second}` })),
      ),
    );
    const late = causes.map((cause) => sample('storm_attempts', 0, 1, { reconnect: 'backoff', cause }));
    const report = await reportFrom([file([declare('storm_attempts', 'counter'), ...tries, ...late])], STORM_PLAN);
    const attempts = causes.length * STORM_SECONDS;
    expect(only(report).storms).toMatchObject([
      { attempts, busiestSecond: causes.length },
      { attempts: attempts + causes.length, busiestSecond: causes.length },
    ]);
  });
});

describe('the result of another storm', () => {
  it('is told by the upgrades that it counts', async () => {
    const other = stormResult() as { metrics: Record<string, { values: { count: number } }> };
    const counted = other.metrics.storm_attempts;
    if (counted) counted.values.count = 99;
    const report = await reportFrom([samples, file(JSON.stringify(other), 'other.json')], STORM_PLAN);
    expect(notesOf(report)).toEqual(['counts 99 upgrades and the samples 17: not of the same run']);
  });
});
