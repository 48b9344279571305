import type { Lane, LaneChoice, LoadedScript } from '../contract/script.ts';
import type { Vu } from '../contract/vu.ts';
import type { DirectIo } from '../net/direct-io.ts';
import type { VuRole } from '../vu/current-vu.ts';
import type { Host } from '../vu/host.ts';
import type { LifecycleFunction, LifecycleVu } from '../vu/lifecycle-call.ts';
import type { ScriptExports } from '../vu/virtual-user.ts';
import { Lifecycle } from './lifecycle-calls.ts';
import { exportedFunctions, exportedOptions } from './script-exports.ts';

export interface VuIds {
  readonly idInInstance: number;
  readonly idInTest: number;
}

/** The ids of the VUs that setup, teardown and handleSummary run in: `__VU` is 0. */
const OTHER: VuIds = { idInInstance: 0, idInTest: 0 };

/** Makes the VUs of one lane. */
export interface VuMaker {
  /** @param setupJson gives the JSON of what setup returned */
  create(ids: VuIds, role: VuRole, setupJson: () => string | undefined): Promise<Vu & LifecycleVu>;
  dispose(): Promise<void>;
}

/** A loaded script. Each of its functions runs in its lane; the lanes differ in what a VU is. */
export class HostedScript implements LoadedScript {
  readonly options: Readonly<Record<string, unknown>>;
  readonly functions: ReadonlySet<string>;
  readonly easyWorkerVus: number;
  readonly checkCapacity: (workerVus: number) => void;
  readonly #host: Host;
  readonly #io: DirectIo;
  readonly #laneOf: (exported: string) => LaneChoice;
  readonly #makers: Readonly<Partial<Record<Lane, VuMaker>>>;
  #setupJson: string | undefined;

  constructor(
    host: Host,
    exports: ScriptExports,
    io: DirectIo,
    lanes: {
      readonly of: (exported: string) => LaneChoice;
      readonly makers: Readonly<Partial<Record<Lane, VuMaker>>>;
      readonly easyWorkerVus: number;
      readonly checkCapacity: (workerVus: number) => void;
    },
  ) {
    this.#host = host;
    this.#io = io;
    this.options = exportedOptions(exports, (line) => host.context.log('warning', line));
    this.functions = exportedFunctions(exports);
    this.#laneOf = lanes.of;
    this.#makers = lanes.makers;
    this.easyWorkerVus = lanes.easyWorkerVus;
    this.checkCapacity = lanes.checkCapacity;
  }

  laneOf(exported: string): LaneChoice {
    return this.#laneOf(exported);
  }

  createVu(ids: VuIds, lane: Lane = this.laneOf('default').lane): Promise<Vu> {
    return this.#create(ids, 'vu', lane);
  }

  get #lifecycle(): Lifecycle {
    return new Lifecycle(this.#host.options, () => this.#host.endedBy);
  }

  async setup(signal: AbortSignal): Promise<void> {
    if (!this.functions.has('setup')) return;
    this.#setupJson = await this.#lifecycle.setup(await this.#other('setup'), signal);
  }

  async teardown(signal: AbortSignal): Promise<void> {
    if (!this.functions.has('teardown')) return;
    await this.#lifecycle.teardown(await this.#other('teardown'), this.#setupJson, signal);
  }

  async handleSummary(data: object, signal: AbortSignal) {
    if (!this.functions.has('handleSummary')) return undefined;
    return await this.#lifecycle.handleSummary(await this.#other('handleSummary'), data, signal);
  }

  get setupData(): unknown {
    return this.#setupJson === undefined ? undefined : JSON.parse(this.#setupJson);
  }

  async dispose(): Promise<void> {
    for (const maker of Object.values(this.#makers)) await maker.dispose();
    this.#io.dispose();
  }

  #other(name: LifecycleFunction): Promise<Vu & LifecycleVu> {
    return this.#create(OTHER, name, this.laneOf(name).lane);
  }

  #create(ids: VuIds, role: VuRole, lane: Lane): Promise<Vu & LifecycleVu> {
    const maker = this.#makers[lane];
    if (!maker) throw new Error(`the script has no ${lane} lane`);
    return maker.create(ids, role, () => this.#setupJson);
  }
}
