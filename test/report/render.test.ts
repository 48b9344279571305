import { describe, expect, it } from 'vitest';
import type { RunOverTime } from '../../report/model/over-time.ts';
import { htmlOf } from '../../report/output/html.ts';
import { junitOf } from '../../report/output/junit.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import type { Report } from '../../report/output/report.ts';
import { outcomesChart, sessionsChart } from '../../report/render/run-charts.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { reportFrom, temporaryFiles } from './files.ts';
import { ceilingOfFive, DECLARATIONS, declare, START, sample } from './lines.ts';

const file = temporaryFiles();
const PLAN = aPlan({ customers: { sessions: 10, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '10s' } });
const ASSETS = { script: '/* script */', styles: '/* styles */' };
const report = await reportFrom([file(ceilingOfFive())], PLAN);
const hostile = async (): Promise<Report> => {
  const name = 'x</script><script>alert("1")</script>&\u0001';
  const plan = { ...PLAN, name };
  return await reportFrom(
    [file([...ceilingOfFive(), declare('<b>', 'counter', ['count>"1']), sample('<b>', 0, 1)])],
    plan,
  );
};

describe('the page', () => {
  const page = htmlOf(report, ASSETS);

  it('begins with the verdict', () => {
    const text = page.slice(page.indexOf('<main'));
    expect(text.indexOf('10 of 15 upgrades were refused by HTTP')).toBeGreaterThan(0);
    expect(text.indexOf('10 of 15 upgrades were refused by HTTP')).toBeLessThan(text.indexOf('<h2>'));
  });

  it.each([
    'Sessions over time',
    'Upgrade attempts a second',
    'Gate',
    'Messages',
    'Waits and acknowledgements',
    'The figures of its summary',
    'All metrics',
    'The plan',
    'How it was run',
  ])('has the section %s', (title) => expect(page).toContain(`<h2>${title}`));

  it('names no address to fetch from, and forbids every request', () => {
    expect(page).toContain("default-src 'none'");
    expect(page.match(/(?:src|href)=(?!"#)|url\(|@import/g)).toBeNull();
  });

  it('has a picture for each of its charts, drawn and in words, and the numbers of each', () => {
    const charts = JSON.parse(/id="charts">(.*?)<\/script>/s.exec(page)?.[1] ?? '') as Record<string, unknown>;
    const figures = [...page.matchAll(/<figure class="chart" id="([^"]+)"/g)].map(([, id]) => id);
    expect(Object.keys(charts).sort()).toEqual([...figures].sort());
    expect(figures.length).toBe(6);
    expect(page.match(/<svg class="plot" role="img" aria-label="[^"]{30,}"/g)).toHaveLength(6);
    expect(page).toContain('aria-label="Sessions over time (UTC). open: at most 5 at 12:00:0');
    expect(page.match(/<summary>The numbers/g)?.length).toBeGreaterThanOrEqual(4);
  });

  it('explains the words that it uses, and no others', () => {
    const glossary = [
      { word: 'session', meaning: 'a guest session' },
      { word: 'ladder', meaning: 'never used here' },
    ];
    const text = htmlOf(report, { ...ASSETS, glossary });
    expect(text).toContain('<a class="term" href="#term-session">sessions</a>');
    expect(text).toContain('<dt id="term-session">session</dt><dd>a guest session</dd>');
    expect(text).not.toContain('never used here');
  });

  it('shows names as text, whatever they hold', async () => {
    const text = htmlOf(await hostile(), ASSETS);
    expect(text).not.toContain('<script>alert');
    expect(text.match(/<\/script>/g)).toHaveLength(2);
    expect(text).not.toContain('<b>:');
  });

  it('without a plan says that the verdict needs it', async () => {
    const text = htmlOf(await reportFrom([file(ceilingOfFive())]), ASSETS);
    expect(text).toContain('No verdict: the plan is not known');
  });
});

describe('the page of an hour', () => {
  it('is smaller than 1.5 MB with 12,000 sessions and every line over time', async () => {
    const names = ['message_ack', 'guest_session_ready', 'first_answer', 'agent_accept', 'platform_request'];
    const hour = Array.from({ length: 600 }, (_, at) => at * 6_000);
    const lines = hour.flatMap((ms) => [
      sample('guest_sessions_opened', ms, 40, { phase: 'ramp' }),
      sample('guest_sessions_closed', ms, 20, { phase: 'ramp', reason: 'dropped' }),
      sample('ws_upgrade_failed', ms, 1, { phase: 'ramp', cause: 'http-503' }),
      sample('upgrades_admitted', ms, 40, { phase: 'ramp' }),
      sample('agents_connected', ms, 4),
      sample('conversations', ms, 30, { state: 'accepted' }),
      ...names.map((name) => sample(name, ms, 10 + (ms % 977))),
    ]);
    const declared = [
      ...DECLARATIONS,
      declare('agents_connected', 'counter'),
      declare('conversations', 'counter'),
      ...names.map((name) => declare(name, 'trend')),
    ];
    const page = htmlOf(await reportFrom([file([...declared, ...lines])], PLAN), ASSETS);
    expect(page.length).toBeLessThan(1_450_000);
    expect(page.match(/<figure class="chart"/g)?.length).toBeGreaterThanOrEqual(12);
  });
});

describe('the page of a run that was cut in its hold', () => {
  it('tells how many were held when it ended, and takes nothing for measured that was not', async () => {
    const isBefore = (line: string) => {
      const { type, data } = JSON.parse(line);
      return type !== 'Point' || Date.parse(data.time) < START + 2_000;
    };
    const lines = [
      ...ceilingOfFive().filter(isBefore),
      declare('agents_connected', 'counter'),
      declare('message_ack_slow', 'rate', ['rate<0.05']),
      sample('agents_connected', 10, 20),
    ];
    const page = htmlOf(await reportFrom([file(lines)], PLAN), ASSETS);
    expect(page).toContain('5</b> <span>of 10 sessions were held when the run ended');
    expect(page).not.toContain('after the hold,');
    expect(page).toContain('whether customers are served: no visit was over');
    expect(page).toMatch(/message_ack_slow: rate&#60;0\.05<\/td><td[^>]*>–</);
  });
});

describe('the page of several runs', () => {
  it('begins with all of them side by side', async () => {
    const page = htmlOf(await reportFrom([file(ceilingOfFive()), file(ceilingOfFive(60_000))], PLAN), ASSETS);
    expect(page).toMatch(/<main id="main">\s*<section class="card long"><h2>2 runs side by side<\/h2>/);
    expect(page.match(/data-label="held: ">5<\/td><td class="number" data-label="wanted: ">10<\/td>/g)).toHaveLength(2);
    expect(page).toContain('<p class="says">5 sessions held; undetermined (2 of 2); gate crossed (2 of 2).</p>');
    expect(page).toContain('<a href="#run2">Run 2 of 2</a>');
    expect(page).toContain('Run 2 of 2');
  });
});

describe('the charts of upgrades that did not open', () => {
  const outcomes = { opened: [8, 0], 'http-503': [2, 0], 'http-unseen': [1, 0], timeout: [0, 4], network: [1, 0] };
  const over = { ...(report.runs[0]?.over as RunOverTime), seconds: [1, 2], widthMs: 1_000, outcomes };
  const lines = ({ lines: all }: ReturnType<typeof sessionsChart>) =>
    all.map(({ label, values }) => [label, values] as const);

  it('call refused what HTTP refused, as the tiles do, and not what had no answer', () => {
    expect(lines(sessionsChart(over, 0))).toContainEqual(['refused a second', [3, 0]]);
    const unanswered = { ...over, outcomes: { opened: [8, 0], timeout: [0, 4], local: [1, 0] } };
    expect(lines(sessionsChart(unanswered, 0)).map(([label]) => label)).not.toContain('refused a second');
  });

  it('put several buckets of a long run into one bar, which ends where the last of them does', () => {
    const seconds = Array.from({ length: 150 }, (_, at) => at + 1);
    const long = outcomesChart({ ...over, seconds, outcomes: { opened: seconds.map(() => 3) } }, 0);
    expect([long.x.length, long.x.slice(0, 2), long.lines[0]?.values[0]]).toEqual([75, [2, 4], 3]);
  });

  it('show each outcome by its name', () => {
    expect(lines(outcomesChart(over, 0))).toEqual(Object.entries(outcomes));
  });
});

describe('JUnit', () => {
  it('has a case for each rule of the gate, and what was observed where it failed', () => {
    const xml = junitOf(report);
    expect(xml).toContain(`tests="${report.runs[0]?.gates.length}" failures="5"`);
    expect(xml).toMatch(
      /name="ws_upgrade_503: rate&#60;0.01"><failure message="was 66.7\u00a0%: share of upgrade attempts/,
    );
    expect(xml).toContain('outcome: undetermined, gate ci crossed');
  });

  it('is XML whatever the names hold', async () => {
    const xml = junitOf(await hostile());
    expect(xml).not.toContain('\u0001');
    expect(xml.match(/<testcase /g)?.length).toBe((await hostile()).runs[0]?.gates.length);
    expect(xml).not.toContain('<b>');
  });
});

describe('Markdown', () => {
  it('has the verdict first, then the gate as a table', () => {
    const text = markdownOf(report);
    expect(text).toMatch(
      /^# .*\n\n## A run\n\n➖ undetermined · ❌ gate ci crossed\n\n\*\*5\*\* of 10 sessions .*\n\n\*\*5 of 10 sessions were held after the hold, and nobody measured whether they were served\. What stops the next one is not sure: 10 of 15 upgrades were refused by HTTP/,
    );
    expect(text).toContain('| ❌ fail | ws\\_upgrade\\_503: rate\\<0.01 | 66.7\u00a0% |');
  });

  it('shows what was not read', async () => {
    const text = markdownOf(await reportFrom([file(ceilingOfFive()), '/nowhere.ndjson'], PLAN));
    expect(text).toContain('- nowhere.ndjson: no such file');
  });
});
