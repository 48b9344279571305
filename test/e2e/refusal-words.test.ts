import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readInput } from '../../report/fold/input-file.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import { reportOn } from '../../report/output/report-on.ts';
import { planFrom } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-words-'));
afterAll(() => rmSync(folder, { recursive: true }));

const planOf = (transport: 'exact' | 'dense', retry = '500ms') =>
  planFrom('demo', {
    customers: { sessions: 12, perMinute: 600, hold: '4s', teardown: '1s', longestVisit: '15s', transport },
    retry: { first: retry },
    monitor: { interval: '1s' },
  });

interface Point {
  readonly metric: string;
  readonly type: string;
  readonly data: { readonly tags: Record<string, string>; readonly metadata?: Record<string, string> };
}

async function played(name: string, play: Omit<Parameters<typeof playOnVirtualClock>[0], 'script'>) {
  const [samples, result] = ['samples', 'result'].map((what) => path.join(folder, `${name}-${what}.json`));
  const world = await playOnVirtualClock({
    script: 'customers',
    ...play,
    env: { RESULT: result ?? '' },
    flags: ['--out', `json=${samples}`],
  });
  const lines = readFileSync(samples ?? '', 'utf8')
    .trim()
    .split('\n');
  const points = lines.map((line) => JSON.parse(line) as Point).filter(({ type }) => type === 'Point');
  const report = (files: readonly (string | undefined)[]) =>
    Promise.all(files.map((file) => readInput(file ?? ''))).then((inputs) => reportOn(inputs, undefined));
  return {
    ...world,
    points,
    reading: JSON.parse(readFileSync(result ?? '', 'utf8')).reading,
    withSamples: markdownOf(await report([samples, result])),
    withoutSamples: markdownOf(await report([result])),
  };
}

const unescaped = (markdown: string) => markdown.replaceAll('\\', '');

describe('the words of refusals', () => {
  it(
    'are counted in summary and result as often as the tenant refused, and the report has them from samples',
    async () => {
      const profile = { ceiling: { max: 4, retryAfterSeconds: 1 } };
      const { record, stdout, points, reading, ...reports } = await played('exact', { profile, plan: planOf('exact') });
      const refused = record.filter((entry) => entry.kind === 'upgrade-refused').length;
      expect(refused).toBeGreaterThan(3);
      expect(stdout).toMatch(new RegExp(`refusals say +${refused} × max-connections-tenant\n`));
      expect(stdout).toContain(`${refused} of them with 503`);
      expect(reading.refusals).toEqual({
        unseen: 0,
        says: { 'max-connections-tenant': refused },
        sentinel: { knocks: 0, causes: {}, says: {} },
      });
      const words = `| ${refused} | 503 | Max concurrent connections exceeded for tenant | max-connections-tenant · `;
      const withSamples = unescaped(reports.withSamples);
      expect(withSamples).toContain(words);
      expect(withSamples).toMatch(/ · Retry-After 1 · \d+ deployments: d0000000-0000-4000-8000-\d{12} \(\d+\)/);
      expect(unescaped(reports.withoutSamples)).toMatch(
        new RegExp(`Words not kept: add --out json=[^]*\\| by phrase \\| ${refused} × max-connections-tenant \\|`),
      );
      // Of all samples only those of refusals have words.
      const told = points.filter(({ data }) => data.metadata?.words !== undefined);
      expect(told.length).toBe(refused);
      expect(told.every(({ metric, data }) => metric === 'ws_upgrade_refused' && data.tags.says !== undefined)).toBe(
        true,
      );
    },
    NO_LIMIT,
  );

  it(
    'are what the sentinel saw where the transport is dense, and no status is told that was not seen',
    async () => {
      const profile = { ceiling: { max: 4 } };
      const dense = await played('dense', { profile, plan: planOf('dense') });
      const { sentinel, unseen, says } = dense.reading.refusals;
      expect(unseen).toBeGreaterThan(3);
      expect(says).toEqual({});
      const knocks = sentinel.says['max-connections-tenant'];
      const saw = `(dense): of ${sentinel.knocks} knocks of the sentinel ${knocks} × http-503, which say ${knocks} × max-connections-tenant`;
      expect(dense.stdout).toContain(`status not seen ${saw}`);
      expect(dense.stdout).toMatch(/refusals say +\d+ not seen \(dense\): of/);
      for (const text of [dense.stdout, unescaped(dense.withSamples), unescaped(dense.withoutSamples)])
        expect(text).not.toContain('0 of them with 503');
      expect(dense.stderr).toContain(
        'sentinel: upgrade refused with 503, Retry-After none: \\"Max concurrent connections exceeded for tenant\\"',
      );
      expect(unescaped(dense.withSamples)).toContain(
        `| ${knocks} | 503 | Max concurrent connections exceeded for tenant | max-connections-tenant · scenario sentinel · `,
      );
    },
    NO_LIMIT,
  );

  const SECRET = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N';
  const http = (status: number, type: string, body: string | Buffer, more = '') =>
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status} No\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}Connection: close\r\n\r\n`,
      ),
      Buffer.from(body),
    ]);
  const LIES = [
    http(
      403,
      'text/html',
      '<html><title>Attention\u001b[31m Required!</title><script>alert(1)</script></html>',
      'Server: waf\r\n',
    ),
    http(502, 'text/plain', gzipSync('a page that a proxy has compressed'), 'Content-Encoding: gzip\r\n'),
    http(503, 'text/plain', 'x '.repeat(5 * 1024 * 1024)),
    http(401, 'text/plain', `unauthorized: Bearer ${SECRET}`, `X-Request-Id: ${SECRET}\r\n`),
  ];

  it(
    'are clean and bounded, whatever lies between customers and org',
    async () => {
      let at = 0;
      const upgrade = () => LIES[at++ % LIES.length];
      const { points, stdout, stderr, ...reports } = await played('lies', {
        lies: { upgrade },
        plan: planOf('exact', '3s'),
      });
      const told = points.flatMap(({ data }) => (data.metadata?.words === undefined ? [] : [data]));
      const kinds = new Set(
        told.map(({ tags, metadata = {} }) => `${metadata.status} ${tags.says}: ${metadata.words}`),
      );
      expect([...kinds].map((kind) => kind.slice(0, 50)).sort()).toEqual([
        '401 forbidden: unauthorized: Bearer [hidden]',
        '403 html-page: Attention Required!',
        '502 unreadable: ',
        `503 other: ${'x '.repeat(20)}`.slice(0, 50).trimEnd(),
      ]);
      const all = [JSON.stringify(told), stdout, stderr, reports.withSamples, reports.withoutSamples].join('\n');
      expect(all).not.toContain(SECRET.slice(0, 20));
      expect(Math.max(...told.map(({ metadata = {} }) => metadata.words?.length ?? 0))).toBeLessThanOrEqual(200);
      expect(stdout).toMatch(/refusals say .*html-page/);
    },
    NO_LIMIT,
  );
});
