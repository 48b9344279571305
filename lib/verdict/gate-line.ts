import type { GateOutcome } from '../measures/readings.ts';
import type { Gate } from '../plan/schema.ts';
import { line } from './line.ts';

/** How the run stood to its gate; a run without thresholds was judged by none. */
export function gateLine(gate: Gate, { evaluated, crossed }: GateOutcome): string {
  if (!evaluated) return line(`gate ${gate}`, 'not evaluated: the run had no thresholds');
  return line(`gate ${gate}`, crossed.length === 0 ? 'holds' : `crossed: ${crossed.join('; ')}`);
}
