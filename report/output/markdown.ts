import { plain } from '../render/markdown-text.ts';
import { partMarkdown, toldMarkdown } from '../render/told-markdown.ts';
import { overviewParts } from './overview.ts';
import { nameOfReport, type Report } from './report.ts';
import { toldRun } from './told-run.ts';

/** What was found, key figures and gate, for a pipeline's step summary. */
export function markdownOf(report: Report): string {
  const overview = overviewParts(report).map(partMarkdown);
  const runs = report.runs.map((run, index) => toldMarkdown(toldRun(report, run, index).told));
  const documents = report.documents.map(({ told }) => toldMarkdown(told));
  const notes = report.notes.length === 0 ? [] : [report.notes.map((note) => `- ${plain(note)}\n`).join('')];
  return [`# ${plain(nameOfReport(report))}\n`, ...overview, ...runs, ...documents, ...notes].join('\n');
}
