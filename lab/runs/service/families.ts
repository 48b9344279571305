import type { Cause } from '../../../lib/verdict/rules/finding.ts';
import { Draws } from '../random.ts';
import { SERVICE_RANGES as RANGES } from '../scene.ts';
import { type Org, type VisitId, wellOrg } from './org.ts';
import { meets, type ServiceScene } from './scene.ts';

/** What is planted in a run: an org that does something, and a plan that is short of it where the fault is the plan's. */
export interface Planted {
  readonly scene: ServiceScene;
  readonly org: Org;
}

/** A kind of fault of the service: how it is drawn for a scene, and the causes that name it rightly. */
export interface ServiceFamily {
  readonly name: string;
  readonly causes: readonly Cause[];
  /** Only a draw in which the fault binds counts. Healthy families have none. */
  readonly binds: boolean;
  /** What the sentence has to say as well, where the cause alone does not name the fault. */
  readonly says?: RegExp;
  plant(scene: ServiceScene): Planted;
}

/** How strong a fault is. It is drawn once for a scene, so that rivals differ in nothing but their cause. */
function strengthOf({ seed, capacity, agents, needed, heldS, visitS, longestVisitS, rampS, holdS }: ServiceScene) {
  const draws = new Draws(seed ^ 0x3a7);
  const overload = draws.log(...RANGES.overload);
  const share = draws.between(...RANGES.harmed);
  return {
    overload,
    share,
    /** What takes so much longer that the plan's places are short by as much. */
    takesS: heldS * Math.max(0, (overload * agents * capacity) / needed - 1),
    /** Conversations still reach a queue: what comes after the longest visit never does. */
    lateS: (longestVisitS - visitS) * draws.log(...RANGES.late),
    fromS: rampS + holdS * draws.between(0, 0.6),
    /** Agents that are out: the first ones. */
    out: Math.ceil(agents * share),
    /** Conversations of others that take so many of the places. */
    othersPlaces: Math.min(agents * capacity, (agents * capacity - needed / overload) * 1.05 + 1),
  };
}

type Change = (
  scene: ServiceScene,
  strength: ReturnType<typeof strengthOf>,
) => { readonly org?: Partial<Org>; readonly scene?: Partial<ServiceScene> };

const family = (
  name: string,
  causes: readonly Cause[],
  change: Change,
  more: Partial<ServiceFamily> = {},
): ServiceFamily => ({
  name,
  causes,
  binds: true,
  ...more,
  plant: (scene) => {
    const changed = change(scene, strengthOf(scene));
    const planned = { ...scene, ...changed.scene };
    return { scene: planned, org: { ...wellOrg(planned), ...changed.org } };
  },
});

/** Of the conversations a share, by the customer and its visit. */
const spares =
  (scene: ServiceScene, share: number, key: number) =>
  (visit: VisitId, turn = 0) =>
    !meets(scene, share, key, visit.slot, visit.number, turn);

const CAPACITY: readonly Cause[] = ['queue-capacity'];
const ACCEPTANCE: readonly Cause[] = ['agent-acceptance'];
const WRAP_UP: readonly Cause[] = ['wrap-up-stall'];
const ROUTING: readonly Cause[] = ['slow-routing'];
const LOST: readonly Cause[] = ['messages-not-delivered'];
/** Absent agents have no name of their own: the finding on the queue's capacity says that they are absent. */
const ABSENT = { says: /not on queue/ };

export const SERVICE_FAMILIES: readonly ServiceFamily[] = [
  family('queue capacity, by the plan', CAPACITY, ({ needed, capacity }, { overload }) => ({
    scene: { agents: Math.max(1, Math.round(needed / overload / capacity)) },
  })),
  family('queue capacity, by the org', CAPACITY, ({ needed, agents }, { overload }) => ({
    org: { capacity: Math.max(1, Math.floor(needed / overload / agents)) },
  })),
  family('slow acceptance', ACCEPTANCE, ({ alertTimeoutS, acceptS }, { takesS }) => ({
    org: { acceptS: Math.min(takesS, alertTimeoutS - acceptS[1] - 0.5) },
  })),
  family('alerts that nobody hears', ACCEPTANCE, (_, { share }) => ({ org: { missed: share } })),
  family('after-contact, by the org', WRAP_UP, (_, { takesS }) => ({ org: { afterS: takesS } })),
  family('after-contact, by the plan', WRAP_UP, ({ wrapUpS: [least, most] }, { takesS }) => ({
    scene: { wrapsUp: true, wrapUpS: [least + takesS * 0.7, most + takesS * 1.3] },
  })),
  family('absent agents, told', CAPACITY, (_, { out }) => ({ org: { admits: (agent) => agent >= out } }), ABSENT),
  family(
    'absent agents, of other queues',
    CAPACITY,
    (_, { out }) => ({ org: { isPresent: (agent) => agent >= out } }),
    ABSENT,
  ),
  family(
    'absent agents, in mid-run',
    CAPACITY,
    (_, { out, fromS }) => ({
      org: { isPresent: (agent, nowS) => agent >= out || nowS < fromS },
    }),
    ABSENT,
  ),
  family('tokens that expire', ['tokens-refused'], (_, { out, fromS }) => ({
    org: { tokenEndsS: (agent) => (agent >= out ? Infinity : fromS) },
  })),
  family('tokens never taken', ['tokens-refused'], (_, { out }) => ({
    org: { tokenEndsS: (agent) => (agent >= out ? Infinity : 0) },
  })),
  family('slow routing, in the flow', ROUTING, (_, { lateS }) => ({ org: { flowS: () => lateS } })),
  family('slow routing, in the queue', ROUTING, (_, { lateS }) => ({ org: { routingS: lateS } })),
  family('flow that routes nothing', ['flow-not-routing'], () => ({ org: { flowS: () => Infinity } })),
  family('flow that routes a part', ['flow-not-routing'], (scene, { share }) => {
    const arrives = spares(scene, share, 41);
    return { org: { flowS: (visit) => (arrives(visit) ? 0.3 : Infinity) } };
  }),
  family('bot that never hands over', ['bot-never-hands-over'], (scene, { share }) => {
    const planned = { ...scene, questions: Math.max(1, scene.questions) };
    return { scene: planned, org: { handsOver: spares(planned, share, 42) } };
  }),
  family('conversations of others', ['foreign-conversations'], ({ visitS }, { othersPlaces }) => ({
    org: { others: { perMinute: (60 * othersPlaces) / visitS, staysS: visitS } },
  })),
  family('conversations left over', ['foreign-conversations'], (_, { othersPlaces }) => ({
    org: { leftOver: Math.round(othersPlaces) },
  })),
  family('transcripts not recognised', ['transcript-unrecognised'], (scene, { share }) => ({
    org: { recognises: spares(scene, share, 43) },
  })),
  family("agents' messages lost", LOST, (scene, { share }) => ({
    org: { heardByCustomer: spares(scene, share, 44) },
  })),
  family("customers' messages lost", LOST, (scene, { share }) => ({ org: { heardByAgent: spares(scene, share, 45) } })),
  family('healthy', ['none'], () => ({}), { binds: false }),
];
