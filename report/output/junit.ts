import { incompleteText } from '../../lib/verdict/incomplete.ts';
import type { GateLine } from '../model/gate-lines.ts';
import type { Case, Told } from '../model/told.ts';
import { escaped } from '../render/escape.ts';
import { observedValue } from '../render/key-figures.ts';
import { cellText } from '../render/told-section.ts';
import { nameOfReport, type Report, type ReportedRun, runName } from './report.ts';
import { toldRun } from './told-run.ts';

/** The gate as JUnit XML: a suite a run, a case a rule; the verdict in its output. */
export function junitOf(report: Report): string {
  const suites = [
    ...report.runs.map((run, index) => suiteOf(report, run, index)),
    ...report.documents.map(({ told, title }) => toldSuite(told, title)),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escaped(nameOfReport(report))}">\n${suites.join('')}</testsuites>\n`;
}

function suiteOf(report: Report, run: ReportedRun, index: number): string {
  const { gates, durationMs } = run;
  const failures = gates.filter(({ ok }) => ok === false).length;
  const error = errorOf(run);
  const skipped = gates.length === 0 ? 1 : gates.filter(({ ok }) => ok === null).length;
  const cases = gates.length === 0 ? caseNamed('gate', SKIPPED) : gates.map((line) => caseOf(line)).join('');
  const seconds = (durationMs / 1_000).toFixed(3);
  return `  <testsuite name="${escaped(runName(report, index))}" tests="${Math.max(1, gates.length) + (error === undefined ? 0 : 1)}" failures="${failures}" errors="${error === undefined ? 0 : 1}" skipped="${skipped}" time="${seconds}">
${cases}${error === undefined ? '' : caseNamed('run', `<error message="${escaped(error)}"/>`)}    <system-out>${escaped(saidOf(toldRun(report, run, index).told))}</system-out>
  </testsuite>
`;
}

/** A suite of a result that is no run: a case for each thing that a pipeline asks of it. */
function toldSuite(told: Told, of: string): string {
  const { kind, cases } = told;
  const count = (outcome: Case['outcome']) => cases.filter((one) => one.outcome === outcome).length;
  const all = cases.map(({ name, outcome, says: why }) => {
    const message = `message="${escaped(why)}"`;
    const inside = { passed: '', failed: `<failure ${message}/>`, skipped: `<skipped ${message}/>` }[outcome];
    return caseNamed(name, inside, kind);
  });
  return `  <testsuite name="${escaped(`${kind}: ${of}`)}" tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}">
${all.join('')}    <system-out>${escaped(saidOf(told))}</system-out>
  </testsuite>
`;
}

/** All that a result says in lines: tables are left to the other outputs. */
function saidOf(told: Told): string {
  const { title, word, badges = [], figure, says, evidence = [], advice, frame, tiles = [], unknown, parts } = told;
  const facts = [...frame, ...advice, ...tiles].map(({ name, text }) => `${name}: ${text}`);
  const lists = parts.filter(({ head }) => head.length === 0);
  return [
    title,
    `outcome: ${[word, ...badges.map((badge) => badge.word)].join(', ')}`,
    ...(figure === undefined ? [] : [`${figure.value} ${figure.of}`]),
    says,
    ...evidence,
    ...facts,
    ...unknown.map((text) => `cannot know: ${text}`),
    ...lists.flatMap(({ rows }) => rows.map((row) => row.map(cellText).join(': '))),
  ].join('\n');
}

/** Why the run as a whole proves nothing; undefined where it took place as planned. */
function errorOf({ incomplete, whole, storms }: ReportedRun): string | undefined {
  if (incomplete !== undefined) return `the run ${incompleteText(incomplete)}`;
  const isEmpty = whole.attempts === 0 && whole.agentsConnected === 0 && storms.every(({ opened }) => opened === 0);
  return isEmpty ? 'nothing ran: no upgrade was tried and no agent was connected' : undefined;
}

/** A rule that nothing was held against neither passed nor failed. */
const SKIPPED = '<skipped message="gate not evaluated"/>';

function caseOf(line: GateLine): string {
  const name = `${line.metric}: ${line.rule}`;
  if (line.ok === null) return caseNamed(name, SKIPPED);
  if (line.ok) return caseNamed(name, '');
  const message = escaped(`was ${observedValue(line)}${line.meaning ? `: ${line.meaning}` : ''}`);
  return caseNamed(name, `<failure message="${message}"/>`);
}

function caseNamed(name: string, inside: string, group = 'gate'): string {
  const head = `    <testcase classname="headroom.${group}" name="${escaped(name)}"`;
  return inside === '' ? `${head}/>\n` : `${head}>${inside}</testcase>\n`;
}
