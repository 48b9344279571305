import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunIo } from '../../engine/run.ts';
import { parsePlan } from '../../lib/plan/parse.ts';
import { failed } from '../failed.ts';
import { outputFile } from '../output-file.ts';
import { writeWhole } from '../whole-file.ts';

/**
 * `headroom plan adopt <plan> <outputs> -o <file>`: the plan with the deployments that Terraform made. Exit 0, or 104 when
 * it cannot.
 */
export function adopt(file: string, outputs: string, output: string, io: RunIo): number {
  try {
    const into = outputFile('-o', output, [file, outputs], io.cwd);
    const deployments = deploymentsIn(outputs, io.cwd);
    const text = `${JSON.stringify({ ...jsonIn('plan', file, io.cwd), deployments }, null, 2)}\n`;
    const parsed = parsePlan(text, output, {});
    if (!parsed.ok) throw new Error(parsed.error);
    writeWhole(into, text);
    io.stdout.write(`${output}: plan ${parsed.plan.name} with ${parsed.plan.deployments.length} deployments\n`);
    return 0;
  } catch (error) {
    return failed('plan adopt', error, io);
  }
}

/** What `terraform output -json` says under `deployments`. */
function deploymentsIn(file: string, cwd: string): unknown {
  const { deployments } = jsonIn('outputs', file, cwd) as { deployments?: { value?: unknown } };
  if (deployments?.value !== undefined) return deployments.value;
  throw new Error(`outputs ${file}: no deployments in it; allowed: what terraform output -json prints`);
}

function jsonIn(what: string, file: string, cwd: string): object {
  try {
    const json: unknown = JSON.parse(readFileSync(path.resolve(cwd, file), 'utf8'));
    if (typeof json === 'object' && json !== null) return json;
  } catch {
    // Said below.
  }
  throw new Error(`${what} ${file}: no such file, or not JSON`);
}
