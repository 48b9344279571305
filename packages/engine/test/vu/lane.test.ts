import { describe, expect, it, vi } from 'vitest';
import { once, Recorder } from '../script/harness.ts';

const run = (body: string, more: Parameters<typeof once>[1] = {}) =>
  once(
    `import { sleep } from 'k6'; const show = (...v) => console.log(...v); export default async function () { ${body} }`,
    {
      lane: 'async',
      ...more,
    },
  );

describe('a blocking call in the async lane', () => {
  it('an awaited sleep holds timers back until the code after it has run', async () => {
    const { context } = await run(
      `setTimeout(() => show('timer'), 1); await sleep(0.03); show('slept'); await sleep(0.01); show('again');`,
    );
    expect(context.printed).toEqual(['slept', 'again', 'timer']);
  });

  it('callbacks that were held back run in their order', async () => {
    const { context } = await run(`for (const n of [1, 2, 3]) setTimeout(() => show(n), n); await sleep(0.03);`);
    expect(context.printed).toEqual(['1', '2', '3']);
  });

  it('a second blocking call in the same turn ends the run and names its line and the other lane', async () => {
    const { context, outcome } = await run(`const a = sleep(1); const b = sleep(1); await a; await b;`);
    expect(outcome.kind).toBe('threw');
    expect(context.ends[0]?.message).toMatch(
      /sleep\(\) was called while another blocking call is outstanding\. .*--lane worker.* at script\.js:1:\d+/,
    );
  });

  it('a call that nobody awaits ends the run', async () => {
    const { context } = await run(`sleep(0.01); show('went on');`);
    expect(context.ends[0]?.message).toContain('sleep() was not awaited: the script went on without it');
  });

  it('any use of the result but await ends the run and names its line', async () => {
    const { context } = await run(`const r = sleep(1); r.status;`);
    expect(context.ends[0]?.message).toMatch(
      /sleep\(\) was not awaited: "status" of its result was used\..* at script\.js:1/,
    );
  });

  it.each([
    ['a then', `Promise.resolve().then(() => show('ran')); await sleep(0.01);`],
    ['an async function', `(async () => { await null; show('ran'); })(); await sleep(0.01);`],
    [
      'a promise that a wrapper of the call came after',
      `const nap = async (v) => v; Promise.resolve().then(() => show('ran')); await nap(sleep(0.01));`,
    ],
  ])('a promise that k6 would hold back until the call returns ends the run: %s', async (_what, body) => {
    const { context, outcome } = await run(`${body} show('went on');`);
    expect(outcome.kind).toBe('threw');
    expect(context.ends[0]).toMatchObject({
      exitCode: 107,
      message: expect.stringContaining('hazard: a promise made progress while sleep() was outstanding'),
    });
    expect(context.printed).not.toContain('went on');
  });

  it.each([
    ['promises that have settled before', `await null; await Promise.all([1, 2]); await sleep(0.01);`],
    [
      'async functions in one another',
      `const a = async () => { await sleep(0.01); await sleep(0.01); }; const b = async () => a(); const c = async () => { return b(); }; await c();`,
    ],
    [
      'one that settles later',
      `const later = new Promise((resolve) => setTimeout(resolve, 1)).then(() => show('late')); await sleep(0.02); show('slept'); await later;`,
    ],
    [
      'a call in then',
      `await Promise.resolve().then(async () => sleep(0.01)); await Promise.resolve().then(() => sleep(0.01));`,
    ],
    [
      'a call in try and finally',
      `try { await sleep(0.01); throw new Error('x'); } catch { await sleep(0.01); } finally { await sleep(0.01); }`,
    ],
  ])('the promises of %s are no hazard', async (_what, body) => {
    const { context, outcome } = await run(`${body} show('done');`);
    expect(outcome, context.ends[0]?.message).toEqual({ kind: 'complete' });
    expect(context.printed.at(-1)).toBe('done');
  });

  it('a blocking call passes through an async wrapper', async () => {
    const { context } = await once(`import { sleep } from 'k6';
      async function blocking(value) { return await value }
      export default async function () { await blocking(sleep(0.001)); console.log('ok') }`);
    expect(context.printed).toEqual(['ok']);
  });
});

describe('the end of an iteration', () => {
  it('an iteration does not end before its timers are over', async () => {
    const { context, outcome } = await run(
      `let n = 0; const id = setInterval(() => { show('tick'); n += 1; if (n === 3) clearInterval(id) }, 1); show(typeof id)`,
    );
    expect(outcome).toEqual({ kind: 'complete' });
    expect(context.printed).toEqual(['number', 'tick', 'tick', 'tick']);
  });

  it('an iteration ends although a promise never settles', async () => {
    const { outcome } = await run(`await new Promise(() => {})`);
    expect(outcome).toEqual({ kind: 'complete' });
  });

  it('an iteration whose function rejects is logged and still counts', async () => {
    const { outcome, context } = await run(`throw new TypeError('bad')`);
    expect(outcome).toMatchObject({
      kind: 'threw',
      message: expect.stringMatching(/^TypeError: bad at script\.js:1:\d+$/),
    });
    expect(context.logs).toEqual([
      { level: 'error', message: (outcome as { message: string }).message, source: undefined },
    ]);
    expect(context.values('iterations')).toEqual([1]);
    expect(context.of('iteration_duration')).toHaveLength(1);
  });

  it('an iteration whose timer throws has failed, and its other timers are dropped', async () => {
    const { outcome, context } = await run(
      `setTimeout(() => { throw new Error('late') }, 1); setTimeout(() => show('never'), 50)`,
    );
    expect(outcome).toMatchObject({ kind: 'threw' });
    expect(context.printed).toEqual([]);
  });

  it('an iteration waits out minIterationDuration', async () => {
    const startedAt = performance.now();
    const { context } = await run('', { context: new Recorder({ minIterationDurationMs: 60 }) });
    expect(performance.now() - startedAt).toBeGreaterThan(55);
    expect(context.values('iteration_duration')[0]).toBeLessThan(50);
  });

  it('an iteration waits no longer than Node can, which takes 2^31 ms for 1 ms', async () => {
    const controller = new AbortController();
    const context = new Recorder({ minIterationDurationMs: 2 ** 40 });
    const armed = vi.spyOn(globalThis, 'setTimeout');
    const running = run('', { context, signal: controller.signal });
    await expect.poll(() => context.values('iterations')).toEqual([1]);
    controller.abort();
    await running;
    const delaysMs = armed.mock.calls.map(([, delayMs]) => delayMs ?? 0);
    armed.mockRestore();
    expect(Math.max(...delaysMs)).toBe(2 ** 31 - 1);
  });

  it('an interrupted iteration pushes neither iterations nor iteration_duration, but the data counters', async () => {
    const controller = new AbortController();
    const context = new Recorder();
    const running = run(`show('on'); await sleep(60)`, { context, signal: controller.signal });
    await expect.poll(() => context.printed).toEqual(['on']);
    controller.abort();
    expect((await running).outcome).toEqual({ kind: 'interrupted' });
    expect(context.samples.map(({ metric }) => metric)).toEqual(['data_sent', 'data_received']);
  });
});

describe('a script that catches the exception of exec.test.abort', () => {
  it.each([
    ['a blocking call', `await sleep(0.001)`],
    ['a timer', `await new Promise((resolve) => setTimeout(resolve, 1))`],
    ['a request', `await http.asyncRequest('GET', 'http://127.0.0.1:1/')`],
    [
      'a socket',
      `const ws = new WebSocket('ws://127.0.0.1:1/'); await new Promise((resolve) => { ws.onclose = resolve })`,
    ],
  ])('the script gets nothing of %s any more, and its iteration is over', async (_what, call) => {
    const context = new Recorder();
    const { outcome } = await once(
      `import exec from 'k6/execution'; import http from 'k6/http'; import { sleep } from 'k6'; import { WebSocket } from 'k6/websockets';
       export default async function () { for (;;) { try { ${call}; exec.test.abort('enough') } catch {} } }`,
      { lane: 'async', context },
    );
    expect(outcome).toEqual({ kind: 'complete' });
    expect(context.aborts).toEqual(['test aborted: enough']);
  });
});

describe('a VU that is reused after its async function was cut', () => {
  it('the reused VU is a hazard that ends the run by name', async () => {
    const controller = new AbortController();
    const context = new Recorder();
    const running = run(`show('on'); await sleep(60)`, { context, signal: controller.signal, iterations: 2 });
    await expect.poll(() => context.printed).toEqual(['on']);
    controller.abort();
    const { outcomes } = await running;
    expect(outcomes[1]?.kind).toBe('threw');
    expect(context.ends[0]?.message).toContain('an async function of this VU was cut by a hard stop');
  });
});

describe('an unhandled rejection', () => {
  it('an unhandled rejection ends its iteration with "Uncaught (in promise)"', async () => {
    const foreign = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    try {
      const { outcome } = await run(`Promise.reject(new Error('lost')); await sleep(0.01)`);
      expect(outcome).toMatchObject({
        kind: 'threw',
        message: expect.stringContaining('Uncaught (in promise) Error: lost'),
      });
    } finally {
      for (const listener of foreign) process.on('unhandledRejection', listener);
    }
  });
});
