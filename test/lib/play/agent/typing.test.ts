import { expect, it } from 'vitest';
import { Typing } from '../../../../lib/play/agent/typing.ts';

const reply = { kind: 'reply', communicationId: 'k', text: 'Hi' } as const;
const types = { kind: 'type', communicationId: 'k' };
const wait = (untilMs: number) => ({ kind: 'wait', untilMs });

it('an agent types 5 s before its reply, once', () => {
  const typing = new Typing();
  expect(typing.before(reply, 20_000, 9_000)).toEqual(wait(15_000));
  expect(typing.before(reply, 20_000, 15_000)).toEqual(types);
  expect(typing.before(reply, 20_000, 15_001)).toBeUndefined();
});

it('an agent who types again waits 5 s from the last time, and replies without typing where that is too late', () => {
  const typing = new Typing();
  expect(typing.before(reply, 20_000, 17_000)).toEqual(types);
  expect(typing.before(reply, 23_000, 18_000)).toEqual(wait(22_000));
  expect(typing.before(reply, 23_000, 22_000)).toEqual(types);
  expect(typing.before(reply, 26_000, 23_000)).toBeUndefined();
  expect(typing.before(reply, 40_000, 41_000)).toBeUndefined();
});
