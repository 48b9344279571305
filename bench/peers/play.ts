import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ServerProcess } from '../server-process.ts';
import { type Watched, watched } from '../watched.ts';
import type { Counts } from './counting-server.ts';
import type { Peer, Says } from './peer.ts';
import { longestSeconds, type Scene } from './scene.ts';

const SERVER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'counting-server.js');

/** One start of a peer: what it cost, what it says, and what the server counted. */
export interface Played extends Watched {
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
