import { describe, expect, it } from 'vitest';
import { load, Recorder, scenario } from './harness.ts';

const never = () => new AbortController().signal;
const job = { scenario, iterationInInstance: 0, iterationInTest: 0, iterationInScenario: 0 };

describe('setup and teardown', () => {
  it('setup runs in a VU of its own, and each VU gets its own copy of what it returned', async () => {
    const context = new Recorder();
    const script = await load(
      `import { check } from 'k6';
       export function setup() { check(1, { in: true }); console.log(__VU); return { list: [1] } }
       export default function (data) { data.list.push(__VU); console.log(JSON.stringify(data), data.list instanceof Array) }
       export function teardown(data) { console.log('teardown', JSON.stringify(data)) }`,
      context,
    );
    await script.setup(never());
    expect(script.setupData).toEqual({ list: [1] });
    expect(context.of('checks')[0]?.tags.group).toBe('::setup');
    expect(context.values('iterations')).toEqual([]);
    for (const id of [1, 2]) {
      const vu = await script.createVu({ idInInstance: id, idInTest: id });
      await vu.run(job, never());
    }
    await script.teardown(never());
    expect(context.printed).toEqual(['0', '{"list":[1,1]} true', '{"list":[1,2]} true', 'teardown {"list":[1]}']);
    await script.dispose();
  });

  it('a setup that returns undefined gives undefined', async () => {
    const context = new Recorder();
    const script = await load(
      `export function setup() {} export default function (data) { console.log(data) }`,
      context,
    );
    await script.setup(never());
    await (await script.createVu({ idInInstance: 1, idInTest: 1 })).run(job, never());
    expect(context.printed).toEqual(['undefined']);
    await script.dispose();
  });

  it.each([
    [`export function setup() { throw new Error('no') }`, 107],
    [`export async function setup() { throw new Error('no') }`, 255],
    [`import exec from 'k6/execution'; export function setup() { exec.test.abort('no') }`, 108],
  ])('the script %s ends with %i', async (text, exitCode) => {
    const script = await load(`${text} export default () => {}`);
    await expect(script.setup(never())).rejects.toMatchObject({ exitCode, message: expect.stringContaining('no') });
    await script.dispose();
  });

  it('a time limit beyond what Node can wait does not cut setup', async () => {
    const context = new Recorder({ setupTimeoutMs: 2 ** 40 });
    const script = await load(
      `export function setup() { setTimeout(() => console.log('done'), 20) } export default () => {}`,
      context,
    );
    await script.setup(never());
    expect(context.printed).toEqual(['done']);
    await script.dispose();
  });

  it('a setup that takes too long ends with 100, a teardown with 101', async () => {
    const context = new Recorder({ setupTimeoutMs: 20, teardownTimeoutMs: 20 });
    const forever = '{ setTimeout(() => {}, 60000) }';
    const script = await load(
      `export function setup() ${forever} export function teardown() ${forever} export default () => {}`,
      context,
    );
    await expect(script.setup(never())).rejects.toMatchObject({ exitCode: 100 });
    await expect(script.teardown(never())).rejects.toMatchObject({ exitCode: 101 });
    await script.dispose();
  });
});

describe('handleSummary', () => {
  it('handleSummary gets the data in its own realm and gives files; its samples are discarded', async () => {
    const context = new Recorder();
    const script = await load(
      `import { check } from 'k6';
       export async function handleSummary(data) { check(1, { a: true }); await null;
         return { stdout: JSON.stringify(data.metrics) + (data.list instanceof Array), 'out.bin': new Uint8Array([1, 2]).buffer } }
       export default () => {}`,
      context,
    );
    const files = await script.handleSummary({ metrics: { a: 1 }, list: [] }, never());
    expect(files?.stdout).toBe('{"a":1}true');
    expect(new Uint8Array(files?.['out.bin'] as ArrayBuffer)).toEqual(new Uint8Array([1, 2]));
    expect(context.samples).toEqual([]);
    await script.dispose();
  });

  it('handleSummary may return nothing, be absent, or reject', async () => {
    for (const [text, expected] of [
      ['export function handleSummary() {}', undefined],
      ['', undefined],
    ]) {
      const script = await load(`${text}; export default () => {}`);
      expect(await script.handleSummary({}, never())).toBe(expected);
      await script.dispose();
    }
    const script = await load(`export function handleSummary() { throw new Error('no') } export default () => {}`);
    await expect(script.handleSummary({}, never())).rejects.toThrow('no');
    await script.dispose();
  });
});

describe('an error thrown by setup, teardown or handleSummary', () => {
  it('the error is logged once, with the name of the function and its place', async () => {
    const context = new Recorder();
    const script = await load(
      `export function setup() { throw new Error('up') }
export function teardown() { throw new Error('down') }
export function handleSummary() { throw new Error('sum') }
export default () => {}`,
      context,
    );
    await expect(script.setup(never())).rejects.toThrow(/^setup: Error: up at script\.js:1:\d+$/);
    await expect(script.teardown(never())).rejects.toThrow(/^teardown: Error: down at script\.js:2:\d+$/);
    await expect(script.handleSummary({}, never())).rejects.toThrow(/^handleSummary: Error: sum at script\.js:3:\d+$/);
    expect(context.logs).toEqual([]);
    await script.dispose();
  });

  it('the error of a teardown after an abort is logged, too', async () => {
    const script = await load(
      `import exec from 'k6/execution';
       export default function () { exec.test.abort('enough') }
       export function teardown() { throw new Error('down') }`,
    );
    await (await script.createVu({ idInInstance: 1, idInTest: 1 })).run(job, never());
    await expect(script.teardown(never())).rejects.toMatchObject({
      exitCode: 107,
      message: expect.stringContaining('teardown: Error: down'),
    });
    await script.dispose();
  });

  it('the error names handleSummary once when it returns what cannot be written', async () => {
    const script = await load('export function handleSummary() { return 5 } export default () => {}');
    await expect(script.handleSummary({}, never())).rejects.toThrow(
      /^handleSummary: it must return an object of paths and contents$/,
    );
    await script.dispose();
  });
});

describe('the exported options', () => {
  it('the exported options become the consolidated ones in each VU', async () => {
    const context = new Recorder({ all: { vus: 9 } });
    const script = await load(
      `export const options = { vus: 1 }; export default () => { console.log(options.vus) }`,
      context,
    );
    await (await script.createVu({ idInInstance: 1, idInTest: 1 })).run(job, never());
    expect(context.printed).toEqual(['9']);
    await script.dispose();
  });

  it('frozen options are a hazard: no VU can be made', async () => {
    const context = new Recorder({ all: { vus: 9 } });
    const script = await load(`export const options = Object.freeze({ vus: 1 }); export default () => {}`, context);
    await expect(script.createVu({ idInInstance: 1, idInTest: 1 })).rejects.toMatchObject({
      exitCode: 107,
      message: expect.stringContaining('hazard: the exported `options` are frozen'),
    });
    await script.dispose();
  });

  it('a VU whose init aborts ends with 108', async () => {
    const script = await load(
      `import exec from 'k6/execution'; if (__VU > 0) exec.test.abort('later'); export default () => {}`,
    );
    await expect(script.createVu({ idInInstance: 1, idInTest: 1 })).rejects.toMatchObject({ exitCode: 108 });
    await script.dispose();
  });
});
