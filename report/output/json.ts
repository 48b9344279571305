import { shownText } from '../render/shown-text.ts';
import type { Report, ReportedRun } from './report.ts';

/** These lists are there whether or not a file belongs in them. */
const ALWAYS_LISTED = { ceilings: [], preflights: [] };

/** All that the page shows, as JSON: the plan, the runs, a list for each kind of document, and the notes. */
export function jsonOf({ plan, runs, documents, notes }: Report): string {
  const lists: Record<string, object[]> = structuredClone(ALWAYS_LISTED);
  for (const { list, data } of documents) lists[list] = [...(lists[list] ?? []), data];
  const all = { plan, runs: runs.map(runOf), ...lists, notes };
  return `${shownText(JSON.stringify(all, null, 2))}\n`;
}

function runOf({ words: _, ...run }: ReportedRun): object {
  // A reading of which a part is unknown is null, and not zeros.
  return { ...run, reading: run.reading ?? null };
}
