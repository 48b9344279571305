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
import { ServerProcess } from './server-process.ts';

/**
 * Plays every dialogue of a file once, by a customer and an agent, on a simulated tenant: 10,000 customers and 2,000
 * agents by plans/ten-thousand.json. Then runs `headroom verify`, and compares the tenant's record with the file by code
 * that neither of them shares. Takes about a quarter of an hour.
 *
 *     npm run bench:ten-thousand -- --data ../shared/data/sgd-10k.jsonl.gz
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/sgd-10k.jsonl.gz' },
    plan: { type: 'string', default: 'plans/ten-thousand.json' },
    /** `NAME=value` for the run, such as CUSTOMERS=300. */
    e: { type: 'string', short: 'e', multiple: true, default: [] },
    /** Only the first dialogues. */
    first: { type: 'string', default: '1000000' },
  },
});
const HEADROOM = fileURLToPath(new URL('../headroom.js', import.meta.url));
const FOLDER = 'results/ten-thousand';
const TRANSCRIPTS = path.join(FOLDER, 'transcripts.jsonl');
const RESULT = path.join(FOLDER, 'result.json');
const LOOK_MS = 1_000;

type Said = readonly { readonly from: string; readonly text: string }[];

/** Unpacks the file for k6, and gives each dialogue's turns by its id. */
async function unpacked(): Promise<Map<string, string>> {
  mkdirSync(FOLDER, { recursive: true });
  const turns = new Map<string, string>();
  async function* lines(): AsyncGenerator<string> {
    const file = createReadStream(values.data);
    for await (const line of createInterface({
      input: values.data.endsWith('.gz') ? file.pipe(createGunzip()) : file,
    })) {
      if (turns.size >= Number(values.first)) return;
      const dialogue = JSON.parse(line) as { id: string; turns: Said };
      turns.set(dialogue.id, JSON.stringify(dialogue.turns.map(({ from, text }) => [from, text])));
      yield `${line}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(TRANSCRIPTS));
  return turns;
}

/** Runs `headroom …` until it ends. What it prints goes to the terminal, or is returned. */
async function headroom(args: readonly string[], keep = false): Promise<{ code: number | null; stdout: string }> {
  const child = spawn(process.execPath, [HEADROOM, ...args], {
    stdio: ['ignore', keep ? 'pipe' : 'inherit', 'inherit'],
  });
  let stdout = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout };
}

function startTenant(): Promise<ServerProcess> {
  // Verification makes 20,000 calls with one client, which an org's limits would spread over more than an hour.
  const sets = ['agents.capacity=5', 'limits.client.credentials.token.rate.per.minute=1000000'];
  return ServerProcess.tenant(HEADROOM, sets);
}

/**
 * Compares the tenant's record with the file: dialogues that were not played exactly once, or not exactly as written.
 */
async function differing(
  address: string,
  turns: ReadonlyMap<string, string>,
): Promise<{ messages: number; wrong: string[] }> {
  const said = new Map<string, [string, string][]>();
  const nameOf = new Map<string, string>();
  let messages = 0;
  const answer = await fetch(`http://${address}/headroom/record`);
  if (answer.body === null) throw new Error('no record');
  for await (const line of createInterface({ input: Readable.fromWeb(answer.body) })) {
    const entry = JSON.parse(line);
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
    .filter(([id, text]) => played.get(id)?.length !== 1 || played.get(id)?.[0] !== text)
    .map(([id]) => id);
  return { messages, wrong: [...wrong, ...[...played.keys()].filter((name) => !turns.has(name))] };
}

const turns = await unpacked();
const tenant = await startTenant();
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
  ];
  const verified = await headroom(['verify', values.plan, RESULT, ...options]);
  const { messages, wrong } = await differing(tenant.address, turns);
  console.log(
    `run      exit ${run.code} after ${Math.round(tookMs / 1_000)} s; at most ${maxOpen} sessions open at one look`,
  );
  console.log(`tenant   ${Math.round(tenant.cpuMs / 1_000)} s of CPU, ${Math.round(tenant.memory / 1e6)} MB`);
  console.log(`verify   exit ${verified.code}`);
  console.log(`record   ${messages} messages; ${wrong.length} of ${turns.size} dialogues differ from the file`);
  process.exitCode = run.code === 0 && verified.code === 0 && wrong.length === 0 ? 0 : 99;
} finally {
  clearInterval(looking);
  await tenant.stop();
}
