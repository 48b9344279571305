import { Counter } from 'k6/metrics';
import { afterEach, describe, expect, it } from 'vitest';
import { addWithWords } from '../../../../lib/measures/record/refusal.ts';
import { forget, iterate, recorder } from '../../../k6/vu.ts';

const metric = new Counter('refusals');
const refused = (status: number | undefined, body: string | undefined) =>
  ({ kind: 'refused', status, retryAfterMs: undefined, headers: { server: 'nginx' }, body }) as const;
afterEach(forget);

describe('the sample of an attempt', () => {
  it('has of a refusal the phrase as a tag and the words as metadata, and leaves none to the samples after it', async () => {
    await iterate(() => {
      addWithWords(metric, 1, { phase: 'hold' }, refused(503, 'Max concurrent connections exceeded for tenant'), 'd1');
      addWithWords(metric, 1, { phase: 'hold' }, undefined, 'd1');
      addWithWords(metric, 1, { phase: 'hold' }, { kind: 'failed', error: 'timeout' }, 'd1');
      addWithWords(metric, 1, { phase: 'hold' }, refused(undefined, undefined), 'd1');
    });
    const words = 'Max concurrent connections exceeded for tenant';
    const samples = recorder.of('refusals').map(({ tags: { phase, says }, metadata }) => ({ phase, says, metadata }));
    expect(samples).toEqual([
      {
        phase: 'hold',
        says: 'max-connections-tenant',
        metadata: { status: '503', words, server: 'nginx', deployment: 'd1' },
      },
      ...Array(3).fill({ phase: 'hold', says: undefined, metadata: undefined }),
    ]);
  });
});
