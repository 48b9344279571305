import { randomUUID } from 'node:crypto';
import type { RunIo } from '@headroom/engine';
import { refusalOf } from '../../lib/plan/approval.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { resultText } from '../../lib/verdict/result-text.ts';
import { type Ask, askPerson } from '../io/ask-person.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { badInput } from '../io/bad-input.ts';
import { wholeNumber } from '../io/options.ts';
import { checkedOutputFile } from '../io/output-file.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { readAgentTokens } from '../platform/agent-tokens.ts';
import { approvedWindow } from '../platform/change-window.ts';
import { nextCommand, type OrgCalls, orgCalls } from '../platform/org.ts';
import { Exchanges } from './exchanges.ts';
import { HelloAgent } from './hello-agent.ts';
import { HelloGuest } from './hello-guest.ts';
import { type Hello, helloText } from './hello-text.ts';

export interface HelloOptions {
  /** `NAME=value` overrides of the plan. */
  readonly e: readonly string[];
  readonly yes: boolean;
  readonly json: boolean;
  readonly output?: string;
  /** How long (s) to wait for the conversation to alert the agent. */
  readonly wait: string;
}

const STEP_MS = 15_000;
/** Some orgs let no customer clear a conversation: nothing comes then. */
const CLEAR_MS = 3_000;

/**
 * `headroom hello <plan>`: one guest session on the org, and one accept and reply where the plan's agents have tokens.
 * Prints the shape of each frame and answer beside the expected one, without texts, ids or tokens. Returns 0 when each
 * is as expected, 99 when one is not or a step did not come, 104 on bad input or without a `yes`.
 */
export async function hello(file: string, options: HelloOptions, io: RunIo, ask: Ask = askPerson): Promise<number> {
  let result: Hello;
  try {
    const waitMs = wholeNumber('--wait', options.wait, 1, 600) * 1_000;
    const plan = readPlanFile(file, options.e, io.cwd);
    const refusal = refusalOf(plan, Date.now(), waitMs + 5 * STEP_MS);
    if (refusal !== undefined) throw new Error(refusal);
    const output = options.output && checkedOutputFile('--output', options.output, [file], io.cwd);
    const token = firstToken(plan, file, io);
    const what = `one guest session on ${nameOf(plan.target)}${token === undefined ? '' : ', and one conversation for an agent'}`;
    if (!options.yes && (await ask(`${what}: go on? (yes) `)).trim() !== 'yes')
      throw new Error('nothing was done; allowed: yes at the prompt, or --yes');
    result = await greet(plan, token, waitMs, { ...orgCalls('hello', io), window: approvedWindow(plan) }, io);
    if (output) writeFileAtomically(output, resultText(result));
  } catch (error) {
    return badInput('hello', error, io);
  }
  io.stdout.write(options.json ? resultText(result) : helloText(result));
  const isWrong = result.exchanges.some(({ differences }) => differences.some(({ kind }) => kind !== 'more'));
  return isWrong || result.missed.length > 0 ? 99 : 0;
}

/** The token of the first agent. Without one only the guest's side is played, and stderr says why. */
function firstToken(plan: Plan, file: string, io: RunIo): string | undefined {
  try {
    return readAgentTokens(plan, file, io.cwd)[0];
  } catch (error) {
    io.stderr.write(`hello: the guest alone: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

async function greet(
  plan: Plan,
  token: string | undefined,
  waitMs: number,
  calls: OrgCalls,
  io: Pick<RunIo, 'env'>,
): Promise<Hello> {
  const exchanges = new Exchanges();
  const missed: string[] = [];
  const at = new Date().toISOString();
  const [deployment] = plan.deployments;
  if (deployment === undefined) throw new Error('deployments: []; allowed: at least one');
  const customer = `${randomUUID()}-1`;
  const text = `hello ${customer}`;
  const guest = new HelloGuest(plan, deployment, exchanges, io.env);
  const agent = token === undefined ? undefined : new HelloAgent(plan.target, token, exchanges, calls);
  try {
    await step(guest.came('ready', STEP_MS));
    guest.say(text, { customer });
    await step(guest.came('echo', STEP_MS));
    if (agent !== undefined) {
      await agent.reply({ text, customer }, 'hello', waitMs);
      await step(guest.came('reply', STEP_MS));
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    // A call of the agent's says it itself.
    missed.push(why.endsWith(': ECONNREFUSED') ? `${why}${nextCommand(why, plan.target)}` : why);
  }
  guest.clear();
  await guest.came('end', CLEAR_MS);
  missed.push(...((await agent?.leave()) ?? []));
  guest.close();
  return { plan: plan.name, target: nameOf(plan.target), at, exchanges: exchanges.all, missed };
}

async function step(came: Promise<string | undefined>): Promise<void> {
  const why = await came;
  if (why !== undefined) throw new Error(why);
}
