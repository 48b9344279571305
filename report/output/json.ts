import type { Told } from '../model/told.ts';
import { shownText } from '../render/shown-text.ts';
import type { Report, ReportedRun } from './report.ts';
import { toldRun } from './told-run.ts';

/** These lists are there whether or not a file belongs in them. */
const ALWAYS_LISTED = { ceilings: [], preflights: [] };

/**
 * All that the page shows, as JSON: the plan, the runs, a list for each kind of document, and the notes; and as `told` each
 * result in the words and digits of the page.
 */
export function jsonOf(report: Report): string {
  const { plan, runs, documents, notes } = report;
  const lists: Record<string, object[]> = structuredClone(ALWAYS_LISTED);
  for (const { list, data } of documents) lists[list] = [...(lists[list] ?? []), data];
  const told = [
    ...runs.map((run, index) => toldRun(report, run, index).told),
    ...documents.map((document) => document.told),
  ];
  const all = { plan, runs: runs.map(runOf), ...lists, told: told.map(withoutPictures), notes };
  return `${shownText(JSON.stringify(all, null, 2))}\n`;
}

function runOf({ words: _, ...run }: ReportedRun): object {
  // A reading of which a part is unknown is null, and not zeros.
  return { ...run, reading: run.reading ?? null };
}

function withoutPictures(told: Told): object {
  return { ...told, parts: told.parts.map(({ picture: _, ...part }) => part) };
}
