import type { Evaluate } from '../script/compile.ts';
import type { VuIds, VuMaker } from '../script/hosted-script.ts';
import { initialise, shareOptions } from '../script/initialise.ts';
import { unwatchRejections, watchRejections } from '../script/unhandled-rejections.ts';
import type { VuRole } from '../vu/current-vu.ts';
import type { Host } from '../vu/host.ts';
import { VirtualUser } from '../vu/virtual-user.ts';
import { PromiseWatch } from './promise-watch.ts';

/** VUs that are module scopes in this thread. A VU takes kilobytes, so their number has no limit. */
export class AsyncVus implements VuMaker {
  readonly #host: Host;
  readonly #evaluate: Evaluate;

  /** @param blocks whether a function of this lane makes blocking calls */
  constructor(host: Host, evaluate: Evaluate, blocks: boolean) {
    this.#host = host;
    this.#evaluate = evaluate;
    watchRejections(host);
    if (blocks) host.promises = new PromiseWatch(host);
  }

  /** Runs in a macrotask of its own, so that promises of the top level settle while this VU is the current one. */
  create(ids: VuIds, role: VuRole, setupJson: () => string | undefined): Promise<VirtualUser> {
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          const vu = new VirtualUser(this.#host, ids, role);
          initialise(vu, this.#evaluate, setupJson);
          shareOptions(vu);
          resolve(vu);
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  async dispose(): Promise<void> {
    unwatchRejections(this.#host);
    this.#host.promises?.dispose();
  }
}
