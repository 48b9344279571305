import type { Org } from './org.ts';

/** An agent as the org sees it, and its shift. */
export interface Agent {
  readonly index: number;
  taken: number;
  notResponding: boolean;
  /** Its shift met a token that is not taken: it does nothing more. */
  refused: boolean;
  /** Since when it has had work last. */
  idleS: number;
}

/** The agents of a run, and who of them is free. */
export class Desks {
  readonly all: readonly Agent[];
  readonly #org: Org;

  constructor(count: number, org: Org) {
    this.#org = org;
    const fresh = { taken: 0, notResponding: false, refused: false, idleS: 0 };
    this.all = Array.from({ length: count }, (_, index) => ({ index, ...fresh }));
  }

  isOnQueue({ index }: Agent, nowS: number): boolean {
    return this.#org.admits(index) && this.#org.isPresent(index, nowS);
  }

  /** Of those with room the one that has been without work for longest. */
  free(nowS: number): Agent | undefined {
    let best: Agent | undefined;
    for (const one of this.all) {
      if (one.notResponding || one.taken >= this.#org.capacity || !this.isOnQueue(one, nowS)) continue;
      if (best === undefined || one.idleS < best.idleS) best = one;
    }
    return best;
  }

  /** What routing observations tell of the agents. */
  levels(nowS: number): { readonly 'on-queue': number; readonly idle: number; readonly 'not-responding': number } {
    const here = this.all.filter((one) => this.isOnQueue(one, nowS));
    const out = here.filter(({ notResponding }) => notResponding).length;
    const idle = here.filter(({ taken, notResponding }) => taken === 0 && !notResponding).length;
    return { 'on-queue': here.length, idle, 'not-responding': out };
  }
}
