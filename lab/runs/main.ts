import { execFileSync } from 'node:child_process';
import { Coverage } from './coverage.ts';
import { FAMILIES } from './families.ts';
import { type Played, playDrawn } from './run.ts';
import { aScore, count, meetsGoals, type Score, upperBound } from './score.ts';

export interface LabRuns {
  /** Of each family. */
  readonly draws: number;
  readonly seed?: number | undefined;
  /** The families whose name it fits. */
  readonly only: string;
  /** Show each draw that was not named rightly. */
  readonly show: boolean;
}

/**
 * Draws runs of every family, has the product's rules judge them, and prints what was said against what was planted. The
 * seed is the commit's hash unless it is given.
 *
 * Returns 1 where a family misses a goal, or a third of a range has too few draws.
 */
export function labRuns({ draws, seed = commitSeed(), only, show }: LabRuns): number {
  const coverage = new Coverage();
  console.log(`${draws} draws a family from seed ${seed}; wrong and missed with their upper 95 % bounds\n`);
  let failed = 0;
  for (const family of FAMILIES.filter(({ name }) => new RegExp(only).test(name))) {
    const score = aScore();
    for (let draw = 0; draw < draws; draw++) {
      const played = playDrawn(family, seed * 1_000_003 + draw * 104_729);
      if (played === undefined) continue;
      coverage.add(played.scene);
      count(score, family, played);
      if (show && !family.causes.includes(played.verdict.cause)) console.log(lineOf(played));
    }
    if (!meetsGoals(score)) failed++;
    console.log(rowOf(family.name, score));
  }
  for (const thin of coverage.thin) console.log(`too few draws of ${thin}`);
  return failed > 0 || coverage.thin.length > 0 ? 1 : 0;
}

export function commitSeed(): number {
  const hash = execFileSync('git', ['rev-parse', '--short=7', 'HEAD'], { encoding: 'utf8' }).trim();
  return Number.parseInt(hash, 16) % 1_000_000;
}

export function rowOf(name: string, score: Score): string {
  const { drawn, right, wrong, missed, undetermined, among, resolvable, resolved, said } = score;
  const bound = (hits: number) => `${hits} (${(100 * upperBound(hits, drawn)).toFixed(1)} %)`;
  const list = [...said].sort((a, b) => b[1] - a[1]).map(([cause, times]) => `${cause} ${times}`);
  return [
    `${meetsGoals(score) ? ' ' : '!'} ${name.padEnd(26)} right ${right} of ${drawn}, wrong ${bound(wrong)}, missed ${bound(missed)}`,
    `undetermined ${undetermined} (truth among ${among}), where a run can tell ${resolved} of ${resolvable}`,
    list.join(', '),
  ].join('; ');
}

function lineOf({ scene, tally, verdict, harmed, visits }: Played): string {
  const { echo, first } = tally.tries;
  return [
    `  ${verdict.cause}: seed ${scene.seed}, ${scene.sessions} sessions, visits ${Math.round(scene.visits.meanS)} s ${scene.visits.kind}`,
    `ramp ${Math.round(scene.rampS)} s, hold ${Math.round(scene.holdS)} s, harmed ${harmed} of ${visits}`,
    `first ${first.refused} of ${first.tried}, echo ${echo.refused} of ${echo.tried}`,
    ...verdict.evidence,
  ].join('; ');
}
