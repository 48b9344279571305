import { Coverage } from './coverage.ts';
import { FAMILIES } from './families.ts';
import { type Played, playDrawn } from './run.ts';
import { count } from './score.ts';
import { type LabRuns, scoreFamilies } from './score-families.ts';

/**
 * Draws runs of every family of limits and faults at the way in, has the product's rules judge them, and prints what was
 * said against what was planted. Returns 1 where a family misses a goal, or a third of a range has too few draws.
 */
export function labRuns(options: LabRuns): number {
  const coverage = new Coverage();
  const failed = scoreFamilies(FAMILIES, options, (score, family, seed) => {
    const played = playDrawn(family, seed);
    if (played === undefined) return;
    coverage.add(played.scene);
    count(score, family, played);
    if (options.show && !family.causes.includes(played.verdict.cause)) console.log(lineOf(played));
  });
  for (const thin of coverage.thin) console.log(`too few draws of ${thin}`);
  return failed > 0 || coverage.thin.length > 0 ? 1 : 0;
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
