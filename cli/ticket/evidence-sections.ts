import type { SeenRefusals } from '../../lib/genesys/guest/refusal-words.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { phrasesText } from '../../lib/verdict/reading/refusals.ts';
import { joinedRefusals } from '../../report/fold/refusal-samples.ts';
import type { ReportedRun } from '../../report/output/report.ts';
import type { ResultOf } from '../../report/read/result.ts';
import { deploymentsText, WORDS_NOT_KEPT } from '../../report/render/refusal-text.ts';
import type { OrgFacts } from './org-facts.ts';
import { orgRows } from './request-sections.ts';
import type { TicketSection } from './ticket-page.ts';

/** A search for the ceiling, with the name of its file. */
export interface Search {
  readonly file: string;
  readonly content: ResultOf<'ceiling'>;
}

/** What was seen: runs and searches, as their files say. */
export interface Seen {
  readonly runs: readonly ReportedRun[];
  readonly searches: readonly Search[];
}

/** The evidence of what a test met, for a case (docs/approval.md). */
export function evidenceSections(plan: Plan, seen: Seen, org: OrgFacts | undefined): TicketSection[] {
  return [
    {
      title: 'Where',
      table: {
        head: ['', ''],
        rows: [
          ...orgRows(plan, org),
          ...plan.deployments.map(({ id, origin }) => ['deployment', `${id}, Origin ${origin}`]),
        ],
      },
    },
    {
      title: 'What was run',
      table: {
        head: ['files', 'from, UTC', 'to, UTC', 'what came of it'],
        rows: [...seen.runs.map(runRow), ...seen.searches.map(searchRow)],
      },
    },
    ...(seen.searches.some(({ content }) => content.result.sustained !== undefined)
      ? [sustainedSection(seen.searches)]
      : []),
    refusalSection(seen),
    ...correlationSection(refusalsIn(seen)),
    ...seen.runs.flatMap(statusSection),
    limitsSection(org),
    conversationsSection(org),
    { title: 'What was not tested', list: notTested(plan, seen, org) },
  ];
}

const utc = (ms: number | undefined): string => (ms === undefined ? 'not known' : new Date(ms).toISOString());

function runRow({ inputs, startedMs, durationMs, verdict, incomplete, script }: ReportedRun): string[] {
  const said = verdict === undefined ? 'no verdict' : `${verdict.cause}: ${verdict.says}`;
  const cut = incomplete === undefined ? '' : ' (cut short)';
  return [
    `${inputs.join(', ')}${script === undefined ? '' : `, ${script}`}`,
    utc(startedMs),
    utc(startedMs === undefined ? undefined : startedMs + durationMs),
    `${said}${cut}`,
  ];
}

/** Times of a search stand in its file beside what the schema names. */
function searchRow({ file, content }: Search): string[] {
  const { startedAt, endedAt } = content as { startedAt?: unknown; endedAt?: unknown };
  const time = (value: unknown) => (typeof value === 'string' ? value : 'not known');
  return [`${file}, headroom ceiling`, time(startedAt), time(endedAt), searchText(content)];
}

function searchText({ result: { refusedFrom, neverAdmittedAbove } }: Search['content']): string {
  const refused =
    refusedFrom === undefined
      ? 'no level was refused'
      : `refused from ${refusedFrom.lowest} to ${refusedFrom.highest} sessions in ${refusedFrom.probes} probes`;
  return neverAdmittedAbove === undefined ? refused : `${refused}; never admitted above ${neverAdmittedAbove}`;
}

function sustainedSection(searches: readonly Search[]): TicketSection {
  const rows = searches.flatMap(({ file, content }) => {
    const { sustained, planFor } = content.result;
    const { settings } = content as { settings?: { confidence?: number; reliability?: number } };
    if (sustained === undefined) return [];
    const { confidence, reliability } = settings ?? {};
    const claim =
      confidence === undefined || reliability === undefined
        ? ''
        : `: ${Math.round(confidence * 100)} % confidence that at least ${Math.round(reliability * 100)} % of such windows are clean`;
    return [
      [
        file,
        `${sustained.level} sessions`,
        `clean in ${sustained.clean} of ${sustained.of} windows${claim}`,
        planFor === undefined ? '' : `at most ${planFor}`,
      ],
    ];
  });
  return { title: 'The sustained level', table: { head: ['file', 'level', 'claim', 'planned for'], rows } };
}

/** The refusals of all runs and searches, alike ones as one. */
const refusalsIn = ({ runs, searches }: Seen): SeenRefusals[] =>
  joinedRefusals([
    ...runs.map(({ refusals }) => refusals ?? []),
    ...searches.flatMap(({ content }) =>
      (content.history ?? []).map((phase) => ('refusals' in phase ? (phase.refusals ?? []) : []) as SeenRefusals[]),
    ),
  ]);

/** All correlation ids that the samples have, by what the refusals say. */
function correlationSection(kinds: readonly SeenRefusals[]): TicketSection[] {
  const rows = kinds.flatMap(({ status, words, count, correlated = 0, correlations = [] }) => {
    if (correlations.length === 0) return [];
    const cut = correlations.length < correlated ? `, of which ${correlations.length} stand here` : '';
    return [[status, words || '(no text)', `${correlated} of ${count} refusals had one${cut}`, correlations.join(' ')]];
  });
  if (rows.length === 0) return [];
  return [{ title: 'Correlation ids of refusals', table: { head: ['HTTP status', 'words', 'how many', 'ids'], rows } }];
}

function refusalSection(seen: Seen): TicketSection {
  const title = 'What refused upgrades say';
  const { runs } = seen;
  const kinds = refusalsIn(seen);
  const unkept = runs.flatMap(({ refusals, reading, inputs }) => {
    const said = refusals === undefined ? phrasesText(reading ?? {}) : '';
    return said === '' ? [] : [`${inputs.join(', ')}: ${said}; ${WORDS_NOT_KEPT}`];
  });
  if (kinds.length === 0) return { title, text: unkept.length === 0 ? ['None was refused in what was read.'] : unkept };
  const rows = kinds.map((kind) => [
    `${kind.count}`,
    kind.status,
    kind.words || '(no text)',
    utc(kind.firstMs),
    utc(kind.lastMs),
    [
      deploymentsText(kind),
      kind.server && `server ${kind.server}`,
      kind.retry_after && `Retry-After ${kind.retry_after}`,
    ]
      .flatMap((one) => one || [])
      .join(', '),
    kind.correlation ?? 'none in the answer',
  ]);
  const head = ['count', 'HTTP status', 'words', 'first, UTC', 'last, UTC', 'where', 'correlation id of the first'];
  return { title, text: unkept, table: { head, rows } };
}

function statusSection({ inputs, statuses }: ReportedRun): TicketSection[] {
  if (statuses.length === 0) return [];
  return [
    {
      title: `Upgrades by HTTP status, ${inputs.join(', ')}`,
      table: { head: ['status', 'upgrades'], rows: statuses.map(([status, count]) => [status, `${count}`]) },
    },
  ];
}

function limitsSection(org: OrgFacts | undefined): TicketSection {
  const title = 'Limits in effect';
  if (org === undefined) return { title, text: ['Not read: --from-org reads them from the org.'] };
  return {
    title,
    table: {
      head: ['namespace', 'limit', 'value'],
      rows: org.limits.map(({ namespace, key, value }) => [namespace, key, `${value}`]),
    },
  };
}

/** So many ids are written out. */
const MOST_IDS = 1_000;

function conversationsSection(org: OrgFacts | undefined): TicketSection {
  const title = 'Conversations';
  if (org?.conversations === undefined)
    return { title, text: ['Not read: samples name no conversation; --from-org reads their ids from the org.'] };
  const { length } = org.conversations;
  const more = length > MOST_IDS ? `, of which the first ${MOST_IDS} stand here` : '';
  return {
    title,
    text: [
      `${length} web-messaging conversations began in the time of the runs${more}. Traffic of others is among them.`,
    ],
    list: org.conversations.slice(0, MOST_IDS),
  };
}

function notTested(plan: Plan, { runs, searches }: Seen, org: OrgFacts | undefined): string[] {
  const stated = searches.flatMap(({ content }) => {
    const { notTested } = content.result as { notTested?: unknown };
    return Array.isArray(notTested) ? notTested.map(String) : [];
  });
  return [
    ...new Set(stated),
    ...(searches.length === 0
      ? ['no search for the ceiling was run: at which level refusals begin was not measured window by window']
      : []),
    ...(runs.some(({ reading }) => reading === undefined)
      ? ['figures of a run that its metrics do not have are unknown, and not 0']
      : []),
    ...runs.flatMap(({ inputs, incomplete }) =>
      incomplete === undefined ? [] : [`${inputs.join(', ')} was cut short: what came after is not known`],
    ),
    ...(plan.agents === undefined ? ['agents: none were played, so whether customers were served is not known'] : []),
    ...(plan.deployments.length === 1 ? ['more than one deployment'] : []),
    ...(plan.generators.count === 1
      ? ['more than one source address: a limit on the address looks like one on the org']
      : []),
    ...(org === undefined ? ['what the org says of its limits and conversations'] : []),
    'attachments, voice, e-mail and open messaging',
  ].filter((what) => plan.customers.attachments === 0 || what !== 'attachments, voice, e-mail and open messaging');
}
