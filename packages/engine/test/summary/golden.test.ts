import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SYSTEM_TAGS } from '../../src/options/system-tags.ts';
import { openOutputs } from '../../src/outputs/open-outputs.ts';
import { machineReadable } from '../../src/summary/machine-readable.ts';
import { summaryExport } from '../../src/summary/summary-export.ts';
import { textSummary } from '../../src/summary/text-summary.ts';
import { measuredRun } from './measured.ts';

/** `GOLDEN=write npx vitest run packages/engine/test/summary/golden.test.ts` writes the files anew. */
function expectGolden(name: string, text: string): void {
  const file = join(import.meta.dirname, 'golden', `${name}.txt`);
  if (process.env.GOLDEN === 'write') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

function resultsOf(byScenario: boolean) {
  const run = measuredRun(byScenario);
  run.samples();
  return run.results();
}

describe('what a run leaves behind', () => {
  it('is compact text, without groups, scenarios and the parts of a request', () => {
    expectGolden('compact', textSummary({ ...resultsOf(true), parts: undefined }));
  });

  it('is full text, with groups within the scenarios that the options name', () => {
    expectGolden('full-scenarios', textSummary(resultsOf(true)));
  });

  it('is full text, with groups within groups where the options name no scenario', () => {
    expectGolden('full-groups', textSummary(resultsOf(false)));
  });

  it('has no vus and vus_max where the run ended before their first sample', () => {
    expect(textSummary({ ...measuredRun(true).results(), parts: undefined })).not.toContain('vus');
  });

  it('is the summary that machines read', () => {
    const context = { k6Version: '2.3.0', generatedAt: new Date(0), script: 'export default () => {}' };
    expectGolden(
      'machine-readable.json',
      `${JSON.stringify(machineReadable(resultsOf(true).summary, context), undefined, 2)}\n`,
    );
  });

  it('is the older summary of --summary-export', () => {
    expectGolden('summary-export.json', `${summaryExport(resultsOf(true).summary)}\n`);
  });

  it.each([
    ['json', 'samples.json', {}],
    ['csv', 'samples.csv', {}],
    ['csv', 'samples-vu-nano.csv', { K6_CSV_TIME_FORMAT: 'rfc3339_nano' }],
  ])('is samples as %s: %s', async (kind, name, env) => {
    const folder = mkdtempSync(join(tmpdir(), 'golden-'));
    const run = measuredRun(true);
    const tags = 'K6_CSV_TIME_FORMAT' in env ? ['vu', 'scenario'] : DEFAULT_SYSTEM_TAGS;
    const [output] = openOutputs(
      [`${kind}=${name}`],
      { cwd: folder, env, stdout: process.stdout, log: () => {}, lost: () => {} },
      {
        gated: run.thresholds.gated,
        submetrics: run.measurements.series().filter(({ selector }) => selector !== undefined),
        systemTags: new Set(tags),
      },
    );
    if (output) run.measurements.observe(output);
    run.samples();
    await output?.close();
    expectGolden(name, readFileSync(join(folder, name), 'utf8'));
  });
});
