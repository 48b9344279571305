import { countedPhrases } from '../../lib/verdict/reading/refusals.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';
import { joinedRefusals } from '../fold/refusal-samples.ts';
import { refusalText } from './refusal-text.ts';

/** More kinds of refusals are in the result file alone. */
const MOST_LINES = 10;

/** What the refusals of all phases say, a line each: empty where nothing was refused. */
export function refusalLines(history: readonly MeasuredPhase[], transport: 'exact' | 'dense'): string[] {
  const measured = history.flatMap((phase) => ('probes' in phase ? [phase] : []));
  const refused = measured.some(({ probes }) => probes.some((probe) => probe.refused + probe.knocksRefused > 0));
  if (!refused) return [];
  if (transport === 'dense') return ['words not seen: the dense transport sees neither status nor words of a refusal'];
  const kinds = joinedRefusals(measured.map(({ refusals = [] }) => refusals));
  const lines = kinds.slice(0, MOST_LINES).map(refusalText);
  if (kinds.length > MOST_LINES) lines.push(`and ${kinds.length - MOST_LINES} more kinds, in the result file`);
  if (kinds.length > 0) return lines;
  const counts: Record<string, number> = {};
  for (const { says = {} } of measured)
    for (const [phrase, count] of Object.entries(says)) counts[phrase] = (counts[phrase] ?? 0) + count;
  const said = countedPhrases(counts);
  return [`${said === '' ? '' : `${said}; `}words not kept: no samples of the phases could be read`];
}
