import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { costOf, overBudget } from './budget.ts';
import { bundleScenarios } from './bundle.ts';
import { problemsOf } from './k6-safe.ts';
import { planJsonSchema } from './plan-schema.ts';
import { markBuilt } from './sources.ts';

/**
 * Writes `dist/<scenario>.js` for each script, the JSON Schema of the plan, and of what sources all was built. Fails on code that k6 would not run,
 * naming file and line, and on a bundle over its budget. Returns the lines to print.
 */
export async function buildBundles(root: string): Promise<{ ok: boolean; lines: string[] }> {
  const out = path.join(root, 'dist');
  await mkdir(out, { recursive: true });
  await writeFile(path.join(out, 'plan.schema.json'), planJsonSchema());
  const lines: string[] = [];
  let ok = true;
  for (const bundle of await bundleScenarios(root)) {
    const problems = problemsOf(bundle).map(({ file, line, says }) => `${inRoot(file)}:${line}: ${says}`);
    if (problems.length === 0) {
      const cost = costOf(bundle);
      const over = overBudget(cost);
      if (over !== undefined) problems.push(`dist/${bundle.name}.js ${over}`);
      else
        lines.push(
          `dist/${bundle.name}.js  ${Math.round(cost.bytes / 1024)} KB, ${cost.kilobytesPerVu.toFixed(1)} KB a VU`,
        );
    }
    lines.push(...problems);
    ok &&= problems.length === 0;
    if (problems.length === 0) await writeFile(path.join(out, `${bundle.name}.js`), bundle.code);
  }
  if (ok) await markBuilt(root);
  return { ok, lines };
}

/** A path of a source map, which is relative to `dist/`, from the root. */
function inRoot(file: string): string {
  return path.normalize(path.join('dist', file));
}
