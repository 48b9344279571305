import type { Part, Told } from '../model/told.ts';
import { shownText } from '../render/shown-text.ts';
import { cellText } from '../render/told-section.ts';
import type { Report } from './report.ts';

const COLUMNS = ['result', 'kind', 'section', 'row', 'column', 'value'] as const;

/**
 * All that the page shows in words and numbers as CSV (RFC 4180), a value a line: of which result, in which section, row and
 * column it stands. The numbers are written as the page writes them.
 */
export function csvOf(report: Report): string {
  const told = report.documents.map((document) => document.told);
  const lines = told.flatMap((one, index) => valuesOf(one).map((value) => [`${index + 1}`, one.kind, ...value]));
  return [COLUMNS, ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

type Value = readonly [section: string, row: string, column: string, value: string];

function valuesOf({ title, word, figure, says, advice, frame, unknown, parts }: Told): Value[] {
  return [
    ['', 'title', '', title],
    ['', 'outcome', '', word],
    ...(figure === undefined ? [] : [['', 'figure', figure.of, figure.value] as const]),
    ['', 'says', '', says],
    ...advice.map(({ name, text }) => ['', name, '', text] as const),
    ...frame.map(({ name, text }) => ['', name, '', text] as const),
    ...unknown.map((text) => ['', 'cannot know', '', text] as const),
    ...parts.flatMap(partValues),
  ];
}

/** A row is named by its first cell that says something, or by its number where two are named alike. */
function partValues({ title, head, rows }: Part): Value[] {
  const names = rows.map((row) => cellText(row[0] ?? ''));
  const areNamed = new Set(names).size === names.length && !names.includes('');
  return rows.flatMap((row, place) =>
    row.flatMap((cell, column): Value[] => {
      if (areNamed && column === 0) return [];
      return [[title, areNamed ? (names[place] ?? '') : `${place + 1}`, head[column] ?? '', cellText(cell)]];
    }),
  );
}

/** A formula is shown as text: a spreadsheet would reckon what begins like one. */
function quoted(text: string): string {
  const shown = shownText(text);
  const safe = /^[=@\t\r]|^[+-](?![\d.]|$)/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
