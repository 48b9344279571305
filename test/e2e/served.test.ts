import { describe, expect, it } from 'vitest';
import { isDeep, variants } from '../deep.ts';
import { planFrom } from '../virtual/golden-plans.ts';
import type { Lies, Through } from '../virtual/lying-proxy.ts';
import { NO_LIMIT, playOnVirtualClock, type Setting } from '../virtual/play.ts';

/**
 * Runs in which every socket opened and every message was acknowledged, and customers were not served all the same. A
 * proxy between the run and a healthy tenant takes away what the tenant gave.
 */

interface Played extends Setting {
  readonly script?: string;
  readonly customers?: object;
  readonly agents?: object;
  readonly gate?: string;
  readonly goals?: object;
  readonly env?: Readonly<Record<string, string>>;
}

async function played({ script = 'contact-centre', customers, agents, gate, goals, env = {}, ...setting }: Played) {
  const parts = planFrom('smoke', {
    customers: { sessions: 12, perMinute: 1_200, hold: '15s', longestVisit: '30s', ...customers },
    agents: { count: 12, ...agents },
  });
  const plan = { ...parts, ...(gate === undefined ? {} : { gate }), ...(goals === undefined ? {} : { goals }) };
  const { stdout, exitCode } = await playOnVirtualClock({ ...setting, script, plan, env });
  const verdict = /verdict +(\S+)/.exec(stdout)?.[1];
  const crossed = /gate \w+ +crossed: (.*)/.exec(stdout)?.[1]?.split('; ') ?? [];
  return { stdout, exitCode, verdict, crossed };
}

const STAYED = 'visits{goal:stayed}: rate>=0.95';

/** Cuts guests' sockets by a rule of its own. */
const cutting = (opened: (through: Through) => void): Lies => ({
  opened: (through) => through.kind === 'guest' && opened(through),
});
/** A balancer that holds so many connections, and cuts each one above, 300 ms after it opened. */
function byLevel(max: number): Lies {
  let open = 0;
  return cutting((through) => {
    if (++open > max)
      setTimeout(() => {
        open--;
        through.cut();
      }, 300);
  });
}
const byAge = (ms: number): Lies => cutting((through) => setTimeout(() => through.cut(), ms));

describe('a run whose sockets are cut after they opened', () => {
  it.each(
    variants([
      ['contact-centre', 'exact'],
      ['contact-centre', 'dense'],
      ['customers', 'exact'],
      ['customers', 'dense'],
    ]),
  )(
    'fails the gate and names the cut where a balancer holds no more than so many (%s, %s)',
    async (script, transport) => {
      const run = await played({ script, customers: { transport }, lies: byLevel(7) });
      expect(run.exitCode).toBe(99);
      // It cuts what is young, and whether it does so below a level too depends on the teardown.
      expect(run.verdict).toMatch(/^sessions-cut(-by-level)?$/);
      expect(run.crossed).toContain(STAYED);
    },
    NO_LIMIT,
  );

  it.each(variants(['dense', 'exact']))(
    'fails the gate where each socket is cut by its age, though all come again (%s)',
    async (transport) => {
      const run = await played({ customers: { transport }, lies: byAge(4_000) });
      expect([run.exitCode, run.verdict]).toEqual([99, 'sessions-cut-by-age']);
      expect(run.crossed).toContain(STAYED);
      expect(run.stdout).toMatch(/0 lost, 0 altered/);
    },
    NO_LIMIT,
  );

  it(
    'has shifts that were cut where the notifications are',
    async () => {
      const lies: Lies = { opened: (through) => through.kind === 'notifications' && setTimeout(through.cut, 3_000) };
      const run = await played({ lies });
      expect(run.exitCode).toBe(99);
      expect(run.crossed).toContain('shifts: rate>=0.95');
      expect(run.stdout).toMatch(/shifts +0 as planned, 12 cut/);
    },
    NO_LIMIT,
  );
});

describe('a contact centre in which conversations are not served', () => {
  it.each([
    ['agent-acceptance', 'agent-acceptance'],
    ['wrap-up-stall', 'wrap-up-stall'],
    ['queue-capacity', 'queue-capacity'],
  ])(
    'fails every gate but explore by what customers had of it (%s)',
    async (profile, cause) => {
      for (const gate of variants(['strict', 'ci'])) {
        const run = await played({ profile, gate, agents: { count: 2 } });
        expect([run.exitCode, run.verdict]).toEqual([99, cause]);
        expect(run.crossed.some((rule) => rule.startsWith('visits{goal:answered'))).toBe(true);
      }
    },
    NO_LIMIT,
  );
});

describe('a run in which customers say nothing', () => {
  it.each(variants(['contact-centre', 'customers']))(
    'fails the gate where the longest visit leaves no time for a word (%s)',
    async (script) => {
      const think = { min: '8s', max: '9s' };
      const run = await played({ script, customers: { longestVisit: '6s', think } });
      expect([run.exitCode, run.verdict]).toEqual([99, 'undetermined']);
      expect(run.crossed).toContain('visits{goal:spoke}: rate>=0.95');
      expect(run.stdout).toMatch(/0 of \d+ visits said something/);
    },
    NO_LIMIT,
  );
});

describe('the healthy twin of these runs', () => {
  it.each(
    variants([
      ['contact-centre', 'dense'],
      ['contact-centre', 'exact'],
      ['customers', 'exact'],
    ]),
  )(
    'is green through the same proxy, under strict (%s, %s)',
    async (script, transport) => {
      const run = await played({ script, customers: { transport }, gate: 'strict', lies: {} });
      expect([run.exitCode, run.verdict, run.crossed]).toEqual([0, 'none', []]);
    },
    NO_LIMIT,
  );
});

/** Changes each `every`th text of an agent on its way to a guest. */
function texts(every: number, change: (frame: string) => readonly string[]): Lies {
  let count = 0;
  return {
    down(frame, { kind }) {
      const { class: name, body } = JSON.parse(frame);
      const isText = kind === 'guest' && name === 'StructuredMessage' && body.direction === 'Outbound';
      return isText && body.type === 'Text' && ++count % every === 0 ? change(frame) : [frame];
    },
  };
}
const withText = (frame: string, change: (text: string) => string): string => {
  const { body, ...rest } = JSON.parse(frame);
  return JSON.stringify({ ...rest, body: { ...body, text: change(body.text) } });
};

describe.skipIf(!isDeep)('twenty healthy runs', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed + 1))(
    'are green through the proxy, under strict, whatever is drawn (seed %i)',
    async (seed) => {
      const customers = { transport: seed % 2 === 0 ? 'exact' : 'dense', leaveEarly: seed % 3 === 0 ? 0.3 : 0 };
      const run = await played({ customers, gate: 'strict', env: { SEED: `${seed}` }, seed, lies: {} });
      expect([run.exitCode, run.verdict, run.crossed]).toEqual([0, 'none', []]);
    },
    NO_LIMIT,
  );
});

describe('what customers received of agents', () => {
  it.each([
    ['every third frame is dropped', 3, () => [], /customers heard .*\d+ history-only/],
    ['every fourth text is altered', 4, (frame: string) => [withText(frame, (text) => `${text}.`)], /\d+ altered/],
    ['white space is changed', 5, (frame: string) => [withText(frame, (text) => ` ${text}`)], /\d+ altered/],
    ['every third frame comes twice', 3, (frame: string) => [frame, frame], /\d+ twice/],
  ] as const)(
    'is told, and turns the gate red, where %s',
    async (_, every, change, says) => {
      for (const transport of variants(['exact', 'dense'])) {
        const run = await played({ customers: { transport }, lies: texts(every, change) });
        expect(run.exitCode).toBe(99);
        expect(run.verdict).not.toBe('none');
        expect(run.stdout).toMatch(says);
      }
    },
    NO_LIMIT,
  );
});

describe('a run with goals of its own', () => {
  const wait = (within: string) => ({ wait: { p: 0.9, within } });

  it.each([
    ['100ms', 99],
    ['20s', 0],
  ])(
    'is held to the time in which customers are to be answered, also under explore (%s)',
    async (within, exitCode) => {
      const run = await played({ gate: 'explore', goals: wait(within) });
      expect(run.exitCode).toBe(exitCode);
      expect(run.crossed).toEqual(exitCode === 0 ? [] : ['visits{goal:answered-in-time}: rate>=0.9']);
      expect(run.verdict === 'none').toBe(exitCode === 0);
    },
    NO_LIMIT,
  );

  it(
    'judges without agents of its own whether customers are answered, where a goal says so',
    async () => {
      const run = await played({ script: 'customers', goals: { served: 0.5 } });
      expect([run.exitCode, run.verdict]).toEqual([99, 'undetermined']);
      expect(run.crossed).toEqual(['visits{goal:answered}: rate>=0.5']);
      expect(run.stdout).toMatch(/0 of \d+ conversations were answered by a person \(wanted: 50 %\)/);
    },
    NO_LIMIT,
  );
});
