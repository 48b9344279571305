import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { htmlOf } from '../../report/output/html.ts';
import { partSection } from '../../report/render/told-section.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { reportFrom, temporaryFiles } from './files.ts';
import { attempt, ceilingOfFive, DECLARATIONS, declare, sample } from './lines.ts';
import { RESULTS } from './results.ts';

const file = temporaryFiles();
const found = findChromium();
const PLAN = aPlan({ customers: { sessions: 10, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '10s' } });

function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const paths = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  return paths.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

if (found === undefined) console.warn('no chromium on PATH: the report is not looked at in a browser');

describe.skipIf(found === undefined)('the page in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let page: string;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: found ?? '', args: ['--no-sandbox'] });
    page = await pageOf(ceilingOfFive());
  }, 60_000);
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(() => browser?.close());

  async function pageOf(lines: readonly string[]): Promise<string> {
    return file(htmlOf(await reportFrom([file(lines)], PLAN), assets()), 'report.html');
  }

  function assets() {
    return {
      script: readFileSync('dist/node/report-page.js', 'utf8'),
      styles: readFileSync('dist/node/report-page.css', 'utf8'),
    };
  }

  interface Opened {
    readonly view: Page;
    /** Errors of the page and its console, and every request but the one for the page itself. */
    readonly complaints: readonly string[];
  }

  async function open(width: number, colorScheme: 'light' | 'dark', html = page): Promise<Opened> {
    const view = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const complaints: string[] = [];
    view.on('console', (message) => complaints.push(`console: ${message.text()}`));
    view.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    view.on('request', (request) => {
      if (request.url() !== `file://${html}`) complaints.push(`request: ${request.url()}`);
    });
    await view.goto(`file://${html}`);
    return { view, complaints };
  }

  /** What runs in the page is text: there are no types of a browser here. */
  const ask = <T>(view: Page, expression: string) => view.evaluate<T>(expression);

  /** For each chart whether something is drawn in it: a path with a size. */
  const drawn = (view: Page) =>
    ask<boolean[]>(
      view,
      `[...document.querySelectorAll('svg.plot')].map((plot) =>
        [...plot.querySelectorAll('path')].some((path) => {
          const { width, height } = path.getBoundingClientRect();
          return Math.max(width, height) > 2 || /h0$/.test(path.getAttribute('d'));
        }))`,
    );

  it.each([
    [390, 'light'],
    [768, 'dark'],
    [1_920, 'light'],
  ] as const)(
    '%i px wide in %s draws every chart, complains of nothing and asks for nothing',
    async (width, scheme) => {
      const { view, complaints } = await open(width, scheme);
      expect(complaints).toEqual([]);
      const charts = await drawn(view);
      expect(charts.length).toBeGreaterThanOrEqual(4);
      expect(charts.every(Boolean)).toBe(true);
      expect(await ask(view, 'document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    },
  );

  it.each(Object.entries(RESULTS))(
    'of a result of %s complains of nothing, asks for nothing and fits a phone',
    async (_, written) => {
      const html = file(
        htmlOf(await reportFrom([file(JSON.stringify(written), 'result.json')]), assets()),
        'result.html',
      );
      const { view, complaints } = await open(390, 'light', html);
      expect(complaints).toEqual([]);
      expect(await ask(view, 'document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(await ask<string>(view, "document.querySelector('.says').textContent")).not.toBe('');
    },
  );

  it('draws every chart and shows every table without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const view = await context.newPage();
    await view.goto(`file://${page}`);
    const plots = await view.locator('svg.plot path').all();
    expect(plots.length).toBeGreaterThanOrEqual(6);
    expect((await plots[0]?.boundingBox())?.width).toBeGreaterThan(100);
  });

  it('reads out values at the place of its slider, which arrow keys move', async () => {
    const { view } = await open(1_280, 'light');
    const slider = view.locator('.readout input').first();
    await slider.focus();
    await view.keyboard.press('Home');
    expect(await view.locator('.readout output').first().textContent()).toMatch(/^12:00:0\d · open \d+ · wanted \d+/);
  });

  it('shows the very first bar, which ends at the first moment of its chart', async () => {
    const refused = [0, 50, 100].flatMap((ms) => attempt(ms, 'ramp', true));
    const lines = [
      ...DECLARATIONS,
      declare('agents_connected', 'counter'),
      ...refused,
      sample('agents_connected', 5_000, 1),
    ];
    const { view } = await open(1_280, 'light', await pageOf(lines));
    expect(await drawn(view)).toEqual([true, true]);
  });

  it('is dark where dark is preferred, and light on paper all the same', async () => {
    const { view } = await open(1_280, 'dark');
    const background = () => ask(view, 'getComputedStyle(document.body).backgroundColor');
    const dark = await background();
    await view.emulateMedia({ media: 'print' });
    expect([dark, await background()]).toEqual(['rgb(14, 19, 26)', 'rgb(255, 255, 255)']);
  });

  it('has its charts as wide as the window lets them be, at once', async () => {
    const { view } = await open(1_280, 'light');
    await view.setViewportSize({ width: 390, height: 900 });
    expect(await ask(view, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  it('shows on a phone every column of a table, paths whole, and no flag on two lines', async () => {
    const { view } = await open(390, 'light');
    const percentiles = {
      title: 'Waits',
      head: ['what', 'samples', 'median', 'p95', 'p99', 'greatest'],
      rows: [["Message to its echo (customer's)", 10_146, '785 ms', '13.9 ms', '9.65 ms', '28.6 ms']],
    };
    const facts = {
      title: 'Figures',
      head: [],
      rows: [
        ['slowest p95', 'POST /api/v2/conversations/messages/:id/participants/:id/communications/:id/wrapup 8 ms'],
      ],
    };
    const many = { title: 'Runs', head: [...'abcdefgh'], rows: [[...'abcdefgh'].map((name) => name.repeat(12))] };
    const flag = { title: 'Flags', note: `${'word '.repeat(40)}with --spread `.repeat(9), head: [], rows: [] };
    await view.evaluate((html) => {
      // @ts-expect-error there are no types of a browser here
      document.querySelector('main').innerHTML = html;
    }, [percentiles, facts, many, flag].map(partSection).join(''));
    const wider = "[...document.querySelectorAll('.scroll')].filter((box) => box.scrollWidth > box.clientWidth).length";
    expect(await ask(view, wider)).toBe(0);
    const heights = "[...document.querySelectorAll('.flag')].map((flag) => flag.getClientRects().length)";
    expect(await ask(view, heights)).toEqual(Array(9).fill(1));
  });

  it('is printed whole: what is folded on a screen is on paper', async () => {
    const { view } = await open(1_280, 'light');
    const closed = await ask<number>(view, "document.querySelectorAll('details:not([open])').length");
    expect(closed).toBeGreaterThan(2);
    await view.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await ask(view, "document.querySelectorAll('details:not([open])').length")).toBe(0);
    await view.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await ask(view, "document.querySelectorAll('details:not([open])').length")).toBe(closed);
  });
});
