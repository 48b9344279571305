import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { finished } from '../child.ts';

/** A folder as a clone is after `npm ci`, with an npx that runs what was built here. */
function aClone(): string {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'headroom-guides-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  cpSync('plans', path.join(folder, 'plans'), { recursive: true });
  symlinkSync(path.resolve('dist'), path.join(folder, 'dist'));
  const npx = path.join(folder, 'npx');
  const built = path.resolve('dist/node/headroom.js');
  writeFileSync(npx, `#!/bin/sh\n[ "$1" = headroom ] && shift && exec ${process.execPath} ${built} "$@"\n`);
  chmodSync(npx, 0o755);
  return folder;
}
const [gate, night, data] = [aClone(), aClone(), aClone()];

/** Processes and real time: they take as long as they do. */
const NO_LIMIT = 0;

interface Block {
  readonly kind: string;
  readonly script: string;
}

/** The blocks of `sh` in a document, in their order. */
function blocksIn(name: string): Block[] {
  const text = readFileSync(path.join('docs/guides', name), 'utf8');
  return [...text.matchAll(/^```sh ?(.*)\n([\s\S]*?)^```$/gm)].map(([, kind = '', script = '']) => ({ kind, script }));
}

/** Nobody else's tenant is in the way: the commands and plans have this port in the place of the usual one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function shell(script: string, cwd: string): ChildProcess {
  const env = { PATH: `${cwd}:/usr/local/bin:/usr/bin:/bin`, HOME: cwd };
  return spawn('bash', ['-e', '-c', script], { cwd, env, detached: true });
}

/** Runs the blocks of a guide, and says of each that did not end as the guide says. */
async function followed(name: string, clone: string): Promise<string[]> {
  const port = await freePort();
  for (const plan of readdirSync(path.join(clone, 'plans'))) {
    const file = path.join(clone, 'plans', plan);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`));
  }
  const servers: ChildProcess[] = [];
  const wrong: string[] = [];
  try {
    for (const { kind, script } of blocksIn(name)) {
      const commands = script.replaceAll('127.0.0.1:7420', `127.0.0.1:${port}`);
      if (kind === 'second terminal') {
        const server = shell(commands.trim().replace(/headroom tenant/, `headroom tenant --port ${port}`), clone);
        servers.push(server);
        await once(server.stdout ?? server, 'data');
        continue;
      }
      const { code, stdout, stderr } = await finished(shell(commands, clone));
      const wanted = kind === 'exits 99' ? 99 : 0;
      if (code !== wanted) wrong.push(`exit ${code}, not ${wanted}:\n${script}${stdout}${stderr}`);
    }
  } finally {
    for (const { pid } of servers) if (pid !== undefined) process.kill(-pid, 'SIGINT');
  }
  return wrong;
}

describe('the guides', () => {
  it.concurrent(
    'are four, and a report is of the run that the gate left',
    async ({ expect }) => {
      expect(readdirSync('docs/guides').sort()).toEqual([
        'data-set-in.md',
        'first-night.md',
        'gate-in-ci.md',
        'report-for-management.md',
      ]);
      expect(await followed('gate-in-ci.md', gate)).toEqual([]);
      expect(await followed('report-for-management.md', gate)).toEqual([]);
      expect(readdirSync(gate)).toEqual(expect.arrayContaining(['evidence.html', 'report.html', 'summary.md']));
      // Evidence that left its run out would be false, whatever the exit code.
      const evidence = readFileSync(path.join(gate, 'evidence.md'), 'utf8');
      expect(evidence).toMatch(/Max concurrent connections exceeded for tenant/);
      expect(evidence).not.toContain('no verdict');
    },
    NO_LIMIT,
  );

  it.concurrent(
    'lead through a first night',
    async ({ expect }) => {
      expect(await followed('first-night.md', night)).toEqual([]);
    },
    NO_LIMIT,
  );

  it.concurrent(
    'lead a data set in',
    async ({ expect }) => {
      expect(await followed('data-set-in.md', data)).toEqual([]);
    },
    NO_LIMIT,
  );
});
