import type { RunEnd } from '../contract/exit.ts';
import type { Lane } from '../contract/script.ts';
import type { DirectIo } from '../net/direct-io.ts';
import type { Evaluate } from '../script/compile.ts';
import { HostedScript, type VuIds } from '../script/hosted-script.ts';
import { initialise, shareOptions } from '../script/initialise.ts';
import { unwatchRejections, watchRejections } from '../script/unhandled-rejections.ts';
import type { LaneChoice } from '../source/lane-choice.ts';
import type { VuRole } from '../vu/current-vu.ts';
import type { Host } from '../vu/host.ts';
import { type ScriptExports, VirtualUser } from '../vu/virtual-user.ts';
import { PromiseWatch } from './promise-watch.ts';

/** A script whose VUs are module scopes in this thread. */
export class AsyncScript extends HostedScript {
  readonly lane: Lane = 'async';
  readonly #evaluate: Evaluate;

  constructor(host: Host, evaluate: Evaluate, exports: ScriptExports, choice: LaneChoice, io: DirectIo) {
    super(host, exports, choice, io);
    this.#evaluate = evaluate;
    watchRejections(host);
    if (choice.blocks !== false) host.promises = new PromiseWatch(host);
  }

  /** A VU takes kilobytes, so the lane has no limit. */
  checkCapacity(): void {}

  protected endedBy(): RunEnd | undefined {
    return this.host.endedBy;
  }

  /** Runs in a macrotask of its own, so that promises of the top level settle while this VU is the current one. */
  protected create(ids: VuIds, role: VuRole): Promise<VirtualUser> {
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
