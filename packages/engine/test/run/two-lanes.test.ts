import { afterEach, describe, expect, test } from 'vitest';
import { Servers } from '../modules/servers.ts';
import { runReal } from './run-real.ts';

const servers = new Servers();
afterEach(() => servers.close());

/** A scenario of the async lane with many sockets, and a monitor that really blocks. */
const script = `
import http from 'k6/http'; import exec from 'k6/execution'; import { check, sleep } from 'k6'; import { Counter } from 'k6/metrics';
import { WebSocket } from 'k6/websockets';
const seen = new Counter('seen');
export const options = {
  scenarios: {
    sockets: { executor: 'per-vu-iterations', vus: 20, iterations: 2, exec: 'socket', env: { WHO: 'socket' }, tags: { own: 'a' } },
    monitor: { executor: 'per-vu-iterations', vus: 2, iterations: 3, exec: 'monitor', env: { WHO: 'monitor' } },
  },
  thresholds: { 'seen{scenario:sockets}': ['count==40'], 'seen{scenario:monitor}': ['count==6'], 'seen{own:a}': ['count==40'], checks: ['rate==1'] },
};
export function setup() { return { status: http.get(__ENV.BASE).status } }
export function socket(data) {
  seen.add(1);
  check(data, { 'status is 200': (d) => d.status === 200 });
  const socket = new WebSocket(__ENV.WS);
  socket.onopen = () => socket.close();
  socket.onclose = () => console.log('vu', exec.vu.idInTest, __ENV.WHO, exec.scenario.name, exec.scenario.iterationInTest);
}
export function monitor(data) {
  seen.add(1);
  check(data, { 'status is 200': (d) => d.status === 200 });
  sleep(0.01);
  const { status } = http.get(__ENV.BASE);
  console.log('vu', exec.vu.idInTest, __ENV.WHO, exec.scenario.name, exec.scenario.iterationInTest, status);
}
export function teardown(data) { sleep(0.01); console.log('teardown', data.status) }
export function handleSummary(data) {
  return { stdout: JSON.stringify([data.metrics.iterations.values.count, data.metrics.vus_max?.values.max, data.setup_data]) };
}`;

async function run(more: { readonly argv?: readonly string[]; readonly source?: string } = {}) {
  const base = `http://${await servers.http((_request, response) => response.end('ok'))}/`;
  const url = await servers.ws((socket) => socket.on('message', (data) => socket.send(String(data))));
  return await runReal(more.source ?? script, {
    argv: ['-e', `BASE=${base}`, '-e', `WS=${url}`, ...(more.argv ?? [])],
  });
}

describe('a run with scenarios of both lanes', () => {
  test('metrics, thresholds, setup data and the summary are those of one run', async () => {
    const { code, logged, stdout, said } = await run();
    expect({ code, errors: logged.filter(({ level }) => level === 'error') }).toEqual({ code: 0, errors: [] });
    expect(stdout).toContain('[46,');
    expect(stdout).toContain('{"status":200}');
    expect(said.at(-1)).toBe('teardown 200');
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      "headroom's embedded engine, async lane: no blocking calls",
      expect.stringMatching(/^ {5}worker lane for scenario monitor: sleep is not awaited at script\.js:\d+:\d+$/),
      expect.stringMatching(/^ {5}worker lane for setup: http.get is not awaited at script\.js:\d+:\d+$/),
    ]);
  });

  test('VU ids come from one sequence, and each VU keeps to the scenario of its lane', async () => {
    const { said } = await run();
    const lines = said.filter((line) => line.startsWith('vu')).map((line) => line.split(' '));
    const idsOf = (name: string) => [
      ...new Set(lines.filter((words) => words[3] === name).map((words) => Number(words[1]))),
    ];
    expect([...idsOf('sockets'), ...idsOf('monitor')].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 22 }, (_, at) => at + 1),
    );
    expect(lines.every(([, , who, name]) => name?.startsWith(who ?? '?'))).toBe(true);
    expect(
      lines
        .filter(([, , , name]) => name === 'monitor')
        .map((words) => Number(words[4]))
        .sort(),
    ).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test.each([
    ['sockets', "seen.add(1);\n  check(data, { 'status is 200': (d) => d.status === 200 });\n  const socket"],
    ['monitor', 'sleep(0.01);\n  const {'],
  ])('an abort in scenario %s ends both, with 108', async (_name, place) => {
    const source = script.replace(place, `exec.test.abort('enough'); ${place}`);
    expect(source).not.toBe(script);
    const { code, logged, stdout } = await run({ source });
    expect(code).toBe(108);
    expect(logged.filter(({ level }) => level === 'error').map(({ msg }) => msg)).toEqual(['test aborted: enough']);
    expect(stdout).toContain('{"status":200}');
  });

  test('a thousand VUs of the async lane run beside a setup that blocks', async () => {
    const source = `import http from 'k6/http'; import { sleep } from 'k6';
      export const options = { vus: 1000, iterations: 1000 };
      export function setup() { return http.get(__ENV.BASE).body }
      export default async function (data) { await sleep(0.001); if (data !== 'ok') throw new Error(data) }`;
    const { code, stdout, logged } = await run({ source });
    expect({ code, errors: logged.filter(({ level }) => level === 'error') }).toEqual({ code: 0, errors: [] });
    expect(stdout).toMatch(/iterations\.+: 1000 /);
  });

  test('a thousand VUs of a sync function run where its blocking calls can be awaited for it', async () => {
    const source = `import ws from 'k6/ws'; import { check, sleep } from 'k6';
      export const options = { vus: 1000, iterations: 1000, thresholds: { checks: ['rate==1'] } };
      const pause = () => sleep(0.001);
      export default function () {
        const response = ws.connect(__ENV.WS, null, (socket) => { socket.on('open', () => socket.send('a')); socket.on('message', () => socket.close()) });
        check(response, { 'status is 101': ({ status }) => status === 101 });
        pause();
      }`;
    const { code, stdout, logged } = await run({ source });
    expect({ code, errors: logged.filter(({ level }) => level === 'error') }).toEqual({ code: 0, errors: [] });
    expect(stdout).toContain(
      'async lane: threads for its VUs would take much memory, and each of its blocking calls can be awaited for it',
    );
    expect(stdout).toMatch(/ws_sessions\.+: 1000 /);
  });

  test('a million VUs of a function whose calls cannot be awaited for it are refused with the figure', async () => {
    const source = `import { sleep } from 'k6'; export const options = { vus: 1_000_000, iterations: 1_000_000 };
      export default function () { [1].forEach(() => sleep(1)) }`;
    const { code, logged } = await run({ source });
    expect(code).toBe(104);
    expect(logged.at(-1)?.msg).toMatch(
      /^the worker lane holds \d+ VUs here \(\d+ MB, half of what is free, at \d+ MB a VU\), the options ask for 1000000:/,
    );
  });
});
