import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Goal, goalsOf, isMet, outJsonGoal, type SizeMedians } from './scale-goals.ts';
import { cpuMsOf, memoryOf, ServerProcess } from './server-process.ts';

/**
 * What a session costs in the embedded engine, compared with a bare `ws` client that plays the same customers and agents
 * against the same tenant. One agent to five customers, who each send a message every 10 s or so. Prints the goals, and
 * exits with 1 when one is missed. The largest size runs first, so that a miss shows after a quarter of an hour.
 *
 *     npm run bench:scale -- --sizes 12000,6000,3000 --hold 180 --runs 3
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '12000,6000,3000' },
    hold: { type: 'string', default: '180' },
    runs: { type: 'string', default: '3' },
    rate: { type: 'string', default: '100' },
  },
});
const SIZES = values.sizes.split(',').map(Number);
const HOLD_SECONDS = Number(values.hold);
const RUNS = Number(values.runs);
const RATE = Number(values.rate);
const HERE = path.dirname(fileURLToPath(import.meta.url));
const HEADROOM = path.join(HERE, '../headroom.js');
const AGENTS_PER_VU = 25;
const IDLE = 6;
/** Shorter than the hold of the sizes: the cost of a handful of sessions shows soon. */
const IDLE_HOLD_SECONDS = 20;
const SETTLED_LOOKS = 10;
const holdSecondsFor = (size: number): number => (size === IDLE ? IDLE_HOLD_SECONDS : HOLD_SECONDS);
/** The first visitor stays until the hold is over; visitors leave at the rate at which they came. */
const visitSecondsFor = (size: number): number => Math.ceil(size / RATE) + holdSecondsFor(size) + 15;
/** Enough turns that no dialogue ends before its visit does: a turn and its answer take 10 s or so. */
const turnsFor = (size: number): number => 2 * Math.ceil((size / RATE + HOLD_SECONDS + 30) / 10);

interface Measured {
  readonly kilobytes: number;
  /** The smallest of the last samples (KB): what an idle process settles at. */
  readonly settledKilobytes: number;
  readonly cpuSeconds: number;
  /** WebSocket frames of both sides, sent and received. */
  readonly frames: number;
  readonly p99Ms: number;
  readonly open: number;
  readonly sound: boolean;
}

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bench-'));

function startTenant(): Promise<ServerProcess> {
  return ServerProcess.tenant(HEADROOM, ['agents.capacity=5', 'limits.enabled=false', 'record=false']);
}

/**
 * Watches a child until it ends: the maximum of open sockets (the engine's sentinel opens one for a moment beside the
 * sessions), of its memory, the memory it settles at (KB), and its CPU (s).
 */
async function watch(
  child: ChildProcess,
  { address }: ServerProcess,
): Promise<Pick<Measured, 'open' | 'kilobytes' | 'settledKilobytes' | 'cpuSeconds'>> {
  let open = 0;
  let kilobytes = 0;
  const looks: number[] = [];
  let cpuSeconds = 0;
  const ended = once(child, 'exit');
  const look = setInterval(async () => {
    try {
      const now = memoryOf(child) / 1_024;
      if (now > 0) looks.push(now);
      kilobytes = Math.max(kilobytes, now);
      cpuSeconds = cpuMsOf(child) / 1_000;
      const state = (await (await fetch(`http://${address}/headroom/state`)).json()) as {
        open: Record<string, number>;
      };
      open = Math.max(
        open,
        Object.values(state.open).reduce((a, b) => a + b, 0),
      );
    } catch {
      // The process has ended. Its last samples stand.
    }
  }, 1_000);
  await ended;
  clearInterval(look);
  return { open, kilobytes, settledKilobytes: Math.min(...looks.slice(-SETTLED_LOOKS)), cpuSeconds };
}

function planFor(size: number): string {
  const agents = Math.round(size / 6);
  const file = path.join(folder, `plan-${size}.json`);
  const plan = {
    name: `bench-${size}`,
    target: { address: '127.0.0.1:1' },
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
    customers: {
      sessions: size - agents,
      perMinute: (RATE * 60 * 5) / 6,
      hold: `${holdSecondsFor(size)}s`,
      teardown: '5s',
      longestVisit: `${visitSecondsFor(size)}s`,
      think: { min: '9s', max: '11s' },
      transport: 'dense',
    },
    agents: {
      count: agents,
      agentsPerVu: AGENTS_PER_VU,
      perMinute: (RATE * 60) / 6,
      capacity: 5,
      accept: { min: '200ms', max: '400ms' },
      reply: { min: '900ms', max: '1100ms' },
      wrapUp: { min: '100ms', max: '200ms' },
      tokens: { source: 'simulated' },
    },
    transcripts: { path: path.join(folder, 'transcripts.jsonl') },
    gate: 'explore',
  };
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

async function engine(size: number, tenant: ServerProcess, flags: readonly string[] = []): Promise<Measured> {
  const result = path.join(folder, 'result.json');
  const args = ['run', path.join(HERE, '../../contact-centre.js'), '--engine', 'embedded', '--quiet', ...flags];
  const values = [`PLAN=${planFor(size)}`, `TARGET=${tenant.address}`, `RESULT=${result}`].flatMap((pair) => [
    '-e',
    pair,
  ]);
  const child = spawn(process.execPath, [HEADROOM, ...args, ...values], { stdio: ['ignore', 'ignore', 'inherit'] });
  const seen = await watch(child, tenant);
  const { metrics, reading } = JSON.parse(readFileSync(result, 'utf8'));
  const { customer, agent } = reading.messages;
  const dropped = metrics['guest_sessions_closed{reason:dropped}']?.values.count ?? 0;
  const sound =
    [customer, agent].every(({ lost, altered, duplicated }) => lost + altered + duplicated === 0) && dropped === 0;
  if (!sound) console.error(`not sound: ${JSON.stringify({ customer, agent, dropped })}`);
  const count = (name: string): number => metrics[name]?.values.count ?? 0;
  const frames = count('ws_msgs_sent') + count('ws_msgs_received');
  return { ...seen, frames, p99Ms: metrics.message_ack?.values['p(99)'] ?? 0, sound };
}

async function bare(size: number, tenant: ServerProcess): Promise<Measured> {
  const agents = Math.round(size / 6);
  const words = [tenant.address, size - agents, agents, RATE, visitSecondsFor(size)].map(String);
  const child = spawn(process.execPath, [path.join(HERE, 'bare-client.js'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  const seen = await watch(child, tenant);
  const own = JSON.parse((await line)[0]) as Pick<Measured, 'cpuSeconds' | 'frames' | 'p99Ms' | 'sound'>;
  return { ...seen, ...own };
}

async function withTenant(measure: (tenant: ServerProcess) => Promise<Measured>): Promise<Measured> {
  const tenant = await startTenant();
  try {
    return await measure(tenant);
  } finally {
    await tenant.stop();
  }
}

/** Prints one run as progress: the medians at the end leave single runs out. */
function printed(which: string, one: Measured): Measured {
  const { open, kilobytes, cpuSeconds, frames, p99Ms, sound } = one;
  const micros = (1e6 * cpuSeconds) / frames;
  console.error(
    `${which}: ${open} open, ${Math.round(kilobytes / 1_024)} MB, ${cpuSeconds.toFixed(0)} s of CPU, ${frames} frames, ` +
      `${micros.toFixed(0)} us a frame, p99 ${p99Ms.toFixed(1)} ms, ${sound ? 'sound' : 'NOT SOUND'}`,
  );
  return one;
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Median CPU per frame (microseconds). */
const perFrame = (list: readonly Measured[]): number =>
  median(list.map(({ cpuSeconds, frames }) => (1e6 * cpuSeconds) / frames));

/** Prints each goal and what was measured, and sets the exit code when one is missed. */
function judge(goals: readonly Goal[]): void {
  console.log('');
  for (const goal of goals) {
    const { what, measured, atMost } = goal;
    console.log(`${isMet(goal) ? 'met   ' : 'MISSED'}  ${measured.toFixed(2)} (goal: at most ${atMost})  ${what}`);
  }
  if (!goals.every(isMet)) process.exitCode = 1;
}

const turns = Array.from({ length: turnsFor(Math.max(...SIZES)) }, (_, n) => ({
  from: n % 2 === 0 ? 'customer' : 'agent',
  text: `line ${n} of a long talk`,
}));
writeFileSync(path.join(folder, 'transcripts.jsonl'), `${JSON.stringify({ id: 'bench', turns })}\n`);

const row = (cells: readonly (string | number)[]) =>
  console.log(cells.map((cell) => String(cell).padStart(13)).join(''));
// Memory of an idle process, after the garbage of its start has been collected.
const idle = (await withTenant((tenant) => engine(IDLE, tenant))).settledKilobytes;
const idleBare = (await withTenant((tenant) => bare(IDLE, tenant))).settledKilobytes;
console.log(
  `idle: engine ${Math.round(idle / 1_024)} MB, bare loop ${Math.round(idleBare / 1_024)} MB; ${RUNS} runs each, medians\n`,
);
/** All sizes and both sides in each round, so that a machine that gets slower or faster does so for all of them. */
const measured = SIZES.map((sessions) => ({ sessions, ours: [] as Measured[], theirs: [] as Measured[] }));
for (let run = 1; run <= RUNS; run++) {
  for (const { sessions, ours, theirs } of measured) {
    ours.push(printed(`engine, ${sessions}, run ${run}`, await withTenant((tenant) => engine(sessions, tenant))));
    theirs.push(printed(`bare, ${sessions}, run ${run}`, await withTenant((tenant) => bare(sessions, tenant))));
  }
}
const rows = measured.map(({ sessions, ours, theirs }): SizeMedians => {
  const of = (list: readonly Measured[], key: 'kilobytes' | 'p99Ms' | 'open') => median(list.map((one) => one[key]));
  return {
    sessions,
    open: of(ours, 'open'),
    kilobytes: (of(ours, 'kilobytes') - idle) / sessions,
    bareKilobytes: (of(theirs, 'kilobytes') - idleBare) / sessions,
    micros: perFrame(ours),
    bareMicros: perFrame(theirs),
    p99Ms: of(ours, 'p99Ms'),
    bareP99Ms: of(theirs, 'p99Ms'),
    sound: [...ours, ...theirs].every(({ sound }) => sound),
  };
});
row([
  'sessions',
  'open at once',
  'KB/session',
  'bare KB',
  'ratio',
  'us/frame',
  'bare us',
  'ratio',
  'p99 ms',
  'bare p99',
  'sound',
]);
for (const one of rows) {
  row([
    one.sessions,
    one.open,
    one.kilobytes.toFixed(1),
    one.bareKilobytes.toFixed(1),
    (one.kilobytes / one.bareKilobytes).toFixed(2),
    one.micros.toFixed(0),
    one.bareMicros.toFixed(0),
    (one.micros / one.bareMicros).toFixed(2),
    one.p99Ms.toFixed(1),
    one.bareP99Ms.toFixed(1),
    one.sound ? 'yes' : 'NO',
  ]);
}
judge(goalsOf(rows));

const smallest = rows.reduce((min, one) => (one.sessions < min.sessions ? one : min));
const written = path.join(folder, 'samples.json');
const writing: Measured[] = [];
for (let run = 1; run <= RUNS; run++) {
  const flags = ['--out', `json=${written}`];
  const one = await withTenant((tenant) => engine(smallest.sessions, tenant, flags));
  writing.push(printed(`engine with --out json, ${smallest.sessions}, run ${run}`, one));
}
const outJsonKilobytes = (median(writing.map(({ kilobytes }) => kilobytes)) - idle) / smallest.sessions;
console.log(
  `\n--out json at ${smallest.sessions}: ${outJsonKilobytes.toFixed(1)} KB/session, ${Math.round(statSync(written).size / 1e6)} MB written`,
);
rmSync(folder, { recursive: true });
judge([outJsonGoal(perFrame(writing) / smallest.micros)]);
