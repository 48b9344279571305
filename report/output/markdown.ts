import type { Report, RunReport } from '../model/report.ts';
import type { Preflight } from '../read/preflight.ts';
import { ceilingSays } from '../render/ceiling-section.ts';
import { keyFigures, nameOfReport, observedValue, runName, whenOf } from '../render/key-figures.ts';
import { preflightSays } from '../render/preflight-section.ts';
import { stormRows, stormSays } from '../render/storms.ts';

/** Verdict, key figures and gate, for a pipeline's step summary. */
export function markdownOf(report: Report): string {
  const runs = report.runs.map((run, index) => runOf(report, run, index));
  const notes = report.notes.length === 0 ? '' : `\n${report.notes.map((note) => `- ${plain(note)}`).join('\n')}\n`;
  const ceilings = report.ceilings.map((ceiling) => `**Ceiling search.** ${plain(ceilingSays(ceiling))}\n`);
  const preflights = report.preflights.map(preflightOf);
  return `# ${plain(nameOfReport(report))}\n\n${[...runs, ...ceilings, ...preflights].join('\n')}${notes}`;
}

/** What was in the way before the run. */
function preflightOf({ checks }: Preflight): string {
  const wrong = checks.filter(({ state }) => state !== 'ok');
  const lines = wrong.map(({ what, is, change }) => {
    const advice = change === undefined ? '' : ` → ${plain(change)}`;
    return `- ${plain(what)}: ${plain(is)}${advice}\n`;
  });
  return `**Before the run.** ${plain(preflightSays(checks))}\n\n${lines.join('')}`;
}

function runOf(report: Report, run: RunReport, index: number): string {
  const { verdict, gates, storms } = run;
  const title = report.runs.length > 1 ? `## ${plain(runName(report, index))}\n\n` : '';
  const without = storms.length > 0 ? stormSays(storms, report.plan) : 'No verdict.';
  const says = verdict ? `**${plain(verdict.says)}** (\`${verdict.cause}\`)` : `**${plain(without)}**`;
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
  return `${title}${says}\n\n${evidence}${next}\n${[whenOf(run), ...figures].filter((text) => text !== '').join(' · ')}\n${stormTable(report, run)}${gate}`;
}

function stormTable({ plan }: Report, { storms }: RunReport): string {
  if (storms.length === 0) return '';
  const rows = stormRows(storms, plan).map(({ name, cells }) => `| ${[name, ...cells.map(plain)].join(' | ')} |\n`);
  const head = ['', ...storms.map(({ reconnect }) => reconnect)];
  return `\n| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}\n${rows.join('')}`;
}

/** Text that Markdown takes as it stands. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}
