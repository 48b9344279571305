import type { MessageData } from '@headroom/genesys-wire/platform';
import { Handling } from '../../../../lib/play/agent/handling.ts';
import type { Done, Job, ReplyOutcome, TransferResult, UploadResult } from '../../../../lib/play/agent/job.ts';

/** A handling that a test drives by hand: it asks what is due, and tells what came of that job. */
export class DrivenHandling extends Handling {
  /** Until when (Unix ms) the handling wanted to wait when it was asked last, if no job was due. */
  waitsUntilMs = 0;
  #out: Job | undefined;

  /** The job that is due, which is out from now on; undefined while the handling waits. */
  due(nowMs: number): Job | undefined {
    const next = this.next(nowMs);
    if (next.kind === 'wait') {
      this.waitsUntilMs = next.untilMs;
      return undefined;
    }
    this.#out = next;
    return next;
  }

  /** The accept or the end that is out was answered. */
  answered(result: boolean, nowMs: number): void {
    const job = this.#taken('accept', 'end');
    this.outcome(job.kind === 'accept' ? { kind: job.kind, job, result } : { kind: job.kind, job, result }, nowMs);
  }

  /** The messages came of the read that is out; undefined: it failed. */
  read(result: readonly MessageData[] | undefined, nowMs: number): void {
    this.outcome({ kind: 'read', job: this.#taken('read'), result }, nowMs);
  }

  replied(result: ReplyOutcome, nowMs: number): void {
    this.outcome({ kind: 'reply', job: this.#taken('reply'), result }, nowMs);
  }

  /** The agent's own texts came of the recall that is out, and those of agents before it; undefined: it failed. */
  recalled(own: readonly string[] | undefined, nowMs: number, others: readonly string[] = []): void {
    this.outcome({ kind: 'recall', job: this.#taken('recall'), result: own && { own, others } }, nowMs);
  }

  transferred(result: TransferResult, nowMs: number): void {
    this.outcome({ kind: 'transfer', job: this.#taken('transfer'), result }, nowMs);
  }

  uploaded(result: UploadResult, nowMs: number): void {
    this.outcome({ kind: 'upload', job: this.#taken('upload'), result }, nowMs);
  }

  /** The org took the hold that is out, or its end, or did not. */
  holdAnswered(result: boolean, nowMs: number): void {
    this.outcome({ kind: 'hold', job: this.#taken('hold'), result }, nowMs);
  }

  wrappedUp(result: boolean, nowMs: number): void {
    this.outcome({ kind: 'wrap-up', job: this.#taken('wrap-up'), result }, nowMs);
  }

  override outcome(done: Done, nowMs: number): void {
    this.#out = undefined;
    super.outcome(done, nowMs);
  }

  /** The job that is out, if it is of one of these kinds. */
  #taken<K extends Job['kind']>(...kinds: readonly K[]): Extract<Job, { readonly kind: K }> {
    const job = this.#out;
    const isOne = (it: Job): it is Extract<Job, { readonly kind: K }> => kinds.some((kind) => kind === it.kind);
    if (job === undefined || !isOne(job)) throw new Error(`no ${kinds.join(' or ')} is out, but ${job?.kind}`);
    return job;
  }
}
