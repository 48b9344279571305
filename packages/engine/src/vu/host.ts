import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { Metric } from '../contract/metrics.ts';
import type { ConsolidatedOptions } from '../contract/options.ts';
import type { RunContext } from '../contract/run-context.ts';
import type { Lane } from '../contract/script.ts';
import type { Io } from '../ports/io.ts';
import type { Intrinsics } from '../realm/realm.ts';
import type { SourcePositions } from '../source/source-positions.ts';
import type { CurrentVu } from './current-vu.ts';
import type { BlockedPromises, Waiting } from './waiting.ts';

/** HostLimits of the host that tests shorten. */
export interface HostLimits {
  /** How long a peer may leave our close frame unanswered. k6 waits for ever (k6.md section 2a). */
  readonly closeAnswerMs: number;
}

/** What the VUs of one script share. Modules are made once for it; they find their VU in `current`. */
export class Host {
  readonly context: RunContext;
  readonly intrinsics: Intrinsics;
  readonly io: Io;
  lane: Lane;
  readonly waiting: Waiting;
  readonly limits: HostLimits;
  /** The directory that `open` takes relative paths from. */
  readonly directory: string;
  positions: SourcePositions | undefined;
  /** In the async lane, of a script that makes blocking calls. */
  promises: BlockedPromises | undefined;
  /** The VU whose code runs now: set whenever the engine calls into a script, promises included. */
  current: CurrentVu | undefined;
  /** What `exec.test.abort` was first called with. */
  abortMessage: string | undefined;
  #scriptOptions: unknown;
  #options: ConsolidatedOptions | undefined;
  readonly #metrics = new Map<string, Metric>();

  constructor(parts: {
    context: RunContext;
    intrinsics: Intrinsics;
    io: Io;
    lane?: Lane;
    /** How its lane waits for blocking calls. */
    waiting: (host: Host) => Waiting;
    limits: HostLimits;
    directory: string;
  }) {
    this.context = parts.context;
    this.intrinsics = parts.intrinsics;
    this.io = parts.io;
    this.lane = parts.lane ?? 'async';
    this.waiting = parts.waiting(this);
    this.limits = parts.limits;
    this.directory = parts.directory;
  }

  get options(): ConsolidatedOptions {
    this.#options ??= this.context.options();
    return this.#options;
  }

  hasTag(name: string): boolean {
    return this.options.systemTags.has(name);
  }

  builtin(name: string): Metric {
    let metric = this.#metrics.get(name);
    if (!metric) {
      metric = this.context.registry.builtin(name);
      this.#metrics.set(name, metric);
    }
    return metric;
  }

  /** The VU whose code runs now. */
  get vu(): CurrentVu {
    if (!this.current) throw new Error('no VU is running');
    return this.current;
  }

  /** An error of the script's own realm. */
  error(message: string): Error {
    return new this.intrinsics.Error(message);
  }

  typeError(message: string): Error {
    return new this.intrinsics.TypeError(message);
  }

  /** `exec.test.abort`: ends the run with 108 and the code that called it; gives the error to throw. */
  abort(message: string): Error {
    this.abortMessage ??= message;
    // First its own iteration, which counts as complete; ending the run interrupts all others.
    this.current?.iteration?.abort();
    this.context.abort(message);
    return this.error(message);
  }

  /** `exec.test.options`. */
  scriptOptions(): unknown {
    this.#scriptOptions ??= this.parse(JSON.stringify(this.options.all));
    return this.#scriptOptions;
  }

  /** A hazard of k6.md section 11: ends the run and gives the error to throw. @param error where it is, if not here */
  hazard(message: string, error: Error = this.error('')): Error {
    error.message = `hazard: ${message}`;
    this.context.end(new RunEnd(ExitCode.scriptException, this.describe(error)));
    return error;
  }

  /** One line with the script's own place. */
  describe(thrown: unknown): string {
    return this.positions ? this.positions.describe(thrown) : String(thrown);
  }

  parse(json: string): unknown {
    return this.intrinsics.JSON.parse(json);
  }

  /**
   * What an asynchronous call gives once its iteration is over, such as after `exec.test.abort`: k6 runs nothing of it
   * any more, and a script that caught an exception could try again for ever.
   */
  never<T>(): Promise<T> {
    return new this.intrinsics.Promise<T>(() => undefined);
  }

  /** Bytes in an ArrayBuffer of the script's realm. */
  arrayBuffer(bytes: Uint8Array): ArrayBuffer {
    const buffer = new this.intrinsics.ArrayBuffer(bytes.byteLength);
    new Uint8Array(buffer).set(bytes);
    return buffer;
  }
}
