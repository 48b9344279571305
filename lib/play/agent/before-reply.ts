import type { HandlingSetup } from './handling-setup.ts';
import { at, type Done, type NextJob, type ReplyJob } from './job.ts';
import type { Progress } from './transfer.ts';

/** How an agent comes to its next reply. */
export interface ComingReply {
  readonly reply: ReplyJob;
  /** The turn of the transcript. */
  readonly turn: number;
  /** When it is due (Unix ms). */
  readonly atMs: number;
  readonly progress: Progress;
}

type Preparations = Pick<HandlingSetup, 'participantId' | 'typing' | 'attaching' | 'holding'>;

/** The reply once it is due, or what comes before it as the plan has it: its file is uploaded, the agent holds, and types. */
export function replyOrBefore(
  { participantId, typing, attaching, holding }: Preparations,
  { reply, turn, atMs, progress }: ComingReply,
  nowMs: number,
): NextJob {
  return (
    attaching?.before(reply, progress) ??
    holding?.before(participantId, progress, nowMs) ??
    typing?.before(reply, atMs, nowMs) ??
    at(atMs, nowMs, attaching?.with(reply, turn) ?? reply)
  );
}

/** A reply that has to be said again, with the file that it had. */
export function replyAgain(
  { attaching }: Preparations,
  communicationId: string,
  { turn, ...line }: Pick<ReplyJob, 'text' | 'again'> & { readonly turn: number },
): ReplyJob {
  const reply = { kind: 'reply', communicationId, ...line } as const;
  return attaching?.with(reply, turn) ?? reply;
}

/** Takes in what came of an upload or a hold before the reply of this turn. Returns whether it was carried out. */
export function prepared(
  { attaching, holding }: Preparations,
  done: Extract<Done, { readonly kind: 'upload' | 'hold' }>,
  turn: number,
): boolean {
  if (done.kind === 'hold') {
    holding?.answered(done.job.held, done.result);
    return done.result;
  }
  attaching?.uploaded(done.result, turn);
  return done.result.state === 'uploaded';
}
