import { resolve } from 'node:path';
import { invalid, unsupported } from '../options/refuse.ts';
import type { GatedSeries } from '../thresholds/thresholds.ts';
import { JsonOutput } from './json.ts';

interface OutputIo {
  readonly cwd: string;
  readonly stdout: { write(bytes: Uint8Array): unknown };
}

/** Opens what --out asks for. Throws a RunEnd 104 for any output but json, and for a file that cannot be written. */
export function openOutputs(
  specs: readonly string[],
  { cwd, stdout }: OutputIo,
  gated: readonly GatedSeries[],
): readonly JsonOutput[] {
  return specs.map((spec) => {
    const [kind = '', ...rest] = spec.split('=');
    if (kind !== 'json') throw unsupported(`--out ${kind}`, 'it writes json=file and json=file.gz');
    const path = rest.join('=');
    try {
      const write = path === '' || path === '-' ? (bytes: Uint8Array) => stdout.write(bytes) : undefined;
      return new JsonOutput(write ?? resolve(cwd, path), gated);
    } catch (error) {
      throw invalid(`--out json: cannot write ${path}: ${(error as NodeJS.ErrnoException).code}`);
    }
  });
}
