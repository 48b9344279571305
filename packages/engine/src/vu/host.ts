import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { Metric } from '../contract/metrics.ts';
import type { ConsolidatedOptions } from '../contract/options.ts';
import type { RunContext } from '../contract/run-context.ts';
import type { Lane } from '../contract/script.ts';
import { UNSUPPORTED_CALLS, type UnsupportedCall } from '../contract/unsupported-calls.ts';
import type { Io } from '../ports/io.ts';
import type { Intrinsics } from '../realm/realm.ts';
import type { SourcePositions } from '../source/source-positions.ts';
import type { CurrentVu } from './current-vu.ts';
import type { BlockedPromises, Waiting } from './waiting.ts';

/** Time limits of the script host. Tests shorten them. */
export interface HostLimits {
  /**
   * How long a peer may leave a close frame unanswered before it is cut off. k6 has no limit (docs/facts/k6.md, section
   * 2a).
   */
  readonly closeAnswerMs: number;
}

/**
 * The script host: what all VUs of a script in one thread share. Modules are made once and find their VU in `current`.
 */
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
  /** Set in the async lane for a script that makes blocking calls. */
  promises: BlockedPromises | undefined;
  /** The exported functions that are sync in the script, and async here so that their blocking calls can be awaited. */
  awaitedFor: ReadonlySet<string> = new Set();
  /** The VU whose code runs now. It is set whenever the engine calls into a script, for promises too. */
  current: CurrentVu | undefined;
  /** Why the script ended the run first: by `exec.test.abort`, or by a call that the engine lacks. */
  endedBy: RunEnd | undefined;
  #scriptOptions: unknown;
  #options: ConsolidatedOptions | undefined;
  readonly #metrics = new Map<string, Metric>();
  readonly #warned = new Set<string>();

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

  /** The VU whose code runs now. Throws when none does. */
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
    this.endedBy ??= new RunEnd(ExitCode.scriptAborted, message);
    // The iteration that aborts ends first, since it counts as complete; the end of the run interrupts the others.
    this.current?.iteration?.abort();
    this.context.abort(message);
    return this.error(message);
  }

  /**
   * Ends the run, with an exit code of its own, for a call that k6 has and this engine lacks: an exception alone would
   * end one iteration, and the run would end well without the call. Gives the error to throw; whether the script catches
   * it changes nothing, since its iteration is over.
   * @param given what it was called with, where that is what the engine lacks
   */
  unsupported(call: UnsupportedCall, given = ''): Error {
    const { what, why } = UNSUPPORTED_CALLS[call];
    const error = this.error(`${what}${given} is not supported by the embedded engine: ${why}`);
    const reason = new RunEnd(ExitCode.unsupported, this.describe(error));
    this.endedBy ??= reason;
    this.current?.iteration?.interrupt();
    this.context.end(reason);
    return error;
  }

  /** `exec.test.options`. */
  scriptOptions(): unknown {
    this.#scriptOptions ??= this.parse(JSON.stringify(this.options.all));
    return this.#scriptOptions;
  }

  /**
   * Ends the run for a hazard of k6 (docs/facts/k6.md, section 11) and gives the error to throw.
   * @param error its stack says where the hazard is; the place of the call when absent
   */
  hazard(message: string, error: Error = this.error('')): Error {
    error.message = `hazard: ${message}`;
    this.context.end(new RunEnd(ExitCode.scriptException, this.describe(error)));
    return error;
  }

  /** Logs a warning that many VUs would repeat, once for all VUs of this thread. */
  warnOnce(line: string): void {
    if (this.#warned.has(line)) return;
    this.#warned.add(line);
    this.context.log('warning', line);
  }

  /** One line about what was thrown, with its place in the script. */
  describe(thrown: unknown): string {
    return this.positions ? this.positions.describe(thrown) : String(thrown);
  }

  parse(json: string): unknown {
    return this.intrinsics.JSON.parse(json);
  }

  /**
   * The promise of an asynchronous call that is made after the end of its iteration, such as after `exec.test.abort`.
   * It never settles: k6 runs no code of that iteration any more, and a script that caught an exception could retry for
   * ever.
   */
  never<T>(): Promise<T> {
    return new this.intrinsics.Promise<T>(() => undefined);
  }

  /** Copies bytes into an ArrayBuffer of the script's realm. */
  arrayBuffer(bytes: Uint8Array): ArrayBuffer {
    const buffer = new this.intrinsics.ArrayBuffer(bytes.byteLength);
    new Uint8Array(buffer).set(bytes);
    return buffer;
  }
}
