import { incompleteText } from '../../lib/verdict/incomplete.ts';
import { goalsMarkdown } from '../render/goals-section.ts';
import { keyFigures, NOT_EVALUATED, observedValue, whenOf } from '../render/key-figures.ts';
import { code, plain } from '../render/markdown-text.ts';
import { refusalsMarkdown } from '../render/refusals-section.ts';
import { toldMarkdown } from '../render/told-markdown.ts';
import { nameOfReport, type Report, type ReportedRun, runName } from './report.ts';

/** What was found, key figures and gate, for a pipeline's step summary. */
export function markdownOf(report: Report): string {
  const runs = report.runs.map((run, index) => runOf(report, run, index));
  const documents = report.documents.map(({ told }) => toldMarkdown(told));
  const notes = report.notes.length === 0 ? '' : `\n${report.notes.map((note) => `- ${plain(note)}`).join('\n')}\n`;
  return `# ${plain(nameOfReport(report))}\n\n${[...runs, ...documents].join('\n')}${notes}`;
}

function runOf(report: Report, run: ReportedRun, index: number): string {
  const { plan } = report;
  const title = report.runs.length > 1 ? `## ${plain(runName(report, index))}\n\n` : '';
  const figures = keyFigures(plan, run).map(({ name, value }) => `${value} ${name}`);
  const facts = [whenOf(run), ...figures].filter((text) => text !== '').join(' · ');
  const { words } = run;
  const cut = run.incomplete === undefined ? '' : `**${plain(`The run ${incompleteText(run.incomplete)}.`)}**\n\n`;
  return `${title}${cut}${words.markdown(run, plan)}\n${facts}\n${words.markdownTable(run, plan)}${refusalsMarkdown(run)}${goalsMarkdown(run)}${gateTable(run)}`;
}

const MARKS = { true: '✅', false: '❌', null: '➖' } as const;

function gateTable({ gate, gates }: ReportedRun): string {
  const says = gate === 'not evaluated' ? `\n${plain(NOT_EVALUATED)}\n` : '';

  if (gates.length === 0) return says;
  const rows = gates.map(
    (line) =>
      `| ${MARKS[`${line.ok}`]} | ${code(`${line.metric}: ${line.rule}`)} | ${plain(observedValue(line))} | ${plain(line.meaning)} |\n`,
  );
  return `${says}\n| | rule | was | |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}
