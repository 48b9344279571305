import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nothing } from '../../lab/search/played-phase.ts';
import { settingsOf } from '../../lib/plan/probes/settings.ts';
import { summaryText } from '../../lib/verdict/run/text.ts';
import { stormText } from '../../lib/verdict/storm/text.ts';
import { attributionText } from '../../report/kinds/attribute/attribution-text.ts';
import { ceilingText } from '../../report/kinds/ceiling/ceiling-lines.ts';
import { searchIn } from '../../report/kinds/ceiling/ceiling-search.ts';
import { rungsOf } from '../../report/kinds/ceiling/ladder.ts';
import { cleanupLines } from '../../report/kinds/cleanup/cleanup-lines.ts';
import { comparisonText } from '../../report/kinds/compare/comparison-lines.ts';
import { preflightSays } from '../../report/kinds/preflight/preflight-told.ts';
import { conclusionText } from '../../report/kinds/verify/conclusion-lines.ts';
import { csvOf } from '../../report/output/csv.ts';
import { htmlOf } from '../../report/output/html.ts';
import { jsonOf } from '../../report/output/json.ts';
import { junitOf } from '../../report/output/junit.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import { overviewParts } from '../../report/output/overview.ts';
import type { Report, ReportedRun } from '../../report/output/report.ts';
import { toldRun } from '../../report/output/told-run.ts';
import { digits } from '../../report/page/number-format.ts';
import { cellText } from '../../report/render/told-section.ts';
import type { Attribution } from '../../search/attribution/attribution.ts';
import { nextSearchStep } from '../../search/ceiling/ceiling-search.ts';
import type { Comparison } from '../../search/comparison/comparison.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';
import { isDeep } from '../deep.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { Simulation } from '../search/simulated-tenants.ts';
import { reportFrom, temporaryFiles } from './files.ts';
import { ceilingOfFive } from './lines.ts';
import { RESULTS } from './results.ts';
import { stormLines, stormResult } from './storm-lines.ts';

const file = temporaryFiles();
const document = (content: object) => file(JSON.stringify(content), 'result.json');
const PLAN = aPlan({ customers: { sessions: 10, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '10s' } });

/** What a terminal prints of each kind, as its command prints it. */
const { ceiling, attribute, compare, preflight, verify, cleanup } = RESULTS;
const TERMINAL: Readonly<Record<string, (report: Report) => string>> = {
  ceiling: () => ceilingText(ceiling),
  attribute: () => attributionText(attribute.plan, attribute.target, attribute.result as Attribution),
  compare: () => comparisonText({ ...compare, result: compare.result as Comparison }),
  preflight: () => preflightSays(preflight.checks),
  verify: () => conclusionText(verify, 'out.json'),
  cleanup: () => cleanupLines(cleanup.cleanup, cleanup.target ?? '').join('\n'),
  storm: ({ runs: [run] }) =>
    stormText(run?.storms ?? [], run?.plan?.retry ?? PLAN.retry, run?.plan?.storm.watchMs ?? 0),
  run: ({ runs: [run] }) => summaryOf(run as ReportedRun),
};

const REPORTS: Readonly<Record<string, () => Promise<Report>>> = {
  ...Object.fromEntries(Object.entries(RESULTS).map(([kind, result]) => [kind, () => reportFrom([document(result)])])),
  storm: () => reportFrom([file(stormLines(), 'storm.ndjson'), document(stormResult())]),
  run: () => reportFrom([file(ceilingOfFive())], PLAN),
};

function summaryOf({ reading, whole, verdict, durationMs }: ReportedRun): string {
  const read =
    reading === undefined ? ({ known: false, unknown: [] } as const) : ({ known: true, value: reading } as const);
  const gate = { evaluated: true, crossed: [] };
  return summaryText({ script: 'customers', plan: PLAN, durationMs, reading: read, whole, verdict, gate });
}

/** Numbers as they are written, thousands apart or not. */
const numbersIn = (text: string): string[] => [...new Set(text.match(/\d[\d,]*(?:\.\d+)?/g) ?? [])];
const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))).replaceAll('\\', '');
/** What a reader of each form has before him: without its tags and escapes. */
const READ: Readonly<Record<string, (text: string) => string>> = {
  page: (text) => unescaped(text.slice(text.indexOf('<main')).replace(/<[^>]+>/g, '')),
  markdown: unescaped,
  junit: unescaped,
  csv: (text) => text.replaceAll('""', '"'),
  json: (text) => text.replaceAll('\\"', '"'),
};

describe('the numbers of a result', () => {
  it('are compared for every kind that there is', () => {
    const kinds = readdirSync('report/kinds', { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
    expect(Object.keys(REPORTS).sort()).toEqual(kinds.sort());
    expect(Object.keys(TERMINAL).sort()).toEqual(kinds.sort());
  });

  it('of runs side by side are the same in page, Markdown and CSV', async () => {
    const report = await reportFrom([file(ceilingOfFive()), file(ceilingOfFive(60_000))], PLAN);
    const cells = overviewParts(report).flatMap(({ rows }) => rows.flat().map((cell) => cellText(cell)));
    expect(cells.filter((text) => numbersIn(text).length > 0).length).toBeGreaterThan(8);
    // What stands side by side is what each run says of itself.
    for (const [place, row] of (overviewParts(report)[0]?.rows ?? []).entries()) {
      const { told } = toldRun(report, report.runs[place] as ReportedRun, place);
      expect(numbersIn([told.says, ...(told.tiles ?? []).map(({ text }) => text)].join(' '))).toContain(row[3]);
    }
    const forms = {
      page: htmlOf(report, { script: '', styles: '' }),
      markdown: markdownOf(report),
      csv: csvOf(report),
    };
    for (const [form, text] of Object.entries(forms)) {
      const there = READ[form]?.(text) ?? '';
      expect([form, cells.filter((cell) => !there.includes(cell))]).toEqual([form, []]);
    }
  });

  it.each(Object.keys(REPORTS))(
    'of %s are the same to the digit in page, Markdown, JUnit, CSV, JSON and on the terminal',
    async (kind) => {
      const report = await REPORTS[kind]?.();
      if (report === undefined) throw new Error(kind);
      const [told] = [
        ...report.runs.map((run, index) => toldRun(report, run, index).told),
        ...report.documents.map((one) => one.told),
      ];
      if (told === undefined) throw new Error(`nothing is told of ${kind}`);
      const answer = [
        told.says,
        told.figure?.value ?? '',
        ...(told.evidence ?? []),
        ...told.advice.map(({ text }) => text),
      ].join(' ');
      const wanted = numbersIn(answer);
      expect(wanted.length).toBeGreaterThan(0);
      const forms = {
        page: htmlOf(report, { script: '', styles: '' }),
        markdown: markdownOf(report),
        junit: junitOf(report),
        csv: csvOf(report),
        json: jsonOf(report),
      };
      for (const [form, text] of Object.entries(forms)) {
        const there = READ[form]?.(text) ?? '';
        expect([form, wanted.filter((number) => !there.includes(number))]).toEqual([form, []]);
        for (const line of [told.says, ...(told.evidence ?? []), ...told.unknown]) expect(there, form).toContain(line);
        for (const { text: value } of [...told.frame, ...(told.tiles ?? [])]) expect(there, form).toContain(value);
      }
      for (const value of told.parts.flatMap(({ rows }) => rows.flat()).filter((cell) => typeof cell === 'number')) {
        expect(forms.page).toContain(`>${digits(value)}</td>`);
        const written = /,/.test(digits(value)) ? `"${digits(value)}"` : digits(value);
        expect(forms.csv.includes(`,${written}\r\n`) || forms.csv.includes(`,${written},`)).toBe(true);
      }
      // Each figure that the terminal prints stands on the page, in the same digits.
      const printed = numbersIn(TERMINAL[kind]?.(report) ?? '');
      const page = READ.page?.(forms.page) ?? '';
      expect(printed.filter((number) => !page.includes(number))).toEqual([]);
    },
  );
});

/** What the file has of a phase that was interrupted after so many probes: of the others nothing. */
function cutAfter(count: number, measured: MeasuredPhase): MeasuredPhase {
  if ('failed' in measured) return measured;
  const probes = measured.phase.probes.flatMap((probe, place) => {
    const reading = measured.probes[place];
    if (reading === undefined) return [];
    return [place < count ? reading : nothing(probe)];
  });
  return { ...measured, probes };
}

describe('the ladder of a search', () => {
  it('shows exactly the windows and probes that were run, in their order, whatever tenant, step-downs and interrupt', () => {
    const drawn = fc.record({
      ceiling: fc.integer({ min: 1, max: 80 }),
      noise: fc.integer({ min: 0, max: 12 }),
      seed: fc.nat(1_000),
      // The phase that is interrupted, and after how many of its probes.
      cut: fc.option(fc.tuple(fc.nat(12), fc.nat(12))),
    });
    fc.assert(
      fc.property(drawn, ({ ceiling: level, noise, seed, cut }) => {
        const plan = aPlan({
          customers: { ...{ sessions: 60, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '10s' } },
        });
        const settings = { ...settingsOf(plan, true), perMinute: 12_000 };
        const run: number[] = [];
        let open = 0;
        let limit = level;
        let draws = seed;
        const tenant = {
          begins: () => {
            open = 0;
            draws = (draws * 1_103_515_245 + 12_345) % 2 ** 31;
            limit = level + (noise === 0 ? 0 : draws % noise);
            run.push(-1);
          },
          admits: ({ probe }: { probe: { offer: number } }) => {
            run[run.length - 1] = probe.offer;
            if (open >= limit) return false;
            open++;
            return true;
          },
        };
        const simulation = new Simulation(tenant);
        const history: MeasuredPhase[] = [];
        for (let phases = 0; phases < 80; phases++) {
          const step = nextSearchStep(settings, history, seed);
          if (step.kind === 'done') break;
          const before = run.length;
          const measured = simulation.measure(step.phase);
          history.push(phases === cut?.[0] ? cutAfter(cut[1], measured) : measured);
          if (phases === cut?.[0]) run.length = Math.min(run.length, before + cut[1]);
          if (phases === cut?.[0]) break;
        }
        const shown = searchIn({ kind: 'resume', content: { of: 'ceiling', history } });
        const steps = shown?.found.steps ?? [];
        expect(steps.flatMap(({ level: offered, times }) => Array.from({ length: times }, () => offered))).toEqual(run);
        expect(rungsOf(shown?.probes ?? [])).toEqual(steps);
      }),
      { numRuns: isDeep ? 300 : 25 },
    );
  });

  it('has the windows that the answer rests on', () => {
    const probes = searchIn({ kind: 'ceiling', content: ceiling })?.probes ?? [];
    const windows = probes.filter(({ stage }) => stage === 'confirm');
    expect(windows.map(({ level, outcome }) => [level, outcome])).toEqual(
      ceiling.result.windows.map(({ level, outcome }) => [level, outcome]),
    );
    expect(windows.length).toBeGreaterThan(8);
  });
});
