import { Draws, keyed } from './random.ts';
import { RANGES, type Scene } from './scene.ts';
import {
  bucket,
  chance,
  cutAtAge,
  cutAtQuiet,
  cutByChance,
  deadDeployments,
  fixedWindow,
  HEALTHY,
  level,
  outage,
  restart,
  type Tenant,
  together,
} from './tenant.ts';

/** A kind of fault: how it is drawn for a scene, and the causes that name it rightly. */
export interface Family {
  readonly name: string;
  readonly causes: readonly string[];
  /** Only a draw in which the fault binds counts. Healthy families have none. */
  readonly binds: boolean;
  plant(scene: Scene, draws: Draws): Tenant;
}

const LEVEL = ['tenant-connection-ceiling'];
const PACE = ['connection-rate-throttle'];

const family = (name: string, causes: readonly string[], plant: Family['plant'], binds = true): Family => ({
  name,
  causes,
  plant,
  binds,
});

const levelOf = ({ sessions }: Scene, draws: Draws): number =>
  Math.max(2, Math.round(sessions * draws.between(...RANGES.level)));

const paceOf = ({ sessions, visits, gapS }: Scene, draws: Draws): number =>
  (sessions * draws.between(...RANGES.pace)) / (visits.meanS + gapS);

const burstOf = ({ sessions }: Scene, draws: Draws): number => Math.max(1, Math.round(draws.log(1, sessions / 2)));

/** Redraws a limit each 2 s, the same for every knock within them. */
const redrawn = (seed: number, least: number, most: number) => (nowS: number) =>
  least + (most - least) * keyed(seed, 7, Math.floor(nowS / 2));

const randomOf = (seed: number) => {
  const draws = new Draws(seed ^ 0x51ab);
  return () => draws.next();
};

/** The end of the run's hold, and the length of its visits, bound when a fault of the middle happens. */
const withinHold = ({ rampS, holdS }: Scene, draws: Draws, share: number): readonly [number, number] => {
  const from = rampS + holdS * draws.between(0, 1 - share);
  return [from, from + holdS * share];
};

export const FAMILIES: readonly Family[] = [
  family('level', LEVEL, (scene, draws) => {
    const at = levelOf(scene, draws);
    return level(() => at);
  }),
  family('level, 403', LEVEL, (scene, draws) => {
    const at = levelOf(scene, draws);
    return level(() => at, { status: 403 });
  }),
  family('level, redrawn each 2 s', LEVEL, (scene, draws) => {
    const at = levelOf(scene, draws);
    return level(redrawn(scene.seed, at * 0.93, at * 1.07));
  }),
  family('level, slow release', LEVEL, (scene, draws) => {
    const at = levelOf(scene, draws);
    const releaseS = Math.min(draws.between(...RANGES.releaseS), 2 * scene.visits.meanS);
    return level(() => at, { releaseS });
  }),
  family('level that falls', LEVEL, (scene, draws) => {
    const at = levelOf(scene, draws);
    const fallsS = scene.rampS + scene.holdS * draws.between(0.2, 0.7);
    const to = at * draws.between(0.5, 0.8);
    return level((nowS) => (nowS < fallsS ? at : to));
  }),
  family('level, with others', LEVEL, (scene, draws) => {
    const at = levelOf(scene, draws);
    const others = at * draws.between(0.02, 0.1);
    const periodS = draws.log(60, 1_200);
    return level((nowS) => at - others * (1 + Math.sin((2 * Math.PI * nowS) / periodS)));
  }),
  family('level for each deployment', LEVEL, (scene, draws) => {
    const at = Math.max(1, Math.round(levelOf(scene, draws) / scene.weights.length));
    return level(() => at, { perDeployment: true });
  }),
  family('bucket', PACE, (scene, draws) => bucket(burstOf(scene, draws), paceOf(scene, draws))),
  family('bucket, 403', PACE, (scene, draws) => bucket(burstOf(scene, draws), paceOf(scene, draws), 403)),
  family('fixed window', PACE, (scene, draws) =>
    fixedWindow(Math.max(1, Math.round(paceOf(scene, draws) * 60)), 60, scene.minuteS),
  ),
  family('bucket and level', [...LEVEL, ...PACE], (scene, draws) => {
    const at = levelOf(scene, draws);
    return together(
      level(() => at),
      bucket(burstOf(scene, draws), paceOf(scene, draws)),
    );
  }),
  family('chance', ['refusals-by-chance'], (scene, draws) => chance(draws.log(...RANGES.chance), randomOf(scene.seed))),
  family('outage', ['outage'], (scene, draws) => outage(...withinHold(scene, draws, draws.between(...RANGES.outage)))),
  family('dead deployment', ['deployment-refused'], (scene, draws) =>
    deadDeployments([Math.floor(draws.next() * scene.weights.length)], draws.of([404, 403, 503])),
  ),
  family('eviction', ['sessions-cut-by-level'], (scene, draws) => {
    const at = levelOf(scene, draws);
    return level(() => at, { evicts: true });
  }),
  family('cut by age', ['sessions-cut-by-age'], (scene, draws) =>
    cutAtAge(scene.visits.meanS * draws.between(0.2, 1.2)),
  ),
  family('cut by quiet', ['sessions-cut-by-quiet'], (scene, draws) => cutAtQuiet(scene.frameS * draws.between(1.5, 4))),
  family('cut by chance', ['sessions-cut'], (scene, draws) =>
    cutByChance(scene.visits.meanS * draws.log(0.5, 10), randomOf(scene.seed)),
  ),
  family('restart', ['sessions-cut'], (scene, draws) => restart(withinHold(scene, draws, 0)[0])),
  family('healthy', ['none'], () => HEALTHY, false),
  family(
    'healthy, 3 % by chance',
    ['none'],
    (scene, draws) => chance(draws.between(0.001, 0.03), randomOf(scene.seed)),
    false,
  ),
];
