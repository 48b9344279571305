import type { MessagePort } from 'node:worker_threads';
import type { Metric, Tags } from '../contract/metrics.ts';
import type { ConsolidatedOptions } from '../contract/options.ts';
import type { LogLevel } from '../contract/run-context.ts';
import type { IterationOutcome } from '../contract/vu.ts';
import type { SharedArrays } from '../modules/data.ts';
import type { OpenedFiles } from '../modules/open.ts';
import type { HttpExchange } from '../ports/http.ts';
import type { WsRequest } from '../ports/websocket.ts';
import type { VuRole } from '../vu/current-vu.ts';
import type { LifecycleCall, LifecycleFunction } from '../vu/lifecycle-call.ts';

/** The `workerData` of a worker thread. */
export interface WorkerInit {
  readonly port: MessagePort;
  /** Counts the messages to the worker. A blocked worker waits on it. */
  readonly signal: Int32Array;
  readonly code: string;
  readonly map: string;
  readonly directory: string;
  readonly cwd: string;
  readonly ids: { readonly idInInstance: number; readonly idInTest: number };
  readonly role: VuRole;
  readonly env: Readonly<Record<string, string>>;
  readonly options: ConsolidatedOptions;
  readonly secrets: ReadonlyMap<string, string>;
  readonly shared: SharedArrays;
  readonly files: OpenedFiles;
  readonly closeAnswerMs: number;
}

/** An iteration job without its functions, which cannot be sent to a worker. */
export interface WorkerJob {
  readonly scenario: {
    readonly name: string;
    readonly executor: string;
    readonly startTime: number;
    readonly env: Readonly<Record<string, string>>;
    readonly tags: Tags;
    readonly exec: string;
  };
  readonly iterationInInstance: number;
  readonly iterationInTest: number;
  readonly iterationInScenario: number;
}

export type IoEvent =
  | 'fired'
  | 'replied'
  | 'opened'
  | 'refused'
  | 'failed'
  | 'text'
  | 'binary'
  | 'ping'
  | 'pong'
  | 'ended';

export type ToWorker =
  | { readonly type: 'run'; readonly job: WorkerJob; readonly setupJson: string | undefined }
  | { readonly type: 'call'; readonly name: LifecycleFunction; readonly argumentJson: string | undefined }
  | { readonly type: 'interrupt' }
  | { readonly type: 'answer'; readonly value: unknown }
  | { readonly type: 'io'; readonly id: number; readonly event: IoEvent; readonly value: unknown };

export interface PlainSample {
  readonly metric: Metric;
  readonly custom: boolean;
  readonly value: number;
  readonly tags: Tags;
  readonly timeMs: number;
  readonly metadata: Tags | undefined;
}

/**
 * A question of the worker that the main thread answers. `bufferedOf` asks for the buffered bytes of a socket by its
 * id.
 */
export type Question = 'instance' | 'progress' | { readonly bufferedOf: number };

export type IoRequest =
  | { readonly type: 'after'; readonly id: number; readonly delayMs: number }
  | { readonly type: 'connect'; readonly id: number; readonly request: WsRequest }
  | { readonly type: 'send'; readonly id: number; readonly opcode: number; readonly payload: string | Uint8Array }
  | { readonly type: 'exchange'; readonly id: number; readonly request: HttpExchange }
  | { readonly type: 'stop'; readonly id: number }
  | { readonly type: 'forget' };

export type FromWorker =
  | IoRequest
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly exitCode: number; readonly message: string }
  /** The code has unwound after an interrupt; sockets may still wait for their peers. */
  | { readonly type: 'interrupted' }
  | { readonly type: 'outcome'; readonly outcome: IterationOutcome }
  | { readonly type: 'returned'; readonly call: LifecycleCall }
  | { readonly type: 'samples'; readonly samples: readonly PlainSample[] }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string; readonly source: 'console' | undefined }
  | { readonly type: 'abort'; readonly message: string }
  | { readonly type: 'fail'; readonly message: string }
  | { readonly type: 'end'; readonly exitCode: number; readonly message: string }
  | { readonly type: 'ask'; readonly what: Question };
