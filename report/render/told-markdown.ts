import type { Cell, Part, Told } from '../model/told.ts';
import { plain } from './markdown-text.ts';
import { cellText } from './told-section.ts';

/** A longer table is cut: a step summary has little room. The page, CSV and JSON have all of it. */
const MOST_ROWS = 60;
const MARKS = { good: '✅', bad: '❌', unsure: '➖' } as const;

/** Markdown of all that a result says. */
export function toldMarkdown(told: Told): string {
  const {
    title,
    tone,
    word,
    figure,
    says,
    advice,
    frame,
    unknown,
    parts,
    evidence = [],
    badges = [],
    tiles = [],
  } = told;
  const number = figure === undefined ? '' : `**${plain(figure.value)}** ${plain(figure.of)}\n\n`;
  const facts = frame.map(({ name, text }) => `${name}: ${plain(text)}`).join(' · ');
  const figures = tiles.map(({ name, text }) => `${plain(text)} ${plain(name)}`).join(' · ');
  const rests = evidence.map((line) => `- ${plain(line)}\n`).join('');
  const more = advice.map(({ name, text }) => `${plain(name)}: ${plain(text)}\n\n`).join('');
  const cannot = unknown.map((what) => `- ${plain(what)}\n`).join('');
  const outcome = [{ tone, word }, ...badges].map((one) => `${MARKS[one.tone]} ${plain(one.word)}`).join(' · ');
  const blocks = [
    `## ${plain(title)}\n\n${outcome}\n\n${number}**${plain(says)}**\n`,
    rests,
    more.trimEnd() === '' ? '' : `${more.trimEnd()}\n`,
    facts === '' ? '' : `${facts}\n`,
    figures === '' ? '' : `${figures}\n`,
    cannot === '' ? '' : `What this cannot know:\n\n${cannot}`,
    // What is folded on the page is left to page, CSV and JSON: a step summary has little room.
    ...parts.filter(({ fold }) => fold === undefined).map(partMarkdown),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

/** Markdown of one part. */
export function partMarkdown({ title, says, note, head, rows }: Part): string {
  const answer = says === undefined ? '' : `**${plain(says)}**\n\n`;
  const said = `${answer}${note === undefined ? '' : `${plain(note)}\n\n`}`;
  if (rows.length === 0) return `### ${plain(title)}\n\n${said.trimEnd()}\n`;
  const shown = rows.slice(0, MOST_ROWS);
  const columns = head.length === 0 ? Array.from({ length: shown[0]?.length ?? 2 }, () => '') : head;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const table = `${line(columns.map(plain))}|${' --- |'.repeat(columns.length)}\n${shown.map((row) => line(row.map(cellMarkdown))).join('')}`;
  const rest = rows.length > shown.length ? `\nand ${rows.length - shown.length} more rows\n` : '';
  return `### ${plain(title)}\n\n${said}${table}${rest}`;
}

function cellMarkdown(cell: Cell): string {
  const mark = typeof cell === 'object' ? `${MARKS[cell.tone]} ` : '';
  return `${mark}${plain(cellText(cell))}`;
}
