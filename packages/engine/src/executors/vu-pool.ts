import type { Vu } from '../contract/vu.ts';
import type { ExecutionSegment } from '../segment/segment.ts';

type CreateVu = (ids: { idInInstance: number; idInTest: number }) => Promise<Vu>;

/** The sequence of VU ids of this instance, one for all its pools. */
export class VuIdSequence {
  readonly #segment: ExecutionSegment;
  #last = 0;

  constructor(segment: ExecutionSegment) {
    this.#segment = segment;
  }

  next(): { idInInstance: number; idInTest: number } {
    const idInInstance = ++this.#last;
    return { idInInstance, idInTest: this.#segment.globalIndex(idInInstance - 1) + 1 };
  }
}

/** The VUs that scenarios share. The VU that has been idle longest is used first. */
export class VuPool {
  readonly #create: CreateVu;
  readonly #ids: VuIdSequence;
  readonly #all: Vu[] = [];
  readonly #idle: Vu[] = [];
  readonly #waiting: ((vu: Vu) => void)[] = [];

  constructor(create: CreateVu, ids: VuIdSequence) {
    this.#create = create;
    this.#ids = ids;
  }

  get initialized(): number {
    return this.#all.length;
  }

  /**
   * Makes `count` VUs, `concurrency` at a time. Resolves early once `signal` fires. Rejects with the first failure once
   * no other VU is being made.
   */
  async fill(count: number, concurrency: number, signal: AbortSignal): Promise<void> {
    let left = count;
    const worker = async () => {
      try {
        while (left-- > 0 && !signal.aborted) this.release(await this.grow());
      } catch (error) {
        left = 0;
        throw error;
      }
    };
    const workers = await Promise.allSettled(Array.from({ length: concurrency }, worker));
    for (const { reason } of workers.filter((one) => one.status === 'rejected')) throw reason;
  }

  /** Makes one more VU, which the caller uses and releases. */
  async grow(): Promise<Vu> {
    const vu = await this.#create(this.#ids.next());
    this.#all.push(vu);
    return vu;
  }

  /** Gives an idle VU, or the next one that is released; undefined once `signal` fires. */
  acquire(signal: AbortSignal): Promise<Vu | undefined> {
    const vu = signal.aborted ? undefined : this.#idle.shift();
    if (vu || signal.aborted) return Promise.resolve(vu);
    return new Promise((resolve) => {
      const give = (given: Vu) => {
        signal.removeEventListener('abort', leave);
        resolve(given);
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(give), 1);
        resolve(undefined);
      };
      this.#waiting.push(give);
      signal.addEventListener('abort', leave);
    });
  }

  release(vu: Vu): void {
    const next = this.#waiting.shift();
    if (next) next(vu);
    else this.#idle.push(vu);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#all.map((vu) => vu.dispose()));
  }
}
