import { describe, expect, it } from 'vitest';
import { loadScript } from '../../src/load-script.ts';
import { once, Recorder, writeScripts } from './harness.ts';

/** The lanes of the functions of a script that imports all of k6's blocking calls. */
async function lanesOf(text: string, names: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const imports = `import http from 'k6/http'; import ws from 'k6/ws'; import { sleep, group } from 'k6'; import { Trend } from 'k6/metrics';\n`;
  const cwd = writeScripts({ 'script.js': imports + text, ...files });
  const script = await loadScript('script.js', new Recorder(), { lane: 'auto', cwd });
  await script.dispose();
  return names.map((name) => script.laneOf(name).lane);
}

describe('the lanes of a script', () => {
  it('setup and teardown that block have a lane of their own', async () => {
    expect(
      await lanesOf(
        `export function setup() { return http.get('http://127.0.0.1').body } export default async function () { await sleep(1) }
         export function teardown() { sleep(1) } export function handleSummary() { return {} }`,
        ['default', 'setup', 'teardown', 'handleSummary'],
      ),
    ).toEqual(['async', 'worker', 'worker', 'async']);
  });

  it('the functions of scenarios have the lanes of the calls that they come to, through helpers and imports', async () => {
    const files = {
      'lib.js': `import { sleep } from 'k6'; export function nap() { sleep(1) } export const calm = () => 1;
        export class Client { wait() { sleep(1) } } export const api = { wait: () => sleep(1) }`,
    };
    expect(
      await lanesOf(
        `import { nap, calm, Client, api } from './lib.js';
         const helper = () => nap(); const client = new Client();
         export const naps = () => helper(); export function calms() { calm() } export default function () { client.wait() }
         export function asks() { api.wait() } export { nap as again } from './lib.js';`,
        ['naps', 'calms', 'default', 'asks', 'again'],
        files,
      ),
    ).toEqual(['worker', 'async', 'worker', 'worker', 'worker']);
  });

  it('a metric, a text and a parameter that functions have in common do not bring their lanes together', async () => {
    expect(
      await lanesOf(
        `const took = new Trend('took'); const url = 'http://127.0.0.1'; let last = 0;
         function ask(url) { last = Date.now(); took.add(http.get(url).timings.duration) }
         export function asks() { ask(url) } export function shows() { took.add(last); return url }`,
        ['asks', 'shows'],
      ),
    ).toEqual(['worker', 'async']);
  });

  it.each([
    [
      'a list',
      `const todo = []; function fill() { todo.push(() => sleep(1)) } export default () => { fill(); for (const one of todo) one() };`,
    ],
    ['a variable', `let todo; function fill(one) { todo = one } fill(() => sleep(1)); export default () => todo();`],
    ['a property', `const todo = {}; todo.nap = () => sleep(1); export default () => todo.nap();`],
    [
      'a registration',
      `const todo = []; function add(one) { todo.push(one) } add(() => sleep(1)); export default () => todo[0]();`,
    ],
  ])('a blocking call that stands in a function kept in %s is found', async (_what, text) => {
    expect(await lanesOf(`${text} export function calm() {}`, ['default', 'calm'])).toEqual(['worker', 'async']);
  });

  it('the functions of a script none of whose scenarios can run in the async lane have the worker lane', async () => {
    expect(
      await lanesOf(`export function setup() {} export default function () { sleep(1) }`, ['default', 'setup']),
    ).toEqual(['worker', 'worker']);
  });

  it('a script in CommonJS, whose exports are not listed, has one lane', async () => {
    expect(await lanesOf(`exports.calm = () => {}; exports.default = () => sleep(1);`, ['default', 'calm'])).toEqual([
      'worker',
      'worker',
    ]);
  });

  it('a blocking call that no reading of the script could see ends the run and names the worker lane', async () => {
    const { context } = await once(
      `import { sleep } from 'k6'; export function blocks() { sleep(1) } export default () => { eval('sleep(1)') }`,
    );
    expect(context.ends.map(({ exitCode, message }) => [exitCode, message])).toEqual([
      [107, expect.stringMatching(/^Error: sleep\(\) was called in a way that could not be seen .* --lane worker/)],
    ]);
  });
});
