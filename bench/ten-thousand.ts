import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { Entry, FaultDone } from '@headroom/tenant';
import { lossesIn, namingOf } from './planted-losses.ts';
import { ServerProcess } from './server-process.ts';

/**
 * Plays every dialogue of a file once, by a customer and an agent, on a simulated tenant: 10,000 customers and 2,000
 * agents by plans/ten-thousand.json. Then runs `headroom verify`, and compares the tenant's record with the file by code
 * that neither of them shares. Takes about a quarter of an hour.
 *
 *     npm run bench:ten-thousand -- --data ../shared/data/sgd-10k.jsonl.gz
 *
 * With `--lose 20` the tenant loses so many texts of customers and so many of agents on the way, at random: ledgers and
 * `verify` have to name exactly those.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/sgd-10k.jsonl.gz' },
    plan: { type: 'string', default: 'plans/ten-thousand.json' },
    /** `NAME=value` for the run, such as CUSTOMERS=300. */
    e: { type: 'string', short: 'e', multiple: true, default: [] },
    /** Only the first dialogues. */
    first: { type: 'string', default: '1000000' },
    /** How many texts of either side are lost. */
    lose: { type: 'string', default: '0' },
  },
});
const HEADROOM = fileURLToPath(new URL('../headroom.js', import.meta.url));
const FOLDER = 'results/ten-thousand';
const TRANSCRIPTS = path.join(FOLDER, 'transcripts.jsonl');
const RESULT = path.join(FOLDER, 'result.json');
const VERIFIED = path.join(FOLDER, 'verify.json');
const LOOK_MS = 1_000;

type Said = readonly { readonly from: string; readonly text: string }[];

type Turns = [from: string, text: string][];

/** Unpacks the file for k6, and gives each dialogue's turns by its id. */
async function unpacked(): Promise<Map<string, Turns>> {
  mkdirSync(FOLDER, { recursive: true });
  const turns = new Map<string, Turns>();
  async function* lines(): AsyncGenerator<string> {
    const file = createReadStream(values.data);
    for await (const line of createInterface({
      input: values.data.endsWith('.gz') ? file.pipe(createGunzip()) : file,
    })) {
      if (turns.size >= Number(values.first)) return;
      const dialogue = JSON.parse(line) as { id: string; turns: Said };
      turns.set(
        dialogue.id,
        dialogue.turns.map(({ from, text }) => [from, text]),
      );
      yield `${line}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(TRANSCRIPTS));
  return turns;
}

/** Runs `headroom …` until it ends. What it prints goes to the terminal; `log` is what it logged. */
async function headroom(args: readonly string[]): Promise<{ code: number | null; log: string }> {
  const child = spawn(process.execPath, [HEADROOM, ...args], { stdio: ['ignore', 'inherit', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
    process.stderr.write(chunk);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, log };
}

/** Each text is lost so often that the wanted number is reached when half of all have been said. */
function lossSets(turns: ReadonlyMap<string, Turns>): string[] {
  const lose = Number(values.lose);
  if (lose === 0) return [];
  const said = [...turns.values()].reduce((sum, all) => sum + all.length, 0);
  const share = Math.min(1, lose / (said / 4));
  return [`faults.lost.share=${share}`, `faults.lost.inbound=${lose}`, `faults.lost.outbound=${lose}`];
}

function startTenant(losses: readonly string[]): Promise<ServerProcess> {
  // Verification makes 20,000 calls with one client, which an org's limits would spread over more than an hour.
  const sets = ['agents.capacity=5', 'limits.client.credentials.token.rate.per.minute=1000000', ...losses];
  return ServerProcess.tenant(HEADROOM, sets);
}

/** The lines of the tenant's own account, at `/headroom/…`. */
async function* told<T>(address: string, what: 'record' | 'faults'): AsyncGenerator<T> {
  const answer = await fetch(`http://${address}/headroom/${what}`);
  if (answer.body === null) throw new Error(`no ${what}`);
  for await (const line of createInterface({ input: Readable.fromWeb(answer.body) })) yield JSON.parse(line) as T;
}

/**
 * Compares the tenant's record with the file: dialogues that were not played exactly once, or not exactly as written.
 */
function differing(record: readonly Entry[], turns: ReadonlyMap<string, Turns>): { messages: number; wrong: string[] } {
  const said = new Map<string, Turns>();
  const nameOf = new Map<string, string>();
  let messages = 0;
  for (const entry of record) {
    if (entry.kind !== 'message') continue;
    messages++;
    said.set(entry.conversationId, [...(said.get(entry.conversationId) ?? []), [entry.from, entry.text]]);
    const name = entry.attributes?.transcript?.replace(/^\d+ /, '');
    if (name !== undefined) nameOf.set(entry.conversationId, name);
  }
  const played = new Map<string, string[]>();
  for (const [conversation, all] of said) {
    const name = nameOf.get(conversation) ?? `conversation ${conversation}`;
    played.set(name, [...(played.get(name) ?? []), JSON.stringify(all)]);
  }
  const wrong = [...turns]
    .filter(([id, all]) => played.get(id)?.length !== 1 || played.get(id)?.[0] !== JSON.stringify(all))
    .map(([id]) => id);
  return { messages, wrong: [...wrong, ...[...played.keys()].filter((name) => !turns.has(name))] };
}

const turns = await unpacked();
const tenant = await startTenant(lossSets(turns));
let maxOpen = 0;
const looking = setInterval(async () => {
  const state = await fetch(`http://${tenant.address}/headroom/state`).catch(() => undefined);
  const { open } = ((await state?.json()) ?? { open: {} }) as { open: { guest?: number } };
  maxOpen = Math.max(maxOpen, open.guest ?? 0);
}, LOOK_MS);
try {
  const startMs = Date.now();
  const pairs = [
    `PLAN=${values.plan}`,
    `TARGET=${tenant.address}`,
    `TRANSCRIPTS=${TRANSCRIPTS}`,
    `RESULT=${RESULT}`,
    ...values.e,
  ];
  const flags = pairs.flatMap((pair) => ['-e', pair]);
  const run = await headroom(['run', 'dist/contact-centre.js', '--engine', 'embedded', ...flags]);
  const tookMs = Date.now() - startMs;
  clearInterval(looking);
  const options = [
    '-e',
    `TARGET=${tenant.address}`,
    '-e',
    `TRANSCRIPTS=${TRANSCRIPTS}`,
    '--per-minute',
    '1000000',
    '--fresh',
    '--out',
    VERIFIED,
  ];
  const verified = await headroom(['verify', values.plan, RESULT, ...options]);
  const record: Entry[] = [];
  for await (const entry of told<Entry>(tenant.address, 'record')) if (entry.kind === 'message') record.push(entry);
  const faults: FaultDone[] = [];
  for await (const fault of told<FaultDone>(tenant.address, 'faults')) faults.push(fault);
  const { messages, wrong } = differing(record, turns);
  console.log(
    `run      exit ${run.code} after ${Math.round(tookMs / 1_000)} s; at most ${maxOpen} sessions open at one look`,
  );
  console.log(`tenant   ${Math.round(tenant.cpuMs / 1_000)} s of CPU, ${Math.round(tenant.memory / 1e6)} MB`);
  console.log(`verify   exit ${verified.code}`);
  console.log(`record   ${messages} messages; ${wrong.length} of ${turns.size} dialogues differ from the file`);
  if (values.lose === '0') {
    process.exitCode = run.code === 0 && verified.code === 0 && wrong.length === 0 ? 0 : 99;
  } else {
    const losses = lossesIn(faults, record, turns);
    const { lines, isExact } = namingOf(losses, RESULT, VERIFIED, run.log);
    const stood = new Set(losses.map(({ transcript }) => transcript));
    const isAsRecorded = wrong.every((id) => stood.has(id)) && losses.length === 2 * Number(values.lose);
    for (const line of lines) console.log(line);
    process.exitCode = isExact && isAsRecorded && verified.code === 99 ? 0 : 99;
  }
} finally {
  clearInterval(looking);
  await tenant.stop();
}
