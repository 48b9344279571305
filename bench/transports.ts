import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { Entry } from '@headroom/tenant';
import { latenessOf, quantile } from './lateness.ts';
import { ServerProcess } from './server-process.ts';
import { watched } from './watched.ts';

/**
 * Plays the same plan once over the exact transport and once over the dense one. Compares the two ledgers, how late each
 * session's upgrade came by the plan (and how late bare timers in a process of their own were meanwhile), and what a
 * session costs. Takes under three minutes.
 *
 *     npm run bench:transports -- --sessions 560 --rate 20
 */
const { values } = parseArgs({
  options: { sessions: { type: 'string', default: '560' }, rate: { type: 'string', default: '20' } },
});
const SESSIONS = Number(values.sessions);
const RATE = Number(values.rate);
const HERE = path.dirname(fileURLToPath(import.meta.url));
const HEADROOM = path.join(HERE, '../headroom.js');
/** By how much the arrivals of a session may differ between the transports (p99). */
const GOAL_MS = 50;
const IDLE = 6;
/** How long a turn and its answer take, roughly. */
const EXCHANGE_SECONDS = 3.5;
/**
 * Long enough that the first visit lasts until the last one has begun: all are open at once, and no slot is used twice.
 */
const exchangesFor = (sessions: number): number => 1 + Math.ceil(sessions / RATE / EXCHANGE_SECONDS);

type Transport = 'exact' | 'dense';

interface Played {
  /** When each visit's socket opened: Unix time (ms) by the visit's number. */
  readonly arrivals: ReadonlyMap<number, number>;
  /** Both ledgers, and what the tenant stored of each visit. */
  readonly ledgers: unknown;
  readonly said: ReadonlyMap<number, string>;
  /** Maximum memory of the engine (bytes). */
  readonly memory: number;
  /** How late bare timers fired meanwhile (ms). */
  readonly timers: readonly number[];
}

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bench-'));

function planFor(transport: Transport, sessions: number): string {
  const turns = Array.from({ length: 2 * exchangesFor(sessions) }, (_, n) => ({
    from: n % 2 === 0 ? 'customer' : 'agent',
    text: `line ${n} of a talk`,
  }));
  const lines = Array.from({ length: sessions }, (_, n) => `${JSON.stringify({ id: `talk-${n}`, turns })}\n`);
  const transcripts = path.join(folder, `transcripts-${sessions}.jsonl`);
  writeFileSync(transcripts, lines.join(''));
  const plan = {
    name: `transports-${transport}`,
    target: { address: '127.0.0.1:1' },
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
    customers: {
      sessions,
      perMinute: RATE * 60,
      hold: '1s',
      teardown: '1s',
      longestVisit: '170s',
      think: { min: '2s', max: '2500ms' },
      transport,
    },
    agents: {
      count: Math.ceil(sessions / 5),
      perMinute: RATE * 60,
      capacity: 5,
      accept: { min: '100ms', max: '200ms' },
      reply: { min: '1s', max: '1500ms' },
      wrapUp: { min: '100ms', max: '200ms' },
      tokens: { source: 'simulated' },
    },
    transcripts: { path: transcripts, once: true },
    gate: 'explore',
  };
  const file = path.join(folder, `plan-${transport}-${sessions}.json`);
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

async function play(transport: Transport, sessions: number): Promise<Played> {
  const tenant = await ServerProcess.tenant(HEADROOM, ['agents.capacity=5', 'limits.enabled=false']);
  try {
    const result = path.join(folder, 'result.json');
    const pairs = [`PLAN=${planFor(transport, sessions)}`, `TARGET=${tenant.address}`, `RESULT=${result}`];
    const args = ['run', path.join(HERE, '../../contact-centre.js'), '--engine', 'embedded', '--quiet'];
    const flags = pairs.flatMap((pair) => ['-e', pair]);
    const run = spawn(process.execPath, [HEADROOM, ...args, ...flags], { stdio: ['ignore', 'ignore', 'inherit'] });
    const timers = bareTimers(sessions);
    const { memory } = await watched(run);
    const { messages } = JSON.parse(readFileSync(result, 'utf8')).reading;
    return { ...(await recordOf(tenant)), ledgers: messages, memory, timers: await timers };
  } finally {
    await tenant.stop();
  }
}

async function bareTimers(count: number): Promise<number[]> {
  const args = [path.join(HERE, 'bare-timer.js'), `${count}`, `${RATE}`];
  const timer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(timer.stdout)) as number[];
}

/** Finds each visit by its messages, and its arrival by the opening of the socket on which they came. */
async function recordOf({ address }: ServerProcess): Promise<Pick<Played, 'arrivals' | 'said'>> {
  const answer = await (await fetch(`http://${address}/headroom/record`)).text();
  const opened = new Map<number, number>();
  const visits = new Map<string, number>();
  const arrivals = new Map<number, number>();
  const said = new Map<number, string>();
  for (const line of answer.split('\n').filter((one) => one !== '')) {
    const entry = JSON.parse(line) as Entry;
    if (entry.kind === 'socket-opened') opened.set(entry.connection, entry.at);
    if (entry.kind !== 'message') continue;
    const number = Number(/\d+$/.exec(entry.attributes?.customer ?? '')?.[0] ?? visits.get(entry.conversationId));
    visits.set(entry.conversationId, number);
    said.set(number, `${said.get(number) ?? ''}${entry.from} ${entry.text}\n`);
    const openedAt = opened.get(entry.connection ?? -1);
    if (openedAt !== undefined && !arrivals.has(number)) arrivals.set(number, openedAt);
  }
  return { arrivals, said };
}

/** How late each visit came by the plan (ms), by its number, relative to the most punctual visit. */
const lateVisits = ({ arrivals }: Played): number[] =>
  latenessOf(
    Array.from({ length: SESSIONS }, (_, visit) => arrivals.get(visit) ?? Number.NaN),
    RATE,
  );

const told = (numbers: readonly number[]): string =>
  [0.5, 0.99].map((share) => `p${100 * share} ${quantile(numbers, share).toFixed(1)} ms`.padStart(16)).join('');
const row = (label: string, value: string): void => console.log(`  ${label.padEnd(42)}${value}`);

const idle = (await play('dense', IDLE)).memory;
const exact = await play('exact', SESSIONS);
const dense = await play('dense', SESSIONS);
rmSync(folder, { recursive: true });

const [lateExact, lateDense] = [lateVisits(exact), lateVisits(dense)];
const apart = lateExact.map((ms, visit) => Math.abs(ms - (lateDense[visit] ?? Number.NaN)));
const whole = [exact, dense].every(({ arrivals, said }) => arrivals.size === SESSIONS && said.size === SESSIONS);
const equal = whole && isDeepStrictEqual(exact.ledgers, dense.ledgers) && isDeepStrictEqual(exact.said, dense.said);
const met = whole && quantile(apart, 0.99) <= GOAL_MS;

console.log(`${SESSIONS} sessions, ${RATE} a second, once in each transport`);
row(
  'ledgers, and what the tenant stored',
  equal ? 'equal' : `DIFFER (${exact.said.size} and ${dense.said.size} visits)`,
);
row('exact: upgrades late by', told(lateExact));
row('  bare timers meanwhile', told(exact.timers));
row('dense: upgrades late by', told(lateDense));
row('  bare timers meanwhile', told(dense.timers));
row('arrivals of a session apart by', told(apart));
row(`  goal: p99 at most ${GOAL_MS} ms`, met ? 'met' : 'NOT met');
row('idle engine', `${Math.round(idle / 2 ** 20)} MB`);
for (const [name, { memory }] of Object.entries({ exact, dense }))
  row(`${name}: memory above idle`, `${((memory - idle) / 1_024 / SESSIONS).toFixed(1)} KB a session`);
process.exitCode = equal && met ? 0 : 99;
