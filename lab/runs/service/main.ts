import { countSaid } from '../score.ts';
import { type LabRuns, scoreFamilies } from '../score-families.ts';
import { SERVICE_FAMILIES } from './families.ts';
import { servicePlanOf, serviceReadingOf } from './reading-of.ts';
import { playService, type ServicePlayed } from './run.ts';

/**
 * Draws runs with agents of every family of service, has the product's rules judge them, and prints what was said against
 * what was planted. Returns 1 where a family misses a goal.
 */
export function labService(options: LabRuns): number {
  const failed = scoreFamilies(SERVICE_FAMILIES, options, (score, family, seed) => {
    const played = playService(family, seed);
    if (played === undefined) return;
    const says = family.says?.test(played.verdict.says) ?? true;
    const right = countSaid(score, family, says ? played.verdict : { cause: 'undetermined' });
    if (options.show && !right) console.log(lineOf(played));
  });
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
