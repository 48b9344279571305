import { measuresOf } from '../lib/measures/table/rows.ts';
import type { ScriptName } from '../lib/measures/table/scripts.ts';
import type { Import } from './module-parts.ts';

/**
 * The code of the object that `declareMeasures(script, inputs)` returns, as a literal in which `inputs` is the script's. The build reads the table of measures
 * so that no VU has to: stale places of the stack of k6's engine would keep the table alive, at 130 KB a VU (measured
 * on Sobek).
 */
export function declarationsFor(script: ScriptName): { readonly code: string; readonly imports: readonly Import[] } {
  const measures = measuresOf(script);
  const rows = measures.map(({ name, kind, unit, needs }) => {
    const isTime = kind === 'Trend' && unit === 'ms';
    const declared = `new k6$metrics.${kind}('${name}'${isTime ? ', true' : ''})`;
    return `  ${name}: ${needs === undefined ? declared : `met.includes('${needs}') ? ${declared} : undefined`},\n`;
  });
  const kinds = ['Counter', 'Gauge', 'Rate', 'Trend'];
  const imports = kinds.map((kind) => ({ from: 'k6/metrics', imported: kind, local: kind }));
  const literal = `{\n${rows.join('')}}`;
  // The second element of the inputs says which needs the plan meets; where loading failed there is none.
  const byNeed = `((met) => (${literal}))(inputs[1] ? inputs[1].needs : [])`;
  return { code: measures.some(({ needs }) => needs !== undefined) ? byNeed : literal, imports };
}
