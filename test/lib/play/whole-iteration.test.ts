import { afterEach, expect, it } from 'vitest';
import { delay } from '../../../lib/base/delay.ts';
import { wholeIteration } from '../../../lib/play/whole-iteration.ts';
import { forget, iterate, recorder } from '../../k6/vu.ts';

afterEach(forget);

it('an iteration that ends, well or badly, is not taken for one that was cut', async () => {
  expect(await iterate(() => wholeIteration(() => delay(1)))).toEqual({ kind: 'complete' });
  expect(await iterate(() => wholeIteration(() => Promise.reject(new Error('mine'))))).toMatchObject({ kind: 'threw' });
  expect(await iterate(() => wholeIteration(async () => {}))).toEqual({ kind: 'complete' });
  expect(recorder.aborts).toEqual([]);
});

it('a delay keeps its iteration from ending', async () => {
  let after = false;
  await iterate(() => {
    delay(20).then(() => {
      after = true;
    });
  });
  expect(after).toBe(true);
});

it('a VU that comes back with its last iteration unfinished aborts the test', async () => {
  const never = new Promise<void>(() => {});
  await iterate(() => wholeIteration(() => never));
  await iterate(() => wholeIteration(async () => {}));
  expect(recorder.aborts).toEqual([expect.stringContaining('an iteration was cut by a hard stop')]);
});
