import { describe, expect, test } from 'vitest';
import { ExitCode, RunEnd } from '../../src/contract/exit.ts';
import { runFake } from './run-fake.ts';

const failing = { thresholds: { iterations: ['count>100'] } };

describe('the exit code', () => {
  test('a run that ends well is 0', async () => {
    const { code, calls } = await runFake({});
    expect(code).toBe(0);
    expect(calls).toEqual(['setup', 'teardown', 'handleSummary', 'dispose']);
  });

  test('a threshold that fails at the end is 99', async () => {
    const { code, stderr } = await runFake({ options: failing });
    expect(code).toBe(99);
    expect(stderr).toContain("thresholds on metrics 'iterations' have been crossed");
  });

  test('an iteration that throws counts as complete and leaves the exit code at 0', async () => {
    const { code, stdout } = await runFake({ iteration: () => Promise.reject(new Error('in an iteration')) });
    expect(code).toBe(0);
    expect(stdout).toContain('1 complete and 0 interrupted');
  });

  test('a configuration that cannot be run is 104, before anything starts', async () => {
    const { code, calls, stderr } = await runFake({ options: { vus: 'five' } });
    expect(code).toBe(104);
    expect(calls).toEqual(['dispose']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('options: vus: \\"five\\" is not a whole number');
  });

  test('an exec function that is not exported is 104', async () => {
    const { code, stderr } = await runFake({
      options: { scenarios: { s: { executor: 'per-vu-iterations', exec: 'nope' } } },
    });
    expect(code).toBe(104);
    expect(stderr).toContain('exports no function \\"nope\\"');
  });

  test('a threshold on a metric that init did not declare is 104', async () => {
    expect((await runFake({ options: { thresholds: { nothing: ['count>1'] } } })).code).toBe(104);
  });

  test('an init that throws is 107, one that aborts 108', async () => {
    const initEnds = (code: ExitCode) =>
      runFake({
        init: () => {
          throw new RunEnd(code, 'in init');
        },
      });
    expect((await initEnds(ExitCode.scriptException)).code).toBe(107);
    expect((await initEnds(ExitCode.scriptAborted)).code).toBe(108);
  });

  test.each([
    ['exception', ExitCode.scriptException],
    ['timeout', ExitCode.setupTimeout],
    ['rejection', ExitCode.uncategorised],
  ])('a setup that ends with a %s skips iterations and teardown, not the summary', async (_name, end) => {
    const { code, calls } = await runFake({
      setup: async () => {
        throw new RunEnd(end, 'in setup');
      },
    });
    expect(code).toBe(end);
    expect(calls).toEqual(['setup', 'handleSummary', 'dispose']);
  });

  test('an abort in setup is 108, skips teardown and still calls handleSummary', async () => {
    const { code, calls, stderr } = await runFake({ setup: async (context) => context.abort('no approval') });
    expect(code).toBe(108);
    expect(calls).toEqual(['setup', 'handleSummary', 'dispose']);
    expect(stderr).toContain('no approval');
  });

  test('a teardown that runs out of time is 101', async () => {
    const teardown = async () => {
      throw new RunEnd(ExitCode.teardownTimeout, 'late');
    };
    expect((await runFake({ teardown })).code).toBe(101);
  });

  test('test.fail is 110, from teardown too', async () => {
    expect((await runFake({ iteration: async (context) => context.fail('bad') })).code).toBe(110);
    expect((await runFake({ teardown: async (context) => context.fail('bad') })).code).toBe(110);
  });

  test('test.fail from handleSummary is too late', async () => {
    const summary = (_data: object, context: { fail(message: string): void }) => {
      context.fail('late');
      return {};
    };
    expect((await runFake({ summary })).code).toBe(0);
  });

  test('an abort wins over a failed mark, and the mark over thresholds', async () => {
    const both = await runFake({ options: failing, iteration: async (context) => context.fail('bad') });
    expect(both.code).toBe(110);
    const all = await runFake({
      options: failing,
      iteration: async (context) => {
        context.fail('bad');
        context.abort('stop');
      },
    });
    expect(all.code).toBe(108);
  });

  test('an error in teardown does not replace what ended the run before', async () => {
    const { code, stderr } = await runFake({
      iteration: async (context) => context.abort('stop'),
      teardown: async () => {
        throw new RunEnd(ExitCode.teardownTimeout, 'late');
      },
    });
    expect(code).toBe(108);
    expect(stderr.match(/msg="\w+"/g)).toEqual(['msg="late"', 'msg="stop"']);
  });

  test('the reason that ended the run is logged once when teardown ends with it again', async () => {
    const { stderr } = await runFake({
      iteration: async (context) => context.abort('stop'),
      teardown: async () => {
        throw new RunEnd(ExitCode.scriptAborted, 'stop');
      },
    });
    expect(stderr.match(/msg="\w+"/g)).toEqual(['msg="stop"']);
  });

  test('a handleSummary that fails is logged, and the default text shown with the same exit code', async () => {
    const { code, stdout, stderr } = await runFake({
      summary: () => {
        throw new Error('broken');
      },
    });
    expect(code).toBe(0);
    expect(stderr.match(/msg=".*"/g)).toEqual(['msg="broken"']);
    expect(stdout).toContain('TOTAL RESULTS');
  });
});

describe('an early end', () => {
  const endless = { options: { vus: 3, duration: '1h' }, argv: [] };
  const forever = () => new Promise<void>(() => {});

  test('test.abort in one iteration interrupts the others, without gracefulStop; teardown and summary still run', async () => {
    const { code, calls } = await runFake({
      ...endless,
      iteration: async (context, _job, vu) => (vu.idInInstance === 3 ? context.abort('') : forever()),
    });
    expect(code).toBe(108);
    expect(calls).toEqual(['setup', 'teardown', 'handleSummary', 'dispose']);
  });

  test('a hazard that the host reports ends the run with its own code', async () => {
    const reason = new RunEnd(ExitCode.uncategorised, 'hazard 1: …');
    const { code, stderr } = await runFake({ ...endless, iteration: async (context) => context.end(reason) });
    expect(code).toBe(255);
    expect(stderr).toContain('hazard 1');
  });

  test('abortOnFail ends the run with 99 at the next evaluation', async () => {
    const { code, calls } = await runFake({
      options: { vus: 1, duration: '1h', thresholds: { iterations: [{ threshold: 'count<1', abortOnFail: true }] } },
      iteration: (_context, job) => (job.iterationInScenario === 0 ? Promise.resolve() : forever()),
    });
    expect(code).toBe(99);
    expect(calls).toContain('teardown');
  });

  test('the first interrupt ends the run at once with 105, after teardown and summary', async () => {
    let interrupt = () => {};
    const { code, calls } = await runFake({
      ...endless,
      interruptible: (given) => {
        interrupt = given;
      },
      iteration: () => {
        interrupt();
        return forever();
      },
    });
    expect(code).toBe(105);
    expect(calls).toEqual(['setup', 'teardown', 'handleSummary', 'dispose']);
  });

  test('an interrupt during setup skips teardown', async () => {
    let interrupt = () => {};
    const { code, calls } = await runFake({
      interruptible: (given) => {
        interrupt = given;
      },
      setup: (_context, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('interrupted')));
          interrupt();
        }),
    });
    expect(code).toBe(105);
    expect(calls).toEqual(['setup', 'handleSummary', 'dispose']);
  });

  test('the second interrupt does not wait for teardown', async () => {
    let interrupt = () => {};
    const { code } = await runFake({
      ...endless,
      interruptible: (given) => {
        interrupt = given;
      },
      iteration: () => {
        interrupt();
        return forever();
      },
      teardown: () => {
        interrupt();
        return forever();
      },
    });
    expect(code).toBe(105);
  });
});
