import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import papa from 'papaparse';

/**
 * How long `headroom transcripts import` takes for a table and for JSON lines of generated messages, beside what the CSV
 * library and `JSON.parse` by line take alone over the same bytes; and its peak memory. Processor time is compared, so that
 * other load on the machine does not count. The goal is a third of the rate, under 150 MB. Writes to a temporary folder and
 * removes it.
 *
 *     npm run bench:transcripts              # 200 MB of each
 *     npm run bench:transcripts -- 1000      # 1 GB of each
 */
const MEGABYTES = Number(process.argv[2] ?? 200);
const GOAL = { ratio: 1 / 3, megabytes: 150 };
const POLL_MS = 50;
const TURNS = 12;
const WORDS = 'the order has been shipped to your address and will arrive within three days while I look for you'.split(
  ' ',
);
const HERE = path.dirname(fileURLToPath(import.meta.url));
const HEADROOM = path.join(HERE, '../headroom.js');
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bench-'));

type Kind = 'csv' | 'jsonl';

/** Writes messages until the file has as many bytes as asked. */
async function generate(kind: Kind, file: string): Promise<void> {
  const out = createWriteStream(file);
  out.write(kind === 'csv' ? 'conversation,time,participant,text\n' : '');
  for (let conversation = 0, written = 0; written < MEGABYTES * 1e6; ) {
    let text = '';
    for (; text.length < 1e6; conversation++) text += messagesOf(kind, conversation);
    written += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

function messagesOf(kind: Kind, conversation: number): string {
  let text = '';
  for (let turn = 0; turn < TURNS; turn++) {
    const words = Array.from(
      { length: 6 + ((conversation * 7 + turn * 13) % 20) },
      (_, at) => WORDS[(conversation * 31 + turn * 17 + at * 7) % WORDS.length],
    );
    const said = `${words.join(' ')}${turn === 3 ? ' "now"' : ''}${turn === 5 ? ' à Zürich' : ''}`;
    const time = new Date(1_767_261_600_000 + conversation * 60_000 + turn * 4_000).toISOString();
    const participant = turn % 2 === 0 ? 'customer' : 'agent';
    text +=
      kind === 'csv'
        ? `chat-${conversation},${time},${participant},"${said.replaceAll('"', '""')}"\n`
        : `${JSON.stringify({ conversation: `chat-${conversation}`, time, participant, text: said })}\n`;
  }
  return text;
}

/** Processor seconds that the library takes alone to read a file. */
async function alone(kind: Kind, file: string): Promise<number> {
  const begun = process.cpuUsage();
  const parser = new papa.Parser({ delimiter: ',', newline: '\n' });
  let [rest, rows] = ['', 0];
  for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: 1_024 * 1_024 })) {
    const text = rest + (piece as string);
    if (kind === 'csv') {
      const { data, meta } = parser.parse(text, 0, true) as { data: unknown[]; meta: { cursor: number } };
      rows += data.length;
      rest = text.slice(meta.cursor);
    } else {
      const lines = text.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (JSON.parse(line) !== null) rows++;
    }
  }
  const { user, system } = process.cpuUsage(begun);
  if (rows < 1) throw new Error(`${file}: nothing in it`);
  return (user + system) / 1e6;
}

/** Seconds of processor and clock, and peak memory (MB, as the kernel counts it), of an import. */
async function measure(file: string): Promise<{ seconds: number; clockSeconds: number; megabytes: number }> {
  const begun = performance.now();
  const child = spawn(
    process.execPath,
    [HEADROOM, 'transcripts', 'import', file, '-o', path.join(folder, 'set.jsonl')],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  let [seconds, megabytes] = [0, 0];
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      megabytes = Math.max(megabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
      const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
        .replace(/\(.*\)/, '')
        .split(/\s+/);
      // The kernel counts in hundredths of a second.
      seconds = (Number(user) + Number(system)) / 100;
    } catch {
      // The process has ended.
    }
  }, POLL_MS);
  const [code] = (await once(child, 'exit')) as [number];
  clearInterval(look);
  if (code !== 0) throw new Error(`headroom transcripts import ended with ${code}`);
  return { seconds, clockSeconds: (performance.now() - begun) / 1_000, megabytes };
}

try {
  for (const kind of ['csv', 'jsonl'] as const) {
    const file = path.join(folder, `chats.${kind}`);
    await generate(kind, file);
    const library = await alone(kind, file);
    const { seconds, clockSeconds, megabytes } = await measure(file);
    const ratio = library / seconds;
    const isGood = ratio >= GOAL.ratio && megabytes <= GOAL.megabytes;
    console.log(
      `${(statSync(file).size / 1e6).toFixed(0)} MB of ${kind}: ${seconds.toFixed(1)} s of processor (${clockSeconds.toFixed(1)} s by the clock), ` +
        `${kind === 'csv' ? 'papaparse' : 'JSON.parse'} alone ${library.toFixed(1)} s: ratio ${ratio.toFixed(2)}, peak ${megabytes.toFixed(0)} MB${isGood ? '' : ': short of the goal'}`,
    );
    if (!isGood) process.exitCode = 1;
    rmSync(file);
  }
} finally {
  rmSync(folder, { recursive: true });
}
