import type { ThresholdOutcome } from '../measures/readings.ts';
import type { Gate } from '../plan/schema.ts';
import { line } from './line.ts';

/** The line about the gate. A run without thresholds was judged by no gate. */
export function gateLine(gate: Gate, { evaluated, crossed }: ThresholdOutcome): string {
  if (!evaluated) return line(`gate ${gate}`, 'not evaluated: the run had no thresholds');
  return line(`gate ${gate}`, crossed.length === 0 ? 'holds' : `crossed: ${crossed.join('; ')}`);
}
