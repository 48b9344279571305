import { parseArgs } from 'node:util';
import { FAMILIES } from './families.ts';
import { type Played, playDrawn } from './run.ts';

/**
 * Draws runs of every family, has the product's rules judge them, and prints what was said against what was planted.
 *
 *     npm run lab -- runs --draws 1000 --seed 1 --only 'level|bucket'
 */
export function labRuns(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      draws: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      show: { type: 'boolean', default: false },
    },
  });
  for (const family of FAMILIES.filter(({ name }) => new RegExp(values.only).test(name))) {
    const said = new Map<string, number>();
    let [drawn, resolvable, right] = [0, 0, 0];
    for (let draw = 0; draw < Number(values.draws); draw++) {
      const played = playDrawn(family, Number(values.seed) * 1_000_003 + draw * 104_729);
      if (played === undefined) continue;
      drawn++;
      const { cause } = played.verdict;
      said.set(cause, (said.get(cause) ?? 0) + 1);
      if (isResolvable(played)) {
        resolvable++;
        if (family.causes.includes(cause)) right++;
      }
      if (values.show && !family.causes.includes(cause) && (cause !== 'undetermined' || isResolvable(played)))
        console.log(line(played));
    }
    const list = [...said].sort((a, b) => b[1] - a[1]).map(([cause, count]) => `${cause} ${count}`);
    console.log(`${family.name.padEnd(28)} ${drawn} drawn: ${list.join(', ')}; resolvable ${right} of ${resolvable}`);
  }
  return 0;
}

function isResolvable({ scene, tally }: Played): boolean {
  const { holdS, visits } = scene;
  if (visits.kind === 'constant' || holdS < 180 || holdS < 2 * visits.meanS) return false;
  const departures = tally.slices.filter(({ closed }) => closed >= 3).length;
  return departures === 24 && (tally.tries.echo.tried === 0 || tally.tries.echo.tried >= 20);
}

function line({ scene, tally, verdict, harmed, visits }: Played): string {
  const { echo, first } = tally.tries;
  return [
    `  ${verdict.cause}: seed ${scene.seed} sessions ${scene.sessions} visit ${Math.round(scene.visits.meanS)} ${scene.visits.kind}`,
    `ramp ${Math.round(scene.rampS)} hold ${Math.round(scene.holdS)} harmed ${harmed}/${visits}`,
    verdict.evidence.join(' | '),
    `first ${first.refused}/${first.tried} echo ${echo.refused}/${echo.tried} held ${tally.phases[0].admitted - tally.phases[0].closed}`,
  ].join(' ');
}
