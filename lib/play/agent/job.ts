import type { MessageData } from '@headroom/genesys-wire/platform';

/** What an agent does next in a conversation: one Platform API call. */
export type Job =
  | { readonly kind: 'accept'; readonly participantId: string }
  | { readonly kind: 'read'; readonly messageIds: readonly string[] }
  | ReplyJob
  /** Look up what the server stored of this agent. */
  | { readonly kind: 'recall' }
  | { readonly kind: 'end'; readonly participantId: string }
  | { readonly kind: 'wrap-up'; readonly participantId: string; readonly communicationId: string };

export interface ReplyJob {
  readonly kind: 'reply';
  readonly communicationId: string;
  readonly text: string;
  /** The reply that nobody answered, and that the server turned out not to have. */
  readonly again?: number;
}

/** What a conversation wants: a job now, or nothing until a time (Unix ms; infinity: until an event). */
export type Next = Job | { readonly kind: 'wait'; readonly untilMs: number };

/** What the API made of a reply: what it stored, or why it did not. */
export type ReplyOutcome =
  | { readonly kind: 'stored'; readonly text: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

/** What came of each job. `undefined`: the call failed. */
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

/** A job whose call gave an answer that nobody expects: it failed, and what it did is not known. */
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
