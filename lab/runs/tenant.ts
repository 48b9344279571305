/** A session as the tenant sees it. */
export interface Session {
  readonly slot: number;
  readonly number: number;
  readonly deployment: number;
  readonly openedS: number;
  /** Is over: nothing that is due for it happens any more. */
  over: boolean;
}

/** What the modelled tenant does. Times are seconds from the start of the run. */
export interface Tenant {
  /** The status of a refusal; undefined where the upgrade opens. */
  knock(nowS: number, deployment: number): number | undefined;
  /** A session opened. Returns the sessions that are thrown out for it. */
  opened?(session: Session, nowS: number): Session[];
  closed?(session: Session, nowS: number): void;
  /** How long (s) the session lives before it is cut; infinity where nothing cuts it. */
  cutAfterS?(session: Session): number;
  /** Cuts a session in which no frame passed for so long (s). */
  readonly idleS?: number;
}

export const HEALTHY: Tenant = { knock: () => undefined };

/** Several faults at once: the first that refuses does. */
export function together(...faults: readonly Tenant[]): Tenant {
  return {
    knock: (nowS, deployment) => {
      for (const fault of faults) {
        const status = fault.knock(nowS, deployment);
        if (status !== undefined) return status;
      }
      return undefined;
    },
    opened: (session, nowS) => faults.flatMap((fault) => fault.opened?.(session, nowS) ?? []),
    closed: (session, nowS) => {
      for (const fault of faults) fault.closed?.(session, nowS);
    },
    cutAfterS: (session) => Math.min(...faults.map((fault) => fault.cutAfterS?.(session) ?? Infinity)),
    idleS: Math.min(...faults.map((fault) => fault.idleS ?? Infinity)),
  };
}

/** How a level refuses. */
export interface LevelOptions {
  readonly status?: number;
  /** Places come free so long (s) after a session left. */
  readonly releaseS?: number;
  /** Throws out the oldest instead of refusing. */
  readonly evicts?: boolean;
  /** A level for each deployment. */
  readonly perDeployment?: boolean;
}

/** At most `at(nowS)` sessions at once. */
export function level(at: (nowS: number) => number, options: LevelOptions = {}): Tenant {
  const { status = 503, releaseS = 0, evicts = false, perDeployment = false } = options;
  const open = new Map<number, Set<Session>>();
  const freed = new Map<number, number[]>();
  const placeOf = (deployment: number) => (perDeployment ? deployment : 0);
  const taken = (place: number, nowS: number) => {
    const waiting = freed.get(place) ?? [];
    while (waiting.length > 0 && (waiting[0] as number) <= nowS) waiting.shift();
    return (open.get(place)?.size ?? 0) + waiting.length;
  };
  return {
    knock: (nowS, deployment) =>
      !evicts && taken(placeOf(deployment), nowS) >= Math.floor(at(nowS)) ? status : undefined,
    opened: (session, nowS) => {
      const place = placeOf(session.deployment);
      const all = open.get(place) ?? new Set<Session>();
      open.set(place, all.add(session));
      if (!evicts) return [];
      return oldest(all, all.size - Math.floor(at(nowS)));
    },
    closed: (session, nowS) => {
      const place = placeOf(session.deployment);
      open.get(place)?.delete(session);
      if (releaseS === 0) return;
      const waiting = freed.get(place) ?? [];
      freed.set(place, waiting);
      waiting.push(nowS + releaseS);
    },
  };
}

/** The first of a set, which keeps the order in which its members came. */
function oldest(all: ReadonlySet<Session>, count: number): Session[] {
  const first: Session[] = [];
  for (const one of all) {
    if (first.length >= count) break;
    first.push(one);
  }
  return first;
}

/** A token bucket: `burst` at once, `aSecond` after that. */
export function bucket(burst: number, aSecond: number, status = 503): Tenant {
  let [tokens, atS] = [burst, 0];
  return {
    knock: (nowS) => {
      tokens = Math.min(burst, tokens + (nowS - atS) * aSecond);
      atS = nowS;
      if (tokens < 1) return status;
      tokens--;
      return undefined;
    },
  };
}

/** At most `count` upgrades in each window of `windowS` seconds. */
export function fixedWindow(count: number, windowS: number, offsetS: number, status = 429): Tenant {
  let [window, used] = [-1, 0];
  return {
    knock: (nowS) => {
      const current = Math.floor((nowS + offsetS) / windowS);
      if (current !== window) [window, used] = [current, 0];
      if (used >= count) return status;
      used++;
      return undefined;
    },
  };
}

/** Refuses by chance, whatever the level. */
export function chance(share: number, random: () => number, status = 503): Tenant {
  return { knock: () => (random() < share ? status : undefined) };
}

/** Refuses everything for a time. */
export function outage(fromS: number, toS: number, status = 502): Tenant {
  return { knock: (nowS) => (nowS >= fromS && nowS < toS ? status : undefined) };
}

/** Refuses everything at some deployments. */
export function deadDeployments(dead: readonly number[], status = 404): Tenant {
  return { knock: (_, deployment) => (dead.includes(deployment) ? status : undefined) };
}

/** Cuts each session at an age (s). */
export const cutAtAge = (ageS: number): Tenant => ({ ...HEALTHY, cutAfterS: () => ageS });

/** Cuts all sessions at one time (s). */
export const restart = (atS: number): Tenant => ({
  ...HEALTHY,
  cutAfterS: ({ openedS }) => (openedS < atS ? atS - openedS : Infinity),
});

/** Cuts each session in which no frame passes for so long (s). */
export const cutAtQuiet = (idleS: number): Tenant => ({ ...HEALTHY, idleS });

/** Cuts sessions by chance, with a mean life of so many seconds. */
export const cutByChance = (meanS: number, random: () => number): Tenant => ({
  ...HEALTHY,
  cutAfterS: () => -meanS * Math.log(1 - random()),
});
