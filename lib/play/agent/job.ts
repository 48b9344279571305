import type { MessageData } from '@headroom/genesys-wire/platform';

/** What an agent does next in a conversation: one Platform API call. */
export type Job =
  | { readonly kind: 'accept'; readonly participantId: string }
  | { readonly kind: 'read'; readonly messageIds: readonly string[] }
  | ReplyJob
  | TransferJob
  | UploadJob
  | HoldJob
  /** Show the customer that the agent is typing. What comes of it is nobody's matter. */
  | { readonly kind: 'type'; readonly communicationId: string }
  /** Read the state of the conversation, and the texts that the server stored of its agents. */
  | { readonly kind: 'recall' }
  | { readonly kind: 'end'; readonly participantId: string }
  | { readonly kind: 'wrap-up'; readonly participantId: string; readonly communicationId: string };

export interface ReplyJob {
  readonly kind: 'reply';
  readonly communicationId: string;
  readonly text: string;
  /** The number of an earlier reply that had no answer, and that the server turned out not to hold. */
  readonly again?: number;
  /** The ids of the files that go with it, which were uploaded before. */
  readonly mediaIds?: readonly string[];
}

/** Upload the file that goes with the next reply. */
export interface UploadJob {
  readonly kind: 'upload';
  readonly communicationId: string;
}

/** What became of an upload. Where there is no `mediaId`, the reply goes without the file. */
export type UploadResult =
  | { readonly state: 'uploaded'; readonly mediaId: string }
  | { readonly state: 'refused' | 'failed' };

/** Hold the conversation, or go on with it. */
export interface HoldJob {
  readonly kind: 'hold';
  readonly participantId: string;
  readonly held: boolean;
}

/** Hand the conversation on, to a queue or to an agent. */
export interface TransferJob {
  readonly kind: 'transfer';
  readonly participantId: string;
  readonly to: 'queue' | 'agent';
  /** The queue that the conversation came from, where that is known. */
  readonly fromQueueId?: string | undefined;
  /** Which of several it goes to: a number from 0, and below 1. */
  readonly pick: number;
}

/** Whether a transfer was made. Where it was `refused`, or there was nobody to take over, the agent stays. */
export type TransferResult = 'made' | 'refused' | 'unknown';

/** The texts that the server stored, oldest first: of this agent, and of agents who talked before it. */
export interface Recalled {
  readonly own: readonly string[];
  readonly others: readonly string[];
}

/** What a conversation needs next: a job now, or none until a time (Unix ms). Infinity is until an event. */
export type NextJob = Job | { readonly kind: 'wait'; readonly untilMs: number };

/** What became of a reply: stored, with its text; refused; or unknown. */
export type ReplyOutcome =
  | { readonly kind: 'stored'; readonly text: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

/** The results of each kind of job. Undefined means that the call failed. */
interface Results {
  readonly accept: boolean;
  readonly end: boolean;
  readonly 'wrap-up': boolean;
  readonly type: boolean;
  readonly read: readonly MessageData[] | undefined;
  readonly recall: Recalled | undefined;
  readonly reply: ReplyOutcome;
  readonly transfer: TransferResult;
  readonly upload: UploadResult;
  readonly hold: boolean;
}

/** A job that is over, with its result. */
export type Done = {
  readonly [K in Job['kind']]: {
    readonly kind: K;
    readonly job: Extract<Job, { readonly kind: K }>;
    readonly result: Results[K];
  };
}[Job['kind']];

/** The result of a job whose call had an answer that cannot be read. What the call did is unknown. */
export function failed(job: Job): Done {
  switch (job.kind) {
    case 'accept':
      return { kind: job.kind, job, result: false };
    case 'end':
      return { kind: job.kind, job, result: false };
    case 'wrap-up':
      return { kind: job.kind, job, result: false };
    case 'read':
      return { kind: job.kind, job, result: undefined };
    case 'recall':
      return { kind: job.kind, job, result: undefined };
    case 'reply':
      return { kind: job.kind, job, result: { kind: 'unknown' } };
    case 'type':
      return { kind: job.kind, job, result: false };
    case 'transfer':
      return { kind: job.kind, job, result: 'unknown' };
    case 'upload':
      return { kind: job.kind, job, result: { state: 'failed' } };
    case 'hold':
      return { kind: job.kind, job, result: false };
  }
}

/** Only an event can make a job due. */
export const NEVER: NextJob = { kind: 'wait', untilMs: Number.POSITIVE_INFINITY };

/** The job once it is due (Unix ms). */
export function at(dueAtMs: number, nowMs: number, job: Job): NextJob {
  return nowMs < dueAtMs ? { kind: 'wait', untilMs: dueAtMs } : job;
}
