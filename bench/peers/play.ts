import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { cpuMsOf, memoryOf, ServerProcess } from '../server-process.ts';
import type { Counts } from './counting-server.ts';
import type { Peer, Says } from './peer.ts';
import { longestSeconds, type Scene } from './scene.ts';

const SERVER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'counting-server.js');

/** One start of a peer: what it cost, what it says, and what the server counted. */
export interface Played {
  /** The maximum of its memory, in MB. */
  readonly megabytes: number;
  readonly cpuSeconds: number;
  readonly exitCode: number | null;
  /** Undefined where it ended without saying anything. */
  readonly says: Says | undefined;
  readonly counts: Counts;
}

/** Plays a scene by a peer against a server of its own, which admits at most `admits` sockets at once. */
export async function play(peer: Peer, scene: Omit<Scene, 'address'>, admits?: number): Promise<Played> {
  const server = await ServerProcess.start([SERVER, ...(admits === undefined ? [] : [`${admits}`])]);
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bench-'));
  try {
    const whole = { ...scene, address: server.address };
    const { file, args, env, says } = peer.start(whole, folder);
    const child = spawn(file, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: longestSeconds(whole) * 1_000,
    });
    const [seen, printed] = await Promise.all([watched(child), text(child.stdout)]);
    const counts = (await (await fetch(`http://${server.address}/`)).json()) as Counts;
    return { ...seen, says: said(says, printed), counts };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function said(says: (printed: string) => Says, printed: string): Says | undefined {
  try {
    return says(printed);
  } catch {
    return undefined;
  }
}

const LOOK_MS = 200;

/** The maximum memory of a process and its CPU time, until it ends. */
function watched(child: ChildProcess): Promise<Pick<Played, 'megabytes' | 'cpuSeconds' | 'exitCode'>> {
  let [megabytes, cpuSeconds] = [0, 0];
  const look = setInterval(() => {
    try {
      megabytes = Math.max(megabytes, memoryOf(child) / 2 ** 20);
      cpuSeconds = cpuMsOf(child) / 1_000;
    } catch {
      // It has just ended: what was seen last stands.
    }
  }, LOOK_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (exitCode) => {
      clearInterval(look);
      resolve({ megabytes, cpuSeconds, exitCode });
    });
  });
}
