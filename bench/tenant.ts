import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Fleet, pause } from './fleet.ts';
import { growthExponent } from './growth-exponent.ts';
import { ServerProcess } from './server-process.ts';

/**
 * What a socket costs the simulated tenant: memory above idle, and CPU per frame, compared with a bare `ws` server that
 * echoes the same frames. One agent to five guests; every guest sends a message each 10 s.
 *
 *     npm run bench:tenant -- --sizes 3000,6000,12000 --hold 30
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '3000,6000,12000' },
    hold: { type: 'string', default: '30' },
  },
});
const SIZES = values.sizes.split(',').map(Number);
const HOLD_SECONDS = Number(values.hold);
const EVERY_SECONDS = 10;
const HERE = path.dirname(fileURLToPath(import.meta.url));
const TENANT = [path.join(HERE, '../headroom.js'), 'tenant', '--port', '0'];
const SETS = ['agents.capacity=5', 'recordMost=1000'].flatMap((set) => ['--set', set]);
const ECHO = [path.join(HERE, 'echo-server.js')];

interface Measured {
  /** Resident memory above idle, per socket. */
  readonly bytesPerSocket: number;
  readonly cpuMs: number;
  readonly frames: number;
}

/** Starts a server, opens `size` sockets on it and lets them talk for the hold. */
async function measure(
  args: readonly string[],
  size: number,
  open: (fleet: Fleet) => Promise<void>,
): Promise<Measured> {
  const server = await ServerProcess.start(args);
  const fleet = new Fleet(server.address);
  try {
    await pause(1_000);
    const idle = server.memory;
    await open(fleet);
    await pause(2_000);
    const before = { cpuMs: server.cpuMs, frames: fleet.sent + fleet.received };
    await fleet.talk(HOLD_SECONDS, EVERY_SECONDS);
    return {
      bytesPerSocket: (server.memory - idle) / size,
      cpuMs: server.cpuMs - before.cpuMs,
      frames: fleet.sent + fleet.received - before.frames,
    };
  } finally {
    fleet.close();
    await server.stop();
  }
}

async function tenantWith(size: number): Promise<Measured> {
  const agents = Math.round(size / 6);
  return measure([...TENANT, ...SETS], size, async (fleet) => {
    await fleet.agents(agents);
    await fleet.guests(size - agents);
    for (let tries = 0; fleet.accepted < size - agents && tries < 100; tries++) await pause(100);
    if (fleet.accepted < size - agents) throw new Error(`${fleet.accepted} of ${size - agents} accepted`);
  });
}

const microseconds = ({ cpuMs, frames }: Measured): number => (1_000 * cpuMs) / frames;

function line(name: string, size: number, measured: Measured): string {
  const kilobytes = (measured.bytesPerSocket / 1_024).toFixed(1);
  const { frames, cpuMs } = measured;
  return `${name.padEnd(8)} ${String(size).padStart(6)} sockets  ${kilobytes.padStart(6)} KB a socket  ${String(frames).padStart(7)} frames  ${String(cpuMs).padStart(6)} ms CPU  ${microseconds(measured).toFixed(1).padStart(6)} µs a frame`;
}

const tenants: Measured[] = [];
for (const size of SIZES) {
  const measured = await tenantWith(size);
  tenants.push(measured);
  console.log(line('tenant', size, measured));
}
const [largest = 0] = SIZES.slice(-1);
const echo = await measure(ECHO, largest, (fleet) => fleet.echoes(largest));
console.log(line('bare ws', largest, echo));
const last = tenants.at(-1);
if (last !== undefined) {
  const ratio = microseconds(last) / microseconds(echo);
  console.log(`memory above idle: ${(last.bytesPerSocket / 1_024).toFixed(1)} KB a socket (goal: at most 25)`);
  if (tenants.length > 1)
    console.log(
      `CPU grows with frames to the power of ${growthExponent(tenants.map(({ frames, cpuMs }) => [frames, cpuMs])).toFixed(2)} (goal: at most 1.1)`,
    );
  console.log(`CPU a frame: ${ratio.toFixed(2)} times a bare ws server's (goal: at most 2.5)`);
}
