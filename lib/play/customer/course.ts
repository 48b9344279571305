import type { Part } from '../../dialogues/part.ts';
import type { VisitOverEvent } from '../../measures/events.ts';
import type { VisitOutcome } from '../../measures/table/tag-values.ts';
import type { VisitEnd } from './visit-setup.ts';

/**
 * The course that a visit takes, told by the visit as it happens: whether it came in, what it said, when a person
 * answered, and whether it was thrown out. From it follows what became of the visit.
 */
export class Course {
  #configured = false;
  #dropped = false;
  #begun = false;
  #spoke = false;
  #waitsFromMs: number | undefined;
  #answeredAtMs: number | undefined;
  #answeredAfterMs: number | undefined;

  /** When (Unix ms) a person first answered; undefined before. */
  get answeredAtMs(): number | undefined {
    return this.#answeredAtMs;
  }

  configured(): void {
    this.#configured = true;
  }

  /** A connection closed while its session was configured and the visit was not over. */
  dropped(): void {
    this.#dropped = true;
  }

  /** A message of the visit is stored. Returns whether it is the first: the conversation begins with it. */
  begins(): boolean {
    const isFirst = !this.#begun;
    this.#begun = true;
    return isFirst;
  }

  /** The customer said something. The wait for a person begins with the first text. */
  said(nowMs: number): void {
    this.#spoke = true;
    this.#waitsFromMs ??= nowMs;
  }

  /** A bot said something. The wait for a person begins anew, since the agent's clock starts at the hand-over. */
  botSaid(): void {
    this.#waitsFromMs = undefined;
  }

  /** A person said something. */
  answered(nowMs: number): void {
    if (this.#answeredAtMs !== undefined) return;
    this.#answeredAtMs = nowMs;
    this.#answeredAfterMs = Math.max(0, nowMs - (this.#waitsFromMs ?? nowMs));
  }

  /**
   * What became of the visit. `end` is undefined where it never came in, or was dropped and did not come back.
   * `leavesAfter`: the number of its turns after which it leaves by plan.
   */
  over(end: VisitEnd | undefined, part: Part, leavesAfter: number): VisitOverEvent {
    const awaitsAnswer = this.#begun && leavesAfter > part.turnsBeforeOther;
    const answer = this.#answeredAfterMs === undefined ? {} : { answeredAfterMs: this.#answeredAfterMs };
    return { kind: 'visit', outcome: this.#outcome(end, awaitsAnswer), spoke: this.#spoke, awaitsAnswer, ...answer };
  }

  #outcome(end: VisitEnd | undefined, awaitsAnswer: boolean): VisitOutcome {
    if (end === 'evicted' || end === 'expired' || end === 'logged-out') return end;
    if (this.#dropped) return 'cut';
    if (end === 'not-configured') return end;
    if (end === undefined || !this.#configured) return 'refused';
    if (!this.#spoke) return 'not-said';
    if (end === 'complete' || end === 'left-early') return end;
    return awaitsAnswer && this.#answeredAtMs === undefined ? 'unserved' : end;
  }
}
