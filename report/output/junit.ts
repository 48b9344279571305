import type { GateLine } from '../model/gate-lines.ts';
import { escaped } from '../render/escape.ts';
import { observedValue } from '../render/key-figures.ts';
import { nameOfReport, type Report, type ReportedRun, runName } from './report.ts';

/** The gate as JUnit XML: a suite a run, a case a rule; the verdict in its output. */
export function junitOf(report: Report): string {
  const suites = report.runs.map((run, index) => suiteOf(report, run, index));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escaped(nameOfReport(report))}">\n${suites.join('')}</testsuites>\n`;
}

function suiteOf(report: Report, run: ReportedRun, index: number): string {
  const { gates, words, durationMs } = run;
  const failures = gates.filter(({ ok }) => !ok).length;
  const cases = gates.map((line) => caseOf(line)).join('');
  const seconds = (durationMs / 1_000).toFixed(3);
  return `  <testsuite name="${escaped(runName(report, index))}" tests="${gates.length}" failures="${failures}" errors="0" skipped="0" time="${seconds}">
${cases}    <system-out>${escaped(words.plain(run, report.plan))}</system-out>
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
