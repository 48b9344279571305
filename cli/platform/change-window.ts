import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback } from '../../lib/plan/target.ts';

/** The window in which an org may be changed has ended. Nothing more is sent. */
export class WindowEnded extends Error {}

/** The time until which a command may change an org. */
export class ChangeWindow {
  readonly endsMs: number;
  readonly #says: string;

  /** `says` is what had ended, such as `the approved window of CS-1`. */
  constructor(endsMs: number, says: string) {
    this.endsMs = endsMs;
    this.#says = says;
  }

  /** Throws `WindowEnded`, in one line, when it is over at `nowMs` (Unix ms). */
  check(nowMs: number): void {
    if (nowMs >= this.endsMs)
      throw new WindowEnded(`${this.#says} ended at ${new Date(this.endsMs).toISOString()}: nothing more is changed`);
  }
}

/** The approved window of a plan, or undefined where the target needs no approval. */
export function approvedWindow({ target, approval }: Plan): ChangeWindow | undefined {
  if (isLoopback(target) || approval === undefined) return undefined;
  return new ChangeWindow(Date.parse(approval.to), `the approved window of ${approval.reference}`);
}
