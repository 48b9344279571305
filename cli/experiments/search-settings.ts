import { formatDuration } from '../../lib/plan/duration.ts';
import { phasesOf, type SearchSettings, settingsOf } from '../../lib/plan/probes/settings.ts';
import { runMs } from '../../lib/plan/probes/timetable.ts';
import type { Plan } from '../../lib/plan/schema.ts';

/**
 * The settings of the search that a plan asks for. Throws an error of one line when they leave no room for a search.
 */
export function checkedSearchSettings(plan: Plan, quick = false, spreadMs?: number): SearchSettings {
  const settings = settingsOf(plan, quick, spreadMs);
  const { first, most, budgetMs } = settings;
  if (first >= most) {
    throw new Error(`ceiling.first: ${first}; allowed: below ceiling.most (${most}), so that there is room to search`);
  }
  const needsMs = runMs(phasesOf(settings).bracket(first));
  if (budgetMs < needsMs) {
    throw new Error(
      `ceiling.budget: ${formatDuration(budgetMs)}; allowed: at least ${formatDuration(needsMs)}, which the first phase takes`,
    );
  }
  if (spreadMs !== undefined && budgetMs <= spreadMs) {
    throw new Error(
      `ceiling.budget: ${formatDuration(budgetMs)}; allowed: more than the ${formatDuration(spreadMs)} of --spread`,
    );
  }
  return settings;
}
