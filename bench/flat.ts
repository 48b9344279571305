import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { descriptorsOf, memoryOf, ServerProcess } from './server-process.ts';
import { slopeOf } from './slope.ts';

/**
 * Whether memory and descriptors stay flat: 100 customers who come again and again, and 40 agents, against a tenant, each
 * side in a process of its own. Prints what both have at the beginning and the end of the hold, and the slope of a line
 * through all that was seen after the warm-up. Ends with 1 where a slope is over its goal.
 *
 *     npm run bench:flat                    # 15 minutes
 *     npm run bench:flat -- --minutes 3
 */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '15' } } });
const MINUTES = Number(values.minutes);
/** A minute: caches fill, the engine's heap reaches its size. Of a short run a third is left out. */
const WARM_UP_MINUTES = Math.min(1, MINUTES / 3);
const EVERY_MS = 2_000;
/** By the minute: more would add up to a gigabyte, and to all descriptors, in a night. */
const GOAL = { megabytes: 2, descriptors: 2 };
const HERE = path.dirname(fileURLToPath(import.meta.url));
const HEADROOM = path.join(HERE, '../headroom.js');
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-flat-'));

/** Visits of half a minute, so that places are taken again many times. */
function planFor(address: string): string {
  const file = path.join(folder, 'plan.json');
  const plan = {
    name: 'flat',
    target: { address },
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
    customers: {
      sessions: 100,
      perMinute: 1_200,
      hold: `${Math.round(MINUTES * 60)}s`,
      teardown: '30s',
      longestVisit: '1m',
      think: { min: '1s', max: '2s' },
    },
    agents: {
      count: 40,
      perMinute: 1_200,
      capacity: 3,
      reply: { min: '1s', max: '2s' },
      wrapUp: { min: '1s', max: '2s' },
      tokens: { source: 'simulated' },
    },
    gate: 'explore',
  };
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

interface Seen {
  readonly minute: number;
  readonly megabytes: number;
  readonly descriptors: number;
}

/** Prints a line for a process; true when its slopes are within the goal. */
function isFlat(name: string, seen: readonly Seen[]): boolean {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined) return false;
  const slopes = {
    megabytes: slopeOf(seen.map(({ minute, megabytes }) => [minute, megabytes])),
    descriptors: slopeOf(seen.map(({ minute, descriptors }) => [minute, descriptors])),
  };
  const isGood = slopes.megabytes <= GOAL.megabytes && slopes.descriptors <= GOAL.descriptors;
  console.log(
    `${name.padEnd(7)} ${first.megabytes.toFixed(0)} to ${last.megabytes.toFixed(0)} MB, ${slopes.megabytes.toFixed(2)} MB a minute; ` +
      `${first.descriptors} to ${last.descriptors} descriptors, ${slopes.descriptors.toFixed(2)} a minute${isGood ? '' : ': over the goal'}`,
  );
  return isGood;
}

const tenant = await ServerProcess.tenant(HEADROOM, ['agents.capacity=3', 'limits.enabled=false', 'recordMost=1000']);
try {
  const run = spawn(
    process.execPath,
    [
      HEADROOM,
      'run',
      path.join(HERE, '../../contact-centre.js'),
      '--engine',
      'embedded',
      '--quiet',
      '-e',
      `PLAN=${planFor(tenant.address)}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let summary = '';
  run.stdout.on('data', (bytes) => {
    summary += bytes;
  });
  const seen: Record<'run' | 'tenant', Seen[]> = { run: [], tenant: [] };
  const begunMs = performance.now();
  const look = setInterval(() => {
    const minute = (performance.now() - begunMs) / 60_000;
    // The last half minute is the end of the hold, when sessions leave.
    if (minute < WARM_UP_MINUTES || minute > MINUTES) return;
    seen.run.push({ minute, megabytes: memoryOf(run) / 1e6, descriptors: descriptorsOf(run) });
    seen.tenant.push({ minute, megabytes: tenant.memory / 1e6, descriptors: tenant.descriptors });
  }, EVERY_MS);
  const [code] = (await once(run, 'close')) as [number | null];
  clearInterval(look);
  console.log(/^ *(visits .*)$/m.exec(summary)?.[1] ?? `the run ended with ${code}`);
  console.log(`after ${WARM_UP_MINUTES.toFixed(1)} minutes of warm-up, until ${MINUTES} minutes:`);
  const areFlat = [isFlat('run', seen.run), isFlat('tenant', seen.tenant)];
  if (code !== 0 || areFlat.includes(false)) process.exitCode = 1;
} finally {
  await tenant.stop();
  rmSync(folder, { recursive: true });
}
