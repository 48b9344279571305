import type { Cell, Part, Told } from '../model/told.ts';
import { plain } from './markdown-text.ts';
import { cellText } from './told-section.ts';

/** A longer table is cut: a step summary has little room. The page, CSV and JSON have all of it. */
const MOST_ROWS = 60;
const MARKS = { good: '✅', bad: '❌', unsure: '➖' } as const;

/** Markdown of all that a result says. */
export function toldMarkdown(told: Told): string {
  const { title, tone, word, figure, says, advice, frame, unknown, parts } = told;
  const number = figure === undefined ? '' : `**${plain(figure.value)}** ${plain(figure.of)}\n\n`;
  const facts = frame.map(({ name, text }) => `${name}: ${plain(text)}`).join(' · ');
  const more = advice.map(({ name, text }) => `${plain(name)}: ${plain(text)}\n\n`).join('');
  const cannot = unknown.map((what) => `- ${plain(what)}\n`).join('');
  const head = `## ${plain(title)}\n\n${MARKS[tone]} ${plain(word)}\n\n${number}**${plain(says)}**\n\n${more}${facts}\n`;
  return `${head}${cannot === '' ? '' : `\nWhat this cannot know:\n\n${cannot}`}${parts.map(partMarkdown).join('')}`;
}

/** Markdown of one part. */
export function partMarkdown({ title, note, head, rows }: Part): string {
  const shown = rows.slice(0, MOST_ROWS);
  const columns = head.length === 0 ? Array.from({ length: shown[0]?.length ?? 2 }, () => '') : head;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const table = `${line(columns.map(plain))}|${' --- |'.repeat(columns.length)}\n${shown.map((row) => line(row.map(cellMarkdown))).join('')}`;
  const rest = rows.length > shown.length ? `\nand ${rows.length - shown.length} more rows\n` : '';
  return `\n### ${plain(title)}\n\n${note === undefined ? '' : `${plain(note)}\n\n`}${table}${rest}`;
}

function cellMarkdown(cell: Cell): string {
  const mark = typeof cell === 'object' ? `${MARKS[cell.tone]} ` : '';
  return `${mark}${plain(cellText(cell))}`;
}
