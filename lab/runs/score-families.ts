import { execFileSync } from 'node:child_process';
import { aScore, meetsGoals, type Score, upperBound } from './score.ts';

export interface LabRuns {
  /** Of each family. */
  readonly draws: number;
  /** The commit's hash where it is not given. */
  readonly seed?: number | undefined;
  /** The families whose name it fits. */
  readonly only: string;
  /** Show each draw that was not named rightly. */
  readonly show: boolean;
}

/** Scores `draws` runs of each family by `draw`, and prints a row for each. Returns how many families miss a goal. */
export function scoreFamilies<F extends { readonly name: string }>(
  families: readonly F[],
  { draws, seed = commitSeed(), only }: LabRuns,
  draw: (score: Score, family: F, seed: number) => void,
): number {
  console.log(`${draws} draws a family from seed ${seed}; wrong and missed with their upper 95 % bounds\n`);
  let failed = 0;
  for (const family of families.filter(({ name }) => new RegExp(only).test(name))) {
    const score = aScore();
    for (let number = 0; number < draws; number++) draw(score, family, seed * 1_000_003 + number * 104_729);
    if (!meetsGoals(score)) failed++;
    console.log(rowOf(family.name, score));
  }
  return failed;
}

function commitSeed(): number {
  const hash = execFileSync('git', ['rev-parse', '--short=7', 'HEAD'], { encoding: 'utf8' }).trim();
  return Number.parseInt(hash, 16) % 1_000_000;
}

function rowOf(name: string, score: Score): string {
  const { drawn, right, wrong, missed, undetermined, among, resolvable, resolved, said } = score;
  const bound = (hits: number) => `${hits} (${(100 * upperBound(hits, drawn)).toFixed(1)} %)`;
  const list = [...said].sort((a, b) => b[1] - a[1]).map(([cause, times]) => `${cause} ${times}`);
  return [
    `${meetsGoals(score) ? ' ' : '!'} ${name.padEnd(26)} right ${right} of ${drawn}, wrong ${bound(wrong)}, missed ${bound(missed)}`,
    `undetermined ${undetermined} (truth among ${among}), where a run can tell ${resolved} of ${resolvable}`,
    list.join(', '),
  ].join('; ');
}
