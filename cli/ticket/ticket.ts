import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { type InputFile, readInput } from '../../report/fold/input-file.ts';
import { planDifferences } from '../../report/model/plan-differences.ts';
import type { ReportedRun } from '../../report/output/report.ts';
import { reportOn } from '../../report/output/report-on.ts';
import { isObject } from '../../report/read/json.ts';
import { resultIn } from '../../report/read/result.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { badInput } from '../io/bad-input.ts';
import { printableText } from '../io/command-io.ts';
import { checkedOutputFile } from '../io/output-file.ts';
import { arithmeticOf } from '../plan/plan-arithmetic.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { surveySet } from '../plan/set-survey.ts';
import { exchangesIn } from '../plan/visit-length.ts';
import type { AnalyticsInterval } from '../platform/find-conversations.ts';
import { clientCredentialsIn } from '../platform/oauth-client.ts';
import { Org, type OrgCalls } from '../platform/org.ts';
import { evidenceSections, type Search, type Seen } from './evidence-sections.ts';
import { type OrgFacts, readOrgFacts } from './org-facts.ts';
import { requestSections } from './request-sections.ts';
import { htmlOf, markdownOf, type Ticket } from './ticket-page.ts';

export interface TicketOptions {
  readonly output: string;
  readonly html?: string;
  readonly e: readonly string[];
  readonly contact?: string;
  readonly source: readonly string[];
  readonly fromOrg: boolean;
}

/**
 * `headroom ticket <plan> [results…]`: writes the request for Genesys's approval, and where results are given the evidence
 * of what they met, as Markdown and, with `--html`, as a page. Returns 0, or 104 on bad input and where a file cannot be read.
 */
export async function ticket(
  planFile: string,
  inputs: readonly string[],
  options: TicketOptions,
  io: RunIo,
  calls: OrgCalls,
): Promise<number> {
  try {
    const read = [planFile, ...inputs];
    const output = checkedOutputFile('--output', options.output, read, io.cwd);
    const html = options.html && checkedOutputFile('--html', options.html, [...read, options.output], io.cwd);
    const plan = readPlanFile(planFile, options.e, io.cwd);
    const seen = inputs.length === 0 ? undefined : await readAll(inputs, plan, io);
    const org = options.fromOrg ? await factsOf(plan, seen, io, calls) : undefined;
    const made = seen === undefined ? await request(plan, planFile, options, org, io) : evidence(plan, seen, org);
    const files: readonly (readonly [name: string, file: string, text: string])[] = [
      [options.output, output, markdownOf(made)],
      ...(html && options.html ? [[options.html, html, htmlOf(made)] as const] : []),
    ];
    for (const [name, file, text] of files) {
      writeFileAtomically(file, printableText(text));
      io.stdout.write(`ticket   ${name}\n`);
    }
    if (seen === undefined) io.stdout.write(NEXT);
    return 0;
  } catch (error) {
    return badInput('ticket', error, io);
  }
}

const NEXT = `
A Designated Contact of the org opens the case, two weeks ahead (docs/approval.md). Its reference and window go
into the plan as "approval"; then: headroom preflight
`;

async function request(
  plan: Plan,
  file: string,
  { contact, source }: TicketOptions,
  org: OrgFacts | undefined,
  io: RunIo,
): Promise<Ticket> {
  const survey = await surveySet(plan, file, io.cwd, io.stderr);
  const arithmetic = arithmeticOf(plan, exchangesIn(survey.dialogues, plan));
  return {
    title: `Request for approval of a load test: ${plan.name} on ${nameOf(plan.target)}`,
    sections: requestSections(plan, arithmetic, { contact, sources: source }, org),
  };
}

function evidence(given: Plan, seen: Seen, org: OrgFacts | undefined): Ticket {
  const plan = seen.runs.find((run) => run.plan !== undefined)?.plan ?? given;
  return {
    title: `Load test ${plan.name} on ${nameOf(plan.target)}: what it met`,
    sections: evidenceSections(plan, seen, org),
  };
}

/** In what runs went by other values than the plan that was given. Throws an error of one line where it is another plan. */
function otherValues(runs: readonly ReportedRun[], plan: Plan): string[] {
  return runs.flatMap((run) => {
    if (run.plan === undefined) return [];
    const files = run.inputs.join(', ');
    if (run.plan.name !== plan.name)
      throw new Error(
        `${files}: ran under the plan "${run.plan.name}"; allowed: results of "${plan.name}", or its plan`,
      );
    const keys = planDifferences(run.plan, plan);
    return keys.length === 0 ? [] : [`${files}: ran with another ${keys.join(', ')}, which the evidence shows`];
  });
}

/** Reads runs and searches. Throws an error of one line for a file that is neither: evidence has nothing left out. */
async function readAll(inputs: readonly string[], plan: Plan, io: RunIo): Promise<Seen> {
  const files: InputFile[] = [];
  const searches: Search[] = [];
  for (const input of inputs) {
    const file = await readInput(path.resolve(io.cwd, input), () => undefined);
    if (file.kind === 'nothing') throw new Error(`${input}: ${file.why}`);
    const result = file.kind === 'document' ? resultIn(file.document) : undefined;
    if (result?.kind === 'ceiling') searches.push({ file: path.basename(input), content: result.content });
    else files.push(file);
  }
  // A result has the plan that its run had, with its -e: that one tells where it ran, and what was wanted.
  const hasOwnPlan = files.some((file) => file.kind === 'document' && isObject(file.document.plan));
  const { runs, notes } = await reportOn(files, hasOwnPlan ? undefined : plan);
  for (const note of [...notes, ...otherValues(runs, plan)]) io.stderr.write(`headroom ticket: ${note}\n`);
  if (runs.length + searches.length === 0)
    throw new Error(
      'no run and no search among the results; allowed: k6 --out json, the file of -e RESULT, headroom ceiling --json',
    );
  return { runs, searches };
}

/** The clocks of generator and org differ. */
const MARGIN_MS = 60_000;

async function factsOf(plan: Plan, seen: Seen | undefined, io: RunIo, calls: OrgCalls): Promise<OrgFacts> {
  const org = Org.withClient(plan.target, clientCredentialsIn(io.env, plan.target), calls);
  return await readOrgFacts(org, seen && intervalOf(seen));
}

function intervalOf({ runs }: Seen): AnalyticsInterval | undefined {
  const known = runs.flatMap(({ startedMs, durationMs }) =>
    startedMs === undefined ? [] : [{ startedMs, endedMs: startedMs + durationMs }],
  );
  if (known.length === 0) return undefined;
  return {
    fromMs: Math.min(...known.map(({ startedMs }) => startedMs)) - MARGIN_MS,
    toMs: Math.max(...known.map(({ endedMs }) => endedMs)) + MARGIN_MS,
  };
}
