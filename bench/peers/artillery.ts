import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Found, Peer } from './peer.ts';
import { EVERY_SECONDS, type Scene, TEXT } from './scene.ts';

const VERSION = '2.0.34';
/** About 460 MB, outside the project: it is no dependency. A later bench finds it here. */
const FOLDER = path.join(tmpdir(), `headroom-bench-artillery-${VERSION}`);
const BIN = path.join(FOLDER, 'node_modules/artillery/bin/run');

/** Installs Artillery (MPL-2.0) where it is not there. */
function find(): Found {
  if (!existsSync(BIN)) {
    console.error(`installing Artillery ${VERSION} into ${FOLDER}`);
    const words = [
      'install',
      '--prefix',
      FOLDER,
      `artillery@${VERSION}`,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
    ];
    const { status } = spawnSync('npm', words, { stdio: ['ignore', 'ignore', 'pipe'] });
    if (status !== 0 || !existsSync(BIN)) return `Artillery: npm could not install ${VERSION}`;
  }
  return peer;
}

const peer: Peer = {
  name: 'Artillery',
  version: VERSION,
  start(scene, folder) {
    const script = path.join(folder, 'artillery.json');
    const says = path.join(folder, 'artillery-says.json');
    writeFileSync(script, JSON.stringify(scriptFor(scene)));
    return {
      file: process.execPath,
      args: [BIN, 'run', '--quiet', '--output', says, script],
      env: { ARTILLERY_DISABLE_TELEMETRY: 'true' },
      says() {
        const { counters } = JSON.parse(readFileSync(says, 'utf8')).aggregate as { counters: Record<string, number> };
        return {
          sessions: counters['vusers.completed'] ?? 0,
          refused: counters['vusers.failed'] ?? 0,
          sent: counters['websocket.messages_sent'] ?? 0,
          received: undefined,
        };
      },
    };
  },
};

/** Each of its virtual users is a session: a message, a pause, and so on. */
const scriptFor = ({ address, sessions, perSecond, staySeconds }: Scene) => ({
  config: {
    target: `ws://${address}`,
    phases: [{ duration: sessions / perSecond, arrivalRate: perSecond }],
  },
  scenarios: [
    {
      engine: 'ws',
      flow: [{ loop: [{ send: TEXT }, { think: EVERY_SECONDS }], count: Math.ceil(staySeconds / EVERY_SECONDS) }],
    },
  ],
});

export const artillery = { name: 'Artillery', find };
