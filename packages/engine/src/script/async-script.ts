import type { Lane } from '../contract.ts';
import type { DirectIo } from '../net/direct-io.ts';
import type { Host } from '../vu/host.ts';
import { PromiseWatch } from '../vu/promise-watch.ts';
import { type Role, type ScriptExports, VirtualUser } from '../vu/user.ts';
import type { Evaluate } from './compile.ts';
import { initialise, shareOptions } from './initialise.ts';
import { LaneScript, type VuIds } from './lane-script.ts';
import { unwatchRejections, watchRejections } from './rejections.ts';
import type { LaneChoice } from './syntax.ts';

/** A script whose VUs are module scopes in this thread. */
export class AsyncScript extends LaneScript {
  readonly lane: Lane = 'async';
  readonly #evaluate: Evaluate;

  constructor(host: Host, evaluate: Evaluate, exports: ScriptExports, choice: LaneChoice, io: DirectIo) {
    super(host, exports, choice, io);
    this.#evaluate = evaluate;
    watchRejections(host);
    if (choice.blocks !== false) host.promises = new PromiseWatch(host);
  }

  /** Kilobytes a VU: there is no limit to name. */
  checkCapacity(): void {}

  protected abortMessage(): string | undefined {
    return this.host.abortMessage;
  }

  /** In a macrotask of its own, so that promises of the top level settle while this VU is the current one. */
  protected create(ids: VuIds, role: Role): Promise<VirtualUser> {
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          const vu = new VirtualUser(this.host, ids, role);
          initialise(vu, this.#evaluate, () => this.setupJson);
          shareOptions(vu);
          resolve(vu);
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  override async dispose(): Promise<void> {
    unwatchRejections(this.host);
    this.host.promises?.dispose();
    await super.dispose();
  }
}
