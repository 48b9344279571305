import { labCompare } from './compare/main.ts';
import { labRuns } from './runs/main.ts';
import { labAttribute, labCeiling } from './search/main.ts';

/** The laboratory: tenants drawn at random, and what the product says of them. */
const [what = 'runs', ...args] = process.argv.slice(2);
const LABS: Readonly<Record<string, (args: readonly string[]) => number | Promise<number>>> = {
  runs: labRuns,
  compare: labCompare,
  ceiling: labCeiling,
  attribute: labAttribute,
};
const lab = LABS[what];
if (lab === undefined) {
  console.error(`lab: ${what} is none of ${Object.keys(LABS).join(', ')}`);
  process.exitCode = 104;
} else process.exitCode = await lab(args);
