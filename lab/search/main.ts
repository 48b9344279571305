import { parseArgs } from 'node:util';
import { attributionLab } from './attribution-lab.ts';
import { ceilingLab } from './ceiling-lab.ts';

type Lab = (searches: number, seed: number, families: string, say: (line: string) => void) => void;

/** `--searches` a family, from a `--seed`, of the families whose name contains `--families`. */
function played(lab: Lab, args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      searches: { type: 'string', default: '400' },
      seed: { type: 'string', default: '1' },
      families: { type: 'string', default: '' },
    },
  });
  lab(Number(values.searches), Number(values.seed), values.families, (line) => process.stdout.write(`${line}\n`));
  return 0;
}

/** `npm run lab -- ceiling --searches 400 --seed 1` */
export const labCeiling = (args: readonly string[]): number => played(ceilingLab, args);

/** `npm run lab -- attribute --searches 100 --seed 1` */
export const labAttribute = (args: readonly string[]): number => played(attributionLab, args);
