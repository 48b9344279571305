import path from 'node:path';
import { costOf } from '../../build/budget.ts';
import { bundle, bundleScenarios } from '../../build/bundle.ts';
import { table } from './table.ts';

/** A script that is bundled as a whole takes over a megabyte a VU. */
const FEW_VUS = 50;

/** What one more VU of each bundle costs in V8, beside the same script bundled as a whole. */
export async function vuPrice(root: string): Promise<void> {
  const rows: string[][] = [];
  for (const ours of await bundleScenarios(root)) {
    const naive = await bundle(root, path.join(root, 'scenarios', `${ours.name}.ts`));
    const [own, other] = [costOf(ours).kilobytesPerVu, costOf(naive, FEW_VUS).kilobytesPerVu];
    rows.push([`${ours.name}.js`, own.toFixed(1), other.toFixed(1), `${(other / own).toFixed(0)} times`]);
  }
  console.log(
    '\n## A VU of each bundle\n\nKB of one more VU that has loaded the script, in V8, and of the same script bundled as a whole by esbuild.\n',
  );
  console.log(table(['', 'headroom', 'as a whole', ''], rows));
}
