import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Side } from '../../../../lib/dialogues/dialogue.ts';
import { Part } from '../../../../lib/dialogues/part.ts';
import { Course } from '../../../../lib/play/customer/course.ts';

const partOf = (...sides: Side[]) =>
  new Part({ id: 'd', turns: sides.map((from) => ({ from, text: 'a text' })) }, 'customer');
const part = partOf('customer', 'agent', 'customer', 'agent');
const STAYS = Number.POSITIVE_INFINITY;

/** A visit that came in and said something at 10 s, which is stored. */
function talking(begun = true): Course {
  const course = new Course();
  course.configured();
  course.said(10_000);
  if (begun) course.begins();
  return course;
}

describe('the course of a visit', () => {
  it('the outcome of a visit that never came in is refused, or not-configured where the org said no', () => {
    expect(new Course().over(undefined, part, STAYS).outcome).toBe('refused');
    expect(new Course().over('not-configured', part, STAYS).outcome).toBe('not-configured');
  });

  it('the outcome of a visit that was dropped is cut, though it came again, was answered and played to its end', () => {
    const course = talking();
    course.dropped();
    course.configured();
    course.answered(12_000);
    expect(course.over('complete', part, STAYS)).toEqual({
      kind: 'visit',
      outcome: 'cut',
      spoke: true,
      awaitsAnswer: true,
      answeredAfterMs: 2_000,
    });
  });

  it('the outcome of a visit that the server ended is what the server said, whatever went before', () => {
    for (const end of ['evicted', 'expired', 'logged-out'] as const) {
      const course = talking();
      course.dropped();
      expect(course.over(end, part, STAYS).outcome).toBe(end);
    }
  });

  it('a visit that leaves without a word is not-said, and one that spoke and had no answer unserved', () => {
    const mute = new Course();
    mute.configured();
    expect(mute.over('deadline', part, STAYS).outcome).toBe('not-said');
    expect(talking().over('deadline', part, STAYS).outcome).toBe('unserved');
    expect(talking().over('agent-disconnected', part, STAYS).outcome).toBe('unserved');
  });

  it('a visit that had an answer and did not come to its end is named by what ended it', () => {
    for (const end of ['deadline', 'agent-disconnected'] as const) {
      const course = talking();
      course.answered(11_000);
      expect(course.over(end, part, STAYS).outcome).toBe(end);
    }
  });

  it('a visit awaits an answer where the dialogue has one before it leaves, and its first message is stored', () => {
    const awaits = (sides: Side[], begun: boolean, leavesAfter: number) =>
      talking(begun).over('complete', partOf(...sides), leavesAfter).awaitsAnswer;
    expect(awaits(['customer', 'agent'], true, STAYS)).toBe(true);
    expect(awaits(['customer', 'agent'], false, STAYS)).toBe(false);
    expect(awaits(['customer', 'customer'], true, STAYS)).toBe(false);
    expect(awaits(['customer', 'customer', 'agent', 'customer'], true, 2)).toBe(false);
    expect(awaits(['customer', 'customer', 'agent', 'customer'], true, 3)).toBe(true);
    expect(awaits(['agent', 'customer'], true, 1)).toBe(true);
  });

  it('a visit begins its conversation once', () => {
    const course = new Course();
    expect([course.begins(), course.begins()]).toEqual([true, false]);
  });

  it('the wait for an answer begins with the first text, and anew after a bot', () => {
    const course = talking();
    course.said(11_000);
    course.botSaid();
    course.said(14_000);
    course.said(15_000);
    course.answered(17_500);
    course.answered(90_000);
    expect(course.over('complete', part, STAYS).answeredAfterMs).toBe(3_500);
    expect(course.answeredAtMs).toBe(17_500);
  });

  it('whatever happens, only a visit that nothing threw out is complete or left early', () => {
    const steps = fc.array(fc.constantFrom('configured', 'dropped', 'said', 'answered', 'botSaid'), { maxLength: 8 });
    fc.assert(
      fc.property(steps, fc.constantFrom('complete', 'left-early', 'deadline', undefined), (taken, end) => {
        const course = new Course();
        for (const step of taken) course[step as 'configured'](...([1] as unknown as []));
        const { outcome } = course.over(end, part, STAYS);
        const asPlanned = outcome === 'complete' || outcome === 'left-early';
        const well = taken.includes('configured') && taken.includes('said') && !taken.includes('dropped');
        if (asPlanned) expect([well, end]).toEqual([true, outcome]);
        else expect(well && (end === 'complete' || end === 'left-early')).toBe(false);
      }),
    );
  });
});
