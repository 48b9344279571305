import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { artillery } from './artillery.ts';
import { K6_SCRIPTS } from './k6-scripts.ts';
import { locust } from './locust.ts';
import type { Peer, Says } from './peer.ts';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const HEADROOM = path.join(HERE, '../headroom.js');

function engine(name: keyof typeof K6_SCRIPTS, version: string): Peer {
  return {
    name: `headroom run, ${name}`,
    version,
    start({ address, sessions, perSecond, staySeconds }, folder) {
      const script = path.join(folder, 'script.js');
      const says = path.join(folder, 'says.json');
      writeFileSync(script, K6_SCRIPTS[name]);
      const values = {
        ADDRESS: address,
        SESSIONS: sessions,
        PER_SECOND: perSecond,
        STAY_SECONDS: staySeconds,
        SAYS: says,
      };
      const pairs = Object.entries(values).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
      return {
        file: process.execPath,
        args: [HEADROOM, 'run', script, '--engine', 'embedded', '--quiet', ...pairs],
        says: () => JSON.parse(readFileSync(says, 'utf8')) as Says,
      };
    },
  };
}

/** The name of the peer that all are compared with. */
export const BARE_LOOP = 'a bare loop on ws';

const bareLoop: Peer = {
  name: BARE_LOOP,
  version: process.version,
  start: ({ address, sessions, perSecond, staySeconds }) => ({
    file: process.execPath,
    args: [path.join(HERE, 'bare-loop.js'), address, `${sessions}`, `${perSecond}`, `${staySeconds}`],
    says: (printed) => JSON.parse(printed) as Says,
  }),
};

/** Those that are there, ours first, and why others are left out. */
export function peers(ownVersion: string, without: readonly string[]): { there: Peer[]; leftOut: string[] } {
  const ours = Object.keys(K6_SCRIPTS).map((name) => engine(name as keyof typeof K6_SCRIPTS, ownVersion));
  const others = [artillery, locust].filter(({ name }) => !without.includes(name.toLowerCase()));
  const found = others.map((other) => other.find());
  return {
    there: [...ours, bareLoop, ...found.filter((peer) => typeof peer !== 'string')],
    leftOut: found.filter((peer) => typeof peer === 'string'),
  };
}
