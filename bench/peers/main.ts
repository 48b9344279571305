import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { overload } from './overload.ts';
import { pacing } from './pacing.ts';
import { peers } from './peers.ts';
import { sessions } from './sessions.ts';
import { vuPrice } from './vu-price.ts';

/**
 * The embedded engine beside what a user might take instead, against a bare echo server that counts: what sessions cost,
 * what each says of an overload, how even its pace is, and what a VU of our bundles costs. Prints Markdown for
 * docs/performance.md. Artillery is installed on demand, outside the project; Locust takes part where it is installed.
 *
 *     npm run bench -- --quick
 *     npm run bench -- --sizes 1000,5000,10000 --without artillery,locust
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string' },
    quick: { type: 'boolean', default: false },
    without: { type: 'string', default: '' },
  },
});
const sizes = (values.sizes ?? (values.quick ? '1000' : '1000,5000,10000')).split(',').map(Number);
const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };

const { there, leftOut } = peers(version, values.without.split(','));
const [cpu] = cpus();
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}, Node ${process.version}: ${there
    .map(({ name, version: of }) => `${name} ${of}`)
    .join('; ')}.`,
);
for (const line of leftOut) console.log(`\nLeft out: ${line}.`);
await vuPrice(ROOT);
await overload(there);
await pacing(there, values.quick ? [50] : [1, 50, 500], values.quick ? 5 : 10);
await sessions(there, sizes, values.quick ? { rampSeconds: 4, staySeconds: 7 } : { rampSeconds: 10, staySeconds: 29 });
