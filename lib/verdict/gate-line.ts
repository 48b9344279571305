import type { ThresholdOutcome } from '../measures/readings.ts';
import type { Gate } from '../plan/schema.ts';
import { type Incomplete, incompleteText } from './incomplete.ts';
import { line } from './line.ts';

/**
 * The line about the gate. A run without thresholds was judged by no gate, and one that was cut short cannot have held
 * it: its rules were to be held against what it did not do. A share of a run is held to a part of the gate's floors.
 */
export function gateLine(
  gate: Gate,
  { evaluated, crossed }: ThresholdOutcome,
  incomplete: Incomplete | undefined,
  isShare: boolean,
): string {
  if (!evaluated) return line(`gate ${gate}`, 'not evaluated: the run had no thresholds');
  if (incomplete !== undefined && crossed.length === 0)
    return line(`gate ${gate}`, `not decided: the run ${incompleteText(incomplete)}`);
  const of = isShare ? ' in this share, by its part of the floors' : '';
  return line(`gate ${gate}`, crossed.length === 0 ? `holds${of}` : `crossed${of}: ${crossed.join('; ')}`);
}
