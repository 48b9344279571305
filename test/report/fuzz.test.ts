import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlOf } from '../../report/output/html.ts';
import { junitOf } from '../../report/output/junit.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { reportFrom, temporaryFiles } from './files.ts';
import { fuzzRuns } from './fuzz-runs.ts';
import { ceilingOfFive } from './lines.ts';

const file = temporaryFiles();
const PLAN = aPlan({ customers: { sessions: 10, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '10s' } });
const GOOD = Buffer.from(ceilingOfFive().join('\n'));

async function makeAll(content: Uint8Array): Promise<string> {
  const report = await reportFrom([file(content)], PLAN);
  const html = htmlOf(report, { script: '', styles: '' });
  junitOf(report);
  markdownOf(report);
  const { runs, documents, notes } = report;
  expect(runs.length + documents.length + notes.length).toBeGreaterThan(0);
  return html;
}

describe('the report on any file', () => {
  it.each(['0026', '1970', '2027', '9026'])(
    'is no longer where one sample has a clock of the year %s',
    async (year) => {
      const lines = ceilingOfFive();
      const wrong = lines.map((line, at) => (at === 50 ? line.replace(/"time":"\d{4}/, `"time":"${year}`) : line));
      expect(wrong).not.toEqual(lines);
      const [usual, html] = [await makeAll(GOOD), await makeAll(Buffer.from(wrong.join('\n')))];
      expect(html.length).toBeLessThan(2 * usual.length);
    },
  );

  it('says something, and does not throw, when the file is random bytes, whatever they begin as', async () => {
    const beginning = fc.constantFrom(
      '',
      '{',
      '{"metrics":',
      '{"metric":"m","type":"Point","data":',
      '\u001f\u008b\b',
      '\n\n',
    );
    await fc.assert(
      fc.asyncProperty(beginning, fc.uint8Array({ minLength: 1, maxLength: 300 }), (start, bytes) =>
        makeAll(Buffer.concat([Buffer.from(start, 'latin1'), bytes])).then(() => undefined),
      ),
      fuzzRuns(100),
    );
  });

  it('says something, and does not throw, when bytes of the lines are replaced and the file is cut', async () => {
    const changes = fc.array(fc.tuple(fc.nat(GOOD.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(GOOD.length), (list, end) => {
        const bytes = Buffer.from(GOOD);
        for (const [at, value] of list) bytes[at] = value;
        return makeAll(bytes.subarray(0, Math.max(1, end))).then(() => undefined);
      }),
      fuzzRuns(100),
    );
  });

  it('says something, and does not throw, when the file is JSON of any shape', async () => {
    const keys = fc.constantFrom(
      'metrics',
      'results',
      'result',
      'windows',
      'values',
      'plan',
      'history',
      'of',
      'thresholds',
      'probes',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.jsonValue(),
        fc.constant('ceiling'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(keys, tree, { maxKeys: 5 }), (document) =>
        makeAll(Buffer.from(JSON.stringify(document))).then(() => undefined),
      ),
      fuzzRuns(300),
    );
  });
});
