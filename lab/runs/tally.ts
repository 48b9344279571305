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
  /** How visits ended. */
  readonly outcomes: Record<ModelOutcome, number> = { complete: 0, refused: 0, cut: 0 };
  firstRefusalAt = Infinity;
  dropped = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.deployments = scene.weights.map(aTry);
  }

  attempt(nowS: number, tried: 'first' | 'echo' | 'again', deployment: number, status: number | undefined): void {
    const refused = status === undefined ? 0 : 1;
    const phase = this.#phase(nowS);
    add(this.phases[phase], refused);
    add(this.tries[tried], refused);
    add(this.deployments[deployment], refused);
    if (status === undefined) this.phases[phase].admitted++;
    else this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status !== undefined && tried === 'first' && phase < 2)
      this.firstRefusalAt = Math.min(this.firstRefusalAt, this.#wanted(nowS));
    const slice = this.#slice(nowS);
    if (slice === undefined) return;
    add(slice, refused);
    slice.admitted += 1 - refused;
    if (status !== undefined) return;
    const sixth = Math.floor(((nowS + this.#scene.minuteS) % 60) / 10);
    this.sixths[sixth] = (this.sixths[sixth] ?? 0) + 1;
  }

  /**
   * A session is over.
   *
   * @param quietS how long no frame had passed when something cut it; undefined where nothing did
   */
  closed(openedS: number, nowS: number, quietS: number | undefined): void {
    const phase = this.#phase(nowS);
    const slice = this.#slice(nowS);
    const tenth = phase === 2 ? this.teardown[this.#tenth(nowS)] : undefined;
    this.phases[phase].closed++;
    if (slice !== undefined) slice.closed++;
    if (tenth !== undefined) tenth.closed++;
    this.#seconds(openedS, nowS, 'open');
    const age = bin(nowS - openedS);
    if (quietS === undefined) {
      this.othersByAge[age] = (this.othersByAge[age] ?? 0) + 1;
      return;
    }
    if (slice !== undefined) slice.cut++;
    if (tenth !== undefined) tenth.cut++;
    this.dropped++;
    this.byAge[age] = (this.byAge[age] ?? 0) + 1;
    const quiet = bin(quietS);
    this.byQuiet[quiet] = (this.byQuiet[quiet] ?? 0) + 1;
  }

  gap(fromS: number, gapS: number): void {
    this.#seconds(fromS, fromS + gapS, 'gap');
  }

  get visits(): number {
    const { complete, refused, cut } = this.outcomes;
    return complete + refused + cut;
  }

  #seconds(fromS: number, toS: number, state: 'open' | 'gap'): void {
    const { rampS, holdS } = this.#scene;
    const [ramp, hold, teardown] = this.phases;
    ramp[state] += within(fromS, toS, 0, rampS);
    hold[state] += within(fromS, toS, rampS, rampS + holdS);
    teardown[state] += within(fromS, toS, rampS + holdS, Infinity);
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

function add(one: { tried: number; refused: number } | undefined, refused: number): void {
  if (one === undefined) return;
  one.tried++;
  one.refused += refused;
}

const within = (fromS: number, toS: number, leastS: number, mostS: number): number =>
  Math.max(0, Math.min(toS, mostS) - Math.max(fromS, leastS));
