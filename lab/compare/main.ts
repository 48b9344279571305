import { NULLS } from './nulls.ts';
import { falseBetter, power, powerAtPrinted } from './operating-characteristics.ts';

const PAIRS = [8, 12, 16];
/** In spreads of a single trial. */
const DIFFERENCES = [0.5, 1, 1.5, 2, 2.5, 3];
/** The most that may be said falsely: one comparison in a hundred, and what chance adds to it in so many runs. */
const MOST = 0.01;
const SIGMAS = 3;

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`.padStart(8);

/**
 * `npm run lab -- compare`: how often `headroom compare` says "better" where nothing is, over nulls with every kind of
 * noise, and how often it finds what is there. Returns 99 where a false "better" is more frequent than one in a hundred,
 * or where an answer and its interval disagree.
 */
export function labCompare({ runs, seed }: { readonly runs: number; readonly seed: number }): number {
  const most = MOST + SIGMAS * Math.sqrt((MOST * (1 - MOST)) / runs);
  let isGood = true;
  console.log(`false "better", ${runs} comparisons each, seed ${seed}: by the primary measure, and by any of four\n`);
  console.log(`${''.padEnd(28)}${PAIRS.map((pairs) => `${pairs} pairs`.padStart(20)).join('')}`);
  for (const [place, on] of NULLS.entries()) {
    const cells = PAIRS.map((pairs, column) => {
      const { primary, any, disagree } = falseBetter(on, pairs, runs, seed + 1_000 * place + column);
      isGood &&= any / runs <= most && disagree === 0;
      return `${percent(primary / runs)} ${percent(any / runs)}`.padStart(20);
    });
    console.log(on.name.padEnd(28) + cells.join(''));
  }
  console.log(`\nshown, by the difference in spreads of a trial (normal noise)\n`);
  for (const difference of DIFFERENCES) {
    const cells = PAIRS.map((pairs) => percent(power(difference, pairs, runs / 4, seed)).padStart(20));
    console.log(`${difference}`.padEnd(28) + cells.join(''));
  }
  const printed = PAIRS.map((pairs) => percent(powerAtPrinted(pairs, runs / 4, seed)).padStart(20));
  console.log(`${'the one that is printed'.padEnd(28)}${printed.join('')}`);
  return isGood ? 0 : 99;
}
