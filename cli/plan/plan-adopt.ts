import type { RunIo } from '@headroom/engine';
import { parsePlan } from '../../lib/plan/parse.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { badInput } from '../io/bad-input.ts';
import { readInputFile } from '../io/input-file.ts';
import { checkedOutputFile } from '../io/output-file.ts';

/**
 * `headroom plan adopt <plan> <outputs> -o <file>`: writes a copy of the plan with the deployments that Terraform made,
 * and with its queues where the plan has agents. Returns 0, or 104 on bad input.
 */
export function adoptDeployments(file: string, outputs: string, output: string, io: RunIo): number {
  try {
    const into = checkedOutputFile('-o', output, [file, outputs], io.cwd);
    const { deployments, queues } = readTerraformOutputs(outputs, io.cwd);
    const plan = readJson('plan', file, io.cwd) as { agents?: object };
    const agents = plan.agents === undefined || queues === undefined ? {} : { agents: { ...plan.agents, queues } };
    const text = `${JSON.stringify({ ...plan, deployments, ...agents }, null, 2)}\n`;
    const parsed = parsePlan(text, output, {});
    if (!parsed.ok) throw new Error(parsed.error);
    writeFileAtomically(into, text);
    const { name, deployments: made, agents: played } = parsed.plan;
    const reached = played === undefined || queues === undefined ? '' : ` and ${played.queues.length} queues`;
    io.stdout.write(`${output}: plan ${name} with ${made.length} deployments${reached}\n`);
    return 0;
  } catch (error) {
    return badInput('plan adopt', error, io);
  }
}

interface TerraformOutput {
  readonly value?: unknown;
}

/** Reads `deployments`, and `queues` if they are there, from what `terraform output -json` printed. */
function readTerraformOutputs(file: string, cwd: string): { deployments: unknown; queues: unknown } {
  const { deployments, queues } = readJson('outputs', file, cwd) as {
    deployments?: TerraformOutput;
    queues?: TerraformOutput;
  };
  if (deployments?.value !== undefined) return { deployments: deployments.value, queues: queues?.value };
  throw new Error(`outputs ${file}: no deployments in it; allowed: what terraform output -json prints`);
}

function readJson(what: string, file: string, cwd: string): object {
  const text = readInputFile(what, file, cwd);
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) return json;
  } catch {
    // The error below says it.
  }
  throw new Error(`${what} ${file}: not JSON`);
}
