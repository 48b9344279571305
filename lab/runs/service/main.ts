import { commitSeed, type LabRuns, rowOf } from '../main.ts';
import { aScore, countSaid, meetsGoals } from '../score.ts';
import { SERVICE_FAMILIES } from './families.ts';
import { servicePlanOf, serviceReadingOf } from './reading-of.ts';
import { playService, type ServicePlayed } from './run.ts';

/**
 * Draws runs with agents of every family of service, has the product's rules judge them, and prints what was said against
 * what was planted. The seed is the commit's hash unless it is given. Returns 1 where a family misses a goal.
 */
export function labService({ draws, seed = commitSeed(), only, show }: LabRuns): number {
  console.log(`${draws} draws a family from seed ${seed}; wrong and missed with their upper 95 % bounds\n`);
  let failed = 0;
  for (const family of SERVICE_FAMILIES.filter(({ name }) => new RegExp(only).test(name))) {
    const score = aScore();
    for (let draw = 0; draw < draws; draw++) {
      const played = playService(family, seed * 1_000_003 + draw * 104_729);
      if (played === undefined) continue;
      const says = family.says?.test(played.verdict.says) ?? true;
      const right = countSaid(score, family, says ? played.verdict : { cause: 'undetermined' });
      if (show && !right) console.log(lineOf(played));
    }
    if (!meetsGoals(score)) failed++;
    console.log(rowOf(family.name, score));
  }
  return failed > 0 ? 1 : 0;
}

function lineOf({ scene, log, capacity, verdict, harmed }: ServicePlayed): string {
  const { tenant, agents, service, conversationsBegun } = serviceReadingOf(log, capacity);
  const { agents: plan } = servicePlanOf(scene);
  return [
    `  ${verdict.cause}: seed ${scene.seed}, ${scene.sessions} sessions, ${scene.agents} agents × ${scene.capacity}, ${Math.round(scene.needed)} places needed`,
    `hold ${Math.round(scene.holdS)} s, longest ${Math.round(scene.longestVisitS)} s, slow ${scene.slowAnswerS} s, harmed ${harmed} of ${log.visits.size}`,
    `accepted ${agents.accepted} in ${Math.round(agents.acceptP95Ms)} ms of ${plan?.accept.maxMs}, not answered ${agents.notAnswered}, answer ${JSON.stringify(service?.firstAnswer)}`,
    `begun ${conversationsBegun}, outcomes ${JSON.stringify(service?.outcomes).replace(/"[\w-]+":0,?/g, '')}`,
    `${tenant.readings} readings ${JSON.stringify(tenant.waiting)} ${JSON.stringify(tenant.most)} alert ${Math.round(scene.alertTimeoutS)} s`,
    ...verdict.evidence,
    `candidates ${verdict.candidates?.join(', ')}; also ${verdict.also.map(({ cause }) => cause).join(', ')}`,
  ].join('; ');
}
