import type { Part, Told } from '../model/told.ts';
import { shownText } from '../render/shown-text.ts';
import { cellText } from '../render/told-section.ts';
import { overviewParts } from './overview.ts';
import type { Report } from './report.ts';
import { toldRun } from './told-run.ts';

const COLUMNS = ['result', 'kind', 'section', 'row', 'column', 'value'] as const;

/**
 * All that the page shows in words and numbers as CSV (RFC 4180), a value a line: of which result, in which section, row and
 * column it stands. The numbers are written as the page writes them.
 */
export function csvOf(report: Report): string {
  const told = [
    ...report.runs.map((run, index) => toldRun(report, run, index).told),
    ...report.documents.map((document) => document.told),
  ];
  const overview = overviewParts(report)
    .flatMap((part) => [
      ...(part.says === undefined ? [] : [['', 'says', '', part.says] as const]),
      ...partValues(part),
    ])
    .map((value) => ['', 'runs', ...value]);
  const lines = told.flatMap((one, index) => valuesOf(one).map((value) => [`${index + 1}`, one.kind, ...value]));
  return [COLUMNS, ...overview, ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

type Value = readonly [section: string, row: string, column: string, value: string];

function valuesOf(told: Told): Value[] {
  const { title, word, badges = [], figure, says, evidence = [], advice, frame, tiles = [], unknown, parts } = told;
  const row = (name: string, text: string): Value => ['', name, '', text];
  return [
    row('title', title),
    ...[word, ...badges.map((badge) => badge.word)].map((text) => row('outcome', text)),
    ...(figure === undefined ? [] : [['', 'figure', figure.of, figure.value] as const]),
    row('says', says),
    ...evidence.map((text) => row('evidence', text)),
    ...[...advice, ...frame, ...tiles].map(({ name, text }) => row(name, text)),
    ...unknown.map((text) => row('cannot know', text)),
    ...parts.flatMap(partValues),
  ];
}

/** A row is named by its first cell, or by its number where two begin alike. */
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
