import { HOLDERS, type Holder } from '../../../lib/measures/table/tag-values.ts';
import type { Plan } from '../../../lib/plan/schema.ts';
import { activeIn, holdersOf, type Levels, Plateau, stateOf } from '../../../lib/play/watch/levels.ts';
import type { Reading } from '../../../lib/verdict/reading/reading.ts';
import { recordOf } from '../../../lib/verdict/reading/record-of.ts';
import { basePlan, NO_MESSAGES, NO_SIGN_INS } from '../reading-of.ts';
import type { ServiceLog } from './log.ts';
import type { ServiceScene, Span } from './scene.ts';

const BASE = basePlan({ agents: { count: 10, perMinute: 600, capacity: 4, tokens: { source: 'simulated' } } });

const ms = ([least, most]: Span) => ({ minMs: least * 1_000, maxMs: most * 1_000 });

/** The plan of a scene. */
export function servicePlanOf(scene: ServiceScene): Plan {
  const { sessions, rampS, holdS, teardownS, gapS, longestVisitS, thinkS, questions } = scene;
  const { agents, capacity, acceptS, replyS, wrapUpS, missed, slowAnswerS, intervalS } = scene;
  if (BASE.agents === undefined) throw new Error('the plan has agents');
  return {
    ...BASE,
    customers: {
      ...BASE.customers,
      ...{ sessions, perMinute: (sessions / rampS) * 60, holdMs: holdS * 1_000, teardownMs: teardownS * 1_000 },
      ...{ gapMs: gapS * 1_000, longestVisitMs: longestVisitS * 1_000, think: ms(thinkS) },
      ...(questions === 0 ? {} : { bot: { answers: [], otherwise: 'An agent, please', turns: questions } }),
    },
    agents: {
      ...BASE.agents,
      ...{ count: agents, capacity, missed, accept: ms(acceptS), reply: ms(replyS), wrapUp: ms(wrapUpS) },
    },
    limits: { ...BASE.limits, slowAnswerMs: slowAnswerS * 1_000 },
    monitor: { ...BASE.monitor, intervalMs: intervalS * 1_000 },
  };
}

/** What the product reads of a run of `contact-centre` that went as the log says. `capacity` is the org's. */
export function serviceReadingOf(log: ServiceLog, capacity: number): Reading {
  const { scene, counts, began, ended, visits: all } = log;
  const visits = all.size;
  const count = (is: (one: ServiceLog['visits'] extends Map<number, infer V> ? V : never) => boolean) =>
    [...all.values()].filter(is).length;
  const of = (outcome: string) => count((one) => one.outcome === outcome);
  const phaseOf = (phase: 0 | 1 | 2) => {
    const [opened = 0, closed = 0] = [began[phase], ended[phase]];
    return { attempts: opened, refused: 0, admitted: opened, opened, closed };
  };
  const [ramp, hold, teardown] = [phaseOf(0), phaseOf(1), phaseOf(2)];
  const reached = (many: number) => ({ reached: many, of: visits });
  const conversations = (many: number) => ({ reached: many, of: counts.begun });
  const waits = [...all.values()].flatMap(({ waitS }) => (waitS === undefined ? [] : [waitS * 1_000]));
  const sent = (many: number) => ({ ...NO_MESSAGES, sent: many, acked: many });
  const received = (many: number, lost: number) =>
    many === 0 ? undefined : { received: many - lost, altered: 0, twice: 0, 'history-only': lost, nowhere: 0 };
  const { said, replied, lostOfCustomers, lostOfAgents, met, handedOver, stuck } = counts;
  return {
    durationMs: (scene.rampS + scene.holdS + scene.teardownS) * 1_000,
    ...{ attempts: visits, refused: 0, failed: 0, refused503: 0, refused403: 0, causes: {} },
    ...{ admitted: visits, opened: visits, evicted: 0, dropped: 0 },
    notConfigured: { refused: 0, 'too-many': 0, silent: 0, other: 0, unauthorized: 0, closed: 0 },
    phases: { ramp, hold, teardown },
    heldAfterRamp: ramp.opened - ramp.closed,
    heldAfterHold: ramp.opened - ramp.closed + hold.opened - hold.closed,
    firstRefusalAt: undefined,
    ready: { medMs: 20, p95Ms: 40 },
    messages: { customer: sent(said), agent: sent(replied) },
    acks: { slow: 0, of: said },
    received: { customer: received(said, lostOfCustomers), agent: received(replied, lostOfAgents) },
    conversationsBegun: counts.begun,
    asides: { opening: 0, 'bot-answer': 0 },
    attachments: { sent: 0, refused: 0, failed: 0 },
    bots: { met, 'handed-over': handedOver, stuck },
    signIns: NO_SIGN_INS,
    transcriptsComplete: of('complete'),
    service: {
      judged: true,
      judgedGoals: ['stayed', 'spoke', 'answered', 'as-planned', 'answered-in-time'],
      outcomes: {
        ...{ complete: of('complete'), 'left-early': 0, unserved: of('unserved'), deadline: of('deadline') },
        ...{ 'agent-disconnected': 0, 'not-said': 0, cut: 0, evicted: 0, expired: 0, 'logged-out': 0 },
        ...{ 'not-configured': 0, refused: 0 },
      },
      goals: {
        stayed: reached(visits),
        spoke: reached(counts.begun),
        answered: conversations(waits.length),
        'answered-in-time': conversations(count((one) => log.isInTime(one))),
        'as-planned': reached(of('complete')),
      },
      seconds: { ramp: log.seconds[0], hold: log.seconds[1], teardown: log.seconds[2] },
      firstAnswer: waits.length === 0 ? undefined : { medMs: quantile(waits, 0.5), p95Ms: quantile(waits, 0.95) },
      shifts: {
        'as-planned': scene.agents - counts.refused - counts.notOnQueue,
        ...{ 'not-on-queue': counts.notOnQueue, refused: counts.refused },
        ...{ cut: 0, 'not-logged-in': 0, 'shared-user': 0 },
      },
    },
    agents: {
      ...{ connected: counts.connected, refused: counts.refused, accepted: log.accepts.length },
      ...{ wrappedUp: counts.wrappedUp, notAnswered: counts.notAnswered, unrecognised: counts.unrecognised },
      ...{ foreign: counts.foreign, leftOver: counts.leftOver },
      transfers: { made: 0, refused: 0, 'taken-over': 0 },
      acceptP95Ms: quantile(log.accepts, 0.95) * 1_000,
    },
    platform: {
      ...{ calls: said + 2 * replied + log.readings.length * 2, rateLimited: 0, p95Ms: 60, unexpected: 0 },
      ...{ load: undefined, organizationLimited: 0, endpoints: [] },
    },
    ...{ visits, visitsNotBegun: 0, lateVisits: 0 },
    tenant: tenantOf(log, capacity),
  };
}

/** What the product's monitor makes of the levels that it read. */
function tenantOf({ scene, readings }: ServiceLog, capacity: number): Reading['tenant'] {
  const { rampS, holdS, sessions } = scene;
  const read = readings.flatMap(({ atS, levels }) => (levels === undefined ? [] : [{ atS, levels }]));
  const inHold = read.filter(({ atS }) => atS < rampS + holdS);
  const states = inHold.map(({ levels }) => stateOf(levels, capacity));
  const standstill = new Plateau();
  const stood = inHold.filter(({ atS, levels }) =>
    standstill.standsStill(activeIn(levels), Math.min(1, atS / rampS) * sessions),
  );
  const share = (many: number) => (inHold.length === 0 ? 0 : many / inHold.length);
  const stateShare = (state: string) => share(states.filter((one) => one === state).length);
  const most = (level: keyof Levels) => read.reduce((max, { levels }) => Math.max(max, levels[level]), 0);
  const held = read.flatMap(({ levels }) => holdersOf(levels, capacity, { sessions, agents: scene.agents }) ?? []);
  const holder = (name: Holder) => {
    const tenths = held.flatMap((one) => one[name] ?? []);
    return tenths.reduce((sum, one) => sum + one / 10, 0) / Math.max(1, tenths.length);
  };
  const due = readings.filter(({ atS }) => atS < rampS + holdS);
  const seenS = [0, ...inHold.map(({ atS }) => atS), rampS + holdS];
  const longestS = Math.max(...seenS.slice(1).map((atS, place) => atS - (seenS[place] ?? 0)));
  return {
    readings: inHold.length,
    most: {
      ...{ waiting: most('waiting'), alerting: most('alerting'), interacting: most('interacting') },
      ...{ 'on-queue': most('on-queue'), idle: most('idle'), 'not-responding': most('not-responding') },
    },
    states: {
      ...{ full: stateShare('full'), free: stateShare('free'), 'after-contact': stateShare('after-contact') },
      plateau: share(stood.length),
    },
    waiting:
      read.length === 0
        ? undefined
        : { readings: read.length, share: held.length / read.length, ...recordOf(HOLDERS, holder) },
    blind:
      due.length === 0
        ? undefined
        : { missed: due.length - inHold.length, of: due.length, longestMs: longestS * 1_000 },
  };
}

function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}
