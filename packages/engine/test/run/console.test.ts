import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunContext } from '../../src/contract/run-context.ts';
import { runFake } from './run-fake.ts';

const says = async (context: RunContext) => {
  context.log('info', 'hello "you"', 'console');
  context.log('debug', 'details');
};

describe('what a run prints', () => {
  test('the first line says which lane and why', async () => {
    const { stdout } = await runFake({});
    expect(stdout.split('\n')[0]).toBe("headroom's embedded engine, async lane: it is a fake");
  });

  test('--quiet prints nothing but the summary', async () => {
    const { stdout } = await runFake({ argv: ['--quiet'] });
    expect(stdout).not.toContain('lane');
    expect(stdout).not.toContain('running (');
    expect(stdout).toContain('TOTAL RESULTS');
  });

  test('the last progress line counts iterations', async () => {
    const { stdout } = await runFake({ options: { vus: 2, iterations: 6 } });
    expect(stdout).toMatch(/running \(0m00\.\ds\), 0\/2 VUs, 6 complete and 0 interrupted iterations, default 100%/);
  });

  test('output that is no terminal has no colours', async () => {
    const { stdout } = await runFake({});
    expect(stdout).not.toContain('\u001b');
  });

  test('--log-ns-timestamps writes times with nine decimals, as text and as JSON', async () => {
    const argv = ['--log-ns-timestamps'];
    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z"`;
    expect((await runFake({ iteration: says, argv })).stderr).toMatch(new RegExp(`^time="${time} level=info`));
    const json = await runFake({ iteration: says, argv: ['--log-format=json'], env: { K6_LOG_NS_TIMESTAMPS: 'true' } });
    expect(json.stderr).toMatch(new RegExp(`"time":"${time}`));
  });

  test('log lines are text by default, and debug lines come only with --verbose', async () => {
    expect((await runFake({ iteration: says })).stderr).toMatch(
      /^time="[^"]+" level=info msg="hello \\"you\\"" source=console\n$/,
    );
    expect((await runFake({ iteration: says, argv: ['-v'] })).stderr).toContain('level=debug msg="details"');
  });

  test('--log-format writes raw text or JSON', async () => {
    expect((await runFake({ iteration: says, argv: ['--log-format', 'raw'] })).stderr).toBe('hello "you"\n');
    const json = await runFake({ iteration: says, argv: ['--log-format=json'] });
    expect(JSON.parse(json.stderr)).toMatchObject({ level: 'info', msg: 'hello "you"', source: 'console' });
  });

  test('--log-output sends log lines elsewhere, --console-output the console alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'));
    expect((await runFake({ iteration: says, argv: ['--log-output=none'] })).stderr).toBe('');
    expect((await runFake({ iteration: says, argv: ['--log-output=stdout', '-q'] })).stdout).toContain('hello');
    await runFake({ iteration: says, cwd: folder, argv: ['--log-output=file=log.txt'] });
    expect(readFileSync(join(folder, 'log.txt'), 'utf8')).toContain('hello');
    const { stderr } = await runFake({ iteration: says, cwd: folder, argv: ['-v', '--console-output', 'console.txt'] });
    expect(readFileSync(join(folder, 'console.txt'), 'utf8')).toContain('hello');
    expect(stderr).toContain('details');
    expect(stderr).not.toContain('hello');
  });

  test('--log-output=file=path,level=level keeps what is below the level out; a path may hold an equals sign', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'));
    const iteration = async ({ log }: RunContext) => {
      for (const level of ['info', 'warning', 'error'] as const) log(level, `a ${level}`);
    };
    const written = async (spec: string, name: string) => {
      await runFake({ iteration, cwd: folder, argv: [`--log-output=file=${spec}`] });
      return readFileSync(join(folder, name), 'utf8').match(/msg="[^"]*"/g);
    };
    expect(await written('a.log,level=warn', 'a.log')).toEqual(['msg="a warning"', 'msg="a error"']);
    expect(await written('b.log,level=error', 'b.log')).toEqual(['msg="a error"']);
    expect(await written('c=d.log', 'c=d.log')).toHaveLength(3);
    expect(readdirSync(folder).sort()).toEqual(['a.log', 'b.log', 'c=d.log']);
  });

  test.each([
    ['file=a.log,format=json', '--log-output file=…,format=json is not supported'],
    ['file=a.log,level=error,format=json', '--log-output file=…,level=error,format=json is not supported'],
    ['file=a.log,level=loud', 'level \\"loud\\" is not one of debug, info, warning, error'],
    ['file=', '--log-output file= is not supported'],
  ])('the argument --log-output=%s is refused by name, and no file is written', async (spec, why) => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'));
    const { code, stderr } = await runFake({ cwd: folder, argv: [`--log-output=${spec}`] });
    expect(code).toBe(104);
    expect(stderr).toContain(why);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('--log-output loki is refused by name', async () => {
    const { code, stderr } = await runFake({ argv: ['--log-output=loki=http://x'] });
    expect(code).toBe(104);
    expect(stderr).toContain('--log-output loki=http://x is not supported');
  });

  test('secrets never reach a log', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-'));
    const { stderr } = await runFake({
      cwd: folder,
      argv: ['--secret-source', 'mock=token=hunter2,other=x=y'],
      iteration: async ({ log, secrets }) =>
        log('info', `the token is ${secrets.get('token')}, other ${secrets.get('other')}`),
    });
    expect(stderr).toContain('the token is ***SECRET_REDACTED***, other ***SECRET_REDACTED***');
  });
});

describe('exec.instance and options', () => {
  test('exec.instance counts VUs and iterations', async () => {
    const seen: object[] = [];
    await runFake({
      options: { vus: 2, iterations: 4 },
      iteration: async ({ instance }) => {
        seen.push(instance());
      },
    });
    expect(seen[0]).toMatchObject({
      iterationsCompleted: 0,
      iterationsInterrupted: 0,
      vusActive: expect.any(Number),
      vusInitialized: 2,
    });
    expect(seen.at(-1)).toMatchObject({ iterationsCompleted: expect.any(Number) });
  });

  test('the options are not known in init', async () => {
    const { code, stderr } = await runFake({ init: (context) => void context.options() });
    expect(code).toBe(255);
    expect(stderr).toContain('not known before init is over');
  });
});
