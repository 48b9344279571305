import type { MessageData } from '@headroom/genesys-wire/platform';

/** What an agent does next in a conversation: one Platform API call. */
export type Job =
  | { readonly kind: 'accept'; readonly participantId: string }
  | { readonly kind: 'read'; readonly messageIds: readonly string[] }
  | ReplyJob
  /** Read the texts that the server stored of this agent. */
  | { readonly kind: 'recall' }
  | { readonly kind: 'end'; readonly participantId: string }
  | { readonly kind: 'wrap-up'; readonly participantId: string; readonly communicationId: string };

export interface ReplyJob {
  readonly kind: 'reply';
  readonly communicationId: string;
  readonly text: string;
  /** The number of an earlier reply that had no answer, and that the server turned out not to hold. */
  readonly again?: number;
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
  readonly read: readonly MessageData[] | undefined;
  /** The texts that the server stored of this agent, oldest first. */
  readonly recall: readonly string[] | undefined;
  readonly reply: ReplyOutcome;
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
  }
}

/** Only an event can make a job due. */
export const NEVER: NextJob = { kind: 'wait', untilMs: Number.POSITIVE_INFINITY };

/** The job once it is due (Unix ms). */
export function at(dueAtMs: number, nowMs: number, job: Job): NextJob {
  return nowMs < dueAtMs ? { kind: 'wait', untilMs: dueAtMs } : job;
}
