import type { Levels } from '../../../lib/play/watch/levels.ts';
import type { ServiceScene } from './scene.ts';

/** How visits of the model end. */
export type ServiceOutcome = 'complete' | 'unserved' | 'deadline';

export interface VisitLog {
  readonly outcome: ServiceOutcome;
  /** From the first text to the first answer (s); absent where nobody answered. */
  readonly waitS: number | undefined;
}

const GOALS = { complete: 0.95, answered: 0.95, inTime: 0.9 } as const;

/** What happened in a run of the model, as far as metrics tell it. */
export class ServiceLog {
  readonly scene: ServiceScene;
  readonly visits = new Map<number, VisitLog>();
  readonly accepts: number[] = [];
  readonly readings: { readonly atS: number; readonly levels: Levels | undefined }[] = [];
  readonly seconds = [aPhase(), aPhase(), aPhase()] as const;
  readonly began = [0, 0, 0];
  readonly ended = [0, 0, 0];
  readonly counts = {
    ...{ begun: 0, wrappedUp: 0, notAnswered: 0, unrecognised: 0, foreign: 0, leftOver: 0, connected: 0, refused: 0 },
    ...{ notOnQueue: 0, met: 0, handedOver: 0, stuck: 0, said: 0, replied: 0, lostOfCustomers: 0, lostOfAgents: 0 },
  };

  constructor(scene: ServiceScene) {
    this.scene = scene;
  }

  visit(key: number, beganS: number, nowS: number, { outcome, waitS }: VisitLog, firstSaidS: number | undefined): void {
    this.visits.set(key, { outcome, waitS });
    const answeredS = waitS === undefined ? nowS : Math.min(nowS, (firstSaidS ?? beganS) + waitS);
    this.#add('unanswered', beganS, answeredS);
    this.#add('served', answeredS, nowS);
    this.#add('gap', nowS, nowS + this.scene.gapS);
    for (const [counts, atS] of [
      [this.began, beganS],
      [this.ended, nowS],
    ] as const) {
      const phase = this.#phase(atS);
      counts[phase] = (counts[phase] ?? 0) + 1;
    }
  }

  /** Whether the customers were served as the gate `ci` wants it. */
  get isServed(): boolean {
    const all = [...this.visits.values()];
    const share = (is: (one: VisitLog) => boolean) => all.filter(is).length / all.length;
    return (
      share(({ outcome }) => outcome === 'complete') >= GOALS.complete &&
      share(({ waitS }) => waitS !== undefined) >= GOALS.answered &&
      share((one) => this.isInTime(one)) >= GOALS.inTime
    );
  }

  isInTime({ waitS }: VisitLog): boolean {
    return waitS !== undefined && waitS <= this.scene.slowAnswerS;
  }

  /** How many visits ended otherwise than in the twin, or had their answer late. */
  harmedBeside(twin: ServiceLog): number {
    let harmed = 0;
    for (const [key, one] of this.visits) {
      const other = twin.visits.get(key);
      const well = other === undefined || (other.outcome === 'complete' && twin.isInTime(other));
      if (well !== (one.outcome === 'complete' && this.isInTime(one))) harmed++;
    }
    return harmed;
  }

  #phase(nowS: number): 0 | 1 | 2 {
    const { rampS, holdS } = this.scene;
    return nowS < rampS ? 0 : nowS < rampS + holdS ? 1 : 2;
  }

  #add(state: 'unanswered' | 'served' | 'gap', fromS: number, toS: number): void {
    const { rampS, holdS } = this.scene;
    const bounds = [0, rampS, rampS + holdS, Infinity];
    for (const [place, phase] of this.seconds.entries()) {
      const within = Math.min(toS, bounds[place + 1] ?? 0) - Math.max(fromS, bounds[place] ?? 0);
      if (within > 0) phase[state] += within;
    }
  }
}

const aPhase = () => ({ unanswered: 0, served: 0, gap: 0 });
