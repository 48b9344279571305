import type { Lane, Script, Vu } from '../contract.ts';
import type { DirectIo } from '../net/direct-io.ts';
import type { Host } from '../vu/host.ts';
import { type Role, type ScriptExports, VirtualUser } from '../vu/user.ts';
import type { Evaluate } from './compile.ts';
import { initialise, shareOptions } from './initialise.ts';
import { Lifecycle } from './lifecycle.ts';
import { exportedFunctions, exportedOptions } from './options.ts';
import { unwatchRejections, watchRejections } from './rejections.ts';
import type { LaneChoice } from './syntax.ts';

/** A script whose VUs are module scopes in this thread. */
export class AsyncScript implements Script {
  readonly options: Readonly<Record<string, unknown>>;
  readonly functions: ReadonlySet<string>;
  readonly lane: Lane = 'async';
  readonly laneReason: string;
  readonly #host: Host;
  readonly #evaluate: Evaluate;
  readonly #io: DirectIo;
  #setupJson: string | undefined;

  constructor(host: Host, evaluate: Evaluate, exports: ScriptExports, choice: LaneChoice, io: DirectIo) {
    this.#host = host;
    this.#evaluate = evaluate;
    this.#io = io;
    this.options = exportedOptions(exports);
    this.functions = exportedFunctions(exports);
    this.laneReason = choice.reason;
    watchRejections(host);
  }

  /** Kilobytes a VU: there is no limit to name. */
  checkCapacity(): void {}

  createVu(ids: { idInInstance: number; idInTest: number }): Promise<Vu> {
    return this.#create(ids, 'vu');
  }

  /** In a macrotask of its own, so that promises of the top level settle while this VU is the current one. */
  #create(ids: { idInInstance: number; idInTest: number }, role: Role): Promise<VirtualUser> {
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          const vu = new VirtualUser(this.#host, ids, role);
          initialise(vu, this.#evaluate, () => this.#setupJson);
          shareOptions(vu);
          resolve(vu);
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #createOther(role: Role): Promise<VirtualUser> {
    return this.#create({ idInInstance: 0, idInTest: 0 }, role);
  }

  get #lifecycle(): Lifecycle {
    return new Lifecycle(this.#host.options, () => this.#host.abortMessage);
  }

  async setup(signal: AbortSignal): Promise<void> {
    if (!this.functions.has('setup')) return;
    this.#setupJson = await this.#lifecycle.setup(await this.#createOther('setup'), signal);
  }

  async teardown(signal: AbortSignal): Promise<void> {
    if (!this.functions.has('teardown')) return;
    await this.#lifecycle.teardown(await this.#createOther('teardown'), this.#setupJson, signal);
  }

  async handleSummary(data: object, signal: AbortSignal) {
    if (!this.functions.has('handleSummary')) return undefined;
    return await this.#lifecycle.handleSummary(await this.#createOther('handleSummary'), data, signal);
  }

  get setupData(): unknown {
    return this.#setupJson === undefined ? undefined : JSON.parse(this.#setupJson);
  }

  async dispose(): Promise<void> {
    unwatchRejections(this.#host);
    this.#io.dispose();
  }
}
