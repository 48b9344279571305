import type { Report, RunReport } from '../model/report.ts';
import { keyFigures, nameOfReport, observedValue, runName, whenOf } from './figures.ts';
import { ceilingSays } from './sections/ceiling.ts';

/** Verdict, key figures and gate, for a pipeline's step summary. */
export function markdownOf(report: Report): string {
  const runs = report.runs.map((run, index) => runOf(report, run, index));
  const notes = report.notes.length === 0 ? '' : `\n${report.notes.map((note) => `- ${plain(note)}`).join('\n')}\n`;
  const ceilings = report.ceilings.map((ceiling) => `**Ceiling search.** ${plain(ceilingSays(ceiling))}\n`);
  return `# ${plain(nameOfReport(report))}\n\n${[...runs, ...ceilings].join('\n')}${notes}`;
}

function runOf(report: Report, run: RunReport, index: number): string {
  const { verdict, gates } = run;
  const title = report.runs.length > 1 ? `## ${plain(runName(report, index))}\n\n` : '';
  const says = verdict ? `**${plain(verdict.says)}** (\`${verdict.cause}\`)` : '**No verdict.**';
  const evidence = (verdict?.evidence ?? []).map((line) => `- ${plain(line)}\n`).join('');
  const advice = [
    verdict?.change && `What to change: ${verdict.change}`,
    verdict?.next && `To be sure: ${verdict.next}`,
    ...(verdict?.also ?? []).map(({ cause, says: also }) => `Also ${cause}: ${also}`),
  ];
  const next = advice.map((text) => (text ? `\n${plain(text)}\n` : '')).join('');
  const figures = keyFigures(report, run).map(({ name, value }) => `${value} ${name}`);
  const rows = gates.map(
    (line) =>
      `| ${line.ok ? '✅' : '❌'} | \`${line.metric}: ${line.rule}\` | ${observedValue(line)} | ${line.meaning} |\n`,
  );
  const gate = rows.length === 0 ? '' : `\n| | rule | was | |\n| --- | --- | --- | --- |\n${rows.join('')}`;
  return `${title}${says}\n\n${evidence}${next}\n${[whenOf(run), ...figures].filter((text) => text !== '').join(' · ')}\n${gate}`;
}

/** Text that Markdown takes as it stands. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}
