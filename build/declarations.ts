import { measuresOf } from '../lib/measures/table/rows.ts';
import type { ScriptName } from '../lib/measures/table/scripts.ts';
import type { Import } from './module-parts.ts';

/**
 * What `declareMeasures(script)` gives, as an object literal. The build reads the table of measures, so that no VU has
 * to: k6's JavaScript engine would keep it alive in stale places of its stack, 130 KB a VU (measured on Sobek).
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
