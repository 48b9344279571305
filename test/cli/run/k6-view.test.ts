import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type K6View, k6View } from '../../../cli/run/k6-view.ts';
import { Terminal } from './terminal.ts';

const START = Date.parse('2026-11-30T01:00:00Z');
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-k6-view-'));
afterAll(() => rmSync(folder, { recursive: true }));
// Files are read on real time: only what the view waits for is held.
beforeEach(() => vi.useFakeTimers({ now: START, toFake: ['setInterval', 'clearInterval', 'Date'] }));
afterEach(() => vi.useRealTimers());

const point = (metric: string, value: number, tags: Record<string, string> = {}) =>
  JSON.stringify({ metric, type: 'Point', data: { time: '2026-11-30T01:00:00Z', value, tags } });
const SAMPLES = [
  point('vus', 40),
  point('vus_max', 60),
  point('iterations', 1, { scenario: 'customers' }),
  point('guest_sessions_opened', 38, { scenario: 'customers' }),
  point('ws_upgrade_refused', 2, { scenario: 'customers' }),
  point('messages', 90, { state: 'sent' }),
].join('\n');

const wordsOf = (...out: string[]) => ['dist/customers.js', ...out];
const viewOn = (words: readonly string[], terminal = new Terminal(80), env = {}) =>
  k6View(words, { stdout: terminal, stderr: terminal, env, cwd: folder });

/** Lets the view read its file, and waits until it has shown something new. */
async function shownAfter(ms: number, terminal: Terminal): Promise<string[]> {
  const before = terminal.writes;
  vi.advanceTimersByTime(ms);
  await vi.waitFor(() => expect(terminal.writes).toBeGreaterThan(before), { timeout: 30_000 });
  return terminal.shown;
}

async function watched(columns: number, isTTY = true) {
  const terminal = new Terminal(columns, isTTY);
  const view = viewOn(wordsOf('--out', 'json=run.ndjson'), terminal) as K6View;
  writeFileSync(path.join(folder, 'run.ndjson'), `${SAMPLES}\n`);
  view.start();
  return { terminal, view };
}

describe('the view of a k6', () => {
  it.each([60, 80, 120])('has VUs, sessions, refusals and messages on a terminal of %i columns', async (columns) => {
    const { terminal, view } = await watched(columns);
    const lines = await shownAfter(3_000, terminal);
    expect(lines.join(' · ')).toBe(
      'k6 for 3s · 40 of 60 VUs · 1 iterations complete · 38 held · 2 refused · 90 messages sent',
    );
    expect(lines.filter((line) => line.length >= columns)).toEqual([]);
    await view.end();
    expect(terminal.shown).toEqual([]);
  });

  it('keeps what k6 writes above its own lines, and waits while k6 is within a line', async () => {
    const { terminal, view } = await watched(80);
    await shownAfter(1_000, terminal);
    view.pass('stderr', Buffer.from('level=warning msg="one"\nlevel='));
    expect(terminal.shown).toEqual(['level=warning msg="one"', 'level=']);
    view.pass('stderr', Buffer.from('info\n'));
    const lines = await shownAfter(1_000, terminal);
    expect(lines.slice(0, 3)).toEqual(['level=warning msg="one"', 'level=info', expect.stringMatching(/^k6 for 2s/)]);
    await view.end();
    expect(terminal.shown).toEqual(['level=warning msg="one"', 'level=info']);
  });

  it('is plain lines every 10 s where there is no terminal', async () => {
    const { terminal, view } = await watched(80, false);
    const lines = await shownAfter(10_000, terminal);
    expect(lines[0]).toBe('k6 for 10s · 40 of 60 VUs · 1 iterations complete');
    await view.end();
    expect(terminal.shown).toEqual(lines);
  });

  it.each([['--out', 'json=run.ndjson'], ['-o', 'json=run.ndjson'], ['--out=json=run.ndjson']])(
    'reads the samples of %s %s',
    (...out) => {
      expect(viewOn(wordsOf(...out))).toBeDefined();
    },
  );

  it('reads the samples that the environment asks for', () => {
    expect(viewOn(wordsOf(), new Terminal(80), { K6_OUT: 'json=run.ndjson' })).toBeDefined();
  });

  it.each([
    ['without samples', wordsOf()],
    ['where they are packed', wordsOf('--out', 'json=run.ndjson.gz')],
    ['where they go to standard output', wordsOf('--out', 'json=-')],
    ['where they go elsewhere', wordsOf('--out', 'csv=run.csv')],
    ['with --quiet', wordsOf('--quiet', '--out', 'json=run.ndjson')],
    ['with -q', wordsOf('-q', '--out', 'json=run.ndjson')],
    ["of a script of one's own", ['mine.js', '--out', 'json=run.ndjson']],
  ])('is none %s: what k6 shows itself stays', (_, words) => {
    expect(viewOn(words)).toBeUndefined();
  });
});
