import { measuresOf } from '../lib/measures/table/rows.ts';
import type { ScriptName } from '../lib/measures/table/scripts.ts';
import type { Import } from './module-parts.ts';

/**
 * The code of the object that `declareMeasures(script)` returns, as a literal. The build reads the table of measures
 * so that no VU has to: stale places of the stack of k6's engine would keep the table alive, at 130 KB a VU (measured
 * on Sobek).
 */
export function declarationsFor(script: ScriptName): { readonly code: string; readonly imports: readonly Import[] } {
  const rows = measuresOf(script).map(({ name, kind, unit }) => {
    const isTime = kind === 'Trend' && unit === 'ms';
    return `  ${name}: new k6$metrics.${kind}('${name}'${isTime ? ', true' : ''}),\n`;
  });
  const kinds = ['Counter', 'Gauge', 'Rate', 'Trend'];
  const imports = kinds.map((kind) => ({ from: 'k6/metrics', imported: kind, local: kind }));
  return { code: `{\n${rows.join('')}}`, imports };
}
