import { incompleteText } from '../../lib/verdict/incomplete.ts';
import type { RunReport } from '../model/run-report.ts';
import { observedValue } from '../render/key-figures.ts';

/**
 * Why a run does not pass, in one line; undefined where it does. It passes where its gate holds, as a whole and for
 * certain, and where its verdict names nothing that stopped the next session, or there is none.
 */
export function whyNotWell(run: Pick<RunReport, 'gate' | 'gates' | 'incomplete' | 'verdict'>): string | undefined {
  const { gate, gates, incomplete, verdict } = run;
  if (gate === 'crossed') {
    const [first, ...others] = gates.filter(({ ok }) => ok === false);
    const more = others.length === 0 ? '' : `, and ${others.length} more`;
    return `the gate is crossed: ${first?.metric}: ${first?.rule}, was ${first && observedValue(first)}${more}`;
  }
  if (gate === 'not decided')
    return `the gate is not decided${incomplete === undefined ? '' : `: the run ${incompleteText(incomplete)}`}`;
  if (gate === 'not evaluated')
    return 'the gate was not evaluated: the run had no thresholds, or not all is known that its rules need';
  return verdict === undefined || verdict.cause === 'none' ? undefined : `the verdict is ${verdict.cause}`;
}
