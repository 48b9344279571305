import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { parsePlan } from '../../lib/plan/parse.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback } from '../../lib/plan/target.ts';
import type { Ask } from '../io/ask-person.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { badInput } from '../io/bad-input.ts';
import { checkedOutputFile } from '../io/output-file.ts';
import { clientCredentialsIn } from '../platform/oauth-client.ts';
import { Org, type OrgCalls } from '../platform/org.ts';
import { type OrgOffer, readOffer } from './org-offer.ts';
import { planOf } from './plan-json.ts';
import { type Answers, QUESTIONS, type Question, TARGET } from './questions.ts';

export interface InitOptions {
  readonly output: string;
  readonly fromOrg: boolean;
  readonly force: boolean;
  /** The answers that flags give, by the name of each. */
  readonly answers: Answers;
}

/**
 * `headroom plan init`: writes a plan from a few answers. Each is a flag; `ask` asks a person for those that no flag
 * gives, and without it they are the defaults. With `--from-org` the org's deployments, flows and queues are read and
 * offered. Returns 0, or 104 on bad input and where an answer without a default is missing.
 *
 * @param ask undefined where nobody is there to answer
 */
export async function initPlan(
  options: InitOptions,
  io: RunIo,
  calls: OrgCalls,
  ask: Ask | undefined,
): Promise<number> {
  try {
    const output = checkedOutputFile('--output', options.output, [], io.cwd);
    if (existsSync(output) && !options.force)
      throw new Error(`--output ${options.output}: it is there already; allowed: another file, or --force`);
    if (options.fromOrg && options.answers.target === undefined && ask === undefined)
      throw new Error(
        "--from-org: no org is named; allowed: --target with your region's domain, such as mypurecloud.de",
      );
    const first = await answered([TARGET], options.answers, undefined, ask);
    const offer = options.fromOrg ? await offered(first, io, calls) : undefined;
    const answers = await answered(QUESTIONS, first, offer, ask);
    const { text, plan } = validPlan(answers, offer, options.output, output, io.cwd);
    writeFileAtomically(output, text);
    io.stdout.write(nextText(options.output, plan));
    return 0;
  } catch (error) {
    return badInput('plan init', error, io);
  }
}

/**
 * The answers, with one for each question that is asked: by flag, by a person, or the default. A person whose answer is
 * not allowed is told so and asked again.
 */
async function answered(
  questions: readonly Question[],
  given: Answers,
  offer: OrgOffer | undefined,
  ask: Ask | undefined,
): Promise<Answers> {
  let answers: Answers = { ...given };
  const missing: string[] = [];
  for (const question of questions) {
    const { flag, fallback, isAsked } = question;
    if (answers[flag] !== undefined || isAsked?.(answers) === false) continue;
    const usual = fallback(answers, offer);
    const answer = ask === undefined ? usual : await asked(question, usual, answers, offer, ask);
    if (answer === undefined) missing.push(`--${flag}`);
    else answers = { ...answers, [flag]: answer };
  }
  if (missing.length > 0)
    throw new Error(
      `${missing.join(', ')}: no value given, and no default; allowed: a value for each, or --from-org, which reads them`,
    );
  return answers;
}

/** A person who gives no answer that is allowed is asked so often. */
const TRIES = 5;

async function asked(
  { flag, asks }: Question,
  usual: string | undefined,
  answers: Answers,
  offer: OrgOffer | undefined,
  ask: Ask,
): Promise<string | undefined> {
  let wrong = '';
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = (await ask(`${wrong}${asks}${usual === undefined ? '' : ` [${usual}]`}: `)).trim() || usual;
    const refusal = answer === undefined ? 'an answer is needed' : refusalIn({ ...answers, [flag]: answer }, offer);
    if (refusal === undefined) return answer;
    wrong = `${refusal}\n`;
  }
  return undefined;
}

/** Answers to what was not asked yet, which no plan is refused for. */
const STILL_OPEN: Answers = {
  target: '127.0.0.1:7420',
  name: 'plan',
  deployments: '00000000-0000-4000-8000-000000000000',
  origin: 'https://example.com',
  sessions: '1',
  'per-minute': '1',
  hold: '1m',
  capacity: '1',
  agents: '1',
  tokens: 'simulated',
  gate: 'ci',
};

/** Why a plan from these answers would be refused, in one line, or undefined. A window is judged when it is whole. */
function refusalIn(answers: Answers, offer: OrgOffer | undefined): string | undefined {
  const isWhole = answers.reference === undefined || answers.to !== undefined;
  const open = { ...STILL_OPEN, ...answers, ...(isWhole ? {} : { reference: '-' }) };
  try {
    const parsed = parsePlan(
      JSON.stringify(planOf(open, answers.deployments === undefined ? undefined : offer)),
      '',
      {},
    );
    return parsed.ok ? undefined : parsed.error.replace(/^plan : /, '');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function offered(answers: Answers, io: RunIo, calls: OrgCalls): Promise<OrgOffer> {
  const target = targetOf(answers);
  const offer = await readOffer(Org.withClient(target, clientCredentialsIn(io.env, target), calls));
  io.stdout.write(`${offerText(offer)}\n`);
  return offer;
}

/** The target alone: a wrong one is refused before anyone is called. */
function targetOf({ target = '' }: Answers): Plan['target'] {
  const parsed = parsePlan(JSON.stringify(planOf({ ...STILL_OPEN, target }, undefined)), '', {});
  if (!parsed.ok) throw new Error(parsed.error.replace(/^plan : /, '--target: '));
  return parsed.plan.target;
}

function offerText({ deployments, queues, capacity }: OrgOffer): string {
  const lines = [
    `${deployments.length} deployments`,
    ...deployments.map(
      ({ name, id, flow, isActive, origin }) =>
        `  ${name}  ${id}\n    ${isActive ? 'active' : 'not active'}, flow ${flow ?? 'none'}, ${origin ?? 'any origin'}`,
    ),
    `${queues.length} queues`,
    ...queues.map(({ name, id, flow }) => `  ${name}  ${id}${flow === undefined ? '' : `\n    in-queue flow ${flow}`}`),
    capacity === undefined ? 'capacity of agents: not read' : `capacity of agents: ${capacity} messages at once`,
  ];
  return `${lines.join('\n')}\n`;
}

function validPlan(answers: Answers, offer: OrgOffer | undefined, name: string, output: string, cwd: string) {
  const schema = path.relative(path.dirname(output), path.join(cwd, 'dist/plan.schema.json')).replaceAll('\\', '/');
  const isThere = existsSync(path.join(cwd, 'dist/plan.schema.json'));
  const json = { ...(isThere ? { $schema: schema } : {}), ...planOf(answers, offer) };
  const text = `${JSON.stringify(json, null, 2)}\n`;
  const parsed = parsePlan(text, name, {});
  if (!parsed.ok) throw new Error(parsed.error);
  return { text, plan: parsed.plan };
}

function nextText(file: string, plan: Plan): string {
  const { customers, agents } = plan;
  const sides = agents === undefined ? 'no agents' : `${agents.count} agents`;
  const script = agents === undefined ? 'customers' : 'contact-centre';
  const next = isLoopback(plan.target)
    ? ['headroom tenant                  in a second terminal', `headroom run ${script} -e PLAN=${file}`]
    : [
        ...(plan.approval === undefined ? [`headroom ticket ${file}   the request for Genesys's approval`] : []),
        `headroom preflight ${file}`,
      ];
  const commands = [`headroom plan explain ${file}`, `headroom plan check ${file}`, ...next];
  return `${file}: ${customers.sessions} customers at once, ${sides}, ${plan.deployments.length} deployments\n\nnext\n${commands.map((one) => `  ${one}\n`).join('')}`;
}
