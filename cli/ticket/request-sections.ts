import { formatDuration } from '../../lib/plan/duration.ts';
import { regionOf } from '../../lib/plan/regions.ts';
import { scheduleOf } from '../../lib/plan/schedule.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { hostsOf, nameOf } from '../../lib/plan/target.ts';
import type { Arithmetic } from '../plan/plan-arithmetic.ts';
import { localText } from '../plan/region-night.ts';
import type { OrgFacts } from './org-facts.ts';
import type { TicketSection } from './ticket-page.ts';

/** What only a person knows. */
export interface TicketFacts {
  /** Whom Genesys can call in that night; undefined where nobody said. */
  readonly contact: string | undefined;
  /** Where the load comes from, such as addresses of generators. */
  readonly sources: readonly string[];
}

const NOT_SAID = 'still to be filled in';

/** The request for approval: who asks for which nights, what will happen, and how fast it stops (docs/approval.md). */
export function requestSections(
  plan: Plan,
  { figures, margins }: Arithmetic,
  { contact, sources }: TicketFacts,
  org: OrgFacts | undefined,
): TicketSection[] {
  return [
    {
      title: 'What is asked for',
      text: [
        'Approval of an automated load test of web messaging, in the Automated Testing Support programme, and whether it may be in this org or in a test environment of Genesys.',
      ],
      table: {
        head: ['', ''],
        rows: [
          ...orgRows(plan, org),
          ['contact in that night', contact ?? NOT_SAID],
          ['load comes from', sources.join(', ') || NOT_SAID],
        ],
      },
    },
    windowSection(plan),
    whatHappens(plan, [...figures, ...margins]),
    {
      title: 'What is measured',
      list: [
        'each upgrade of a WebSocket: opened, or refused with which status and words, and when',
        'sessions held over time, messages acknowledged, delivered, lost, altered or doubled, by both sides’ own account',
        'how long customers wait for an agent, and what the Platform API answers',
      ],
    },
    {
      title: 'How it stops',
      list: [
        'Ctrl+C ends the run: no new session begins, and those that are open end within seconds; headroom cleanup ends what is left',
        ...(plan.gate === 'strict' ? ['the first 503 ends the run by itself (gate strict)'] : []),
        'outside the approved window no script starts, and one that runs ends',
      ],
    },
    {
      title: 'What we ask beside',
      list: [
        'Is there a limit on web-messaging connections that are open at once, for the org or for a deployment? None is published, and no operation of the API counts them.',
        'Which status and body does an upgrade get that is refused for it?',
        'Are there limits over all tokens of the org on routing, conversations and users, and which?',
      ],
    },
  ];
}

/** The org by the names that a case needs. */
export function orgRows(plan: Plan, org: OrgFacts | undefined): string[][] {
  const region = 'domain' in plan.target ? regionOf(plan.target.domain) : undefined;
  return [
    ['organization', org === undefined ? `${NOT_SAID} (--from-org reads name and id)` : `${org.name}, ${org.id}`],
    ['region', region === undefined ? nameOf(plan.target) : `${region.id} (${region.place}), ${region.domain}`],
    ['guests connect to', hostsOf(plan.target).webmessaging],
    ['reference of the approval', plan.approval?.reference ?? 'none yet'],
  ];
}

function windowSection({ approval, target }: Plan): TicketSection {
  const region = 'domain' in target ? regionOf(target.domain) : undefined;
  const text = [
    'Genesys allows tests from 23:00 to 05:00 in the time zone of the region, each night by itself, asked for two weeks ahead. It names no zone: the one here is inferred from the place of the region, and is to be confirmed.',
  ];
  if (approval === undefined)
    return {
      title: 'Windows',
      text: [
        ...text,
        `The nights that we ask for, from and to, in UTC and in ${region?.zone ?? 'the zone of the region'}: ${NOT_SAID}.`,
      ],
    };
  const span = { fromMs: Date.parse(approval.from), toMs: Date.parse(approval.to) };
  const rows = [
    ['UTC', `${new Date(span.fromMs).toISOString()} to ${new Date(span.toMs).toISOString()}`],
    ...(region === undefined ? [] : [[region.zone, localText(span, region.zone)]]),
  ];
  return { title: 'Windows', text, table: { head: ['zone', 'window'], rows } };
}

function whatHappens(plan: Plan, figures: Arithmetic['figures']): TicketSection {
  const { customers, deployments, agents } = plan;
  const { rampMs, longestMs } = scheduleOf(plan);
  const weights = deployments.reduce((sum, { weight }) => sum + weight, 0);
  const said = (what: string) => figures.find((one) => one.what === what)?.is;
  const rows = [
    ['customers at once, at the peak', `${customers.sessions}`],
    ['new sessions a minute, until then', `${customers.perMinute}, for ${formatDuration(rampMs)}`],
    ['at the peak for', formatDuration(customers.holdMs)],
    ['the longest it can last', formatDuration(longestMs)],
    ...[
      ['messages', said('messages')],
      ['connections a minute, busiest deployment', said('connections a minute, busiest deployment')],
      ['API calls, whole org', said('API calls, whole org')],
    ].flatMap(([what = '', is]) => (is === undefined ? [] : [[what, is]])),
    [
      'agents',
      agents === undefined
        ? 'none are played'
        : `${agents.count}, ${agents.perMinute} log-ins a minute, capacity ${agents.capacity}`,
    ],
    ['queues', agents?.queues.join(', ') || (agents === undefined ? 'those of the flows' : 'not named in the plan')],
    ...deployments.map(({ id, origin, weight }) => [
      'deployment',
      `${id}, pages of ${origin}, ${Math.round((weight / weights) * 100)} % of the sessions`,
    ]),
    ['bot in the flow', customers.bot === undefined ? 'none that customers answer' : 'customers answer it'],
  ];
  return { title: 'What will happen', table: { head: ['', ''], rows } };
}
