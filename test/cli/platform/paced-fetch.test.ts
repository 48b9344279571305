import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpClient } from '../../../cli/http/http-client.ts';
import { CallPace } from '../../../cli/platform/call-pace.ts';
import { ChangeWindow, WindowEnded } from '../../../cli/platform/change-window.ts';
import { fetchPaced } from '../../../cli/platform/paced-fetch.ts';

const REQUEST = { method: 'POST', url: 'https://api.org.test/x', headers: {} } as const;

/** Makes one call of an org that gives these answers, and tells how often it was called, what was waited and said. */
async function callOf(answers: HttpAnswer[], options: Parameters<typeof fetchPaced>[2] = {}) {
  const [waits, said]: [number[], string[]] = [[], []];
  let calls = 0;
  const http: Pick<HttpClient, 'call'> = {
    call: async () => {
      calls++;
      return answers.shift() ?? { status: 200, text: '' };
    },
  };
  const wait = async (ms: number) => ms > 0 && waits.push(Math.round(ms / 1_000));
  const manner = { http, pace: new CallPace(1_000), say: (line: string) => said.push(line), wait };
  const answer = await fetchPaced(REQUEST, manner, options).catch((error: unknown) => error);
  return { answer, calls, waits, said };
}

const busy = (status: number, retryAfter: string): HttpAnswer => ({ status, text: '', retryAfter });

describe('a wait that the org asks for', () => {
  it.each(['601', '2147484', '99999999999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    'is ten minutes at most, and said: Retry-After %s',
    async (retryAfter) => {
      for (const status of [429, 503]) {
        const { waits, calls, said } = await callOf([busy(status, retryAfter)]);
        expect({ waits, calls }).toEqual({ waits: [600], calls: 2 });
        expect(said.join()).toBe(`HTTP ${status} with Retry-After: ${retryAfter}; waits 10m, and no longer`);
      }
    },
  );

  it('is three seconds where it cannot be read, and none where it is over', async () => {
    expect((await callOf([busy(503, 'soon')])).waits).toEqual([3]);
    expect((await callOf([busy(503, 'Thu, 01 Jan 1970 00:00:00 GMT')])).waits).toEqual([]);
  });
});

describe('an answer that does not come', () => {
  it('is said at each try', async () => {
    const { said } = await callOf([{ status: 0, text: 'no whole answer in 30 s' }]);
    expect(said).toEqual(['api.org.test: no whole answer in 30 s; tried again in 3s']);
  });
});

describe('a call that is made once', () => {
  it('is not repeated when it may have been carried out', async () => {
    for (const answer of [busy(503, '0'), { status: 0, text: 'no whole answer' }])
      expect(await callOf([answer], { once: true })).toMatchObject({ calls: 1, answer });
    expect(await callOf([busy(429, '0')], { once: true })).toMatchObject({ calls: 2 });
  });
});

describe('a call that changes the org', () => {
  it('is not made once its window has ended, be it while it waited', async () => {
    const { answer, calls } = await callOf([], { window: new ChangeWindow(0, 'the approved window of CS-1') });
    expect([answer, calls]).toEqual([expect.any(WindowEnded), 0]);
    let looks = 0;
    const window = new ChangeWindow(0, 'x');
    window.check = () => {
      if (++looks > 1) throw new WindowEnded('over');
    };
    expect(await callOf([busy(503, '1')], { window })).toMatchObject({ calls: 1, answer: expect.any(WindowEnded) });
  });
});
