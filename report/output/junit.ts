import type { GateLine } from '../model/gates.ts';
import type { Report, RunReport } from '../model/report.ts';
import { escaped } from '../render/escape.ts';
import { nameOfReport, observedValue, runName } from '../render/key-figures.ts';
import { stormSays } from '../render/storms.ts';

/** The gate as JUnit XML: a suite a run, a case a rule; the verdict in its output. */
export function junitOf(report: Report): string {
  const suites = report.runs.map((run, index) => suiteOf(report, run, index));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escaped(nameOfReport(report))}">\n${suites.join('')}</testsuites>\n`;
}

function suiteOf(report: Report, run: RunReport, index: number): string {
  const { gates, verdict, storms, durationMs } = run;
  const failures = gates.filter(({ ok }) => !ok).length;
  const cases = gates.map((line) => caseOf(line)).join('');
  const said = verdict
    ? [`verdict: ${verdict.cause}`, verdict.says, ...verdict.evidence, verdict.change ?? ''].join('\n').trim()
    : storms.length > 0
      ? `reconnect storm: ${stormSays(storms, report.plan)}`
      : 'no verdict';
  const seconds = (durationMs / 1_000).toFixed(3);
  return `  <testsuite name="${escaped(runName(report, index))}" tests="${gates.length}" failures="${failures}" errors="0" skipped="0" time="${seconds}">
${cases}    <system-out>${escaped(said)}</system-out>
  </testsuite>
`;
}

function caseOf(line: GateLine): string {
  const name = escaped(`${line.metric}: ${line.rule}`);
  const head = `    <testcase classname="headroom.gate" name="${name}"`;
  if (line.ok) return `${head}/>\n`;
  const message = escaped(`was ${observedValue(line)}${line.meaning ? `: ${line.meaning}` : ''}`);
  return `${head}><failure message="${message}"/></testcase>\n`;
}
