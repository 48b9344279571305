import type { RunEnd } from '../contract/exit.ts';
import type { Lane, LoadedScript } from '../contract/script.ts';
import type { Vu } from '../contract/vu.ts';
import type { DirectIo } from '../net/direct-io.ts';
import type { LaneChoice } from '../source/lane-choice.ts';
import type { VuRole } from '../vu/current-vu.ts';
import type { Host } from '../vu/host.ts';
import type { LifecycleVu } from '../vu/lifecycle-call.ts';
import type { ScriptExports } from '../vu/virtual-user.ts';
import { Lifecycle } from './lifecycle-calls.ts';
import { exportedFunctions, exportedOptions } from './script-exports.ts';

export interface VuIds {
  readonly idInInstance: number;
  readonly idInTest: number;
}

/** The ids of the VUs that setup, teardown and handleSummary run in: `__VU` is 0. */
const OTHER: VuIds = { idInInstance: 0, idInTest: 0 };

/** A loaded script, the same in both lanes. The lanes differ in what a VU is. */
export abstract class HostedScript implements LoadedScript {
  abstract readonly lane: Lane;
  readonly options: Readonly<Record<string, unknown>>;
  readonly functions: ReadonlySet<string>;
  readonly laneReason: string;
  protected readonly host: Host;
  protected readonly io: DirectIo;
  protected setupJson: string | undefined;

  constructor(host: Host, exports: ScriptExports, choice: LaneChoice, io: DirectIo) {
    this.host = host;
    this.io = io;
    this.options = exportedOptions(exports, (line) => host.context.log('warning', line));
    this.functions = exportedFunctions(exports);
    this.laneReason = choice.reason;
  }

  abstract checkCapacity(maxVus: number): void;

  protected abstract create(ids: VuIds, role: VuRole): Promise<Vu & LifecycleVu>;

  /** Why the script ended the run, if it did: by `exec.test.abort`, or by a call that the engine lacks. */
  protected abstract endedBy(): RunEnd | undefined;

  createVu(ids: VuIds): Promise<Vu> {
    return this.create(ids, 'vu');
  }

  get #lifecycle(): Lifecycle {
    return new Lifecycle(this.host.options, () => this.endedBy());
  }

  async setup(signal: AbortSignal): Promise<void> {
    if (!this.functions.has('setup')) return;
    this.setupJson = await this.#lifecycle.setup(await this.create(OTHER, 'setup'), signal);
  }

  async teardown(signal: AbortSignal): Promise<void> {
    if (!this.functions.has('teardown')) return;
    await this.#lifecycle.teardown(await this.create(OTHER, 'teardown'), this.setupJson, signal);
  }

  async handleSummary(data: object, signal: AbortSignal) {
    if (!this.functions.has('handleSummary')) return undefined;
    return await this.#lifecycle.handleSummary(await this.create(OTHER, 'handleSummary'), data, signal);
  }

  get setupData(): unknown {
    return this.setupJson === undefined ? undefined : JSON.parse(this.setupJson);
  }

  async dispose(): Promise<void> {
    this.io.dispose();
  }
}
