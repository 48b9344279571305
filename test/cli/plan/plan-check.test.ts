import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { arithmeticOf } from '../../../cli/plan/plan-arithmetic.ts';
import { checkPlan } from '../../../cli/plan/plan-check.ts';
import { exchangesPerVisit } from '../../../cli/plan/visit-length.ts';
import { parsePlan } from '../../../lib/plan/parse.ts';
import { aPlan, planJson } from '../../lib/plan/a-plan.ts';
import { planFrom } from '../../virtual/golden-plans.ts';
import { CapturedOutput } from '../captured-output.ts';

const EXCHANGES = 9;

function seed(env: Record<string, string> = {}) {
  const parsed = parsePlan(readFileSync('plans/seed.json', 'utf8'), 'seed', env);
  if (!parsed.ok) throw new Error(parsed.error);
  return arithmeticOf(parsed.plan, EXCHANGES);
}
const figureOf = ({ figures }: ReturnType<typeof arithmeticOf>, what: string) =>
  figures.find((figure) => figure.what === what)?.is;
const over = ({ margins }: ReturnType<typeof arithmeticOf>) => margins.filter(({ ok }) => !ok).map(({ what }) => what);

describe('the arithmetic of a plan', () => {
  it("says that the seed's plan takes 3 hours 40 and stays within every published limit", () => {
    const { figures } = seed();
    expect(figures).toContainEqual({ what: 'peak', is: '12,000 sockets: 10,000 customers, 2,000 agents' });
    expect(figureOf(seed(), 'whole run')).toMatch(/^3h40m,/);
    expect(over(seed())).toEqual([]);
  });

  it('says which queues the monitor reads', () => {
    const monitor = (queues: string[]) => {
      const agents = { ...(planJson().agents as object), queues };
      return figureOf(arithmeticOf(aPlan({ agents }), EXCHANGES), 'monitor');
    };
    const [queue, other] = [1, 2].map((n) => `c0000000-0000-4000-8000-00000000000${n}`) as [string, string];
    expect(monitor([])).toContain('each 10s, of the whole org, since agents.queues names none');
    expect(monitor([queue])).toBe("each 10s, of the plan's queue");
    expect(monitor([queue, other])).toBe("each 10s, of the plan's 2 queues");
  });

  it('says how long a search for the ceiling takes, at the pace of the deployments', () => {
    const search = (plan: Parameters<typeof arithmeticOf>[0]) =>
      figureOf(arithmeticOf(plan, EXCHANGES), 'ceiling search');
    // For 100: 29 windows of 6.6 s to fill, 30 s, 2.25 s to empty, 2 s a run: 20 min. Probes and long rests 9 min, brackets 33 s.
    expect(search(aPlan())).toBe(
      '27m if it is 50 sessions, 30m if it is 100 sessions, at most 2h: 29 windows, 900 sessions a minute; --quick 7m',
    );
    expect(search(aPlan({ ceiling: { first: 100 } }))).toContain('no room');
  });

  it('says how long the storms take, and how soon the busiest deployment can have everyone back', () => {
    const storms = (more: object = {}) => {
      const customers = { sessions: 100, perMinute: 50, hold: '1m', teardown: '1m', longestVisit: '5m' };
      return figureOf(arithmeticOf(aPlan({ customers, ...more }), EXCHANGES), 'reconnect storms');
    };
    // Each storm: 2 min of ramp, 1 of hold, 5 of watch, 1 to leave; 1 of rest between them.
    expect(storms()).toBe('2 (sdk, backoff) in 19m, watched for 5m each: all 100 back after 6s at the soonest');
    const once = { storm: { reconnect: ['backoff'], watch: '30s' } };
    expect(storms(once)).toBe('1 (backoff) in 4m30s, watched for 30s each: all 100 back after 6s at the soonest');
    const ids = ['d0000000-0000-4000-8000-000000000001', 'd0000000-0000-4000-8000-000000000002'];
    const deployments = ids.map((id, n) => ({ id, origin: 'https://example.com', weight: n + 1 }));
    expect(storms({ deployments })).toContain('after 4s at the soonest');
  });

  it.each([
    [
      'more connections a minute than a deployment takes',
      { CUSTOMERS_PER_MINUTE: '12001' },
      'connections a minute, busiest deployment',
    ],
    ['more sessions than the agents have places for', { AGENTS: '1999' }, 'places with an agent'],
  ])('finds %s', (_, env, what) => expect(over(seed(env))).toEqual([what]));

  it('counts a VU for as many agents as one plays', () => {
    const agents = { count: 20, perMinute: 60, capacity: 5, tokens: { source: 'simulated' } };
    const vus = (agentsPerVu: number) =>
      figureOf(arithmeticOf(aPlan({ agents: { ...agents, agentsPerVu } }), EXCHANGES), 'k6, exact');
    expect(vus(1)).toMatch(/^120 VUs/);
    expect(vus(8)).toMatch(/^103 VUs/);
  });

  it('counts the busiest deployment by its weight', () => {
    const [id, other] = ['d0000000-0000-4000-8000-000000000001', 'd0000000-0000-4000-8000-000000000002'];
    const deployments = [
      { id, origin: 'https://example.com', weight: 3 },
      { id: other, origin: 'https://example.com', weight: 1 },
    ];
    const customers = { sessions: 100, perMinute: 1_200, hold: '1m', longestVisit: '5m' };
    const busiest = (more: object) => arithmeticOf(aPlan({ deployments, customers, ...more }), EXCHANGES).margins[0];
    expect(busiest({ transcripts: { path: 'set.jsonl', once: true } })).toMatchObject({ is: '900 of 1,000', ok: true });
    // A session begins its next visit after a visit of 198 s and a gap of 2 s: 30 a minute.
    expect(busiest({})).toMatchObject({ is: '923 of 1,000', ok: true });
  });

  const figure = (changes: object, what: string, exchanges = EXCHANGES) =>
    figureOf(arithmeticOf(aPlan({ ...changes }), exchanges), what);
  const margin = (changes: object, what: string, exchanges = EXCHANGES) =>
    arithmeticOf(aPlan({ ...changes }), exchanges).margins.find((one) => one.what === what);

  it('counts the pauses that customers make before a share of their turns', () => {
    const customers = { sessions: 100, perMinute: 50, hold: '1m', longestVisit: '10m' };
    // The customer thinks for 11 s and is answered after 11 s; half of the turns come 30 s later.
    expect(figure({ customers }, 'a visit')).toBe('about 3m18s: 9.0 exchanges of 22s');
    const pausing = { ...customers, pauses: 0.5, pause: { min: '20s', max: '40s' } };
    expect(figure({ customers: pausing }, 'a visit')).toBe('about 5m33s: 9.0 exchanges of 37s');
    expect(figure({ customers }, 'messages')).toBe('about 9 a second at the peak');
    expect(figure({ customers: pausing }, 'messages')).toBe('about 5 a second at the peak');
  });

  describe('of a plan in the open model', () => {
    const customers = { sessions: 200, perMinute: 200, hold: '10m', longestVisit: '10m', model: 'open' };
    const open = { customers: { ...customers, visitsPerMinute: 60 } };

    it('counts visits by their rate: how many, how many at once, and connections a minute', () => {
      expect(figure(open, 'visits')).toBe('660, 60 a minute');
      expect(figure(open, 'peak')).toBe('218 sockets: 198 customers, 20 agents');
      expect(margin(open, 'connections a minute, busiest deployment')).toMatchObject({ is: '60 of 1,000' });
      expect(margin(open, 'places with an agent')).toMatchObject({ is: expect.stringContaining('for 198 sessions') });
    });

    it('counts the sign-ins of guests, where the plan has some', () => {
      const authentication = { credentials: { source: 'simulated' }, share: 0.25 };
      const signingIn = { customers: { ...open.customers, authentication } };
      expect(figure(signingIn, 'sign-ins')).toMatch(/^about 15 a minute at the peak/);
      expect(figure(open, 'sign-ins')).toBeUndefined();
    });

    it('finds that there are more visits at once than sessions', () => {
      const what = 'sessions for visits at once';
      expect(margin(open, what)).toMatchObject({ is: '200 for about 198 visits', ok: true });
      expect(margin(open, what, 10)).toMatchObject({ is: '200 for about 220 visits', ok: false });
    });
  });

  it('counts the calls that an agent makes for each conversation beside those for its turns', () => {
    // 2 s to accept, 22 s to talk, 10 s to wrap up. A read, a reply, an accept, a wrap-up and two to verify it; five at
    // once.
    expect(margin({}, 'API calls a minute, one agent', 1)).toMatchObject({ is: '53 of 300' });
    expect(margin({}, 'API calls a minute, one agent', 9)).toMatchObject({ is: '31 of 300' });
  });

  it("adds each agent's share of the calls beside the sockets", () => {
    // The calls are shared by 20 agents.
    const paced = { platformLoad: { perMinute: 2_000 } };
    expect(margin(paced, 'API calls a minute, one agent', 1)).toMatchObject({ is: '153 of 300' });
  });

  it('finds turns that are quicker than a connection, or an agent, may send', () => {
    const quick = { min: '100ms', max: '100ms' };
    const customers = { sessions: 10, perMinute: 60, hold: '1m', longestVisit: '5m', think: quick };
    const agents = { count: 10, perMinute: 60, capacity: 5, reply: quick, tokens: { source: 'simulated' } };
    expect(over(arithmeticOf(aPlan({ customers, agents }), EXCHANGES))).toEqual([
      'frames a minute, busiest connection',
      'API calls a minute, one agent',
    ]);
  });
});

describe('the number of exchanges in a visit', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  const lines = (count: number, turns: number) =>
    `${JSON.stringify({ id: 'd', turns: Array.from({ length: turns }, (_, n) => ({ from: n % 2 ? 'agent' : 'customer', text: 'x' })) })}\n`.repeat(
      count,
    );
  const planned = (name: string, content?: string | Buffer) => {
    if (content !== undefined) writeFileSync(path.join(folder, name), content);
    return exchangesPerVisit(aPlan({ transcripts: { path: name } }), 'plan.json', folder);
  };

  it("counts the customer's turns in the plan's set, gzipped or not, or in the one built in", () => {
    expect(planned('two.jsonl', lines(1, 4) + lines(1, 8))).toBe(3);
    expect(planned('one-line.jsonl', lines(1, 4).trim())).toBe(2);
    expect(planned('zipped.jsonl.gz', gzipSync(lines(3, 10)))).toBe(5);
    expect(exchangesPerVisit(aPlan(), 'plan.json', folder)).toBe(4.5);
  });

  it('is that of the beginning of a set that is long', () => {
    expect(planned('long.jsonl', lines(20_000, 6))).toBe(3);
  });

  it('fills the longest visit where the set is not on this machine', () => {
    expect(planned('nowhere.jsonl') * 22_000).toBeCloseTo(300_000);
  });

  it('is refused with one line where the file is no set', () => {
    expect(() => planned('bad.jsonl', 'hello\n')).toThrow(/^transcripts bad\.jsonl: .*$/);
  });
});

describe('headroom plan check', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
  const at = (name: string) => path.join(folder, name);
  async function check(plan: string, values: string[] = []) {
    const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
    const code = await checkPlan(plan, values, { stdout, stderr, env: {}, cwd: '.' });
    return { code, stdout: stdout.text, stderr: stderr.text };
  }
  function written(name: string, lines: readonly string[]): string {
    writeFileSync(at(name), lines.join('\n'));
    return at(name);
  }
  const dialogue = '{"id":"a","turns":[{"from":"customer","text":"Hello"},{"from":"agent","text":"Hi"}]}';
  const set = written('set.jsonl', [dialogue]);
  /** Of the example, whose files are nobody's. */
  const files = [`TRANSCRIPTS=${set}`, 'TOKENS=secrets'];

  it.each(['seed', 'demo', 'smoke'])('passes plans/%s.json', async (name) => {
    expect(await check(`plans/${name}.json`)).toMatchObject({ code: 0, stderr: '' });
  });

  it('exits 99 and marks the limit that the plan breaks', async () => {
    expect(await check('plans/seed.json', ['AGENTS=10'])).toMatchObject({
      code: 99,
      stdout: expect.stringMatching(/places .* OVER/),
    });
  });

  it('exits 99 with the next command where the transcripts are not there, or cannot be played', async () => {
    const missing = await check('plans/smoke.json', ['TRANSCRIPTS=no.jsonl']);
    expect(missing.code).toBe(99);
    expect(missing.stdout).toMatch(/ transcripts +no\.jsonl: no such file {3}FAIL\n +→ headroom transcripts import/);
    const bad = written('bad.jsonl', [dialogue, '{"id":"b"}']);
    const unplayable = await check('plans/smoke.json', [`TRANSCRIPTS=${bad}`]);
    expect(unplayable.code).toBe(99);
    expect(unplayable.stdout).toMatch(/1 of 2 lines cannot be played: line 2: .* FAIL\n +→ headroom transcripts check/);
    const empty = await check('plans/smoke.json', [`TRANSCRIPTS=${written('empty.jsonl', [])}`]);
    expect(empty).toMatchObject({ code: 99, stdout: expect.stringContaining('no dialogue in it') });
  });

  it('says how many dialogues begin with the agent, in which nothing is said', async () => {
    const greeted = '{"id":"b","turns":[{"from":"agent","text":"Hi"},{"from":"customer","text":"Hello"}]}';
    const { code, stdout } = await check('plans/smoke.json', [
      `TRANSCRIPTS=${written('g.jsonl', [dialogue, greeted])}`,
    ]);
    expect(stdout).toMatch(
      /transcripts +1 of 2 begin with the agent: nothing is said in them {3}LOOK\n +→ a set whose/,
    );
    expect(code).toBe(0);
    const plan = planFrom('smoke', { customers: { agentOpens: {} }, transcripts: { path: at('g.jsonl') } });
    const opened = written('opened.json', [JSON.stringify(plan)]);
    expect((await check(opened, [])).stdout).toMatch(
      /1 of 2 begin with the agent: the customer says customers.agentOpens first *$/m,
    );
    expect((await check('plans/smoke.json', [`TRANSCRIPTS=${set}`])).stdout).not.toContain('begin with the agent');
  });

  it('exits 99 with the next command where the file of tokens is not there, or not of so many users', async () => {
    const tokens = async (name: string) => {
      const { code, stdout } = await check('plans/smoke.json', ['AGENTS=3', 'CUSTOMERS=3', `TOKENS=${name}`]);
      return `${code}: ${/ {2}agent tokens +(.*)\n +→ headroom tokens/.exec(stdout)?.[1]?.replace(folder, '')}`;
    };
    expect(await tokens('no.txt')).toBe('99: no.txt: no such file   FAIL');
    expect(await tokens(written('two.txt', ['a', 'b']))).toContain(
      '99: /two.txt: 2 tokens; allowed: one a line for each',
    );
    expect(await tokens(written('twice.txt', ['a', 'b', 'a']))).toContain('the token in line 3 is that of line 1');
    const renewed = written('early.txt', ['a', 'b', 'c']);
    const expires = new Date(Date.now() + 1_000).toISOString();
    written('early.txt.expiry.json', [JSON.stringify(Array(3).fill({ expires }))]);
    expect(await tokens(renewed)).toContain('3 of 3 expire before the run must be over');
    const good = await check('plans/smoke.json', [
      'AGENTS=3',
      'CUSTOMERS=3',
      `TOKENS=${written('t.txt', ['a', 'b', 'c'])}`,
    ]);
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('t.txt: 3, each another') });
  });

  it('exits 104 with one line where a set is planned once that can never be played', async () => {
    const many = written('many.jsonl', Array<string>(500).fill(dialogue));
    const plan = { ...planFrom('smoke'), transcripts: { path: many, once: true } };
    const once = written('once.json', [JSON.stringify(plan)]);
    expect(await check(once)).toMatchObject({
      code: 104,
      stdout: '',
      stderr: expect.stringMatching(
        /^headroom plan check: .*: 500 dialogues are planned once, and at most \d+ fit[^\n]*\n$/,
      ),
    });
    const longer = await check(once, ['HOLD=45s']);
    expect(longer).toMatchObject({ code: 99, stdout: expect.stringMatching(/dialogues that fit .* OVER/) });
    expect(await check(once, ['HOLD=3m'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('all 500 once each'),
    });
  });

  it('says which region the target is, and that an approved window is outside its night, which alone is no failure', async () => {
    expect(await check('plans/my-org.example.json', files)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        / region +us-east-1, N\. Virginia\n +approved window +within the night of us-east-1/,
      ),
    });
    expect(await check('plans/my-org.example.json', [...files, 'TARGET=mypurecloud.ie'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/approved window +outside the night of eu-west-1.* LOOK\n +→ let Genesys confirm/),
    });
  });

  it('exits 104 with one line that says which domain may be meant', async () => {
    expect(await check('plans/my-org.example.json', ['TARGET=mypurecloud.con'])).toMatchObject({
      code: 104,
      stdout: '',
      stderr: expect.stringMatching(/^headroom plan check: plan [^\n]*: did you mean mypurecloud\.com\?[^\n]*\n$/),
    });
  });

  it('exits 104 with one line on a file that is no plan', async () => {
    expect(await check('nowhere.json')).toMatchObject({
      code: 104,
      stderr: 'headroom plan check: plan nowhere.json: no such file; headroom plan init writes one\n',
    });
    expect(await check('plans/seed.json', ['CUSTOMERS=-1'])).toMatchObject({
      code: 104,
      stderr: expect.stringContaining('customers.sessions: -1'),
    });
  });
});
