import { EventQueue } from '../event-queue.ts';
import { keyed } from './random.ts';
import { type Scene, stayS } from './scene.ts';
import { Tally } from './tally.ts';
import type { Session, Tenant } from './tenant.ts';

/** A visit that is under way. */
interface Visit {
  readonly slot: number;
  readonly number: number;
  readonly deployment: number;
  /** How much of its stay (s) is left. */
  leftS: number;
  attempts: number;
  failures: number;
  wasCut: boolean;
}

type Event =
  | { readonly kind: 'begin'; readonly slot: number; readonly number: number }
  | { readonly kind: 'knock'; readonly visit: Visit; readonly echo: boolean }
  | {
      readonly kind: 'leave';
      readonly visit: Visit;
      readonly session: Session;
      readonly cut: boolean;
      /** For how long (s) no frame had passed; undefined where nothing cut the session for that. */
      readonly quietS: number | undefined;
    };

const ECHO_S = 0.15;
const CAP_S = 60;

/** Plays a scene against a tenant, event by event. What is counted is what a run's metrics count. */
export function simulate(scene: Scene, tenant: Tenant): Tally {
  const { sessions, rampS, holdS, teardownS, gapS, attempts, retryFirstS, seed } = scene;
  const holdEndsS = rampS + holdS;
  const queue = new EventQueue<Event>();
  const tally = new Tally(scene);
  const sessionsOpen = new Map<Session, Visit>();
  const stopsS = (slot: number) => holdEndsS + teardownS * (1 - slot / sessions);
  for (let slot = 0; slot < sessions; slot++) queue.add((slot * rampS) / sessions, { kind: 'begin', slot, number: 0 });

  const backoffS = (visit: Visit) =>
    Math.min(CAP_S, retryFirstS * 2 ** (visit.failures - 1)) *
    (0.8 + 0.4 * keyed(seed, 3, visit.slot, visit.number, visit.attempts));

  const over = (visit: Visit, outcome: 'complete' | 'refused' | 'cut', nowS: number) => {
    tally.outcomes[visit.wasCut ? 'cut' : outcome]++;
    if (outcome === 'complete') tally.gap(nowS, gapS);
    const next = nowS + gapS;
    if (next < stopsS(visit.slot)) queue.add(next, { kind: 'begin', slot: visit.slot, number: visit.number + 1 });
  };

  const again = (visit: Visit, nowS: number) => {
    visit.failures++;
    if (visit.failures >= attempts) return over(visit, 'refused', nowS);
    const at = nowS + backoffS(visit);
    if (at >= holdEndsS) return over(visit, 'refused', nowS);
    queue.add(at, { kind: 'knock', visit, echo: false });
  };

  const close = (session: Session, visit: Visit, nowS: number, cut: boolean, idleS: number | undefined) => {
    session.over = true;
    sessionsOpen.delete(session);
    tenant.closed?.(session, nowS);
    tally.closed(session.openedS, nowS, cut ? (idleS ?? quietSince(scene, session, nowS)) : undefined);
    if (!cut) return over(visit, 'complete', nowS);
    visit.wasCut = true;
    visit.leftS -= nowS - session.openedS;
    visit.failures = 0;
    again(visit, nowS);
  };

  const open = (visit: Visit, nowS: number) => {
    const { slot, number, deployment } = visit;
    const session: Session = { slot, number, deployment, openedS: nowS, over: false };
    sessionsOpen.set(session, visit);
    const evicted = tenant.opened?.(session, nowS) ?? [];
    for (const one of evicted) {
      const its = sessionsOpen.get(one);
      if (its !== undefined && !one.over) close(one, its, nowS, true, undefined);
    }
    if (session.over) return;
    const idleAtS = tenant.idleS === undefined ? Infinity : firstGap(scene, session, tenant.idleS, visit.leftS);
    const cutS = Math.min(tenant.cutAfterS?.(session) ?? Infinity, idleAtS);
    const cut = cutS < visit.leftS;
    const stay = cut ? cutS : visit.leftS;
    const quietS = idleAtS <= stay ? (tenant.idleS ?? 0) : undefined;
    queue.add(nowS + stay, { kind: 'leave', visit, session, cut, quietS });
  };

  for (let next = queue.next(); next !== undefined; next = queue.next()) {
    const { at: nowS, event } = next;
    switch (event.kind) {
      case 'begin': {
        if (nowS >= stopsS(event.slot)) break;
        const { slot, number } = event;
        // A spread is slow where so many are made.
        const visit: Visit = {
          slot,
          number,
          deployment: deploymentOf(scene, slot, number),
          leftS: stayS(scene, slot, number),
          attempts: 0,
          failures: 0,
          wasCut: false,
        };
        queue.add(nowS, { kind: 'knock', visit, echo: false });
        break;
      }
      case 'knock': {
        const { visit, echo } = event;
        const status = tenant.knock(nowS, visit.deployment);
        const tried = visit.attempts++ === 0 ? 'first' : echo ? 'echo' : 'again';
        tally.attempt(nowS, tried, visit.deployment, status);
        if (status === undefined) open(visit, nowS);
        else if (tried === 'first' && nowS + ECHO_S < holdEndsS)
          queue.add(nowS + ECHO_S, { kind: 'knock', visit, echo: true });
        else again(visit, nowS);
        break;
      }
      case 'leave':
        if (!event.session.over) close(event.session, event.visit, nowS, event.cut, event.quietS);
        break;
    }
  }
  return tally;
}

function deploymentOf({ seed, weights }: Scene, slot: number, number: number): number {
  let rest = keyed(seed, 4, slot, number) * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [place, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return place;
  }
  return weights.length - 1;
}

/** When (s from its opening) a session has first been quiet for `idleS`; infinity where it never is. */
function firstGap({ seed, frameS }: Scene, { slot, number, openedS }: Session, idleS: number, stay: number): number {
  let at = 0;
  for (let frame = 0; at < stay; frame++) {
    const gap = -frameS * Math.log(1 - keyed(seed, 5, slot, number, Math.floor(openedS), frame));
    if (gap > idleS) return at + idleS;
    at += gap;
  }
  return Infinity;
}

/** For how long no frame had passed when something else cut a session. */
function quietSince({ seed, frameS }: Scene, { slot, number, openedS }: Session, nowS: number): number {
  return Math.min(nowS - openedS, -frameS * Math.log(1 - keyed(seed, 6, slot, number, Math.floor(nowS))));
}
