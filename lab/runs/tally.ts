import type { Scene } from './scene.ts';

/** How visits of the model end. */
export type ModelOutcome = 'complete' | 'refused' | 'cut';

/** What the model's customers did, counted as a run's metrics count it. */
export class Tally {
  readonly #scene: Scene;
  readonly phases = [aPhase(), aPhase(), aPhase()] as const;
  readonly tries = { first: aTry(), echo: aTry(), again: aTry() };
  readonly slices = Array.from({ length: 24 }, () => ({ tried: 0, refused: 0, admitted: 0, closed: 0, cut: 0 }));
  readonly sixths = [0, 0, 0, 0, 0, 0];
  readonly deployments: { tried: number; refused: number }[];
  readonly statuses = new Map<number, number>();
  readonly teardown = Array.from({ length: 11 }, () => ({ closed: 0, cut: 0 }));
  readonly byAge = Array.from({ length: 21 }, () => 0);
  readonly othersByAge = Array.from({ length: 21 }, () => 0);
  readonly byQuiet = Array.from({ length: 21 }, () => 0);
  readonly outcomes = new Map<number, ModelOutcome>();
  firstRefusalAt = Infinity;
  dropped = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.deployments = scene.weights.map(aTry);
  }

  attempt(nowS: number, tried: 'first' | 'echo' | 'again', deployment: number, status: number | undefined): void {
    const refused = status === undefined ? 0 : 1;
    const phase = this.#phase(nowS);
    for (const one of [this.phases[phase], this.tries[tried], this.deployments[deployment]]) {
      if (one === undefined) continue;
      one.tried++;
      one.refused += refused;
    }
    if (status === undefined) this.phases[phase].admitted++;
    else this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status !== undefined && tried === 'first' && phase < 2)
      this.firstRefusalAt = Math.min(this.firstRefusalAt, this.#wanted(nowS));
    const slice = this.#slice(nowS);
    if (slice === undefined) return;
    slice.tried++;
    slice.refused += refused;
    slice.admitted += 1 - refused;
    if (status !== undefined) return;
    const sixth = Math.floor(((nowS + this.#scene.minuteS) % 60) / 10);
    this.sixths[sixth] = (this.sixths[sixth] ?? 0) + 1;
  }

  closed(openedS: number, nowS: number, cut: boolean, quietS: number): void {
    const phase = this.#phase(nowS);
    const slice = this.#slice(nowS);
    this.phases[phase].closed++;
    for (const of of [slice, phase === 2 ? this.teardown[this.#tenth(nowS)] : undefined]) {
      if (of === undefined) continue;
      of.closed++;
      if (cut) of.cut++;
    }
    this.#seconds(openedS, nowS, 'open');
    const [age, quiet] = [bin(nowS - openedS), bin(quietS)];
    const byAge = cut ? this.byAge : this.othersByAge;
    byAge[age] = (byAge[age] ?? 0) + 1;
    if (!cut) return;
    this.dropped++;
    this.byQuiet[quiet] = (this.byQuiet[quiet] ?? 0) + 1;
  }

  gap(fromS: number, gapS: number): void {
    this.#seconds(fromS, fromS + gapS, 'gap');
  }

  visit(slot: number, number: number, outcome: ModelOutcome): void {
    this.outcomes.set(number * this.#scene.sessions + slot, outcome);
  }

  #seconds(fromS: number, toS: number, state: 'open' | 'gap'): void {
    const { rampS, holdS } = this.#scene;
    const bounds = [0, rampS, rampS + holdS, Infinity];
    for (const [place, phase] of this.phases.entries()) {
      const within = Math.min(toS, bounds[place + 1] ?? 0) - Math.max(fromS, bounds[place] ?? 0);
      if (within > 0) phase[state] += within;
    }
  }

  #phase(nowS: number): 0 | 1 | 2 {
    const { rampS, holdS } = this.#scene;
    return nowS < rampS ? 0 : nowS < rampS + holdS ? 1 : 2;
  }

  #slice(nowS: number) {
    const { rampS, holdS } = this.#scene;
    return nowS < rampS ? undefined : this.slices[Math.floor(((nowS - rampS) / holdS) * 24)];
  }

  #wanted(nowS: number): number {
    const { rampS, holdS, teardownS, sessions } = this.#scene;
    if (nowS < rampS) return Math.max(1, Math.floor((nowS / rampS) * sessions));
    if (nowS < rampS + holdS) return sessions;
    return Math.max(0, Math.ceil((1 - (nowS - rampS - holdS) / teardownS) * sessions));
  }

  #tenth(nowS: number): number {
    return Math.ceil((10 * this.#wanted(nowS)) / this.#scene.sessions);
  }
}

const aPhase = () => ({ tried: 0, refused: 0, admitted: 0, closed: 0, open: 0, gap: 0 });
const aTry = () => ({ tried: 0, refused: 0 });
const bin = (seconds: number) => Math.min(20, Math.floor(Math.log(Math.max(1, seconds)) / Math.log(1.5)));
