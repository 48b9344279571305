import type { Vu } from '../contract/vu.ts';
import type { ExecutionSegment } from '../segment/segment.ts';

type CreateVu = (ids: { idInInstance: number; idInTest: number }) => Promise<Vu>;

/** All VUs of this instance: one pool, one count of ids for all scenarios. Whoever has been idle longest goes first. */
export class VuPool {
  readonly #create: CreateVu;
  readonly #segment: ExecutionSegment;
  readonly #all: Vu[] = [];
  readonly #idle: Vu[] = [];
  readonly #waiting: ((vu: Vu) => void)[] = [];
  #lastId = 0;

  constructor(create: CreateVu, segment: ExecutionSegment) {
    this.#create = create;
    this.#segment = segment;
  }

  get initialized(): number {
    return this.#all.length;
  }

  /**
   * Makes that many VUs, some at a time. Stops early, without complaint, once `signal` fires; rejects with the first
   * failure once nothing more is under way.
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

  /** Makes one VU more, for the caller to use and release. */
  async grow(): Promise<Vu> {
    const idInInstance = ++this.#lastId;
    const vu = await this.#create({ idInInstance, idInTest: this.#segment.globalIndex(idInInstance - 1) + 1 });
    this.#all.push(vu);
    return vu;
  }

  /** An idle VU, waited for if need be; undefined once `signal` fires. */
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
      signal.addEventListener('abort', leave, { once: true });
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
